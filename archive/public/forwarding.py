"""Where a page has gone: past slugs, past addresses of this archive, addresses at sites before it.

Asked only when an address leads nowhere. What readers may not see has gone nowhere either.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from archive.articles import presence
from archive.centers.models import Center
from archive.tags.models import FACET_PLURALS
from archive.text.addresses import digest, normalise, path_of

FACETS = {plural: facet for facet, plural in FACET_PLURALS.items()}


def new_address(request: HttpRequest) -> str:
    """Return the present address of a page that is not found at the one asked for; "" if there is none."""
    match = request.resolver_match
    if match and (moved := moved_within(match)):
        return moved + query_of(request)
    return from_before(request) or in_lower_case(request)


def moved_within(match: ResolverMatch) -> str:
    """Return the present address of a page of this archive, under its host's present prefix; "" if none."""
    host = match.kwargs.get("host", "")
    center = Center.objects.filter(Q(slug=host) | Q(past_slugs__slug=host)).first() if host else None
    if host and center is None:
        return ""
    prefix = f"/{center.slug}" if center else ""
    find = MOVED.get(match.url_name or "")
    if find and (found := find(match.kwargs)):
        return prefix + found
    if center is None or center.slug == host:
        return ""
    rest = {name: value for name, value in match.kwargs.items() if name != "host"}
    return prefix + ("/" if match.url_name == "center" else reverse(match.url_name, kwargs=rest))


def moved_article(place: dict[str, str]) -> str:
    """Find a work by an address it had; a withdrawn one says itself why it is gone."""
    found = presence.addressed().filter(past_addresses__path=place["path"]).first()
    return found.get_absolute_url() if found else ""


def moved_author(place: dict[str, str]) -> str:
    """Find a person by a past slug."""
    found = presence.people().filter(past_slugs__slug=place["slug"]).first()
    return found.get_absolute_url() if found else ""


def moved_series(place: dict[str, str]) -> str:
    """Find a series by a past slug."""
    found = presence.series().filter(past_slugs__slug=place["slug"]).first()
    return found.get_absolute_url() if found else ""


def moved_term(place: dict[str, str]) -> str:
    """Find a term by a past slug in its vocabulary."""
    facet = FACETS[place["vocabulary"]]
    found = presence.terms().filter(past_slugs__slug=place["slug"], past_slugs__facet=facet).first()
    return found.get_absolute_url() if found else ""


MOVED: dict[str, Callable[[dict[str, str]], str]] = {
    "article": moved_article,
    "author": moved_author,
    "series": moved_series,
    "term": moved_term,
}


def from_before(request: HttpRequest) -> str:
    """Find a work by the address it had at a site before this archive, whatever name that site had.

    The whole address counts first; a path alone only where a single work had it.
    """
    asked = normalise(f"http://{request.get_host()}{request.get_full_path()}")
    if not asked:
        return ""
    for condition in (
        {"legacy_addresses__key": digest(asked)},
        {"legacy_addresses__path_key": digest(path_of(asked))},
    ):
        works = presence.addressed().filter(**condition).distinct().only("path")[:2]
        if len(works) == 1:
            return works[0].get_absolute_url()
    return ""


def in_lower_case(request: HttpRequest) -> str:
    """Return the address in lower case, where that is a page of ours and this is not."""
    lower = request.path.lower()
    try:
        is_ours = lower != request.path and resolve(lower).func.__module__.startswith(__package__)
    except Resolver404:
        return ""
    return lower + query_of(request) if is_ours else ""


def query_of(request: HttpRequest) -> str:
    """Return the query string with its question mark, "" for none."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
