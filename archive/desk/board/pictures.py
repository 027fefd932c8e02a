"""Pictures of the archive's growth and of what waits: tables whose numbers are drawn beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, Review
from archive.centers.models import Center
from archive.publication import UNDATED, Status
from archive.text.drawing import Column, columns, share

MOST_WAITING = 5_000
TEN_MINUTES = 600
AGES = (
    (7, _("Up to a week")),
    (14, _("Up to two weeks")),
    (28, _("Up to four weeks")),
    (None, _("Longer")),
)


@dataclass(frozen=True, slots=True)
class CenterYears:
    """A row: a center, its published works, and how many of them each year has."""

    name: str
    number: int
    years: dict[int, int]
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Years:
    """The works by year and center: rows in the centers' order, the years of all of them."""

    rows: list[CenterYears]
    span: range

    @property
    def last(self) -> int:
        """The last year."""
        return self.span[-1]

    @property
    def table(self) -> list[tuple[int, list[int]]]:
        """The same year by year: the numbers in the order of the rows."""
        return [(year, [row.years.get(year, 0) for row in self.rows]) for year in reversed(self.span)]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: what it is, how many, and how long the bar, in percents."""

    label: Any
    number: int
    share: int


def works_by_year() -> Years:
    """Return the published works by year and center, as readers see them; counted once in ten minutes."""
    counted = cache.get_or_set("desk.works-by-year", _count_years, TEN_MINUTES)
    known = {year for years in counted.values() for year in years}
    span = range(min(known), max(known) + 1) if known else range(0)
    rows = [
        CenterYears(str(center), sum(years.values()), years, columns(years, span))
        for center in Center.objects.all()
        if (years := counted.get(center.pk))
    ]
    return Years(rows, span)


def _count_years() -> dict[int | None, dict[int, int]]:
    year = Substr(Cast("sort_date", CharField()), 1, 4)
    dated = Article.objects.published().filter(sort_date__gt=UNDATED).order_by()
    found: defaultdict[int | None, dict[int, int]] = defaultdict(dict)
    for center, text, number in dated.values_list("primary_center", year).annotate(Count("pk")):
        found[center][int(text)] = number
    return dict(found)


def review_backlog(user: Any) -> list[Bar]:
    """Return how long the works in review that the user may see have been waiting: one query."""
    asked = Review.objects.under_way().filter(article=OuterRef("pk")).values("asked_at")[:1]
    works = Article.objects.visible_to(user).with_status(Status.REVIEW).exclude(status=Status.PUBLISHED)
    since = works.order_by().values_list(Coalesce(Subquery(asked), "updated_at"), flat=True)
    now = timezone.now()
    ages = Counter(_age((now - one).days) for one in since[:MOST_WAITING])
    longest = max(ages.values(), default=0)
    return [Bar(label, ages[at], share(ages[at], longest)) for at, (_days, label) in enumerate(AGES)]


def _age(days: int) -> int:
    return next(at for at, (most, _label) in enumerate(AGES) if most is None or days < most)
