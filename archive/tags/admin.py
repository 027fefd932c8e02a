"""The vocabulary in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from archive.editing import KeepsPastSlug, NameFormInline, PastSlugInline
from archive.tags.models import Term, TermName, TermPastSlug

admin.site.unregister(Tag)


class TermNames(NameFormInline):
    model = TermName


class TermPastSlugs(PastSlugInline):
    model = TermPastSlug


@admin.register(Term)
class TermAdmin(KeepsPastSlug):
    """Terms of every facet. A change of name is searched for at once in every work that carries the term."""

    list_display = ["name", "facet", "parent", "works"]
    list_filter = ["facet"]
    list_select_related = ["parent"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "names__name"]
    search_help_text = _("A name in any language.")
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["facet", "name", "slug", "parent"]}),
        (_("On its own page"), {"fields": ["description"]}),
    ]
    inlines = [TermNames, TermPastSlugs]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(number_of_works=Count("article_links"))

    @admin.display(description=_("works"), ordering="number_of_works")
    def works(self, term: Term) -> int:
        """How many works carry the term itself."""
        return term.number_of_works

    def past_slug_scope(self, obj: Term) -> dict[str, str]:
        return {"facet": obj.facet}

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        return ["facet"] if obj else []

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.changed_data or any(formset.has_changed() for formset in formsets)):
            form.instance.article_links.reindex()
