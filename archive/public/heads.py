"""What the head of each page tells machines, from what the page shows: no question is asked for it.

It is put together while the page is rendered, when everything bears the names of the page's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.articles.description import SUBJECTS, Description, describe
from archive.articles.metadata import linked
from archive.articles.metadata.linked import Node
from archive.articles.metadata.tags import Tag, alternates_of, locale_of, tags_of
from archive.articles.models import Article
from archive.public.hosts import Host
from archive.text.excerpts import excerpt
from archive.text.html import to_text

MOST_CHOICES = 1
"""Choices of facets up to which a list is worth a robot's while: the next ones multiply the same works."""


@dataclass(frozen=True, slots=True)
class Head:
    """The `meta` elements of a page in order, its addresses by language, its linked data."""

    tags: list[Tag]
    alternates: list[tuple[str, str]]
    graph: list[Node]


def described(work: Article, host: Host, around: Mapping[str, Any]) -> Description:
    """Describe a work from what its page has loaded, by the names of its template."""
    return describe(
        work,
        publisher=institution(host),
        subjects=[term.name for term in around.get("terms", ()) if term.facet in SUBJECTS],
        attachments=around.get("attachments", ()),
        translations=around.get("translations", ()),
    )


def institution(host: Host) -> str:
    """Return whose archive this is: what the host center belongs to, or else itself."""
    if host.center is None:
        return ""
    return host.center.umbrella.name if host.center.umbrella else host.center.name


def work_head(work: Description) -> Head:
    """Return the head of a work's own page."""
    return Head(tags_of(work), alternates_of(work), [linked.work(work)])


def page_head(page: Mapping[str, Any]) -> Head:
    """Return the head of any other page, from its context; an error page has none."""
    if not page.get("canonical"):
        return Head([], [], [])
    words = _words_of(page)
    tags = [
        Tag("description", words),
        Tag("robots", "" if is_worth_indexing(page) else "noindex, follow"),
        Tag("og:type", "profile" if "author" in page else "website"),
        Tag("og:title", str(page["title"])),
        Tag("og:description", words),
        Tag("og:url", page["canonical"]),
        Tag("og:site_name", page["host"].name if page["host"] else ""),
        Tag("og:locale", locale_of(page["language"])),
        Tag("twitter:card", "summary"),
    ]
    return Head([tag for tag in tags if tag.content], [], _graph_of(page))


def is_worth_indexing(page: Mapping[str, Any]) -> bool:
    """Say whether a page shows what no other does: not results of a search, nor crossings of facets."""
    listing = page.get("listing")
    if page.get("noindex"):
        return False
    return listing is None or not (listing.q or len(listing.chosen) > MOST_CHOICES)


def _words_of(page: Mapping[str, Any]) -> str:
    """The first words of what the page says about its subject."""
    if "author" in page:
        return linked.bio_of(page["author"])
    for name in ("center", "series", "term"):
        if text := getattr(page.get(name), "description", ""):
            return excerpt(to_text(text), linked.BIO_LENGTH)
    return ""


def _graph_of(page: Mapping[str, Any]) -> list[Node]:
    url = page["canonical"]
    if "author" in page:
        author, portrait = page["author"], page["portrait"]
        known = {"names": portrait.names, "links": portrait.links}
        return [linked.person(author, url, position=author.latest_position, **known)]
    if "center" in page:
        former = [event["name"] for event in page["story"] if event["what"] == "name"]
        return [linked.center(page["center"], former_names=former)]
    if "latest" in page and page["host"]:
        return [linked.center(page["host"]), linked.site(page["host"].name)]
    nodes = []
    if "term" in page:
        nodes.append(linked.trail([*page.get("above", ()), page["term"]]))
    if (listing := page.get("listing")) and is_worth_indexing(page):
        nodes.append(linked.collection(str(page["title"]), url, listing.works, listing.total))
    return nodes
