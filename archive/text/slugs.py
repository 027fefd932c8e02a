"""The last word of an address: ASCII, readable, the same on every day for the same title."""

from __future__ import annotations

import re

from anyascii import anyascii

from archive.text.strings import tidy

LONGEST = 80
"""Characters of a slug, as the database has it."""

UNTITLED = "untitled"

RESERVED = frozenset(
    """
    about account accounts admin api articles authors browse centers cite collections events export
    favicon.ico feed.atom feed.json feed.rss healthz i18n jsi18n kinds languages legacy login logout
    media metrics newsletters oai old outlets preview programs projects readyz regions robots.txt search
    series sitemap.xml static topics undated years
    """.split()
)
"""First segments of the site's own addresses: no center may have one of them as its slug."""

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb`]")
_NOT_WORDS = re.compile("[^a-z0-9]+")


def slugify(text: str, limit: int = LONGEST) -> str:
    """Return the words of `text` in ASCII joined by hyphens, cut between words; "untitled" if none is left.

    Every script is written in Latin letters, sign by sign, without looking anything up outside the
    text: the same text always gives the same slug. A first word longer than `limit` is cut.
    """
    words = anyascii(_APOSTROPHES.sub("", tidy(text, 10 * limit))).lower()
    slug = _NOT_WORDS.sub("-", words).strip("-")
    if len(slug) > limit:
        whole = slug[: limit + 1].rpartition("-")[0]
        slug = whole or slug[:limit]
    return slug or UNTITLED[:limit]
