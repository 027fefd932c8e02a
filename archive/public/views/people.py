"""The index of people, and the page of one person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from archive.articles import presence
from archive.articles.sets import Scope
from archive.public.hosts import Host, answer, under_host
from archive.public.index import index_of, positions
from archive.public.landing import is_opening
from archive.public.listings import listing_of
from archive.public.portrait import FACETS, portrait_of, works_of


@under_host
def authors(request: HttpRequest, host: Host) -> HttpResponse:
    """Show the people by the first letter of their sort names."""
    index = index_of(request)
    context = {"title": _("People"), **index}
    return answer(request, host, "public/authors.html", context, asked=index["asked"])


@under_host
def author(request: HttpRequest, host: Host, slug: str) -> HttpResponse:
    """Show a person: bio, names, positions over the years, co-authors, and all their work."""
    person = get_object_or_404(presence.people().prefetch_related(positions()), slug=slug)
    listing = listing_of(request, Scope("author", person.pk), wanted=FACETS)
    context = {
        "title": person,
        "author": person,
        "preferred_name": person.name,
        "portrait": portrait_of(person),
        "listing": listing,
        "total": listing.total,
        "is_opening": is_opening(listing),
        **works_of(person, listing, request.path),
    }
    return answer(request, host, "public/author.html", context, asked=listing.canonical)
