"""The body of a work as its page lays it out: sections with addresses, numbered notes, pictures and tables.

What is done here is done to what is shown, never to what is stored, and no word is added or taken away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from archive.articles.footnotes import number_notes
from archive.articles.models import Article
from archive.articles.outline import Section, outline

LONG = 800
"""Words from which on a work has a table of contents, if it has sections enough."""
FEWEST_SECTIONS = 3
MOST_SPELT = 12
"""Links of a body up to which paper spells out where each leads."""
ABOVE_THE_FOLD = 1500
"""Characters at the beginning of a body in which a picture may be seen at once."""
OF_THE_PAGE = frozenset("main contents text corrections about series related more newsletter cite".split())
"""Ids that the page around the body may have."""

_PICTURE = re.compile(r"<img ")
_LINK = re.compile(r'<a\b[^>]* href="http')
_CELL = re.compile(r"<(/?)(table|thead|tr|td|th)\b([^>]*)>")


@dataclass(frozen=True, slots=True)
class Body:
    """The body for a page, its contents (empty for a short one), and what a style sheet must know."""

    html: SafeString
    contents: tuple[Section, ...]
    has_notes: bool
    spells_links: bool


def lay_out(work: Article) -> Body:
    """Return the body of a work for its page; where its links lead today is known already, or one query."""
    html, sections = outline(work.html, OF_THE_PAGE)
    entries = len(sections) + sum(len(section.sections) for section in sections)
    numbered = number_notes(html)
    links = sum(1 for _ in _LINK.finditer(html))
    return Body(
        html=mark_safe(_late_pictures(_scoped_tables(numbered))),  # noqa: S308
        contents=sections if entries >= FEWEST_SECTIONS and work.word_count >= LONG else (),
        has_notes=numbered is not html,
        spells_links=links <= MOST_SPELT,
    )


def _late_pictures(html: str) -> str:
    """Let the pictures that nobody sees at first come when they are near."""
    return html[:ABOVE_THE_FOLD] + _PICTURE.sub(
        '<img loading="lazy" decoding="async" ', html[ABOVE_THE_FOLD:]
    )


def _scoped_tables(html: str) -> str:
    """Say of each heading of a table what it heads, where the source does not.

    It heads its column in the head of the table, and in a first row of nothing but headings; else its row.
    """
    if "<th" not in html:
        return html
    tables: list[_Rows] = []

    def scoped(found: re.Match[str]) -> str:
        ends, name, attributes = found[1], found[2], found[3]
        if name == "table":
            if not ends:
                tables.append(_Rows())
            elif tables:
                tables.pop()
        elif not tables:
            return found[0]
        elif name == "thead":
            tables[-1].in_head = not ends
        elif name == "tr" and not ends:
            tables[-1].number += 1
            row = html[found.end() : html.find("</tr>", found.end())]
            tables[-1].heads_columns = tables[-1].number == 1 and "<td" not in row
        elif name == "th" and not ends and " scope=" not in attributes:
            scope = "col" if tables[-1].in_head or tables[-1].heads_columns else "row"
            return f'<th scope="{scope}"{attributes}>'
        return found[0]

    return _CELL.sub(scoped, html)


@dataclass(slots=True)
class _Rows:
    """Where in a table we are."""

    number: int = 0
    in_head: bool = False
    heads_columns: bool = False
