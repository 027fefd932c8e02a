"""Where a page of ours is now: the address of each kind of page, present or past, and the record behind it.

The one place that knows which pages stand for a record and how a record is found by a slug it had.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import Resolver404, resolve, reverse

from archive.articles import presence
from archive.articles.models.article import Article
from archive.centers.models import Center, Series
from archive.publication import Status
from archive.tags.models import FACET_PLURALS, Term
from archive.text.addresses import normalise, normalise_former, segments_of
from authors.models import Author

FIXED = frozenset(
    {"home", "articles", "authors", "browse", "browse-titles", "browse-undated", "centers", "search", "terms"}
)
"""Pages that stand for no record: they are always there, and never move."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours: its present path, and the key of the work where it is a work's."""

    address: str
    work: int | None = None
    is_withdrawn: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a path names: a kind of page, the slugs that tell which, and the slug of the host before it."""

    kind: str
    key: tuple[str, ...] = ()
    host: str = ""


def find(path: str, *, to_readers: bool = False) -> Page | None:
    """Return the page that a path names or once named, where it is now; None for no page of ours."""
    return find_all([path], to_readers=to_readers).get(path)


def find_all(paths: Iterable[str], *, to_readers: bool = False) -> dict[str, Page]:
    """Return the pages that paths name or once named, by path; two queries for each kind of page at most.

    A path is what follows the host, without a query; its case, doubled or missing slashes and the name of an
    index file do not count. `to_readers` leaves out what readers may not know; a withdrawn work is known.
    """
    places = {path: places_of(path) for path in paths}
    wanted: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for place in {place for named in places.values() for place in named}:
        if place.kind in FINDERS and place.key:
            wanted[place.kind].add(place.key)
        if place.host:
            wanted["center"].add((place.host,))
    found = {kind: FINDERS[kind](keys, to_readers) for kind, keys in wanted.items()}
    pages = {}
    for path, named in places.items():
        if page := next(filter(None, (_page(place, found) for place in named)), None):
            pages[path] = page
    return pages


def places_of(path: str) -> list[Place]:
    """Return what the path names as it is written, and what it names in lower case where that differs."""
    if not path.startswith("/") or not unquote(path).isprintable():
        return []
    tidied = "/" + "".join(f"{segment}/" for segment in segments_of(path))
    return list(filter(None, map(_place, dict.fromkeys((tidied, tidied.lower())))))


def path_here(address: str) -> str:
    """Return the path of an address of this archive's own site, or of one that names no site; else ""."""
    address = address.strip()
    if not re.match(r"/(?![/\\])", address):
        former = normalise_former(address)
        if former[:1] in ("/", "?"):
            address = "/" + address
        elif former and re.split(r"[/?]", former)[0] == normalise(settings.BASE_URL).partition("/")[0]:
            address = re.sub(r"^(?:https?:)?(?://)?[^/?#]*/?", "/", address, count=1, flags=re.IGNORECASE)
        else:
            return ""
    return re.split(r"[?#]", address, maxsplit=1)[0]


@lru_cache(maxsize=4096)
def _place(path: str) -> Place | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    kind, named = match.url_name or "", match.kwargs
    if match.namespaces or (kind not in FIXED and kind not in FINDERS):
        return None
    key = tuple(value for name, value in named.items() if name != "host")
    return Place(kind, key, named.get("host", ""))


def _page(place: Place, found: dict[str, dict[tuple[str, ...], Page]]) -> Page | None:
    prefix = ""
    if place.host:
        center = found["center"].get((place.host,))
        if center is None or place.kind == "center":
            return center
        prefix = center.address.removesuffix("/")
    if place.kind in FIXED:
        return Page(prefix + _fixed(place.kind, place.key), is_fixed=not prefix)
    page = found[place.kind].get(place.key)
    return page and Page(prefix + page.address, page.work, page.is_withdrawn)


@cache
def _fixed(kind: str, key: tuple[str, ...]) -> str:
    return reverse(kind, args=key)


Found = dict[tuple[str, ...], Page]


def _articles(keys: set[tuple[str, ...]], to_readers: bool) -> Found:
    works = presence.addressed() if to_readers else Article.objects.all()
    paths = {path for (path,) in keys}
    columns = ("pk", "path", "status")
    rows = [(row[1], *row) for row in works.filter(path__in=paths).order_by().values_list(*columns)]
    rest = paths - {asked for asked, *_ in rows}
    if rest:
        moved = works.filter(past_addresses__path__in=rest).order_by()
        rows += moved.values_list("past_addresses__path", *columns)
    return {
        (asked,): Page(reverse("article", args=[path]), pk, status == Status.WITHDRAWN)
        for asked, pk, path, status in rows
    }


def _by_slug(known: QuerySet, keys: set[tuple[str, ...]]) -> Found:
    """Find records by their slug, else by one they had."""
    slugs = {slug for (slug,) in keys}
    found = {one.slug: one for one in known.filter(slug__in=slugs).order_by()}
    if rest := slugs - found.keys():
        moved = known.filter(past_slugs__slug__in=rest).order_by()
        for one, former in ((one, one.former) for one in moved.annotate(former=F("past_slugs__slug"))):
            found[former] = one
    return {(slug,): Page(one.get_absolute_url()) for slug, one in found.items()}


def _terms(keys: set[tuple[str, ...]], to_readers: bool) -> Found:
    known = presence.terms() if to_readers else Term.objects.all()
    slugs = {slug for _plural, slug in keys}
    present = known.filter(slug__in=slugs).order_by()
    found = {(FACET_PLURALS[one.facet], one.slug): one for one in present}
    if keys - found.keys():
        moved = known.filter(past_slugs__slug__in=slugs).order_by()
        for one in moved.annotate(former=F("past_slugs__slug"), vocabulary=F("past_slugs__facet")):
            found.setdefault((FACET_PLURALS[one.vocabulary], one.former), one)
    return {key: Page(one.get_absolute_url()) for key, one in found.items() if key in keys}


FINDERS: dict[str, Callable[[set[tuple[str, ...]], bool], Found]] = {
    "article": _articles,
    "author": lambda keys, to_readers: _by_slug(
        presence.people() if to_readers else Author.objects.all(), keys
    ),
    "center": lambda keys, _to_readers: _by_slug(Center.objects.all(), keys),
    "series": lambda keys, to_readers: _by_slug(
        presence.series() if to_readers else Series.objects.all(), keys
    ),
    "term": _terms,
}
