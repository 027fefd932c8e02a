"""The ways through all works: by year and month, by the letters of titles, and those without a date.

The works are what readers may see, under every host the same.
"""

from __future__ import annotations

import calendar
import datetime as dt
import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Value, When
from django.db.models.functions import ExtractDay
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from archive.articles import sets
from archive.articles.filters import LONGEST_CHOICE
from archive.articles.listing import MOST_PAGES, Position, page_of
from archive.articles.models import Article
from archive.articles.querysets import ArticleQuerySet
from archive.public.charts import share
from archive.public.listings import numbers
from archive.publication import UNDATED, Precision
from archive.text import written
from archive.text.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from archive.text.filing import initial, prefix_of
from archive.text.strings import tidy

WORKS_ON_A_PAGE = 50
TITLES_ON_A_PAGE = 100
UNKNOWN = 0
"""Stands for the month, or the day, that is not known."""


@dataclass(slots=True)
class Part:
    """A month of a year, or a day of a month: its works, the length of its bar, where they begin."""

    date: PartialDate
    count: int = 0
    share: int = 0
    url: str = ""


@dataclass(slots=True)
class Span:
    """A year or a month that has works, by its parts; `unknown` are the works that tell no part.

    `earlier` and `later` are the nearest spans of the same length that have works.
    """

    date: PartialDate
    total: int
    parts: list[Part]
    unknown: Part
    earlier: Part | None = None
    later: Part | None = None

    def weekdays(self) -> list[dict[str, Any]]:
        """Return the names of the days of a week, from the one with which the page's language begins it."""
        days = calendar.Calendar(_first_weekday()).iterweekdays()
        return [{"name": WEEKDAYS[day], "short": WEEKDAYS_ABBR[day]} for day in days]

    def weeks(self) -> list[list[Part | None]]:
        """Return the days of a month by weeks, None where a week has days of other months."""
        weeks = calendar.Calendar(_first_weekday()).monthdayscalendar(self.date.year, self.date.month or 1)
        return [[self.parts[day - 1] if day else None for day in week] for week in weeks]


def _first_weekday() -> int:
    """Return the day with which the language that is spoken begins a week, Monday as 0."""
    return (get_format("FIRST_DAY_OF_WEEK") - 1) % 7


def year_of(request: HttpRequest, prefix: str, year: int) -> dict[str, Any]:
    """Return a year by months and a page of its works; raise Http404 where there are none. Six queries."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404("Works have no such year.")
    works = Article.objects.published().in_year(year)
    counts = _months_of(year)
    parts = [PartialDate(year, month) for month in range(1, 13)]
    links = _begins(request, counts) | {
        month: prefix + reverse("browse-month", args=[year, month]) for month in counts if month != UNKNOWN
    }
    span = _span(PartialDate(year), parts, counts, links)
    dated = Article.objects.published()
    for name, day in _beside(dated, dt.date(year, 1, 1), dt.date(year, 12, 31)).items():
        url = prefix + reverse("browse-year", args=[day.year])
        setattr(span, name, Part(PartialDate(day.year), url=url))
    return _page(request, works, span, Precision.YEAR)


def month_of(request: HttpRequest, prefix: str, year: int, month: int) -> dict[str, Any]:
    """Return a month by days and a page of its works; raise Http404 where there are none. Six queries."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404("Works have no such month.")
    first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    dated = Article.objects.published().exclude(published_precision=Precision.YEAR)
    works = dated.filter(sort_date__range=(first, last))
    counts = _counted(works, ExtractDay("sort_date"), Precision.MONTH)
    parts = [PartialDate(year, month, day) for day in range(1, last.day + 1)]
    span = _span(PartialDate(year, month), parts, counts, _begins(request, counts))
    for name, day in _beside(dated, first, last).items():
        url = prefix + reverse("browse-month", args=[day.year, day.month])
        setattr(span, name, Part(PartialDate(day.year, day.month), url=url))
    return _page(request, works, span, Precision.MONTH)


def undated(request: HttpRequest) -> dict[str, Any]:
    """Return a page of the works of which no date is known, by title. Four queries."""
    works = Article.objects.published().filter(published_on=None)
    return _shown(request, works.by_title(), works.count(), WORKS_ON_A_PAGE)


def titles(request: HttpRequest) -> dict[str, Any]:
    """Return the letters that titles have, and a page of the titles under one of them. Four queries."""
    letter = tidy(request.GET.get("letter", ""), 1).lower()[:1]
    prefix = prefix_of(letter)
    works = Article.objects.published()
    counts = _initials()
    if letter and not counts[letter]:
        raise Http404("No title is filed under this letter.")
    total = counts[letter] if letter else counts.total()
    under = works.filter(title_key__gte=prefix, title_key__lt=_after(prefix)) if letter else works
    asked = {"letter": letter} if letter else {}
    shown = _shown(request, under.by_title(), total, TITLES_ON_A_PAGE, asked)
    return {
        "alphabets": _alphabets(counts, letter, request.path),
        "groups": [
            {"letter": sign.upper(), "works": list(together)}
            for sign, together in groupby(shown["found"], lambda work: initial(work.make_title_key()))
        ],
        **shown,
    }


def _months_of(year: int) -> Counter[int]:
    """Count the works of a year by month, in order; those that tell none are UNKNOWN and stand last."""
    now = sets.current()
    vague = now.of("precision", Precision.YEAR)
    numbers = now.counts("month", now.of("year", year) - vague)
    counts = Counter({month % 100: numbers[month] for month in sorted(numbers)})
    if unknown := now.of("year", year) & vague:
        counts[UNKNOWN] = len(unknown)
    return counts


