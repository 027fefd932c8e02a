"""From the lines of a body to HTML, exact to the character: paragraphs, lists, Markdown where it is some."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt

from archive.importing.readers.captures import phrases
from archive.importing.readers.captures.lines import Line, blocks, is_flat
from archive.text.html import from_paragraphs

_MARKDOWN = re.compile(r"(?m)^#{1,6} \S|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(https?://[^)\s]+\)")
_LONG_LINE = 120
_LONGEST_MARKDOWN = 1_000_000
_MOST_MARKS = 20_000
_BULLET = re.compile(r"^[ \t]*(?:[•·▪◦●]|[-*–](?=\s))[ \t]*")
_commonmark = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
_commonmark.enable("table")


def is_markdown(text: str) -> bool:
    """Say whether a capture was saved as Markdown: a heading, or both emphasis and links.

    One of a size that its parser would take minutes for is read as plain paragraphs.
    """
    if len(text) > _LONGEST_MARKDOWN or any(text.count(mark) > _MOST_MARKS for mark in "[*_`<"):
        return False
    kinds = {match[0][0] for match in _MARKDOWN.finditer(text[:100_000])}
    return "#" in kinds or len(kinds) > 1


def to_html(lines: Sequence[Line], *, markdown: bool = False, headings: frozenset[int] = frozenset()) -> str:
    """Return the HTML of a body; `headings` are numbers of lines known to be headings."""
    if markdown:
        source = "\n".join(_loosened(lines))
        return _commonmark.render(source).strip().replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    parts: list[str] = []
    flat = is_flat(lines)
    for block in blocks(lines):
        parts.extend(_block(block, flat, headings))
    return _joined_lists(parts)


def _block(block: list[Line], flat: bool, headings: frozenset[int]) -> list[str]:
    parts: list[str] = []
    together: list[str] = []

    def close() -> None:
        if together:
            parts.append(from_paragraphs(["\n".join(together)]))
            together.clear()

    apart = flat or any(len(line.raw) > _LONG_LINE for line in block)
    for line in block:
        text = _text(line)
        if not text.strip():
            continue
        if line.number in headings:
            close()
            parts.append(f"<h3>{_escaped(text).strip()}</h3>")
        elif line.bullet and (len(line.words) > 0):
            close()
            parts.append(f"<li>{_escaped(_BULLET.sub('', line.raw, count=1)).strip()}</li>")
        elif apart:
            close()
            parts.append(from_paragraphs([text]))
        else:
            together.append(text)
    close()
    return parts


def _joined_lists(parts: list[str]) -> str:
    joined: list[str] = []
    for index, part in enumerate(parts):
        item = part.startswith("<li>")
        if item and (index == 0 or not parts[index - 1].startswith("<li>")):
            joined.append("<ul>")
        joined.append(part)
        if item and (index + 1 == len(parts) or not parts[index + 1].startswith("<li>")):
            joined.append("</ul>")
    return "\n".join(joined)


def _text(line: Line) -> str:
    return phrases.PICTURE_MARK.sub("", line.text)


def _escaped(text: str) -> str:
    return html.escape(phrases.PICTURE_MARK.sub("", text), quote=False)


def _loosened(lines: Sequence[Line]) -> list[str]:
    """Return the source with a blank line after each paragraph where the capture lost them."""
    if not is_flat(lines):
        return [line.raw for line in lines]
    loose: list[str] = []
    for line in lines:
        loose.append(line.raw)
        if not (
            line.bullet
            or line.raw.lstrip().startswith((">", "|", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
        ):
            loose.append("")
    return loose
