"""Facets: how many works each choice of each facet has, over exactly the works a reader has narrowed to.

A choice is counted over what all *other* facets leave, so that its number says what choosing it would
show. Terms are counted with everything below them in the tree, each work once. One query counts all
facets but people, who are too many to count in full and come in a second one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Left, NullIf

from archive.articles.models import ArticleCenter, ArticleTerm, BylineEntry
from archive.articles.querysets import ArticleQuerySet
from archive.tags.models import Ancestry, Facet, Term

TERM_FACETS = tuple(Facet.values)
FACETS = ("kind", *TERM_FACETS, "center", "author", "series", "language", "year")
MOST_AUTHORS = 30
DIRECT, ROLLED_UP = "direct", "rolled up"

Narrow = Callable[[str], ArticleQuerySet]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet: its value in an address, its label, how many works, and what it stands under."""

    value: str
    label: str
    count: int
    parent: str = ""


@dataclass(slots=True)
class Counts:
    """The counts of all facets, most works first (years in order), and the number of works in all."""

    total: int = 0
    choices: dict[str, list[Choice]] = field(default_factory=lambda: defaultdict(list))

    def years(self) -> dict[int, int]:
        """Return the number of works of each year, in order."""
        return {int(choice.value): choice.count for choice in self.choices["year"]}


def count(narrow: Narrow, *, active: Collection[str] = (), facets: Iterable[str] = FACETS) -> Counts:
    """Count the choices of the facets. Two queries, one where `author` is not asked for.

    `narrow(facet)` gives the works that all filters but the facet's own leave, `narrow("")` those that all
    leave; `active` names the facets that a reader has chosen from.
    """
    wanted = list(facets)
    everything = narrow("")
    arms = [_total(everything), *_arms(everything, [name for name in wanted if name not in active])]
    for name in wanted:
        if name in active:
            arms += _arms(narrow(name), [name], over=name)
    counts = Counts()
    numbers: dict[str, dict[int, int]] = defaultdict(dict)
    terms: list[tuple[str, Choice]] = []
    for name, value, label, parent, number in arms[0].union(*arms[1:], all=True).order_by():
        if name == "total":
            counts.total = number
        elif name in (DIRECT, ROLLED_UP):
            numbers[name + label][int(value)] = number
        elif name in TERM_FACETS:
            terms.append((name, Choice(value, label, number, parent)))
        else:
            counts.choices[name].append(Choice(value, label, number))
    for name, term in terms:
        over = name if name in active else ""
        number = numbers[ROLLED_UP + over].get(term.count) or numbers[DIRECT + over].get(term.count)
        if number:
            counts.choices[name].append(replace(term, count=number))
    if "author" in wanted:
        works = narrow("author") if "author" in active else everything
        counts.choices["author"] = list(_authors(works))
    for name, choices in counts.choices.items():
        if name == "year":
            choices.sort(key=lambda choice: choice.value)
        else:
            choices.sort(key=lambda choice: (-choice.count, choice.label.casefold()))
    return counts


def _total(works: ArticleQuerySet) -> QuerySet:
    """One row with the number of works, shaped like the rows of a facet."""
    everything = works.order_by().annotate(one=Value("total"))
    return everything.values_list("one", _text(""), _text(""), _text("")).annotate(number=Count("pk"))


def _arms(works: ArticleQuerySet, facets: list[str], over: str = "") -> list[QuerySet]:
    """The queries whose union counts these facets over the works: (facet, value, label, parent, number)."""
    works = works.order_by()
    arms = []
    if terms := [name for name in facets if name in TERM_FACETS]:
        arms += _term_arms(works, terms, over)
    if "center" in facets:
        links = ArticleCenter.objects.filter(article__in=works.values("pk"))
        brand = Coalesce(NullIf("center__short_name", Value("")), "center__name")
        arms.append(
            links.order_by()
            .values_list(_text("center"), F("center__slug"), brand, _text(""))
            .annotate(number=Count("article"))
        )
    if "kind" in facets:
        arms.append(_column(works.exclude(kind=None), "kind", F("kind__code"), F("kind__label")))
    if "series" in facets:
        arms.append(_column(works.exclude(series=None), "series", F("series__slug"), F("series__name")))
    if "language" in facets:
        arms.append(_column(works, "language", F("language"), F("language")))
    if "year" in facets:
        year = Left(Cast("sort_date", CharField()), 4)
        arms.append(_column(works.exclude(published_on=None), "year", year, year))
    return arms


def _column(works: ArticleQuerySet, name: str, value: object, label: object) -> QuerySet:
    """Count the works by one of their own columns."""
    return works.values_list(_text(name), value, label, _text("")).annotate(number=Count("pk"))


def _term_arms(works: ArticleQuerySet, facets: list[str], over: str) -> list[QuerySet]:
    """Count the works by the keys of their terms, and of what has terms below it; name all terms by key.

    Keys are counted, and names told once: a name beside every link would cost ten times as much. A work has
    a term once, so its links are counted as they are; only a branch of the tree has to tell works apart,
    because one work may stand on several of its leaves. In the rows with the names the number is the key; in
    the others the label says which chosen facet's works they count (`over`; "" for what all filters leave).
    """
    terms = Term.objects.filter(facet__in=facets).order_by()
    links = ArticleTerm.objects.filter(content_object__in=works.values("pk")).order_by()
    branches = Ancestry.objects.filter(depth__gt=0, ancestor__facet__in=facets).order_by().values("ancestor")
    above = "tag__ancestor_links__ancestor"
    rolled_up = links.filter(**{f"{above}__in": branches})
    return [
        links.values_list(_text(DIRECT), Cast("tag_id", CharField()), _text(over), _text("")).annotate(
            number=Count("pk")
        ),
        rolled_up.values_list(
            _text(ROLLED_UP), Cast(f"{above}_id", CharField()), _text(over), _text("")
        ).annotate(number=Count("content_object", distinct=True)),
        terms.annotate(above=Coalesce("parent__slug", Value("")), number=F("pk")).values_list(
            "facet", "slug", "name", "above", "number"
        ),
    ]


def _authors(works: ArticleQuerySet) -> Iterable[Choice]:
    """The people who most of the works name."""
    entries = BylineEntry.objects.filter(article__in=works.order_by().values("pk"), author__isnull=False)
    rows = (
        entries.order_by()
        .values_list("author__slug", "author__name")
        .annotate(number=Count("article", distinct=True))
        .order_by("-number", "author__name")[:MOST_AUTHORS]
    )
    return (Choice(slug, name, number) for slug, name, number in rows)


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
