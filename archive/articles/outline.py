"""The headings of a body as a table of contents: every heading gets an id, and two levels are listed.

An id is made of the heading's own words, so that a link to a section outlives the sections around it. An id
that the source wrote stays. What is stored stays too: this is done to the body as a page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from archive.articles.footnotes import notes_begin
from archive.text.slugs import UNTITLED, slugify

LONGEST_ID = 60
MOST_LISTED = 30
"""Entries from which on a table of contents keeps to its first level."""

_HEADING = re.compile(r"<(h[1-6])( [^>]*)?>(.*?)</\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_CALL = re.compile(r"<sup\b[^>]*>.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: its id, its words as plain text, and the sections of the next level under it."""

    id: str
    title: str
    sections: tuple[Section, ...] = ()


def outline(html: str, taken: Iterable[str] = ()) -> tuple[str, tuple[Section, ...]]:
    """Return a clean body whose headings have ids, and its sections in order.

    `taken` are ids of the page around the body. The two highest levels that occur are listed; a heading of
    the second before any of the first stands among these. Headings of the notes at the end are left alone.
    """
    if "<h" not in html:
        return html, ()
    used = {*taken, *_ID.findall(html)}
    found: list[tuple[int, Section]] = []

    def with_id(heading: re.Match[str]) -> str:
        name, attributes, words = heading[1], heading[2] or "", heading[3]
        title = " ".join(unescape(_TAG.sub(" ", _CALL.sub("", words))).split())
        if not title:
            return heading[0]
        own = _ID.search(attributes)
        key = unescape(own[1]) if own else _unused(title, used)
        found.append((int(name[1]), Section(key, title)))
        return heading[0] if own else f'<{name} id="{key}"{attributes}>{words}</{name}>'

    end = notes_begin(html)
    shown = _HEADING.sub(with_id, html[:end]) + html[end:]
    return shown, tuple(_nested(found))


def _unused(title: str, used: set[str]) -> str:
    """Return an id for a heading and note that it is used."""
    words = slugify(title, LONGEST_ID)
    words = "section" if words == UNTITLED else words
    key, number = words, 2
    while key in used:
        key, number = f"{words}-{number}", number + 1
    used.add(key)
    return key


def _nested(found: list[tuple[int, Section]]) -> Iterator[Section]:
    """Put the headings of the second level that occurs under those of the first."""
    listed = sorted({level for level, _section in found})[:2]
    if sum(level in listed for level, _section in found) > MOST_LISTED:
        listed = listed[:1]
    above: Section | None = None
    below: list[Section] = []
    for level, section in found:
        if level not in listed:
            continue
        if level != listed[0]:
            if above is None:
                yield section
            else:
                below.append(section)
            continue
        if above is not None:
            yield Section(above.id, above.title, tuple(below))
        above, below = section, []
    if above is not None:
        yield Section(above.id, above.title, tuple(below))
