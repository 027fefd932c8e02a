"""Tags as they come, put in order: what stands before the sanitiser.

HTML's own rules for misplaced tags let 36 kB of `<p><b id=1>x<p><b id=2>x...` become 74 MB, and take
quadratic time in the depth of nesting. So markup is first rewritten, in one pass and linear time, into
balanced markup of the elements that the archive keeps: after that every parser sees the same tree. This
is no sanitiser: attributes are passed on as they are, for nh3 to judge.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

BLOCKS = frozenset(
    """
    p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote table caption thead tbody tfoot tr th td colgroup figure
    figcaption pre hr div section aside
    """.split()
)
INLINE = frozenset(
    """
    cite q col img a abbr b strong i em u s sub sup small code br span ins del mark bdi bdo ruby rt rp time
    """.split()
)
VOID = frozenset(("br", "hr", "img", "col"))
_KEPT_AS = {name: name for name in BLOCKS | INLINE} | {
    "h1": "h2", "article": "section", "main": "div", "header": "div", "footer": "div", "nav": "div",
    "address": "div", "center": "div", "details": "div", "summary": "div", "form": "div", "fieldset": "div",
    "legend": "div", "hgroup": "div", "dialog": "div", "optgroup": "div", "option": "div", "body": "div",
    "menu": "ul", "dir": "ul", "image": "img", "strike": "s", "acronym": "abbr", "tt": "code", "kbd": "code",
    "samp": "code", "var": "i", "dfn": "i",
}  # fmt: skip
_LITERAL = frozenset(("textarea", "xmp", "listing", "plaintext"))
_LEFT_OUT_SILENTLY = frozenset(("script", "style", "template"))
_LEFT_OUT = frozenset(("title", "iframe", "noembed", "noframes", "svg", "object", "video", "audio", "canvas"))
_TO_THE_END = frozenset(("script", "style", "plaintext"))
_LEFT_OUT_VOID = frozenset(("embed", "input"))

_BLANK = " \t\n\f\r"
_VALUE = rf"(?:\"[^\"]*+\"|'[^']*+'|(?![\"'>])[^{_BLANK}>]++|(?=>))"
_ATTRIBUTES = (
    rf"(?:[{_BLANK}/]++"
    rf"|[^{_BLANK}/>][^{_BLANK}/>=]*+(?:[{_BLANK}]*+=[{_BLANK}]*+{_VALUE}|(?![{_BLANK}]*+=))"
    rf")*+"
)
_TOKEN = re.compile(
    rf"<(?:(?P<odd>!--|[!?]|/(?![a-zA-Z]))"
    rf"|(?P<close>/?)(?P<name>[a-zA-Z][^{_BLANK}/>]*+)(?P<attributes>{_ATTRIBUTES})(?P<end>>?))"
)
_COMMENT_END = re.compile(r"(?<=<!--)-?>|--!?>")
_ENDS = {
    name: re.compile(rf"</{name}(?=[{_BLANK}/>])[^>]*>?", re.IGNORECASE)
    for name in _LITERAL | _LEFT_OUT_SILENTLY | _LEFT_OUT
}
_ADDRESS = re.compile(r"(?:src|data)\s*=\s*[\"']?([^\s\"'>]{1,200})", re.IGNORECASE)
_ATTRIBUTE_BEFORE = r"""[ \t\n\f\r]+(?!id\b)[^\s="'>]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?"""
_NAME = re.compile(rf"^((?:{_ATTRIBUTE_BEFORE})*?[ \t\n\f\r]+)name=", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>?")

# What a start tag ends, and how far up it looks for it: HTML's rules for end tags that are left out.
_CELLS = ("td", "th", "caption")
_TABLE = ("table",)
_TABLE_AND_CELLS = (*_TABLE, *_CELLS)
_SECTIONS = ("thead", "tbody", "tfoot", "caption", "colgroup")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TABLE_PARTS = frozenset((*_CELLS, *_SECTIONS, "tr", "col"))
_IMPLIED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(BLOCKS - _TABLE_PARTS, (("p",), ("table", *_CELLS))),
    **dict.fromkeys(_HEADINGS, (("p", *_HEADINGS), ("table", *_CELLS))),
    **dict.fromkeys(_SECTIONS, ((*_SECTIONS, "tr"), ("table",))),
    "tr": (("tr", "caption", "colgroup"), ("table", "thead", "tbody", "tfoot")),
    "td": (("td", "th"), ("table", "tr")),
    "th": (("td", "th"), ("table", "tr")),
    "li": (("li", "p"), ("table", *_CELLS, "ul", "ol")),
    "dt": (("dt", "dd", "p"), ("table", *_CELLS, "dl")),
    "dd": (("dt", "dd", "p"), ("table", *_CELLS, "dl")),
    "rt": (("rt", "rp"), ("ruby", *_CELLS)),
    "rp": (("rt", "rp"), ("ruby", *_CELLS)),
    "a": (("a",), ()),
}


class HtmlRefused(ValueError):
    """HTML that is not taken in at all: too large, or nested too deep. Its text is a sentence."""


@dataclass(slots=True)
class Balanced:
    """Balanced markup, its tags in order ("p", "/p"), and the chunks of text in it (entities as they were).

    `left_out` holds pairs: the name of an element that was not kept, and its address or first words.
    """

    html: str
    tags: list[str]
    text: list[str]
    left_out: list[tuple[str, str]]


class _Writer:
    """Writes tags so that each is closed in its place; refuses to go deeper than `deepest`.

    Every step takes constant time: `at` holds, for each name, where it stands among the open elements.
    """

    def __init__(self, deepest: int) -> None:
        self.deepest = deepest
        self.out: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.at: defaultdict[str, list[int]] = defaultdict(list)
        self.blocks: list[int] = []
        self.waiting: set[int] = set()

    def start(self, name: str, attributes: str) -> None:
        """Open an element, after closing what its start tag closes."""
        implied = _IMPLIED.get(name)
        if implied is not None:
            at = self.at
            ended = [at[one][-1] for one in implied[0] if at[one]]
            if ended:
                floor = (self.blocks or [-1])[-1] if name == "a" else self._floor(implied[1])
                ended = [place for place in ended if place > floor]
                if ended:
                    self._close_down_to(min(ended))
        self.out.append(f"<{name}{attributes}>")
        self.tags.append(name)
        if name in VOID:
            return
        depth = len(self.open)
        if depth >= self.deepest:
            raise HtmlRefused(
                f"The HTML nests more than {self.deepest} elements and was not taken in; simplify its markup."
            )
        self.open.append(name)
        self.at[name].append(depth)
        if name in BLOCKS:
            self.blocks.append(depth)

    def end(self, name: str) -> None:
        """Close the nearest open `name`; an inline one waits for the blocks that began inside it."""
        places = self.at[name]
        if not places:
            return
        at = places[-1]
        walls = _TABLE if name in _TABLE_PARTS else _TABLE_AND_CELLS
        if name != "table" and self.at["table"] and at < self._floor(walls):
            return
        if name in INLINE and self.blocks and self.blocks[-1] > at:
            self.waiting.add(places.pop())
        else:
            self._close_down_to(at)

    def finish(self) -> str:
        self._close_down_to(0)
        return "".join(self.out)

    def _floor(self, names: tuple[str, ...]) -> int:
        """Return where the innermost of `names` stands, -1 where none is open."""
        floor = -1
        for name in names:
            places = self.at[name]
            if places and places[-1] > floor:
                floor = places[-1]
        return floor

    def _close_down_to(self, at: int) -> None:
        depth = len(self.open)
        while depth > at or (self.waiting and depth - 1 in self.waiting):
            name = self.open.pop()
            depth -= 1
            if self.waiting and depth in self.waiting:
                self.waiting.discard(depth)
            else:
                self.at[name].pop()
            if name in BLOCKS:
                self.blocks.pop()
            self.out.append(f"</{name}>")
            self.tags.append(f"/{name}")


def balance(html: str, deepest: int) -> Balanced:
    """Return `html` with only the kept elements, each closed, in linear time.

    Comments, scripts and styles go; text of everything else stays. A `<` that begins no tag, and a tag
    that never ends, become text. Raises `HtmlRefused` when elements nest deeper than `deepest`.
    """
    return _Reader(html, _Writer(deepest)).read()


class _Reader:
    """Goes through the tags of `html` once, from the first to the last."""

    def __init__(self, html: str, writer: _Writer) -> None:
        self.html = html
        self.writer = writer
        self.text: list[str] = []
        self.left_out: list[tuple[str, str]] = []
        self.endless: set[str] = set()

    def read(self) -> Balanced:
        html, search, write, note = self.html, _TOKEN.search, self.writer.out.append, self.text.append
        position = 0
        while (found := search(html, position)) is not None:
            start, after = found.span()
            if start > position:
                text = html[position:start]
                if "<" in text:
                    text = text.replace("<", "&lt;")
                write(text)
                note(text)
            odd, close, name, attributes, end = found.groups()
            if odd is not None:
                position = self._after_odd(odd, after)
                continue
            if not end:
                position = start
                break
            position = self._read_tag(name.lower(), bool(close), attributes, after)
        self._write_text(html[position:])
        return Balanced(self.writer.finish(), self.writer.tags, self.text, self.left_out)

    def _write_text(self, text: str) -> None:
        if text:
            if "<" in text:
                text = text.replace("<", "&lt;")
            self.writer.out.append(text)
            self.text.append(text)

    def _after_odd(self, odd: str, after: int) -> int:
        """Return where a comment, declaration or processing instruction ends."""
        if odd == "!--":
            ending = _COMMENT_END.search(self.html, after)
            return ending.end() if ending else len(self.html)
        end = self.html.find(">", after)
        return end + 1 if end >= 0 else len(self.html)

    def _read_tag(self, name: str, close: bool, attributes: str, after: int) -> int:
        """Write one tag, or leave its element out; return where reading goes on."""
        kept = _KEPT_AS.get(name)
        if kept is not None:
            if kept in _TABLE_PARTS and not self.writer.at["table"]:
                self._write_text(" ")
            elif not close:
                if kept == "a" and attributes:
                    attributes = _NAME.sub(r"\1id=", attributes)
                self.writer.start(kept, attributes)
            elif kept not in VOID:
                self.writer.end(kept)
            elif kept == "br":
                self.writer.start(kept, "")
            self.text.append(" ")
        elif name in _ENDS and not close:
            return self._leave_out(name, attributes, after)
        elif name in _LEFT_OUT_VOID:
            self.left_out.append((name, _address(attributes)))
        return after

    def _leave_out(self, name: str, attributes: str, after: int) -> int:
        """Pass over an element with its content; return where it ends (a missing end is looked for once)."""
        ending = None if name in self.endless else _ENDS[name].search(self.html, after)
        if ending is None and name not in _TO_THE_END:
            self.endless.add(name)
            return after
        content = self.html[after : ending.start() if ending else len(self.html)]
        if name in _LITERAL:
            self._write_text(content)
        elif name in _LEFT_OUT:
            words = " ".join(_ANY_TAG.sub(" ", content[:2000]).split())
            self.left_out.append((name, _address(attributes) or words))
        return ending.end() if ending else len(self.html)


def _address(attributes: str) -> str:
    address = _ADDRESS.search(attributes)
    return address[1] if address else ""
