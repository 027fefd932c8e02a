"""How editors narrow the list of works."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, ArticleTerm, BylineEntry
from archive.articles.quality import LACKS
from archive.editing import ChosenFilter
from archive.publication import UNDATED, Status
from archive.rights import ANY_CENTER
from archive.tags.models import Term
from archive.text.languages import native_name, normalise
from authors.models import Author

FIVE_MINUTES = 300


class StateFilter(admin.SimpleListFilter):
    """The states as editors see them: “scheduled” among them, though no column says so."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Status.choices, ("scheduled", _("Scheduled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "scheduled":
            return queryset.scheduled()
        if self.value() == Status.PUBLISHED:
            return queryset.published()
        if self.value() in Status.values:  # said twice: so SQLite knows that the index of these will do
            return queryset.with_status(self.value()).exclude(status=Status.PUBLISHED)
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The languages of the site, and all others together."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        codes = [code.partition("-")[0] for code, _name in settings.LANGUAGES]
        return [*((code, native_name(normalise(code))) for code in codes), ("other", _("Other"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow by the codes that are in use: an index knows them, and leads to the newest of each."""
        spoken = {code for code, _label in self.lookup_choices}
        if self.value() not in spoken:
            return queryset
        found = Article.objects.order_by().values_list("language", flat=True).distinct()
        primary = {tag: tag.partition("-")[0] for tag in found}
        if self.value() == "other":
            return queryset.filter(language__in=[tag for tag, code in primary.items() if code not in spoken])
        return queryset.filter(language__in=[tag for tag, code in primary.items() if code == self.value()])


class LackFilter(admin.SimpleListFilter):
    """What works lack, as the quality board counts it."""

    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(lack.code, lack.label) for lack in LACKS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        lack = LACKS.get(self.value())
        return queryset.filter(lack.condition()) if lack else queryset


class WhoseFilter(admin.SimpleListFilter):
    """Works that the user may change, among all that she may see; that wait for her; that she began."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        mine = [] if request.user.has_perm(ANY_CENTER) else [("mine", _("Those that I may change"))]
        return [
            *mine,
            ("waiting", _("Those that wait for my review")),
            ("begun", _("Those that I began")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "mine":
            return queryset.editable_by(request.user)
        if self.value() == "waiting":
            return queryset.waiting_for(request.user)
        return queryset.filter(begun_by=request.user) if self.value() == "begun" else queryset


class DayFilter(admin.SimpleListFilter):
    """The years of the list, and the months of the year that is chosen: `when=2014`, `when=2014-12`."""

    title = _("date")
    parameter_name = "when"
    template = "admin/day_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[()]:
        return ()

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        if self.value() == "undated":
            return queryset.filter(sort_date=UNDATED)
        span = span_of(self.value())
        return queryset.filter(sort_date__range=span) if span else queryset.none()

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield the years, newest first, the months of the chosen one behind it."""
        chosen = self.value() or ""
        yield self._choice(changelist, "", _("All"), not chosen, "all")
        for year in reversed(years_of_works()):
            yield self._choice(changelist, f"{year:04}", f"{year:04}", chosen == f"{year:04}", "year")
            if chosen.startswith(f"{year:04}"):
                for month in range(1, 13):
                    value = f"{year:04}-{month:02}"
                    yield self._choice(changelist, value, MONTHS_3[month], chosen == value, "month")
        yield self._choice(changelist, "undated", _("Undated"), chosen == "undated", "all")

    def _choice(self, changelist: Any, value: str, label: Any, selected: bool, what: str) -> dict[str, Any]:
        query = changelist.get_query_string({self.parameter_name: value or None})
        return {"selected": selected, "query_string": query, "display": label, "what": what}


def years_of_works() -> range:
    """Return the years from the oldest published work to the next year; looked up every five minutes.

    Of published works only: a year that is offered says nothing of what somebody may not see.
    """
    return cache.get_or_set("articles.years-of-works", _look_up_years, FIVE_MINUTES)


def _look_up_years() -> range:
    dated = Article.objects.published().filter(sort_date__gt=UNDATED)
    oldest = dated.order_by("sort_date", "pk").values_list("sort_date", flat=True).first()
    this_year = timezone.now().year
    return range(min(oldest.year, this_year) if oldest else this_year, this_year + 2)


def span_of(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of "2014" or "2014-12"; None for what is neither."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", text):
        return None
    year, _dash, month = text.partition("-")
    try:
        first = dt.date(int(year), int(month or 1), 1)
    except ValueError:
        return None
    last_month = int(month or 12)
    return first, dt.date(int(year), last_month, monthrange(int(year), last_month)[1])


class AuthorFilter(ChosenFilter):
    title = _("person")
    parameter_name = "author"
    field = BylineEntry._meta.get_field("author")

    def narrow(self, queryset: QuerySet, record: Author) -> QuerySet:
        return queryset.by(record)


class TermFilter(ChosenFilter):
    title = _("term")
    parameter_name = "term"
    field = ArticleTerm._meta.get_field("tag")

    def narrow(self, queryset: QuerySet, record: Term) -> QuerySet:
        return queryset.tagged(record)


class SeriesFilter(ChosenFilter):
    title = _("series")
    parameter_name = "series"
    field = Article._meta.get_field("series")


class OneOfFewFilter(admin.RelatedFieldListFilter):
    """The records of a short list, and at its end the works that have none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("None")


class OutletFilter(ChosenFilter):
    title = _("outlet")
    parameter_name = "outlet"
    field = Article._meta.get_field("outlet")
