"""Lists of works: all of them, one series."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from archive.articles import presence
from archive.articles.sets import Scope
from archive.public.hosts import Host, answer, under_host
from archive.public.landing import (
    is_opening,
    language_of,
    lead_of,
    number_parts,
    people_counted,
    terms_counted,
    with_pictures,
)
from archive.public.listings import listing_of


@under_host
def articles(request: HttpRequest, host: Host) -> HttpResponse:
    """Show all works, newest first, to be narrowed by facets."""
    listing = listing_of(request)
    context = {"title": _("Research"), "listing": listing}
    return answer(request, host, "public/articles.html", context, asked=listing.canonical)


@under_host
def series(request: HttpRequest, host: Host, slug: str) -> HttpResponse:
    """Show a series: what it is, a lead, who writes in it, and its works with their places in it."""
    found = get_object_or_404(presence.series().select_related("center"), slug=slug)
    listing = listing_of(request, Scope("series", found.pk), shape=with_pictures)
    number_parts(listing)
    context = {
        "title": found.name,
        "series": found,
        "names": list(found.names.order_by("language", "key")),
        "people": people_counted(listing.counts, path=request.path),
        "topics": terms_counted(listing.counts, "topic", path=request.path),
        "is_opening": is_opening(listing),
        "lead": lead_of(listing, language_of(host)),
        "listing": listing,
    }
    return answer(request, host, "public/series.html", context, asked=listing.canonical)
