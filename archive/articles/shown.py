"""What an answer shows, told so that whoever keeps it knows when it is no longer right.

A page says on its response what it was made of (`tell`); who keeps responses asks `touched`. The log of
changes (`archive.freshness`) names what changed, not what it was before. So a page names everything that it
shows, and beside it the shelves on which a work may come to stand that it does not show yet: those need to be
asked only where a changed work stands now.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry

ATTRIBUTE = "shown"
DAY = "day"
"""The kind of the change that another day has begun."""

Place = tuple[str, int]
"""Where a work stands in an order by date: its day as ISO 8601 has it, its key."""
LOWEST: Place = ("", 0)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Works that may come to stand on a page: those that have all that is given here.

    `owners` are keys, of "people", "terms", "centers" (of a work and what they belong to), a "series" or an
    "original", as `by` says; a work comes only above `floor`
    (behind the last one shown), or from the key `since` on; and in one of the `languages`, if any are given.
    """

    by: str
    owners: tuple[int, ...]
    floor: Place = LOWEST
    since: int = 0
    languages: tuple[str, ...] = ()

    def takes(self, work: Facts) -> bool:
        """Whether a published work would stand here."""
        return (
            not work.owners[self.by].isdisjoint(self.owners)
            and work.place > self.floor
            and work.key >= self.since
            and (not self.languages or work.language in self.languages)
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer is made of: records by kind and key, kinds whole, shelves, and the day.

    `is_daily` says that the day itself shows; the year shows on every page. `anything` says that any change
    of what readers see may show, as in a list with its counts.
    """

    records: frozenset[tuple[str, int]] = frozenset()
    kinds: frozenset[str] = frozenset()
    shelves: tuple[Shelf, ...] = ()
    is_daily: bool = False
    anything: bool = False
    year: int = field(default_factory=lambda: timezone.now().year)

    def beside(self, records: Iterable[tuple[str, int]]) -> Shown:
        """Return the same with more records."""
        return replace(self, records=self.records.union(records))

    def as_data(self) -> dict[str, Any]:
        """Return what `of_data` reads, of plain lists and numbers."""
        return {
            "records": sorted(self.records),
            "kinds": sorted(self.kinds),
            "shelves": [asdict(shelf) for shelf in self.shelves],
            "is_daily": self.is_daily,
            "anything": self.anything,
            "year": self.year,
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Shown:
        """Read what `as_data` wrote."""
        return cls(
            frozenset((kind, key) for kind, key in data["records"]),
            frozenset(data["kinds"]),
            tuple(Shelf(**{name: _frozen(value) for name, value in one.items()}) for one in data["shelves"]),
            data["is_daily"],
            data["anything"],
            data["year"],
        )


ANYTHING = Shown(anything=True)
"""Of an answer in which any change may show, and any day."""


@dataclass(slots=True)
class Facts:
    """Where a work that readers see stands now."""

    key: int
    place: Place
    language: str
    owners: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def tell(response: HttpResponse, shown: Shown) -> HttpResponse:
    """Say of a response what it shows: it may be kept until that changes."""
    setattr(response, ATTRIBUTE, shown)
    return response


def told(response: HttpResponse) -> Shown | None:
    """Return what was told of a response; None where it may not be kept."""
    return getattr(response, ATTRIBUTE, None)


def touched(shown: Shown, changes: Collection[tuple[str, int]], works: Iterable[Facts]) -> bool:
    """Whether changes show in an answer; `works` are the `facts_of` the works among them."""
    if shown.anything:
        return bool(changes)
    if not shown.records.isdisjoint(changes):
        return True
    for kind, key in changes:
        if kind in shown.kinds:
            return True
        if kind == DAY and (shown.is_daily or dt.date.fromordinal(key).year != shown.year):
            return True
    return any(shelf.takes(work) for work in works for shelf in shown.shelves)


def facts_of(keys: Collection[int]) -> list[Facts]:
    """Return where those of the works that readers see stand now. Four queries."""
    rows = Article.objects.published().order_by().filter(pk__in=keys)
    columns = rows.values_list("pk", "sort_date", "language", "series", "translation_of")
    found = {}
    for key, day, language, series, original in columns:
        found[key] = Facts(key, place_of(day, key), language)
        found[key].owners["series"].add(series)
        found[key].owners["original"].add(original or key)
    links = (
        ("people", BylineEntry.objects.filter(article__in=found).values_list("article", "author")),
        ("terms", ArticleTerm.objects.filter(content_object__in=found).values_list("content_object", "tag")),
        (
            "centers",
            ArticleCenter.objects.filter(article__in=found).values_list(
                "article", "center", "center__umbrella"
            ),
        ),
    )
    for name, rows in links:
        for key, *owners in rows.order_by() if found else ():
            found[key].owners[name].update(owners)
    return list(found.values())


def place_of(day: dt.date, key: int) -> Place:
    """Return where a work of this day and key stands among others."""
    return day.isoformat(), key


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
