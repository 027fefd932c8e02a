"""Markdown as HTML: CommonMark with tables, footnotes, strikethrough and bare addresses as links.

What Kramdown, Pandoc and Obsidian add is understood where it carries content and dropped where it only
carries looks. The HTML is not clean yet; it never takes longer than in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from archive.importing.readers.markdown.shortcodes import Piece, escaped
from archive.importing.readers.markdown.templating import CLOSE, OPEN, Shelf, Templates

DEEPEST = 60
LARGEST = 2_000_000
"""Characters of a body; more is left to the limit of the record."""
MOST_WORK = 40_000_000
"""Signs of markup times characters in one paragraph, over which it is taken as plain text."""
MOST_LINES_IN_LIST = 20_000

_SIGNS = re.compile(r"[\[\]*_`<&!~(\\]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_ATTRIBUTES_LINE = re.compile(
    r"\s*\{:[^{}]*\}\s*$|\s*\{::[^{}]*/?\}\s*$|\s*:{3,}\s*(?:\{[^{}]*\}|[\w-]*)\s*$"
)
_ATTRIBUTES = re.compile(
    r"(?<=[\w)\]*_`.\"!?])[ \t]?\{:?[ \t]*(?:[.#][\w:-]+|[\w-]+=[^\s{}]+)[^{}\n]{0,200}\}"
)
_HEADING_ID = re.compile(r"^( {0,3}#{1,6}[ \t].*?)[ \t]*\{:?[ \t]*#([\w:.-]{1,200})[^{}\n]*\}[ \t]*$")
_WIKI_LINK = re.compile(r"(!?)\[\[([^\[\]\n|#]{1,300})(#[^\[\]\n|]{0,200})?(?:\|([^\[\]\n]{1,300}))?\]\]")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,80})\]:[ \t]*(.*)$")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,80})\]")
_DEPTH = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)+")
_ELEMENT = re.compile(
    r"[ \t]*</?(?:p|div|ul|ol|li|table|t(?:head|body|r|d|h)|h[1-6]|blockquote"
    r"|figure|img|span|a|strong|em|br|center)\b",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(r"(?<![\w/\"'=])https?://[^\s<>\"'\u2018\u2019\u201c\u201d]{1,2000}")
_TRAILING = re.compile(r"[.,;:!?*_~]+$")
_FILE_LINK = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|#)([^?#]+\.(?:md|markdown|mdx))(#[^?]*)?$", re.IGNORECASE)
_PICTURE_ALONE = re.compile(r"<p>(<img [^<>]*?) title=\"([^\"<>]*)\"([^<>]*>)</p>")
_PICTURE_FILE = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|avif|svg)$")


@dataclass(slots=True)
class Rendered:
    """The HTML of a body, unknown template code by name, codes of pictures, and sentences about the whole."""

    html: str
    unknown: dict[str, int] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def render(text: str, link: Callable[[str], str], variables: dict[str, str] | None = None) -> Rendered:
    """Return Markdown as HTML; `link` gives the address that a reference to another file means."""
    text = _without_signs(text)
    shelf = Shelf()
    rendered = Rendered("")
    if len(text) > LARGEST or _too_deep(text):
        rendered.notes.append(
            "is too large or nested too deep for Markdown; its lines were taken as they are"
        )
        rendered.html = "".join(
            f"<p>{escaped(part)}</p>\n" for part in re.split(r"\n\s*\n", text) if part.strip()
        )
        return rendered
    text = Templates(shelf, link, _inline, variables or {}).expand(text)
    text, notes = _prepare(text, shelf, link)
    parser, env = _parser(), {"link": link}
    html = _pictures(parser.render(text, env))
    if notes:
        html = _with_footnotes(html, notes, shelf, env)
    rendered.html = shelf.restore(html)
    rendered.unknown = dict(shelf.unknown)
    rendered.codes = shelf.codes
    return rendered


def inline(text: str) -> str:
    """Return Markdown on one line as HTML."""
    return _inline(_without_signs(text))


def _without_signs(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def _inline(text: str) -> str:
    if not text or len(text) > 20_000 or not _SIGNS.search(text):
        return escaped(text)
    return _parser().renderInline(text, {"link": str})


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 4 * DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.validateLink = lambda address: True  # type: ignore[method-assign]  # the cleaner judges addresses
    parser.core.ruler.at("inline", _inlines)
    parser.core.ruler.after("inline", "links", _links)
    parser.block.ruler.before("code", "indented_html", _indented_html)
    parser.inline.ruler.before("backticks", "run_of_backticks", _long_run)
    return parser


def _indented_html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take indented lines that go on with HTML as HTML, as older generators did, and not as code."""
    if not state.is_code_block(start):
        return False
    line = _line(state, start).strip()
    before = start - 1
    while before >= 0 and state.isEmpty(before):
        before -= 1
    goes_on = _ELEMENT.match(line) and before >= 0 and _line(state, before).rstrip().endswith(">")
    if not (goes_on or (line.startswith(OPEN) and line.endswith(CLOSE))):
        return False
    after = start
    while after < end and not state.isEmpty(after):
        after += 1
    if not silent:
        token = state.push("html_block", "", 0)
        token.map = [start, after]
        token.content = state.getLines(start, after, state.blkIndent, True)
        state.line = after
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]]


