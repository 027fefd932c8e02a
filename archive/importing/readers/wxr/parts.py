"""Exports in several files: what one refers to may stand in another of the same folder."""

from __future__ import annotations

import re
from pathlib import Path

from archive.importing import xml
from archive.importing.readers.wxr.items import read_item
from archive.importing.readers.wxr.lookup import ATTACHMENT, BLOCK, PEOPLE_TYPES, Lookup, thing_of
from archive.importing.records import Source

RESTART = r"<item>\s*<title"
MOST_PARTS = 200
HEAD = 65_536
_OF_WORDPRESS = re.compile(r"xmlns:\w+\s*=\s*[\"']https?://wordpress\.org/export/|<wp:wxr_version>")
_BLOG = re.compile(r"<wp:base_blog_url>([^<]{4,500})</wp:base_blog_url>")
_TYPE = re.compile(r"<(?:\w+:)?post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]{1,60})")
_WANTED = frozenset((ATTACHMENT, BLOCK, *PEOPLE_TYPES))
_Signature = tuple[tuple[str, int, int], ...]
_known: dict[_Signature, Lookup] = {}


def is_export(head: bytes) -> bool:
    """Whether a file begins as RSS that speaks WordPress's language for exports."""
    text = xml.beginning(head)
    return bool(_OF_WORDPRESS.search(text)) and xml.root_of(text[max(text.find("<rss"), 0) :]) == "rss"


def lookup_of(source: Source) -> Lookup:
    """Return what the items of an export refer to, from its file and from the other parts of the export.

    That of the last export in several parts is remembered, so that each part is gone through once. Raises
    `xml.XmlRefused` where the file itself is refused; other parts that are refused are passed over.
    """
    others = _other_parts(source)
    if not others:
        lookup = Lookup()
        _add(lookup, source.path)
        return lookup
    signature = _signature([source.path, *others])
    if signature not in _known:
        lookup = Lookup()
        for path in sorted([source.path, *others]):
            try:
                _add(lookup, path)
            except (xml.XmlRefused, OSError):
                if path == source.path:
                    raise
        _known.clear()
        _known[signature] = lookup
    return _known[signature]


def _add(lookup: Lookup, path: Path) -> None:
    pieces = xml.Pieces(path, "item", restart=RESTART)
    for piece in pieces:
        if piece.broken or _WANTED.isdisjoint(_TYPE.findall(piece.text)):
            continue
        try:
            element, _ = xml.element_of(piece.text, xml.namespaces_of(pieces.head))
        except xml.XmlBroken:
            continue
        if thing := thing_of(read_item(element)):
            lookup.add(thing)


def _other_parts(source: Source) -> list[Path]:
    """Return the other exports of the same blog in the folder of a file; none where it has no folder."""
    if source.folder is None:
        return []
    folder = source.path.parent
    blog = _blog_of(source.path)
    if not blog or not folder.resolve().is_relative_to(source.folder.resolve()):
        return []
    candidates = [
        path
        for path in sorted(folder.iterdir())
        if path.name.lower().endswith((".xml", ".xml.gz", ".wxr", ".txt", ".gz")) and path.is_file()
    ]
    others = [path for path in candidates if not path.samefile(source.path)][:MOST_PARTS]
    return [path for path in others if _blog_of(path) == blog]


def _blog_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return ""
    if not is_export(head):
        return ""
    found = _BLOG.search(xml.beginning(head))
    return found[1].strip() if found else ""


def _signature(paths: list[Path]) -> _Signature:
    known = [(path.resolve(), path.stat()) for path in paths]
    return tuple(sorted((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in known))
