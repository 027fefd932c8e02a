"""Shortcodes: words in square brackets that WordPress replaces, told from words in square brackets.

What stands between an opening and a closing one is never lost; of one that nobody knows the name is told.
A bracket without equals sign, closing twin or known name is prose: [1], [sic], [Editor's note: ...].
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.importing.readers.wxr import known_shortcodes as known
from archive.importing.readers.wxr.footnotes import double_brackets
from archive.importing.readers.wxr.known_shortcodes import Attributes
from archive.importing.readers.wxr.page import Page

_QUOTED = "(?:\"[^\"]*+\"|'[^']*+'|[“”″][^“”″\\]]*+[“”″])"
_ATTRIBUTE = rf"(?:[\w:.-]++\s*+=\s*+(?:{_QUOTED}|[^\s\"'\]\[]++)?|{_QUOTED}|[^\s\[\]\"']++)"
_SHORTCODE = re.compile(
    rf"\[(?P<close>/?)(?P<name>[a-zA-Z][\w-]{{0,60}}+)"
    rf"(?P<attributes>(?:=[^\s\]\[\"']*+|={_QUOTED})?+(?:\s++{_ATTRIBUTE})*+\s*+)/?\]"
)
_MARK = re.compile(r"<(?P<verbatim>pre|code|script|style|textarea)\b|<!--|<[a-zA-Z/]|\[|\(\(", re.IGNORECASE)
_PART = re.compile(
    r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|[“”″]([^“”″\]]*)[“”″]|([^\s\"'\]]*))|\"([^\"]*)\"|'([^']*)'|(\S+)"
)
_TAG_END = re.compile(r"(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*?>")
LONGEST = 20_000
MOST_OPEN = 60
"""How far shortcodes may enclose others; of those further in, only what they enclose is kept."""
_DROPPED = -2


@dataclass(slots=True)
class _Token:
    """A shortcode in the text: from `start` to `end`; `twin` is the index of its closing one, -1 for none."""

    start: int
    end: int
    name: str
    closes: bool
    attributes: Attributes
    twin: int = -1


@dataclass(slots=True)
class _Frame:
    """What is being gathered between a shortcode and its closing twin."""

    token: _Token | None
    parts: list[str] = field(default_factory=list)


def expand(text: str, page: Page) -> str:
    """Return content with its shortcodes made into HTML, and notes in double brackets into notes."""
    if "[" not in text and "((" not in text:
        return text
    tokens = _tokens(text, page)
    _pair(tokens)
    frames = [_Frame(None)]
    at = 0
    for token in tokens:
        frames[-1].parts.append(text[at : token.start])
        at = token.end
        source = text[token.start : token.end]
        if token.name == "((":
            frames[-1].parts.append(page.notes.refer(source[2:-2]))
        elif token.name == "[[":
            frames[-1].parts.append(source[1:-1])
        elif token.closes:
            if token.twin < 0:
                is_dropped = token.twin == _DROPPED or known.is_known(token.name)
                frames[-1].parts.append("" if is_dropped else source)
                continue
            frame = frames.pop()
            assert frame.token is not None
            inside = "".join(frame.parts)
            frames[-1].parts.append(known.enclosing(token.name, frame.token.attributes, inside, page))
        elif token.twin >= 0:
            if len(frames) > MOST_OPEN:
                tokens[token.twin].twin = _DROPPED
            elif token.name in known.CODE:
                closing = tokens[token.twin]
                frames.append(_Frame(token, [text[token.end : closing.start]]))
                at = closing.start
            else:
                frames.append(_Frame(token))
        else:
            frames[-1].parts.append(_alone(token, source, text, page))
    frames[-1].parts.append(text[at:])
    return "".join(frames[0].parts)


def _tokens(text: str, page: Page) -> list[_Token]:
    """Return the shortcodes in order, without those inside tags, preformatted text and code."""
    tokens: list[_Token] = []
    position = 0
    absent: set[str] = set()
    while found := _MARK.search(text, position):
        position = found.end()
        if found["verbatim"]:
            end_tag = f"</{found['verbatim'].lower()}"
            end = -1 if end_tag in absent else _find(text, end_tag, position)
            if end < 0:
                absent.add(end_tag)
            position = max(end, position)
        elif found[0] == "<!--":
            end = -1 if "-->" in absent else text.find("-->", position)
            if end < 0:
                absent.add("-->")
            position = max(end, position)
        elif found[0][0] == "<":
            end = _TAG_END.match(text, position, position + LONGEST)
            position = end.end() if end else position
        elif found[0] == "((":
            end = double_brackets(text, found.start())
            if end > 0:
                tokens.append(_Token(found.start(), end, "((", False, Attributes()))
                position = end
        elif shortcode := _SHORTCODE.match(text, found.start(), found.start() + LONGEST):
            start, end = shortcode.span()
            if start and text[start - 1] == "[" and text[end : end + 1] == "]":
                position = end + 1
                tokens.append(_Token(start - 1, position, "[[", False, Attributes()))
                continue
            inside = _attributes(shortcode["attributes"])
            name = shortcode["name"].lower()
            tokens.append(_Token(*shortcode.span(), name, bool(shortcode["close"]), inside))
            position = shortcode.end()
            if name in known.CODE and not shortcode["close"]:
                end = -1 if name in absent else _find(text, f"[/{name}]", position)
                if end < 0:
                    absent.add(name)
                position = max(end, position)
    return tokens


def _find(text: str, words: str, start: int) -> int:
    found = re.compile(re.escape(words), re.IGNORECASE).search(text, start)
    return found.start() if found else -1


def _pair(tokens: list[_Token]) -> None:
    """Give every closing shortcode the nearest opening one of its name; those between them stand alone."""
    opened: list[int] = []
    waiting: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token.name in ("((", "[["):
            continue
        if not token.closes:
            opened.append(number)
            waiting[token.name] = waiting.get(token.name, 0) + 1
        elif waiting.get(token.name):
            while True:
                place = opened.pop()
                waiting[tokens[place].name] -= 1
                if tokens[place].name == token.name:
                    break
            tokens[place].twin, token.twin = number, place


def _attributes(text: str) -> Attributes:
    """Return what stands in a shortcode after its name."""
    found = Attributes()
    if text.startswith("="):
        head, _, text = text[1:].partition(" ")
        found.words.append(head.strip("\"'"))
    for key, *values in _PART.findall(text):
        value = next(filter(None, values), "")
        if key:
            found.named.setdefault(key.lower(), known.unescaped(value))
        elif value:
            found.words.append(known.unescaped(value))
    return found


def _alone(token: _Token, source: str, text: str, page: Page) -> str:
    """Return what stands for a shortcode without a closing one; prose comes back as it is."""
    name, attributes = token.name, token.attributes
    if not attributes.named and not attributes.words:
        before = text[max(token.start - 200, 0) : token.start].rpartition("\n")[2]
        after = text[token.end : token.end + 200].partition("\n")[0]
        has_own_line = not before.strip() and not after.strip()
        if name == "gallery" or "_" in name or (has_own_line and known.is_silent(name)):
            return known.standing(name, attributes, source, page)
        if has_own_line and ("-" in name or known.is_known(name)):
            page.doubtful[name] += 1
        return source
    if attributes.named or "_" in name or known.is_known(name):
        return known.standing(name, attributes, source, page)
    return source
