"""Saved pages of any house: metadata in a fixed order of trust, then the body.

What a page says of itself is heard in this order, and the first that says anything is believed:

1. JSON-LD (`jsonld`)
2. `citation_*`, the tags for Google Scholar (`meta`)
3. Dublin Core (`meta`)
4. Open Graph and `article:*` (`meta`)
5. data layers, Drupal's settings, the state of script sites (`layers`)
6. microdata, 7. RDFa, 8. microformats and `rel` (`marked`)
9. what is printed: `<h1>`, byline, `<time>`, the lines above the text (`printed`)
10. the plain names of `<meta>`, often the same on every page of a site (`meta`)
11. `<title>`, without the name of the site
12. the address, for a day that nobody tells

Where two of the first eight contradict each other, the more trusted is kept and the other noted as a fault. A
day is taken as written, in its own zone. The name of the site is nobody's, nor is an account such as "admin".

The body is looked for in the containers that systems name, then in `<article>` and `<main>`, then where the
prose is (`container`); what stands around it (`chrome`) and what its first and last lines repeat (`printed`,
`body`) is taken off, and figures, captions, tables, notes and links stay. Pages that are no article are
refused with what they are (`refusals`): by what they call themselves, by their system's classes, their
address and their build; and a page that names no author and no day, and that nothing calls an article.

The identity is the address: the canonical one that the page tells, if it is on the site where the page was
found; else where it was found; else what a browser wrote when it saved the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.importing.readers.html import page
from archive.importing.records import Reading, Readings, Source

NAME = "html"

_BEFORE = rb"(?:\s|<!--.*?-->|<\?xml[^>]{0,300}\?>|<\?xml-stylesheet[^>]{0,300}\?>)*"
_HTML = re.compile(
    _BEFORE + rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|meta\s|title>|frameset"
    rb"|!doctype\s+\w+\s+public\s+[\"']-//(?:w3c|ietf|softquad)//dtd\s+x?html)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_ELEMENTS = re.compile(
    rb"<(?:p|div|h1|h2|table|font|center|br|article|section|span)\b[^>]{0,300}>", re.IGNORECASE
)
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"bplist00",
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SUFFIX = re.compile(r"\.x?html?$", re.IGNORECASE)


def recognises(head: bytes, name: str) -> bool:
    """Say whether the first bytes of a file are those of a page of HTML.

    Plain text with a tag in it is none, nor is XML of another kind. Only a file that is no text at all, or
    nothing, is told by its name: that what is called a page is a PDF is worth a sentence.
    """
    text = _as_ascii(head)
    if _HTML.match(text):
        return True
    start = text.lstrip()
    if start[:1] == b"<" and not start.startswith((b"<?xml", b"<rss", b"<feed", b"<?php", b"<svg", b"<OAI")):
        return bool(_NAMED_ELEMENTS.match(start)) and len(_NAMED_ELEMENTS.findall(start)) >= 2
    return bool(_SUFFIX.search(name)) and (not start or head.lstrip().startswith(_OTHERS))


def read(source: Source) -> Readings:
    """Yield the one reading of a page."""
    size = source.path.stat().st_size
    if size > page.LARGEST:
        yield Reading(source, b"").reject(
            f"has {size:,} bytes; at most {page.LARGEST:,} are read",
            remedy="Save the page without its pictures",
        )
        return
    context = {
        key: source.context[key] for key in ("address", "charset", "target") if source.context.get(key)
    }
    yield read_page(source, source.data(), context)


def read_page(source: Source, data: bytes, context: Mapping[str, Any], where: str = "") -> Reading:
    """Return the reading of a page's bytes, found in `source` (a file, or an archive of many).

    `context` is kept with the reading; see `page.read` for what it may tell.
    """
    reading = Reading(source, data, where, format=NAME, context=dict(context))
    return page.read(reading, context)


def _as_ascii(head: bytes) -> bytes:
    head = head.replace(b"\x00", b"") if b"\x00" in head[:8] else head
    while head.startswith(_MARKS):
        head = head[3:] if head.startswith(_MARKS[0]) else head[2:]
    return head
