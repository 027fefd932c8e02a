"""Paragraphs where breaks, blanks and tables stood for them: on HTML that nh3 wrote."""

from __future__ import annotations

import re

from archive.text.markup import BLOCKS, VOID

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-z0-9]+)")
_ID = re.compile(r' id="[^"]*"')
_DIRECTION = re.compile(r' (?:lang|dir)="[^"]{0,60}"')
_MOST_REOPENED = 8
_LONGEST_REOPENED = 300
_BREAKS = re.compile(r"<br>[\s\u00a0]*<br>")
_EMPTY = re.compile(
    r'<p(?: (?:lang|dir)="[^"]*")*>(?:[\s\u00a0]|<br>|</?(?:b|strong|i|em|u|s|span|small)>)*+</p>\n?'
)
_MAY_BE_EMPTY = re.compile(r'<p(?: (?:lang|dir)="[^"]*")*>(?:[\s\u00a0]*<)')
_HOLD_PARAGRAPHS = frozenset(("", "div", "section", "aside", "blockquote", "td", "li", "dd"))
_SAYS = re.compile(r'<img|<hr| id="|[^\s\u00a0]')
_TABLE_PARTS = frozenset(("tbody", "tr", "td"))


def mend(html: str) -> str:
    """Return clean HTML with runs of breaks as paragraphs, without empty ones and tables of one cell."""
    if "<br>" in html and _BREAKS.search(html):
        html = _Paragraphs().of(html)
    if "<p" in html and _MAY_BE_EMPTY.search(html):
        html = _EMPTY.sub("", html)
    if "<table" in html:
        html = _without_single_cells(html)
    return html


class _Paragraphs:
    """Goes through the tags once and parts every run of text and inline elements at its runs of breaks."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.run: list[str] = []

    def of(self, html: str) -> str:
        for token in _TAG.split(html):
            if not token:
                continue
            found = _NAME.match(token) if token[0] == "<" else None
            if found is None or found[2] not in BLOCKS:
                self.run.append(token)
                continue
            self._end_run()
            self.out.append(token)
            if found[1]:
                if self.open and self.open[-1][0] == found[2]:
                    self.open.pop()
            elif found[2] not in VOID:
                self.open.append((found[2], token))
        self._end_run()
        return "".join(self.out)

    def _end_run(self) -> None:
        run, self.run = self.run, []
        if not run:
            return
        holder, tag = self.open[-1] if self.open else ("", "")
        pieces = _pieces(run) if holder in _HOLD_PARAGRAPHS or holder == "p" else None
        if pieces is None:
            self.out += run
        elif holder == "p":
            again = f"</p><p{''.join(_DIRECTION.findall(tag))}>"
            self.out.append(again.join(pieces))
        else:
            self.out.append("".join(f"<p>{piece}</p>" for piece in pieces))


def _pieces(run: list[str]) -> list[str] | None:
    """Return a run parted where two breaks or more stand together; None where there are none such.

    Inline elements that are open there are closed before and opened again behind, without their id. A run in
    which one ends that began elsewhere is not parted.
    """
    pieces: list[list[str]] = [[]]
    open_tags: list[tuple[str, str]] = []
    breaks, waiting, parted = 0, [], False
    for part in [*run, ""]:
        if part == "<br>":
            breaks += 1
            waiting.append(part)
            continue
        if part and breaks and not part.strip():
            waiting.append(part)
            continue
        if breaks > 1:
            parted = True
            if len(open_tags) > _MOST_REOPENED or any(len(tag) > _LONGEST_REOPENED for _, tag in open_tags):
                return None
            pieces[-1] += [f"</{name}>" for name, _ in reversed(open_tags)]
            pieces.append([_ID.sub("", tag) for _, tag in open_tags])
        else:
            pieces[-1] += waiting
        breaks, waiting = 0, []
        found = _NAME.match(part)
        if found and found[2] not in VOID:
            if not found[1]:
                open_tags.append((found[2], part))
            elif not open_tags or open_tags.pop()[0] != found[2]:
                return None
        pieces[-1].append(part)
    if not parted or open_tags:
        return None
    texts = ["".join(piece) for piece in pieces]
    return [
        text
        for text in texts
        if _SAYS.search(re.sub(r"<(?!img|hr)[a-z0-9]+(?![^>]* id=)[^>]*>|</[^>]*>", "", text))
    ]


def _without_single_cells(html: str) -> str:
    """Return HTML in which a table that has one cell and nothing else is that cell's content, in a `div`."""
    parts = _TAG.split(html)
    tables: list[tuple[list[int], list[str]]] = []
    for at in range(1, len(parts), 2):
        found = _NAME.match(parts[at])
        if found is None:
            continue
        close, name = found.groups()
        if name == "table" and not close:
            tables.append(([at], []))
        elif tables and name == "table":
            places, names = tables.pop()
            if names.count("td") == 2 and set(names) <= _TABLE_PARTS and names.count("tr") == 2:
                for place in places:
                    parts[place] = ""
                parts[places[0]], parts[at] = "<div>", "</div>"
        elif tables and name in ("td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col"):
            tables[-1][0].append(at)
            tables[-1][1].append(name)
    return "".join(parts)