def _long_run(state: StateInline, silent: bool) -> bool:
    """Take a run of hundreds of backticks as text: none of them opens code."""
    if state.src[state.pos] != "`" or not state.src.startswith("`" * 200, state.pos):
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == "`":
        end += 1
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _inlines(state: StateCore) -> None:
    """Read the inline markup of each block; one with so many signs that this would not end stays plain."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = token.children or []
        signs = len(_SIGNS.findall(token.content)) if len(token.content) > 2_000 else 0
        if signs > 200 and signs * len(token.content) > MOST_WORK:
            plain = Token("text", "", 0)
            plain.content = token.content
            token.children.append(plain)
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _links(state: StateCore) -> None:
    """Turn bare addresses into links, and links to other files of the site into their addresses."""
    link = state.env["link"]
    for token in state.tokens:
        children = token.children
        if token.type != "inline" or not children:
            continue
        found: list[Token] = []
        inside = 0
        for child in children:
            if child.type == "link_open":
                inside += 1
                target = _FILE_LINK.match(str(child.attrs.get("href", "")))
                if target:
                    child.attrs["href"] = link(target[1]) + (target[2] or "")
            elif child.type == "link_close":
                inside -= 1
            elif child.type == "html_inline" and child.content[:3].lower() in ("<a ", "</a"):
                inside += -1 if child.content[1] == "/" else 1
            if child.type == "text" and inside <= 0 and "://" in child.content:
                found += _linked(child)
            else:
                found.append(child)
        token.children = found


def _linked(token: Token) -> list[Token]:
    """Return the tokens of a text with its bare addresses as links."""
    parts: list[Token] = []
    position = 0

    def text(content: str) -> None:
        if content:
            parts.append(Token("text", "", 0, content=content, level=token.level))

    for found in _BARE_ADDRESS.finditer(token.content):
        address = _TRAILING.sub("", found[0])
        while address.endswith(")") and address.count(")") > address.count("("):
            address = _TRAILING.sub("", address[:-1])
        if OPEN in address or len(address) < 10:
            continue
        text(token.content[position : found.start()])
        parts.append(Token("link_open", "a", 1, attrs={"href": address}, level=token.level))
        text(address)
        parts.append(Token("link_close", "a", -1, level=token.level))
        position = found.start() + len(address)
    text(token.content[position:])
    return parts


def _too_deep(text: str) -> bool:
    """Say whether lists and quotations lie deeper within one another than is read."""
    for found in re.finditer(r"(?m)^[ \t>*+\d.)-]{60,}", text):
        markers = _DEPTH.match(found[0])
        run = found[0] if markers is None else markers[0]
        if len(re.findall(r">|[-*+](?=[ \t])|\d[.)]", run)) > DEEPEST or len(run.expandtabs(4)) > 4 * 400:
            return True
    return False


def _prepare(text: str, shelf: Shelf, link: Callable[[str], str]) -> tuple[str, dict[str, list[str]]]:
    """Return the text without footnotes and attribute lists, wiki links as links; and the footnotes."""
    lines: list[str] = []
    notes: dict[str, list[str]] = {}
    fence, note = "", ""
    has_wiki, has_braces, has_notes = "[[" in text, "{" in text or ":::" in text, "[^" in text
    if not (has_wiki or has_braces or has_notes):
        return text, notes
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) and not opening[2].strip() else fence
            (notes[note] if note else lines).append(line)
            continue
        if note and line.strip() and not line.startswith(("    ", "\t", "  ")):
            note = "" if lines_end_note(notes[note], line) else note
        if opening:
            fence = opening[1]
        elif has_notes and (found := _FOOTNOTE.match(line)) and found[1] not in notes:
            note = found[1]
            notes[note] = [found[2]]
            continue
        else:
            line = _mended(line, shelf, link, has_wiki, has_braces)
        if note:
            notes[note].append(re.sub(r"^(?: {2,4}|\t)", "", line))
        else:
            lines.append(line)
    text = "\n".join(lines)
    if notes:
        text = _with_references(text, notes, shelf)
    return text, notes


def lines_end_note(lines: list[str], line: str) -> bool:
    """Say whether a line that is not indented ends a footnote: it goes on only in the very next lines."""
    return not lines[-1].strip() or bool(_FOOTNOTE.match(line))


def _mended(line: str, shelf: Shelf, link: Callable[[str], str], wiki: bool, braces: bool) -> str:
    if (braces and "}" in line) or ":::" in line:
        if _ATTRIBUTES_LINE.match(line):
            return ""
        heading = _HEADING_ID.match(line)
        if heading:
            anchor = Piece(f'<a id="{escaped(heading[2])}"></a>')
            return f"{heading[1]}{shelf.put(anchor, '')}"
        if len(line) < 100_000:
            line = _ATTRIBUTES.sub("", line)
    if wiki and "[[" in line:
        line = _WIKI_LINK.sub(lambda found: _wiki(found, link), line)
    return line


def _wiki(found: re.Match[str], link: Callable[[str], str]) -> str:
    embedded, name, anchor, words = found[1], found[2].strip(), found[3] or "", found[4]
    if embedded and _PICTURE_FILE.search(name):
        words = "" if words is None or words.isdigit() else words
        return f"![{words}](<{name}>)"
    label = words or name
    return f"[{label}](<{link(name)}{anchor}>)"


def _with_references(text: str, notes: dict[str, list[str]], shelf: Shelf) -> str:
    """Return the text with a link to its note where each is called for."""
    numbers: dict[str, int] = {}
    calls: dict[str, int] = {}

    def reference(found: re.Match[str]) -> str:
        label = found[1]
        if label not in notes:
            return found[0]
        number = numbers.setdefault(label, len(numbers) + 1)
        calls[label] = calls.get(label, 0) + 1
        own = f"fnref{number}" if calls[label] == 1 else f"fnref{number}-{calls[label]}"
        piece = f'<sup class="fnref" id="{own}"><a href="#fn{number}">{number}</a></sup>'
        return shelf.put(Piece(piece), found[0])

    text = _REFERENCE.sub(reference, text)
    for label in [label for label in notes if label in numbers]:
        notes[label] = [_REFERENCE.sub(reference, line) for line in notes[label]]
    ordered = {label: notes[label] for label in sorted(numbers, key=numbers.__getitem__)}
    ordered |= {label: lines for label, lines in notes.items() if label not in numbers}
    notes.clear()
    notes.update(ordered)
    return text


def _with_footnotes(html: str, notes: dict[str, list[str]], shelf: Shelf, env: dict[str, object]) -> str:
    items = []
    for number, lines in enumerate(notes.values(), 1):
        content = _parser().render("\n".join(lines), dict(env)).strip()
        back = f' <a class="fn-back" href="#fnref{number}">↩</a>'
        if content.endswith("</p>"):
            content = f"{content[:-4]}{back}</p>"
        else:
            content = f"{content}<p>{back.strip()}</p>"
        items.append(f'<li id="fn{number}" class="footnote">{content}</li>\n')
    return f'{html}<ol class="footnotes">\n{"".join(items)}</ol>\n'


def _pictures(html: str) -> str:
    """Return the HTML with a picture that stands alone with its title as a figure with a caption."""
    return _PICTURE_ALONE.sub(r"<figure>\1\3<figcaption>\2</figcaption></figure>", html)
