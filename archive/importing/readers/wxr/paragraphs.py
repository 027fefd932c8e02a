"""Content as people type it into WordPress: an empty line parts paragraphs, a single one is a line break.

Nothing of the sort happens where HTML says otherwise: in preformatted text, between the parts of tables and
lists, in scripts. Elements that run over an empty line are closed before it and opened again after it.
"""

from __future__ import annotations

import re
from collections import Counter

from archive.importing.readers.wxr.markup import TAG

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main map menu nav noscript ol p
    section summary table tbody td tfoot th thead tr ul
    """.split()
)
_WRAPPED = frozenset(
    "address article aside blockquote body center div form main section footer header details".split()
)
_WHEN_SEVERAL = frozenset("li td th dd figcaption fieldset".split())
_LINES_ONLY = frozenset("p h1 h2 h3 h4 h5 h6 dt caption summary legend".split())
_VERBATIM = frozenset("pre script style textarea svg xmp template math".split())
_UNSEEN = frozenset("script style template".split())
_VOID = frozenset("br hr img col embed input source param wbr area".split())
_EMPTY_LINE = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+")
_NEWLINE = re.compile(r"[ \t]*\n[ \t]*")
_BREAK = "<br>"
_NO_PICTURE = re.compile(r"<(?!img\b)[^<>]*>")
_OTHER_TAG = re.compile(r"<(?!/?(?:br|p)\b)[^<>]+>")
_EMPTY_P = re.compile(r"<p[^<>]*>(?:\s|&nbsp;|\u00a0|<br>)*</p>\n?")
_OUTER_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")


class _Writer:
    """Writes blocks as they come and gathers what runs between them; `inline` are the elements open in it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.run: list[str] = []
        self.runs: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self.blocks: list[str] = []
        self.counts: Counter[str] = Counter()

    @property
    def context(self) -> str:
        return self.blocks[-1] if self.blocks else ""

    def text(self, text: str) -> None:
        if not text or (not text.strip(" \n") and "\n\n" not in text and self.run[-1:] == [_BREAK]):
            return
        parts = _EMPTY_LINE.split(text)
        for number, part in enumerate(parts):
            if number:
                self.part()
            self.run.append(_NEWLINE.sub("\n", part))

    def part(self) -> None:
        """End a paragraph at an empty line; where its element is a paragraph itself, begin another."""
        if self.context == "p":
            self.end_run()
            self.out.append("</p>\n<p>")
        else:
            self.end_run(parted=True)

    def line_break(self) -> None:
        if self.run and self.run[-1] == _BREAK:
            self.run.pop()
            self.part()
        else:
            self.run.append(_BREAK)

    def end_run(self, *, parted: bool = False) -> None:
        closing = "".join(f"</{name}>" for name, _ in reversed(self.inline))
        content = "".join(self.run)
        self.run = [tag for _, tag in self.inline]
        if not content.strip() or not _NO_PICTURE.sub("", content).strip():
            if _OTHER_TAG.search(content) and not self.inline:
                self.out.append(content.strip())
            return
        content = _OUTER_BREAKS.sub("", content)
        content = (
            content.replace(f"\n{_BREAK}\n", "\n").replace(f"{_BREAK}\n", "\n").replace(f"\n{_BREAK}", "\n")
        )
        content = content.replace("\n", _BREAK + "\n") + closing
        context = self.context
        if not context or context in _WRAPPED:
            self.out.append(f"<p>{content}</p>\n")
        elif context in _WHEN_SEVERAL and (parted or self.runs):
            self.runs.append(content)
            self.out.append(f"<p>{content}</p>")
        else:
            self.out.append(content)

    def open_block(self, name: str, tag: str) -> None:
        self.end_run()
        self.runs = []
        self.out.append(tag)
        if name not in _VOID:
            self.blocks.append(name)
            self.counts[name] += 1

    def close_block(self, name: str) -> None:
        self.end_run(parted=bool(self.runs))
        self.runs = []
        while self.counts[name]:
            closed = self.blocks.pop()
            self.counts[closed] -= 1
            if closed == name:
                break
        self.out.append(f"</{name}>\n" if not self.context or name != "p" else f"</{name}>")


def paragraphs(text: str) -> str:
    """Return HTML with the paragraphs and line breaks that the newlines of `text` mean. Linear time."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    writer = _Writer()
    at = 0
    position = 0
    absent: set[str] = set()
    while found := _TOKEN.search(text, position):
        position = found.end()
        if found[0].startswith("<!"):
            end = -1 if "-->" in absent else text.find("-->", found.end())
            if end < 0:
                absent.add("-->")
                continue
            writer.text(text[at : found.start()])
            at = position = end + 3
            continue
        name = found["name"].lower()
        writer.text(text[at : found.start()])
        at = position
        if name in _VERBATIM:
            end = None
            if not found["close"] and name not in absent:
                end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, position)
                if end is None:
                    absent.add(name)
            at = position = end.end() if end else position
            content = text[found.start() : position]
            if name == "pre":
                writer.end_run()
                writer.out.append(content)
            elif name not in _UNSEEN:
                writer.run.append(content.replace("\n", " "))
        elif name in _BLOCKS:
            if not found["close"]:
                writer.open_block(name, found[0])
            else:
                writer.close_block(name)
        elif name == "br":
            writer.line_break()
        else:
            _inline(writer, name, found)
    writer.text(text[at:])
    writer.inline.clear()
    writer.end_run()
    return _EMPTY_P.sub("", "".join(writer.out)).strip()


_TOKEN = re.compile(rf"<!--|{TAG.pattern}")


def _inline(writer: _Writer, name: str, found: re.Match[str]) -> None:
    writer.run.append(found[0])
    if name in _VOID or found["attributes"].endswith("/"):
        return
    if not found["close"]:
        tag = re.sub(r"\sid\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", found[0])
        if len(writer.inline) < _MOST_OPEN:
            writer.inline.append((name, tag))
        return
    for place in range(len(writer.inline) - 1, -1, -1):
        if writer.inline[place][0] == name:
            del writer.inline[place]
            return


_MOST_OPEN = 20
