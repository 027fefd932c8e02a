"""Page captures: the text of a web page as a crawler or a person saved it.

The reader is a small grammar. A page is

    shell  data-layer  head  body  tail

and each part may be missing. `decoding` makes lines of bytes, `layer` finds the JSON, `refusals` says
which pages are no articles, `head` reads credit, kicker, title, deck, by-line, date and outlet, `tail`
finds where the body ends and what is said about the authors, `events` reads speakers, `body` writes HTML.
The words of the format are in `phrases`; the name of no house is.

The data layer is trusted more than what is printed, and what is printed more than the address.
"""

from __future__ import annotations

import re

from archive.importing.readers.captures import decoding, page
from archive.importing.records import Readings, Source

NAME = "captures"

_OTHER_FORMATS = re.compile(
    rb"\s*(?:<(?:!doctype|html|\?xml|rss|feed|head|body|!--)|%PDF|PK\x03\x04|\{\\rtf|---\s*\n[\w-]+\s*:|"
    rb"\+\+\+\s*\n|WARC/|From \S+@)",
    re.IGNORECASE,
)


def recognises(head: bytes, name: str) -> bool:
    """Say whether the first bytes of a file are those of plain text that is no other format's.

    Whether it is a capture shows only in the whole: `read` rejects a text that bears no mark of one.
    """
    return decoding.is_text(head) and not _OTHER_FORMATS.match(head.removeprefix(b"\xef\xbb\xbf"))


def read(source: Source) -> Readings:
    """Yield the one reading of a capture."""
    yield page.read(source)
