"""The works of a feed, each as one description and its whole text, with addresses that hold anywhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin

from archive.articles.description import Description, describe_all
from archive.articles.models import Article, BodyLink
from archive.articles.models.article import permalink

_TAG = re.compile(r"<[a-z][^>]*>")
_ADDRESS = re.compile(r' (href|src|cite)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in a feed; `html` is its body, "" where the archive has none."""

    work: Description
    html: str
    is_rtl: bool


def entries_of(keys: Sequence[int]) -> list[Entry]:
    """Return the entries of these works in their order; who may not be read any more is left out.

    Six queries, however many works there are.
    """
    found = {work.pk: work for work in Article.objects.published().for_page().filter(pk__in=keys)}
    works = [found[key] for key in keys if key in found]
    lead(works)
    return [
        Entry(told, whole(work.html, told.url), work.direction == "rtl")
        for work, told in zip(works, describe_all(works), strict=True)
    ]


def lead(works: Sequence[Article]) -> None:
    """Tell works where the links of their bodies lead, in one query."""
    led: dict[int, dict[str, str]] = defaultdict(dict)
    rows = BodyLink.objects.shown().filter(article__in=works).order_by()
    for key, href, path in rows.values_list("article_id", "href", "target__path"):
        led[key][href] = permalink(path)
    for work in works:
        work.link_addresses = led[work.pk]


def whole(html: str, base: str) -> str:
    """Return a clean body whose addresses are absolute; a place on the page itself is one at `base`."""
    return _TAG.sub(lambda tag: _ADDRESS.sub(lambda found: _whole(found, base), tag[0]), html)


def _whole(found: re.Match[str], base: str) -> str:
    name, address = found[1], unescape(found[2])
    with suppress(ValueError):  # what is no address stays as its source wrote it
        address = urljoin(base, address)
    return f' {name}="{escape(address)}"'
