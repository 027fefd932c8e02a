"""Tags as they come, put in order: what stands before the sanitiser.

HTML's own rules for misplaced tags let 36 kB of `<p><b id=1>x<p><b id=2>x...` become 74 MB, and take
quadratic time in the depth of nesting. So markup is first rewritten, in one pass and linear time, into
balanced markup of the elements that the archive keeps: after that every parser sees the same tree. This
is no sanitiser: attributes are passed on as they are, for nh3 to judge.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote table caption thead tbody tfoot tr th td colgroup figure "
    "figcaption pre hr div section aside".split()
)
INLINE = frozenset(
    "cite q col img a abbr b strong i em u s sub sup small code br span ins del mark bdi bdo ruby rt rp time".split()
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
_LEFT_OUT_VOID = frozenset(("embed", "input"))

_BLANK = " \t\n\f\r"
_ATTRIBUTES = (
    rf"(?:[{_BLANK}/]++"
    rf"|[^{_BLANK}/>][^{_BLANK}/>=]*+"
    rf"(?:[{_BLANK}]*+=[{_BLANK}]*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'>])[^{_BLANK}>]++|(?=>)))?+"
    r")*+"
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
_ANY_TAG = re.compile(r"<[^>]*>?")

# What a start tag ends, and how far up it looks for it: the rules of HTML for end tags left out.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
_CELLS = frozenset(("td", "th", "caption"))
_TABLE = frozenset(("table",))
for _name in BLOCKS - frozenset("li dt dd caption thead tbody tfoot tr th td colgroup".split()):
    _IMPLIED[_name] = (frozenset(("p",)), _TABLE | _CELLS)
_IMPLIED |= {
    "li": (frozenset(("li", "p")), _TABLE | _CELLS | {"ul", "ol"}),
    "dt": (frozenset(("dt", "dd", "p")), _TABLE | _CELLS | {"dl"}),
    "dd": (frozenset(("dt", "dd", "p")), _TABLE | _CELLS | {"dl"}),
    "td": (frozenset(("td", "th")), _TABLE | {"tr"}),
    "th": (frozenset(("td", "th")), _TABLE | {"tr"}),
    "tr": (frozenset(("tr", "caption", "colgroup")), _TABLE | {"thead", "tbody", "tfoot"}),
    "rt": (frozenset(("rt", "rp")), frozenset(("ruby",)) | _CELLS),
    "rp": (frozenset(("rt", "rp")), frozenset(("ruby",)) | _CELLS),
    "a": (frozenset(("a",)), BLOCKS),
}
_SECTIONS = frozenset(("thead", "tbody", "tfoot", "caption", "colgroup"))
_IMPLIED |= {name: (_SECTIONS | {"tr"}, _TABLE) for name in _SECTIONS}


class HtmlRefused(ValueError):
    """HTML that is not taken in at all: too large, or nested too deep. Its text is a sentence."""


@dataclass(slots=True)
class Balanced:
    """Balanced markup, the text chunks it was read from (entities undecoded), and what was left out."""

    html: str
    text: list[str]
    left_out: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Writer:
    """Writes tags so that each is closed in its place; refuses to go deeper than `deepest`."""

    deepest: int
    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    waiting: list[bool] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)

    def start(self, name: str, attributes: str) -> None:
        implied = _IMPLIED.get(name)
        if implied is not None and any(self.count[ended] for ended in implied[0]):
            self._end_implied(*implied)
        self.out.append(f"<{name}{attributes}>")
        if name in VOID:
            return
        if len(self.open) >= self.deepest:
            raise HtmlRefused(
                f"The HTML is nested deeper than {self.deepest} elements; it was not taken in. Simplify its markup."
            )
        self.open.append(name)
        self.waiting.append(False)
        self.count[name] += 1

    def end(self, name: str) -> None:
        """Close the nearest open `name`; an inline one waits for the blocks that began inside it."""
        if not self.count[name]:
            if name == "p":
                self.out.append("<p></p>")
            return
        inline = name in INLINE
        for at in range(len(self.open) - 1, -1, -1):
            above = self.open[at]
            if above == name and not self.waiting[at]:
                self._close_down_to(at)
                return
            if inline and above in BLOCKS:
                self._wait(name, at)
                return
            if above == "table" or (
                above in _CELLS and name not in ("table", "tr", "thead", "tbody", "tfoot")
            ):
                return

    def finish(self) -> str:
        self._close_down_to(0)
        return "".join(self.out)

    def _wait(self, name: str, below: int) -> None:
        for at in range(below - 1, -1, -1):
            if self.open[at] == name and not self.waiting[at]:
                self.waiting[at] = True
                return
            if self.open[at] in _CELLS:
                return

    def _end_implied(self, ended: frozenset[str], until: frozenset[str]) -> None:
        outermost = None
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at] in until:
                break
            if self.open[at] in ended:
                outermost = at
        if outermost is not None:
            self._close_down_to(outermost)

    def _close_down_to(self, at: int) -> None:
        while len(self.open) > at or (self.waiting and self.waiting[-1]):
            name = self.open.pop()
            self.waiting.pop()
            self.count[name] -= 1
            self.out.append(f"</{name}>")


def balance(html: str, deepest: int) -> Balanced:
    """Return `html` with only the kept elements, each closed, in linear time.

    Comments, scripts and styles go; elements that cannot be kept are listed in `left_out` with their
    address or first words; text of everything else stays. A `<` that begins no tag, and a tag that never
    ends, become text. Raises `HtmlRefused` when elements nest deeper than `deepest`.
    """
    writer = _Writer(deepest)
    result = Balanced("", [])
    position = 0
    while True:
        found = _TOKEN.search(html, position)
        if found is None:
            break
        _write_text(writer, result, html[position : found.start()])
        position = found.end()
        if found["odd"] is not None:
            position = _after_odd(html, found)
        elif not found["end"]:
            position = found.start()
            break
        else:
            position = _write_tag(html, found, writer, result)
    _write_text(writer, result, html[position:])
    result.html = writer.finish()
    return result


def _write_text(writer: _Writer, result: Balanced, text: str) -> None:
    if text:
        if "<" in text:
            text = text.replace("<", "&lt;")
        writer.out.append(text)
        result.text.append(text)


def _after_odd(html: str, found: re.Match[str]) -> int:
    """Return where a comment, declaration or processing instruction ends."""
    if found["odd"] == "!--":
        ending = _COMMENT_END.search(html, found.end())
        return ending.end() if ending else len(html)
    end = html.find(">", found.end())
    return end + 1 if end >= 0 else len(html)


def _write_tag(html: str, found: re.Match[str], writer: _Writer, result: Balanced) -> int:
    """Write one tag, or leave its element out; return where reading goes on."""
    name = found["name"].lower()
    kept = _KEPT_AS.get(name)
    if kept is not None:
        if not found["close"]:
            writer.start(kept, found["attributes"])
        elif kept not in VOID:
            writer.end(kept)
        elif kept == "br":
            writer.start(kept, "")
        result.text.append(" ")
    elif name in _ENDS and not found["close"]:
        return _leave_out(html, name, found, writer, result)
    elif name in _LEFT_OUT_VOID:
        result.left_out.append((name, _address(found)))
    return found.end()


def _leave_out(html: str, name: str, found: re.Match[str], writer: _Writer, result: Balanced) -> int:
    ending = _ENDS[name].search(html, found.end())
    if ending is None and name not in ("script", "style", "plaintext"):
        return found.end()
    content = html[found.end() : ending.start() if ending else len(html)]
    if name in _LITERAL:
        _write_text(writer, result, content)
    elif name in _LEFT_OUT:
        words = " ".join(_ANY_TAG.sub(" ", content[:2000]).split())
        result.left_out.append((name, _address(found) or words))
    return ending.end() if ending else len(html)


def _address(found: re.Match[str]) -> str:
    address = _ADDRESS.search(found["attributes"])
    return address[1] if address else ""
