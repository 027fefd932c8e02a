"""Template code in Markdown: Hugo's shortcodes, Liquid's and Hexo's tags, as HTML where they are understood.

What makes HTML is put on a shelf and stands in the text as a token of two signs that no text has; it comes
back when the Markdown around it has been rendered. In code it comes back as it was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.importing.readers.markdown import shortcodes
from archive.importing.readers.markdown.shortcodes import Call, Piece

OPEN, CLOSE = "\ufdd0", "\ufdd1"
LONGEST_TAG = 8_000

_OPENING = re.compile(r"\{\{[<%]|\{[%{]")
_ENDS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}", "{{": "}}"}
_HEAD = re.compile(r"[-~]?\s*(?P<close>/?)\s*(?P<end>end(?=[a-z]))?(?P<name>[A-Za-z][\w./-]*)")
_ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>[^']*+)'|`(?P<raw>[^`]*+)`"
    r"|(?P<bare>[^\s\"'`=]+))"
)
_VARIABLE = re.compile(r"[\"'](?P<text>[^\"']*)[\"']|(?P<name>[\w.-]+)")
_NOTHING = frozenset(("site.baseurl", "site.url", "site.base_url", "baseurl", "base_url", "siteurl", "root"))
_URL_BEFORE = re.compile(r"(?:\]\(\s*<?|(?:href|src)\s*=\s*[\"']?)[^\s\"'()]*$")
_RAW = {"raw": "endraw", "verbatim": "endverbatim"}
_CODE = frozenset(("highlight", "codeblock", "code"))
_TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
_CODE_TAG = re.compile(r"<(/?)code\b[^<>]*>", re.IGNORECASE)
_TAG_WITH_TOKEN = re.compile(f"<[a-zA-Z][^<>{OPEN}]*{OPEN}[^<>]*>")
_PARAGRAPH = re.compile(f"<p>((?:\\s|<br ?/?>|{OPEN}\\d+{CLOSE})*)</p>")
_P_OR_TOKEN = re.compile(f"</?p>|{OPEN}(\\d+){CLOSE}")
_EMPTY = re.compile(r"<p>\s*</p>\n?")


@dataclass(slots=True)
class Shelf:
    """Pieces of HTML that stand in a text as tokens, and what of the template code was not understood."""

    pieces: list[tuple[Piece, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    codes: list[str] = field(default_factory=list)

    def put(self, piece: Piece, original: str) -> str:
        """Keep a piece and the words it stands for; return its token."""
        self.pieces.append((piece, original))
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def restore(self, html: str) -> str:
        """Return rendered HTML with every piece in its place; blocks between paragraphs, not in them."""
        if OPEN not in html:
            return html
        html = self._with_code_as_written(html)
        html = _TAG_WITH_TOKEN.sub(lambda tag: _TOKEN.sub(self._address, tag[0]), html)
        html = _PARAGRAPH.sub(self._alone, html)
        parts, inside, position = [], False, 0
        for found in _P_OR_TOKEN.finditer(html):
            parts.append(html[position : found.start()])
            position = found.end()
            if found[1] is None:
                inside = found[0] == "<p>"
                parts.append(found[0])
                continue
            piece = self.pieces[int(found[1])][0]
            parts.append(f"</p>{piece.html}<p>" if piece.block and inside else piece.html)
        parts.append(html[position:])
        return _EMPTY.sub("", "".join(parts))

    def _with_code_as_written(self, html: str) -> str:
        parts, start = [], None
        position = 0
        for tag in _CODE_TAG.finditer(html):
            if not tag[1]:
                start = tag.end() if start is None else start
            elif start is not None:
                parts += [html[position:start], _TOKEN.sub(self._original, html[start : tag.start()])]
                position, start = tag.start(), None
        return "".join([*parts, html[position:]])

    def _original(self, found: re.Match[str]) -> str:
        return shortcodes.escaped(self.pieces[int(found[1])][1])

    def _address(self, found: re.Match[str]) -> str:
        return shortcodes.escaped(self.pieces[int(found[1])][0].address)

    def _alone(self, paragraph: re.Match[str]) -> str:
        """Return a paragraph of nothing but tokens without its tags when one of them is a block."""
        pieces = [self.pieces[int(found[1])][0] for found in _TOKEN.finditer(paragraph[1])]
        return paragraph[1] if any(piece.block for piece in pieces) else paragraph[0]


@dataclass(slots=True)
class Templates:
    """Expands the template code of one text; `link` gives the address that a reference to a file means.

    `variables` are those of the front matter; `inline` renders Markdown on one line.
    """

    shelf: Shelf
    link: Callable[[str], str]
    inline: Callable[[str], str]
    variables: dict[str, str] = field(default_factory=dict)

    def expand(self, text: str) -> str:
        """Return the text with tokens, or nothing, where template code stood."""
        if "{{" not in text and "{%" not in text:
            return text
        out: list[str] = []
        position = skip_to = 0
        closing = _closings(text)
        endless: set[str] = set()
        for sign, start, end in _tags(text):
            if start < skip_to:
                continue
            out.append(text[position:start])
            inside, original = text[start + len(sign) : end - len(_ENDS[sign])], text[start:end]
            position = skip_to = end
            before = "".join(out[-1:])[-300:]
            if inside.startswith("/*") and inside.endswith("*/"):
                out.append(
                    self.shelf.put(Piece(shortcodes.escaped(f"{sign}{inside[2:-2]}{_ENDS[sign]}")), original)
                )
                continue
            if sign == "{{":
                out.append(self._variable(inside, original, before))
                continue
            call = _call(inside, closing)
            if call is None:
                out.append(self.shelf.put(Piece(shortcodes.escaped(original)), original))
            elif not call.closing and (
                call.name in _RAW or call.name == "comment" or self._is_code(call, sign)
            ):
                stop = None if call.name in endless else _end_of(text, end, sign, call.name)
                if stop is None:
                    endless.add(call.name)
                    continue
                content, position = text[end : stop[0]], stop[1]
                skip_to = position
                if call.name != "comment":
                    out.append(self._literal(call, content, text[start:position]))
            else:
                out.append(self._tag(call, original, before))
        out.append(text[position:])
        return "".join(out)

    def _is_code(self, call: Call, sign: str) -> bool:
        return call.name in _CODE and call.paired and (sign == "{%" or bool(call.positional))

    def _literal(self, call: Call, content: str, original: str) -> str:
        if call.name in _RAW:
            return self.shelf.put(Piece(shortcodes.escaped(content)), original)
        code = shortcodes.escaped(content.strip("\n"))
        return f"\n\n{self.shelf.put(Piece(f'<pre><code>{code}</code></pre>', block=True), original)}\n\n"

    def _variable(self, inside: str, original: str, before: str) -> str:
        """Return what `{{ … }}` prints: a path without its base, a value of the front matter, else itself."""
        found = _VARIABLE.match(inside.strip(" -"))
        words = (found["text"] if found and found["text"] is not None else "") if found else ""
        name = (found["name"] or "") if found else ""
        if words:
            return (
                words
                if _URL_BEFORE.search(before)
                else self.shelf.put(Piece(shortcodes.escaped(words)), original)
            )
        if name.lower() in _NOTHING:
            return ""
        value = self.variables.get(name.removeprefix("page."), "")
        if value and name.startswith("page."):
            return self.shelf.put(Piece(shortcodes.escaped(value)), original)
        self.shelf.unknown[f"{{{{ {name or '…'} }}}}"] += 1
        return self.shelf.put(Piece(shortcodes.escaped(original)), original)

    def _tag(self, call: Call, original: str, before: str) -> str:
        if shortcodes.is_address(call.name):
            address = self.link(call.value("src", "path", "file", "link"))
            if _URL_BEFORE.search(before):
                return address
            return self.shelf.put(Piece(shortcodes.escaped(address), address=address), original)
        piece = shortcodes.html_of(call, self.link, self.inline)
        if piece is None:
            self.shelf.unknown[call.name] += 1
            words = "" if call.closing else call.words()
            return (
                self.shelf.put(Piece(shortcodes.escaped(words)), original) if words else self._gone(original)
            )
        if piece.code:
            self.shelf.codes.append(piece.code)
        token = self.shelf.put(piece, original)
        return f"\n\n{token}\n\n" if piece.parts else token

    def _gone(self, original: str) -> str:
        return self.shelf.put(Piece(""), original)


def _tags(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield template tags (the sign that opens one, start and end); each looks no further than the next."""
    openings = list(_OPENING.finditer(text))
    ends = [found.start() for found in openings[1:]] + [len(text)]
    for found, limit in zip(openings, ends, strict=True):
        sign = found[0] if found[0] in _ENDS else "{{"
        end = text.find(_ENDS[sign], found.end(), min(limit + 1, found.end() + LONGEST_TAG))
        if end >= 0:
            yield sign, found.start(), end + len(_ENDS[sign])


def _closings(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"\{\{?[<%]-?\s*(?:/\s*|end)([\w./-]+)", text)}


def _call(inside: str, closing: set[str]) -> Call | None:
    head = _HEAD.match(inside)
    if head is None:
        return None
    name = head["name"].lower()
    named: dict[str, str] = {}
    positional: list[str] = []
    for found in _ARGUMENT.finditer(inside.rstrip("-/ \n\t"), head.end()):
        value = next(found[kind] for kind in ("double", "single", "raw", "bare") if found[kind] is not None)
        value = value.replace('\\"', '"')
        if found["key"]:
            named.setdefault(found["key"].lower().replace("_", "-"), value)
        else:
            positional.append(value)
    return Call(name, named, positional, closing=bool(head["close"] or head["end"]), paired=name in closing)


def _end_of(text: str, start: int, sign: str, name: str) -> tuple[int, int] | None:
    """Return where the closing tag of a pair begins and ends."""
    mark = rf"\{{%-?\s*end{name}\s*-?%\}}" if sign == "{%" else rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}"
    found = re.compile(mark).search(text, start)
    return (found.start(), found.end()) if found else None
