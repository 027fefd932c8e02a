"""How editors narrow the list of works."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, ArticleTerm, BylineEntry
from archive.editing import ChosenFilter
from archive.publication import Status
from archive.tags.models import Term
from archive.text.languages import native_name, normalise
from authors.models import Author


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
        if self.value() in Status.values:
            return queryset.with_status(self.value())
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The languages of the site, and all others together."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        codes = [code.partition("-")[0] for code, _name in settings.LANGUAGES]
        return [*((code, native_name(normalise(code))) for code in codes), ("other", _("Other"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        spoken = {
            code: Q(language=code) | Q(language__startswith=f"{code}-") for code, _ in self.lookup_choices
        }
        if self.value() == "other":
            del spoken["other"]
            for condition in spoken.values():
                queryset = queryset.exclude(condition)
            return queryset
        return queryset.filter(spoken[self.value()]) if self.value() in spoken else queryset


class BylineFilter(admin.SimpleListFilter):
    """Works with a name in the byline that nobody has matched to a person."""

    title = _("byline")
    parameter_name = "byline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unmatched", _("Names of nobody known"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "unmatched":
            return queryset
        return queryset.filter(Exists(BylineEntry.objects.filter(article=OuterRef("pk"), author=None)))


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


class OutletFilter(ChosenFilter):
    title = _("outlet")
    parameter_name = "outlet"
    field = Article._meta.get_field("outlet")
