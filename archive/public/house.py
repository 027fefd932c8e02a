"""What a center is and was: its people, the centers below it, and the names and houses before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Exists, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Left, LPad

from archive.articles import presence
from archive.articles.models import Article
from archive.centers.models import Center
from authors.models import Affiliation, Author

MOST_PEOPLE = 60


@dataclass(slots=True)
class Household:
    """What hangs on a center.

    `former_names` are {name, since, until, language}, oldest first. `predecessors` are {center, since, until}
    with the years of its first and last published work: no record says when a center opened or closed.
    `people` are {author, position}, those who are there now and have published.
    """

    former_names: list[dict[str, Any]] = field(default_factory=list)
    predecessors: list[dict[str, Any]] = field(default_factory=list)
    centers: list[Center] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)


def household_of(center: Center) -> Household:
    """Return what hangs on a center, in one query: four tables speak in one shape.

    The shape: what, order, name, and four texts.
    """
    names = (
        center.names.filter(is_former=True)
        .order_by()
        .values_list(_text("name"), "until", "name", "language", _text(""), _text(""), _text(""))
    )
    below = Center.objects.filter(umbrella=center, successor=None).order_by()
    centers = below.values_list(
        _text("center"),
        LPad(Cast("position", CharField()), 6, _text("0")),
        "key",
        "name",
        "slug",
        "short_name",
        "accent",
    )
    rows = names.union(_predecessors(center), centers, _people(center), all=True).order_by()
    found = Household()
    met: set[str] = set()
    since = ""
    for what, order, name, *texts in sorted(rows):
        one, two, three, four = texts
        if what == "name":
            found.former_names.append({"name": name, "since": since, "until": order, "language": one})
            since = order
        elif what == "center":
            found.centers.append(Center(name=one, slug=two, short_name=three, accent=four))
        elif what == "predecessor":
            other = Center(name=name, slug=one, short_name=two)
            found.predecessors.append({"center": other, "since": order, "until": three})
        elif one not in met:
            met.add(one)
            found.people.append({"author": Author(name=name, slug=one), "position": two})
    found.people = found.people[:MOST_PEOPLE]
    return found


def story_of(center: Center, house: Household, years: Collection[int]) -> list[dict[str, Any]]:
    """Return the history of a center as a line of names, oldest first; nothing where it always had its one.

    Each is {what, since, until} and either {name, language} or {center}; `what` is "predecessor", "name",
    "present" (of a center that another continues: "closed", with the years of its works) or "successor".
    """
    if not (house.former_names or house.predecessors or center.successor):
        return []
    story = [{"what": "predecessor"} | one for one in house.predecessors]
    story += [{"what": "name"} | one for one in house.former_names]
    story.sort(key=itemgetter("until"))
    if center.successor is None:
        since = house.former_names[-1]["until"] if house.former_names else ""
        return [*story, {"what": "present", "since": since, "until": "", "center": center}]
    first, last = (str(min(years)), str(max(years))) if years else ("", "")
    return [
        *story,
        {"what": "closed", "since": first, "until": last, "center": center},
        {"what": "successor", "since": "", "until": "", "center": center.successor},
    ]


def in_families(centers: Iterable[Center]) -> list[Center]:
    """Return centers in their order, each followed by those below it, however deep; the closed ones last."""
    below: dict[int | None, list[Center]] = {}
    for one in sorted(centers, key=lambda center: center.successor_id is not None):
        below.setdefault(one.umbrella_id, []).append(one)
    ordered: list[Center] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting += below.get(one.pk, [])[::-1]
    return ordered


def _predecessors(center: Center) -> QuerySet[Center, tuple[Any, ...]]:
    """The centers that this one continues: (what, first year, name, slug, short name, last year, "")."""
    works = Article.objects.published().filter(center_links__center=OuterRef("pk")).order_by()
    dated = works.exclude(published_on=None).values("status")
    first = Subquery(dated.annotate(day=Min("sort_date")).values("day"))
    last = Subquery(dated.annotate(day=Max("sort_date")).values("day"))
    return (
        Center.objects.filter(successor=center)
        .order_by()
        .values_list(_text("predecessor"), _year(first), "name", "slug", "short_name", _year(last), _text(""))
    )


def _people(center: Center) -> QuerySet[Affiliation, tuple[Any, ...]]:
    """Who is at the center now and has published: (what, sort key, name, slug, position, "", "")."""
    seen = Exists(presence.people().filter(pk=OuterRef("author")))
    held = Affiliation.objects.current().filter(seen, center=center).order_by()
    return held.values_list(
        _text("person"), "author__sort_key", "author__name", "author__slug", "position", _text(""), _text("")
    )


def _year(day: Subquery) -> Coalesce:
    """The year of a day as text, "" for none."""
    return Coalesce(Left(Cast(day, CharField()), 4), _text(""))


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
