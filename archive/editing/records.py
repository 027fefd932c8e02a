"""The admin pages of records: found by any of their names, chosen by typing, never lost when they move."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Count, Field, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.authority import Named, keep_past_slug
from archive.editing.actions import OffersActions
from archive.editing.choosing import LONGEST_TYPED, Controls, Matches
from archive.editing.lists import Ledger
from archive.editing.rights import AsksRights
from archive.editing.stale import RefusesStale
from archive.text.strings import loose_key, matching_key, tidy

MOST_WORDS = 8


class RecordAdmin(RefusesStale, AsksRights, OffersActions, Controls, admin.ModelAdmin):
    """A record that editors find by any spelling of its name, and other forms choose by typing."""

    list_per_page = 50
    list_max_show_all = 0
    empty_value_display = ""
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: Collection[str] = ()
    """The columns by which a list may be ordered: those whose order an index holds."""
    loose_columns: tuple[str, ...] = ()
    """Columns that hold `loose_key`s, in which names are looked for without their marks."""

    @property
    def media(self) -> forms.Media:
        chooser = AutocompleteSelect(None, self.admin_site)
        return super().media + chooser.media + forms.Media(js=["admin/archive/filters.js"])

    def for_choosing(self, records: QuerySet) -> QuerySet:
        """Return the records with what `describe` reads."""
        return records

    def describe(self, record: Any) -> str:
        """Return the line by which an editor tells the record from its namesakes."""
        return str(record)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        response = super().changelist_view(request, {"title": title} | (extra_context or {}))
        context = getattr(response, "context_data", None) or {}
        if isinstance(ledger := context.get("cl"), Ledger):
            context["selection_note_all"] = _("All %(count)s selected") % {"count": ledger.count_words}
        return response

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Ledger]:
        return Ledger

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep the links that add and change a record; whoever wants to delete one goes to its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and lists_rows(request):  # in a cell there is no room for a label
            field.widget.attrs["aria-label"] = str(field.label)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def get_urls(self) -> list[Any]:
        meta = self.opts
        matches = self.admin_site.admin_view(Matches.as_view(admin_site=self.admin_site))
        return [
            path("choose/", matches, name=f"{meta.app_label}_{meta.model_name}_choose"),
            *super().get_urls(),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not issubclass(self.model, Named):
            return super().get_search_results(request, queryset, search_term)
        for word in tidy(search_term, limit=LONGEST_TYPED).split()[:MOST_WORDS]:
            queryset = queryset.filter(self.is_named(word))
        return queryset, False

    def is_named(self, word: str) -> Q:
        """The condition that the word stands in one of the names, with or without marks."""
        forms_of_name = self.model._meta.get_field("names")
        found = Q(key__contains=matching_key(word))
        if loose := loose_key(word):
            found |= Q(folded__contains=loose)
        own = found
        for column in self.loose_columns if loose else ():
            own |= Q(**{f"{column}__contains": loose})
        owner = forms_of_name.field.name
        return own | Q(pk__in=forms_of_name.related_model._default_manager.filter(found).values(owner))


class KeepsPastSlug(RecordAdmin):
    """Keeps the old address of a record whose slug an editor changes."""

    def past_slug_scope(self, obj: Any) -> dict[str, str]:
        """Return within what the slug is unique."""
        return {}

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep_past_slug(obj, form.initial.get("slug", "") if change else "", **self.past_slug_scope(obj))


def renamed(form: forms.ModelForm, formsets: list[Any]) -> bool:
    """Whether an editor changed the name of a record, or one of its name forms."""
    return "name" in form.changed_data or any(
        formset.has_changed() for formset in formsets if formset.prefix == "names"
    )


def number_of(model: type[Model], relation: str, what: str = "pk") -> Coalesce:
    """Return an expression that counts what points at a row, equal `what` once; for the rows shown only."""
    link = model._meta.get_field(relation)
    rows = link.related_model._default_manager.filter(**{link.field.name: OuterRef("pk")})
    counts = rows.order_by().values(link.field.name).annotate(number=Count(what, distinct=True))
    return Coalesce(Subquery(counts.values("number")), 0)


def lists_rows(request: HttpRequest) -> bool:
    """Whether the request is for the list of an admin page, not for a form or for matches."""
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.endswith("_changelist"))
