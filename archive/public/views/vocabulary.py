"""The controlled vocabularies: the index of one, and the page of one term."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from archive.articles import facets, presence, sets
from archive.articles.sets import Scope
from archive.public.hosts import Host, answer, under_host
from archive.public.landing import (
    is_opening,
    language_of,
    lead_of,
    narrower,
    people_counted,
    related,
    with_pictures,
)
from archive.public.listings import in_tree, listing_of
from archive.public.terms import place_of
from archive.tags.models import FACET_PLURALS, Term
from archive.text.strings import loose_key

FACETS = {plural: facet for facet, plural in FACET_PLURALS.items()}
HEADINGS = {
    "topics": _("Topics"),
    "regions": _("Regions"),
    "programs": _("Programs"),
    "projects": _("Projects"),
    "collections": _("Collections"),
}


@under_host
def terms(request: HttpRequest, host: Host, vocabulary: str) -> HttpResponse:
    """Show the terms of a vocabulary as a tree, with the number of works under each."""
    facet = FACETS[vocabulary]
    choices = facets.count_all(sets.current(), [facet]).choices[facet]
    lines = {
        choice.value: {
            "term": Term(facet=facet, slug=choice.value, name=choice.label),
            "count": choice.count,
        }
        for choice in choices
    }
    heading = HEADINGS[vocabulary]
    context = {"title": heading, "facet_label": heading, "terms": list(lines.values())}

    def arrange() -> None:
        choices.sort(key=lambda choice: loose_key(lines[choice.value]["term"].name))
        context["terms"] = [lines[choice.value] | {"depth": depth} for choice, depth in in_tree(choices)]

    return answer(request, host, "public/terms.html", context, arrange=arrange)


@under_host
def term(request: HttpRequest, host: Host, vocabulary: str, slug: str) -> HttpResponse:
    """Show a term: its place in the tree, a lead, who writes on it, and the works that carry it."""
    found = get_object_or_404(presence.terms().in_facet(FACETS[vocabulary]), slug=slug)
    listing = listing_of(request, Scope("term", found.pk), shape=with_pictures)
    place = place_of(found)
    context = {
        "title": found,
        "term": found,
        "preferred_name": found.name,
        "above": place.above,
        "names": place.names,
        "below": narrower(listing.counts, found),
        "people": people_counted(listing.counts, path=request.path),
        "related": related(listing.counts, found, place.above, request.path),
        "facet_label": HEADINGS[vocabulary],
        "plural": vocabulary,
        "is_opening": is_opening(listing),
        "lead": lead_of(listing, language_of(host)),
        "listing": listing,
    }
    return answer(request, host, "public/term.html", context, asked=listing.canonical)
