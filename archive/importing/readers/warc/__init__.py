"""Web archives: WARC and ARC files, compressed or not, and WACZ, which is a zip of them.

A first pass over the file notes where every page and every picture or document lies (`index`); nothing else
is held in memory. Then each page is read through the html reader, its target address being its identity. What
is no page of HTML that the server gave whole (status 200) is not read at all: pictures, style sheets,
redirects, errors, requests, metadata. A revisit adds nothing. Of several captures of one address the newest
is read, and an older one only where that is no article; captures with the same content are one. An HTML page
that is no article is a rejected reading with its reason. Where a file is broken or cut off, all that can be
found is read and one rejected reading for each place says where.

Pictures and PDFs of the same file are given out by their address (`Reading.companion`).
"""

from __future__ import annotations

import re
import zlib

from archive.importing.readers.warc import pages, zipped
from archive.importing.readers.warc.index import Unusable
from archive.importing.records import Reading, Readings, Source

NAME = "warc"

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:WARC/[01]\.\d+\s|filedesc://)")
_GZIP = b"\x1f\x8b"


def recognises(head: bytes, name: str) -> bool:
    """Say whether the first bytes of a file are those of a web archive."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 256)
        except zlib.error:
            return False
    return bool(_START.match(head)) or zipped.recognises(head)


def read(source: Source) -> Readings:
    """Yield a reading for each page of HTML, and one for each place where the file is broken."""
    try:
        with source.path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
        if is_zip:
            for member, path in zipped.members(source.path):
                yield from pages.read(source, path, member)
        else:
            yield from pages.read(source, source.path)
    except Unusable as error:
        yield Reading(source, b"").reject(str(error), remedy="Copy the file again from where it came")
