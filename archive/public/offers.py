"""What a page offers beside itself: the feeds and exports of its own list, else the feeds of its host.

They stand in another counter and are reached by URL name: beside the page “articles” stands “articles_feed”.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.urls import reverse

LISTS = frozenset({"home", "center", "articles", "search", "author", "series", "term"})
"""The pages, by URL name, that are lists of works."""
FEEDS = {
    "rss": ("RSS", "application/rss+xml"),
    "atom": ("Atom", "application/atom+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}
"""The formats of feeds, by the ends of their addresses: what they are called, and their media types."""
EXPORTS = {"csv": "CSV", "ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON"}
MOST_EXPORTED = 5_000
"""Works in one export: as many as the counter that writes it gives."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file beside a page; `type` is the media type of a feed."""

    label: str
    url: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a page offers. `of_list` says that the feeds are those of the list on the page itself."""

    feeds: list[Offer] = field(default_factory=list)
    exports: list[Offer] = field(default_factory=list)
    of_list: bool = False

    @property
    def most(self) -> int:
        """The most works in one export."""
        return MOST_EXPORTED


def offers_of(request: HttpRequest, prefix: str, asked: str) -> Offers:
    """Return what the page at this address offers.

    `prefix` is the host's ("" or "/levant"), `asked` the query string of the canonical address.
    """
    page, named = request.resolver_match.url_name, request.resolver_match.kwargs
    if page not in LISTS or (page == "search" and not asked):
        page, named = ("center", {"host": prefix[1:]}) if prefix else ("home", {})
        return Offers(_feeds(page, named))
    exports = [
        Offer(label, _beside(f"{page}_export", named, kind, asked, "page"))
        for kind, label in EXPORTS.items()
        if page != "home"
    ]
    return Offers(_feeds(page, named, asked), exports, of_list=True)


def _feeds(page: str, named: dict[str, str], asked: str = "") -> list[Offer]:
    return [
        Offer(label, _beside(f"{page}_feed", named, kind, asked, "page", "sort"), media_type)
        for kind, (label, media_type) in FEEDS.items()
    ]


def _beside(name: str, named: dict[str, str], kind: str, asked: str, *without: str) -> str:
    """Return the address of a file beside a page, with what the page is asked but for some parameters."""
    question = QueryDict(asked.removeprefix("?"), mutable=True)
    for parameter in without:
        question.pop(parameter, None)
    address = reverse(name, kwargs={**named, "kind": kind})
    return f"{address}?{question.urlencode()}" if question else address