def _counted(works: ArticleQuerySet, part: object, vague: Precision) -> Counter[int]:
    """Count works by part (a month, a day) in its order; those that tell none are UNKNOWN and stand last."""
    rows = works.order_by().values_list(part, "published_precision").annotate(number=Count("pk"))
    counts: Counter[int] = Counter()
    for at, precision, number in sorted(rows, key=lambda row: (row[1] == vague, row[0])):
        counts[UNKNOWN if precision == vague else at] += number
    return counts


def _span(
    date: PartialDate, parts: Iterable[PartialDate], counts: Counter[int], links: dict[int, str]
) -> Span:
    if not counts:
        raise Http404("No work is dated then.")
    longest = max((count for at, count in counts.items() if at != UNKNOWN), default=0)
    made = [
        Part(part, counts[at], share(counts[at], longest), links.get(at, ""))
        for at, part in enumerate(parts, start=1)
    ]
    return Span(date, counts.total(), made, Part(date, counts[UNKNOWN], url=links.get(UNKNOWN, "")))


def _begins(request: HttpRequest, counts: Counter[int]) -> dict[int, str]:
    """Return where the works of each part begin among the pages of all, as far as there are pages."""
    before = accumulate(counts.values(), initial=0)
    return {
        part: f"{_address(request, page=at // WORKS_ON_A_PAGE + 1)}#part-{part}"
        for part, at in zip(counts, before, strict=False)
        if at < MOST_PAGES * WORKS_ON_A_PAGE
    }


def _beside(works: ArticleQuerySet, first: dt.date, last: dt.date) -> dict[str, dt.date]:
    """Return the days of the nearest works before and after, as far as there are any: {earlier, later}."""
    days = works.order_by().values_list("sort_date", flat=True)
    found = {
        "earlier": days.filter(sort_date__gt=UNDATED, sort_date__lt=first).order_by("-sort_date").first(),
        "later": days.filter(sort_date__gt=last).order_by("sort_date").first(),
    }
    return {name: day for name, day in found.items() if day}


def _page(request: HttpRequest, works: ArticleQuerySet, span: Span, vague: Precision) -> dict[str, Any]:
    """Return a page of a span's works from its first day to its last, parted by month or day."""
    told = Case(When(published_precision=vague, then=Value(1)), default=Value(0))
    shown = _shown(request, works.order_by(told, "sort_date", "pk"), span.total, WORKS_ON_A_PAGE)

    def part(work: Article) -> int:
        if work.published_precision == vague:
            return UNKNOWN
        return work.sort_date.month if vague == Precision.YEAR else work.sort_date.day

    groups = [
        {"at": at, "date": span.parts[at - 1].date if at else None, "works": list(together)}
        for at, together in groupby(shown["found"], part)
    ]
    return {"title": _spoken(span.date), "span": span, "groups": groups, **shown}


def _spoken(date: PartialDate) -> Promise:
    """Return a date in words, in the language that the page speaks when it is rendered."""
    return lazy(lambda: written.heading(date, get_language() or "en"), str)()


def _shown(
    request: HttpRequest, works: ArticleQuerySet, total: int, size: int, asked: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return a numbered page of works in order: {found, total, pages, asked}; raise Http404 for none."""
    position = Position.parse(tidy(request.GET.get("page", ""), LONGEST_CHOICE))
    last = min(max(1, ceil(total / size)), MOST_PAGES)
    if position is None or not 1 <= position.number <= last:
        raise Http404("The list has no such page.")
    here, asked = position.number, asked or {}

    def url(number: int) -> str:
        return _address(request, **asked, page=number)

    pages = {
        "numbers": [
            number and {"number": number, "url": url(number), "current": number == here}
            for number in numbers(here, last)
        ],
        "newer": url(here - 1) if here > 1 else "",
        "older": url(here + 1) if here < last else "",
    }
    found = page_of(works, position, sort="as ordered", size=size).works
    return {"found": found, "total": total, "pages": pages, "asked": _written(**asked, page=here)}


def _address(request: HttpRequest, **asked: object) -> str:
    return request.path + _written(**asked)


def _written(page: int = 1, **asked: object) -> str:
    pairs = asked | ({"page": page} if page > 1 else {})
    return f"?{urlencode(pairs)}" if pairs else ""


def _initials() -> Counter[str]:
    """Count the works by the letter that their titles are filed under."""
    now = sets.current()
    return Counter(now.counts("letter", now.everything))


def _after(prefix: str) -> str:
    """Return the first key that stands behind all keys with a prefix; keys are of a-z and 0-9 alone."""
    kept = prefix.rstrip("z")
    return kept[:-1] + chr(ord(kept[-1]) + 1)


def _alphabets(counts: Counter[str], current: str, path: str) -> list[list[dict[str, Any]]]:
    """Return the letters by script, as the index of people has them; Latin is shown whole."""
    letters = sorted({*counts, *string.ascii_lowercase}, key=prefix_of)
    return [
        [
            {
                "letter": letter.upper(),
                "url": path + _written(letter=letter) if counts[letter] else "",
                "current": letter == current,
                "count": counts[letter],
            }
            for letter in group
        ]
        for _script, group in groupby(letters, lambda letter: prefix_of(letter)[0])
    ]
