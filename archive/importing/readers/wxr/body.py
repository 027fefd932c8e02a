"""The content of an item to the HTML of a body; nothing is lost, what is not understood is told."""

from __future__ import annotations

import json
import re
from collections import Counter

from archive.importing.readers.wxr import blocks
from archive.importing.readers.wxr.items import Item, Site
from archive.importing.readers.wxr.known_shortcodes import picture_number
from archive.importing.readers.wxr.lookup import Lookup
from archive.importing.readers.wxr.markup import absolute, attributes_of, escaped, open_widgets
from archive.importing.readers.wxr.page import Page
from archive.importing.records import Reading

_BREAKS = re.compile(r"<!--\s*(?:more\b[^<>]{0,200}|nextpage|noteaser)\s*-->")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
MOST_NAMED = 12
LARGEST = 2_000_000


def body_of(item: Item, site: Site, lookup: Lookup, reading: Reading) -> str:
    """Return the body of an item as HTML that nobody has cleaned yet."""
    content = item["content:encoded"].replace("\r\n", "\n").replace("\r", "\n")
    if len(content) > LARGEST:
        return content
    page = Page(item.post_id, lookup)
    notes = _kept_notes(item)
    content = _BREAKS.sub("\n\n", content)
    content = (
        blocks.render(content, page, notes) if blocks.has_blocks(content) else blocks.classic(content, page)
    )
    content = _with_alternatives(open_widgets(content), page)
    for key, text in notes.items():
        if key not in page.notes.numbers:
            page.notes.refer(text, key)
    content += page.notes.section()
    _tell(page, reading)
    return absolute(content, item["link"] if item["link"].startswith("http") else site.home)


def _kept_notes(item: Item) -> dict[str, str]:
    """Return the footnotes that the block editor keeps beside the content, by their keys."""
    try:
        kept = json.loads(item.meta.get("footnotes") or "[]")
    except (ValueError, RecursionError):
        return {}
    return {
        str(note["id"]): str(note.get("content", ""))
        for note in (kept if isinstance(kept, list) else [])
        if isinstance(note, dict) and note.get("id") and note.get("content")
    }


def _with_alternatives(text: str, page: Page) -> str:
    """Return HTML whose pictures have the alternative text that the library of the site keeps for them."""

    def described(found: re.Match[str]) -> str:
        tag = found[0]
        number = picture_number(tag) if "wp-image-" in tag else ""
        if not number or attributes_of(tag).get("alt"):
            return tag
        thing = page.lookup.find("attachment", number)
        if thing is None or not thing.alt:
            return tag
        tag = re.sub(r"\salt\s*=\s*(?:\"\s*\"|'\s*')", "", tag)
        return f'{tag[:4]} alt="{escaped(thing.alt)}"{tag[4:]}'

    return _IMG.sub(described, text)


def _tell(page: Page, reading: Reading) -> None:
    if page.shortcodes:
        reading.fault(
            "has shortcodes that nobody here knows; what they enclose and say was kept",
            field="body",
            value=_named(page.shortcodes, "[{}]"),
            remedy="Look at the work where they stood",
        )
    if page.blocks:
        reading.fault(
            "has blocks that keep nothing in the export, or texts only; they were left out, their texts kept",
            field="body",
            value=_named(page.blocks, "{}"),
            remedy="Look at the work where they stood",
        )
    if page.doubtful:
        reading.fault(
            "stands in brackets on a line of its own and may be a shortcode; it was left as it is",
            field="body",
            value=_named(page.doubtful, "[{}]"),
        )
    if page.missing:
        reading.fault(
            "is the number of a picture or file that the export does not hold",
            field="body",
            value=", ".join(page.missing[:MOST_NAMED]),
            remedy="Export the media too, and import both again",
        )


def _named(counts: Counter[str], form: str) -> str:
    words = [
        form.format(name) + (f" ×{count}" if count > 1 else "")
        for name, count in counts.most_common(MOST_NAMED)
    ]
    return ", ".join(words)
