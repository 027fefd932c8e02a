"""What kinds, terms, centers and people are called in the language of a page, where a name in it is recorded.

A page in English asks nothing. Any other asks once for the names of everything that it shows, whatever and
however much that is, and the rows, which are this answer's own and are never saved, take them on. What has
no name in the language keeps the one it has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.conf import settings
from django.db.models import CharField, Model, QuerySet, Value

from archive.articles.models import Article, BylineEntry, Kind, KindName
from archive.articles.prepared import Prepared
from archive.articles.related import Place, Related
from archive.centers.models import Center, CenterName, MenuItem, Series
from archive.public.charts import Mark
from archive.public.listings import FacetChoice, FacetList, Listing
from archive.tags.models import Facet, Term, TermName
from archive.text.names import script
from authors.models import Affiliation, Author, AuthorName

NAMED = ("kind", "center", *Facet.values)
"""The facets whose choices have names in other languages."""

Key = tuple[str, str]
"""Whose name: "kind", "center", "author" or a term's facet; and the kind's label or else the slug."""


def name_in(language: str, shown: Any) -> None:
    """Give what a page shows the names that it has in the page's language (BCP 47), in one query at most."""
    tags = [language, language.split("-")[0]]
    if settings.LANGUAGE_CODE in tags:
        return
    bearers = list(_bearers(shown))
    names = _names({key for key, _bearer in bearers}, tags)
    for key, bearer in bearers:
        if name := names.get(key) or _as_printed(bearer):
            _call(bearer, name)


def _as_printed(bearer: Any) -> str:
    """Return a person's name as the work prints it, where that is in another script than the one we have."""
    if isinstance(bearer, BylineEntry) and script(bearer.name) != script(bearer.author.name):
        return bearer.name
    return ""


def _call(bearer: Any, name: str) -> None:
    match bearer:
        case Center():
            bearer.name, bearer.short_name = name, ""
        case Kind() | FacetChoice() | Mark():
            bearer.label = name
        case dict():
            bearer["label"] = name
        case BylineEntry():
            bearer.author.name = name
        case _:
            bearer.name = name


def _names(keys: set[Key], tags: list[str]) -> dict[Key, str]:
    """Return the names of these in a language; of several the first recorded, in the closest tag."""
    wanted: dict[str, set[str]] = {}
    for what, key in keys:
        wanted.setdefault("term" if what in Facet.values else what, set()).add(key)
    if not wanted:
        return {}
    asked = {f"{what}_keys": sorted(keys) for what, keys in wanted.items()}
    rows = _ROWS.rows(*sorted(wanted), language=tags[0], near=tags[-1], **asked)
    names: dict[Key, str] = {}
    for what, key, _tag, _pk, name in sorted(rows, key=lambda row: (tags.index(row[2]), row[3])):
        names.setdefault((what, key), name)
    return names


def _rows(*kinds: str, language: str, near: str, **asked: Collection[str]) -> QuerySet[Any, tuple[Any, ...]]:
    """The names of records of some kinds in a language: (what, key, language, pk, name)."""
    queries = [ARMS[kind](asked[f"{kind}_keys"]).filter(language__in=[language, near]) for kind in kinds]
    return queries[0].union(*queries[1:], all=True).order_by() if queries[1:] else queries[0]


def _arm(
    model: type[Model], what: Value | str, key: str, values: Collection[str], **condition: bool
) -> QuerySet[Any, tuple[Any, ...]]:
    """The names of some records: (what, key, language, pk, name)."""
    if isinstance(what, Value):
        what = Value(what.value, output_field=CharField())
    rows = model._default_manager.order_by().filter(**{f"{key}__in": values}, **condition)
    return rows.values_list(what, key, "language", "pk", "name")


ARMS: dict[str, Callable[[Collection[str]], QuerySet[Any, tuple[Any, ...]]]] = {
    "kind": lambda labels: _arm(KindName, Value("kind"), "kind__label", labels),
    "term": lambda slugs: _arm(TermName, "term__facet", "term__slug", slugs),
    "center": lambda slugs: _arm(CenterName, Value("center"), "center__slug", slugs, is_former=False),
    "author": lambda slugs: _arm(AuthorName, Value("author"), "author__slug", slugs),
}
"""Where the names of each kind of record stand."""

_ROWS = Prepared(TermName, _rows)


def _bearers(thing: Any) -> Iterator[tuple[Key, Any]]:
    """Find whatever bears a name in what a page shows, as far as it is loaded; nothing is asked for it."""
    match thing:
        case Kind():
            yield ("kind", thing.label), thing
        case Term():
            yield (thing.facet, thing.slug), thing
        case Center():
            yield ("center", thing.slug), thing
            yield from _behind(thing, "umbrella", "successor")
        case Article():
            yield from _behind(thing, "kind", "primary_center")
        case BylineEntry() if author := thing._state.fields_cache.get("author"):
            yield ("author", author.slug), thing
        case Author():
            if not hasattr(thing, "works"):  # the index of people stands in the order of their first names
                yield ("author", thing.slug), thing
            yield from _bearers(list(getattr(thing, "_prefetched_objects_cache", {}).get("affiliations", ())))
        case Series() | Affiliation():
            yield from _behind(thing, "center")
        case MenuItem():
            yield from _behind(thing, "term")
        case Related():
            yield from _bearers(thing.work)
        case Place():
            yield from _bearers([thing.previous, thing.next])
        case Listing():
            yield from _bearers([thing.works, thing.facets, thing.chosen])
        case Mark() if thing.facet in NAMED:
            yield (thing.facet, _key(thing.facet, thing)), thing
        case FacetList() if thing.name in NAMED:
            yield from (((thing.name, _key(thing.name, one)), one) for one in [*thing.choices, *thing.rest])
        case {"facet": facet, "label": label, "value": value} if facet in NAMED:
            yield (facet, label if facet == "kind" else value), thing
        case dict():
            yield from _bearers(list(thing.values()))
        case list() | tuple():
            for one in thing:
                yield from _bearers(one)


def _key(facet: str, choice: FacetChoice | Mark) -> str:
    return choice.label if facet == "kind" else choice.value


def _behind(row: Model, *relations: str) -> Iterator[tuple[Key, Any]]:
    """What a row refers to, where that is loaded."""
    for relation in relations:
        yield from _bearers(row._state.fields_cache.get(relation))
