"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed. Nothing is fetched; feedparser gets bytes only.

XML that declares a document type or entities comes here too, to be refused with the reason.
"""

from __future__ import annotations

import re

from archive.importing import xml
from archive.importing.mapping import Mapping
from archive.importing.readers.feed import json_feed, xml_feed
from archive.importing.records import Reading, Readings, Source

NAME = "feed"

_ROOTS = frozenset(("rss", "feed", "RDF", "channel"))
_JSON = re.compile(
    r'\s*\{.{0,60000}?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.DOTALL
)


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file is a feed, or XML with a declaration that nobody should read."""
    if json_feed.is_json(head):
        return bool(_JSON.match(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")))
    text = xml.beginning(head)
    root = xml.root_of(text)
    if root in _ROOTS:
        return True
    declared = xml.declares(text)
    return bool(declared) and "html" not in (root.lower(), declared.rpartition(" ")[2].lower())


def read(source: Source) -> Readings:
    """Yield a reading for each entry."""
    mapping = Mapping.of(source.context.get("map", {}))
    with source.path.open("rb") as file:
        is_json = json_feed.is_json(file.read(4_096))
    try:
        yield from json_feed.read(source, mapping) if is_json else xml_feed.read(source, mapping)
    except xml.XmlRefused as refusal:
        yield Reading(source, b"").reject(str(refusal), remedy="Save the feed again without it")
