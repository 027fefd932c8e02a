"""Exports of WordPress (WordPress eXtended RSS 1.0, 1.1 and 1.2), of any size, gzipped or not.

An export is gone through twice: first for what items refer to (pictures, documents, reusable blocks, people),
then item by item. Parts of the site (menus, revisions, styles) are not read; pages of people and what is
protected by a password are rejected. Comments are left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from archive.importing import claims, xml
from archive.importing.mapping import Mapping
from archive.importing.readers.wxr import parts, people, states
from archive.importing.readers.wxr.items import Item, Site, read_item, read_site
from archive.importing.readers.wxr.lookup import Lookup
from archive.importing.readers.wxr.record import raw_record
from archive.importing.records import Fault, Reading, Readings, Source

NAME = "wxr"

_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?([^<\]]{1,100})")
_REMEDY = "Export it again, or get the whole file; what was read before that stands"
_NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file is RSS that speaks WordPress's language for exports."""
    return parts.is_export(head)


def read(source: Source) -> Readings:
    """Yield a reading for each post, page or other work; the last one also tells what was left out in all."""
    export = _Export(source)
    waiting: Reading | None = None
    try:
        for reading in export.readings():
            if waiting is not None:
                yield waiting
            waiting = reading
    except xml.XmlRefused as refusal:
        if waiting is not None:
            yield waiting
        waiting = Reading(source, b"").reject(str(refusal), remedy="Make the export anew without it")
    if waiting is not None:
        waiting.faults.extend(export.account())
        yield waiting


class _Export:
    """One export while it is read: its head, what its items refer to, and what has been counted."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.mapping = Mapping.of(source.context.get("map", {}))
        self.lookup: Lookup
        self.site: Site
        self.namespaces: dict[str, str]
        self.comments = 0
        self.commented = 0
        self.left_out: Counter[str] = Counter()
        self.items = 0

    def readings(self) -> Iterator[Reading]:
        """Yield a reading for each item that is read, and one for what is cut off."""
        self._look_up()
        pieces = xml.Pieces(self.source.path, "item", restart=parts.RESTART)
        last = ""
        for piece in pieces:
            last = piece.broken
            self.items += 1
            if (reading := self._reading(piece)) is not None:
                yield reading
        if "<rss" not in pieces.head:
            yield Reading(self.source, b"").reject(
                "is no export of WordPress: it has no <rss>", remedy="Name its format, or leave it out"
            )
        elif last != "cut" and "</rss" not in (pieces.tail or pieces.head):
            yield Reading(self.source, b"", f"after item {self.items:,}").reject(
                "ends without the closing </rss>: the export was cut off", remedy=_REMEDY
            )

    def account(self) -> list[Fault]:
        """Return what was left out of the whole file."""
        sentences = []
        if self.comments:
            works = f"{self.commented:,} work{'' if self.commented == 1 else 's'}"
            count = f"{self.comments:,} comment{'' if self.comments == 1 else 's'}"
            sentences.append(f"holds {count} on {works}, left out")
        named = ", ".join(f"{count:,} {kind}" for kind, count in self.left_out.most_common(12))
        if named:
            sentences.append(
                f"holds parts of the site that are no works, and were at most looked up: {named}"
            )
        return [Fault(self.source.name, sentence) for sentence in sentences]

    def _look_up(self) -> None:
        self.lookup = parts.lookup_of(self.source)
        pieces = xml.Pieces(self.source.path, "item", restart=parts.RESTART)
        next(iter(pieces), None)
        self.site = read_site(pieces.head)
        self.namespaces = _NAMESPACES | xml.namespaces_of(pieces.head)

    def _reading(self, piece: xml.Piece) -> Reading | None:
        where = f"line {piece.line:,}"
        title = _TITLE.search(piece.text)
        if piece.broken in ("cut", "large"):
            data = piece.text[: xml.SHOWN].encode("utf-8", "replace")
            problem = (
                "is where the file ends, in the middle of this item: the export was cut off"
                if piece.broken == "cut"
                else "begins an item that is too large or never ends; it was passed over"
            )
            words = title[1].strip() if title else ""
            return Reading(self.source, data, where).reject(problem, value=words, remedy=_REMEDY)
        try:
            element, problems = xml.element_of(piece.text, self.namespaces)
        except xml.XmlBroken as error:
            data = piece.text[: xml.SHOWN].encode("utf-8", "replace")
            return Reading(self.source, data, where).reject(f"cannot be read: {error}", remedy=_REMEDY)
        item = read_item(element)
        if not states.is_read(item):
            self.left_out[item.type] += 1
            return None
        self.lookup.forget()
        reading = Reading(self.source, b"", f"post {item.post_id}" if item.post_id else where)
        if piece.broken:
            problems.append("has no end: the next item begins before it")
        for problem in problems:
            reading.fault(problem, value=item.title, remedy="Compare it with its page")
        raw = raw_record(item, self.site, self.lookup, self.mapping, reading)
        self.comments += item.comments
        self.commented += bool(item.comments)
        reading.data = _document(item, self.site, self.lookup).encode("utf-8", "replace")
        return reading if raw is None else claims.fill(reading, raw)


def _document(item: Item, site: Site, lookup: Lookup) -> str:
    """Return an export of one item, with what it takes to read it again and no more."""
    head = {
        "title": site.title,
        "link": site.link,
        "language": site.language,
        "wp:wxr_version": site.version,
        "wp:base_site_url": site.base_site,
        "wp:base_blog_url": site.base_blog,
    }
    written = "".join(f"<{name}>{escape(value)}</{name}>\n" for name, value in head.items() if value)
    named = list(item.creators)
    for domain, slug, name in item.categories:
        if domain in people.VOCABULARIES:
            named += [slug, name]
    for user in dict.fromkeys(filter(None, map(site.user, named))):
        told = {"login": user.login, "display_name": user.display}
        told |= {"first_name": user.first, "last_name": user.last}
        inner = "".join(
            f"<wp:author_{part}>{escape(value)}</wp:author_{part}>" for part, value in told.items() if value
        )
        written += f"<wp:author>{inner}</wp:author>\n"
    for domain, slug, _ in item.categories:
        if description := site.terms.get((domain, slug)):
            written += (
                f"<wp:term><wp:term_taxonomy>{escape(domain)}</wp:term_taxonomy>"
                f"<wp:term_slug>{escape(slug)}</wp:term_slug>"
                f"<wp:term_description>{escape(description)}</wp:term_description></wp:term>\n"
            )
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{declared}>\n<channel>\n{written}'
        f"{lookup.evidence()}\n{item.evidence()}\n</channel>\n</rss>\n"
    )
