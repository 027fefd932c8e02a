"""What the page of a person shows beside the works: names, links, roles, co-authors, a life in years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Value
from django.db.models.functions import Cast, LPad

from archive.articles.models import Article, BylineEntry
from archive.public.landing import people_counted, terms_counted
from archive.public.listings import FacetList, Listing
from archive.public.timeline import Timeline, timeline_of
from authors.models import Author, AuthorLink, AuthorName

FACETS = ("kind", "topic", "center", "author", "series", "language")
ROWS = ("kind", "language", "center", "series")
"""The facets that stand as rows above the list; topics and people have columns of their own."""


@dataclass(slots=True)
class Portrait:
    """The other names of a person, pages elsewhere, and the roles they have in bylines: {label, count}."""

    names: list[AuthorName] = field(default_factory=list)
    links: list[AuthorLink] = field(default_factory=list)
    roles: list[dict[str, Any]] = field(default_factory=list)


def portrait_of(person: Author) -> Portrait:
    """Return names, links and roles, in one query: three tables speak in one shape.

    The shape: what, order, two texts, a number. Roles are told where there is more than one, of published
    works only, the most frequent first.
    """
    number = Value(0, output_field=IntegerField())
    names = person.names.order_by().values_list(_text("name"), "script", "key", "name", "language", number)
    place = LPad(Cast("position", CharField()), 6, Value("0"))
    links = person.links.order_by().values_list(_text("link"), place, _text(""), "label", "url", number)
    roles = (
        BylineEntry.objects.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))
        .filter(author=person)
        .order_by()
        .values_list(_text("role"), _text(""), _text(""), "role", _text(""))
        .annotate(number=Count("article"))
    )
    found = Portrait()
    for what, _order, _key, one, two, times in sorted(names.union(links, roles, all=True).order_by()):
        if what == "name":
            found.names.append(AuthorName(name=one, language=two))
        elif what == "link":
            found.links.append(AuthorLink(label=one, url=two))
        else:
            found.roles.append({"label": BylineEntry(role=one).role_label, "count": times})
    found.roles = sorted(found.roles, key=lambda role: -role["count"]) if len(found.roles) > 1 else []
    return found


def works_of(person: Author, listing: Listing, path: str) -> dict[str, Any]:
    """Return what the list of a person's works tells of them: topics, co-authors, years, rows to narrow by.

    Co-authors are the facet of people without the person: choosing one leaves the works of both, and the name
    alone says so.
    """
    for one in listing.chosen:
        if one.get("facet") == "author":
            one["facet_label"] = ""
    return {
        "topics": terms_counted(listing.counts, "topic", path=path),
        "coauthors": people_counted(listing.counts, path=path, apart=person.slug),
        "rows": rows_of(listing.facets, listing.total),
        "timeline": life_of(person, listing),
    }


def rows_of(facets: Iterable[FacetList], total: int) -> list[FacetList]:
    """Return the facets that can narrow a list of so many works, in the order of the page."""
    known = {one.name: one for one in facets}
    found = [known[name] for name in ROWS if name in known]
    return [one for one in found if one.active or any(choice.count < total for choice in one.choices)]


def life_of(person: Author, listing: Listing) -> Timeline | None:
    """Return the positions of a person above the works of each year, whose links narrow the list."""
    bars = (listing.histogram or {}).get("bars", ())
    urls = {str(bar["year"]): bar["url"] for bar in bars}
    chosen = [str(bar["year"]) for bar in bars if bar["current"]]
    return timeline_of(
        person.affiliations.all(), listing.counts.years(), chosen, lambda year: urls.get(year, "")
    )


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
