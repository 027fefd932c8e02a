"""People in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.editing import KeepsPastSlug, NameFormInline, OrderedInline, PastSlugInline
from authors.models import Affiliation, Author, AuthorLink, AuthorName, AuthorPastSlug


class AuthorNames(NameFormInline):
    model = AuthorName
    fields = ["name", "script", "language"]


class Affiliations(admin.TabularInline):
    model = Affiliation
    extra = 0
    autocomplete_fields = ["center"]
    fields = ["position", "center", "organisation", "from_date", "to_date", "is_past"]


class Links(OrderedInline):
    model = AuthorLink
    fields = ["position", "label", "url"]


class AuthorPastSlugs(PastSlugInline):
    model = AuthorPastSlug


@admin.register(Author)
class AuthorAdmin(KeepsPastSlug):
    """A person: names, positions with their dates, bio. “Former” follows from the dates."""

    list_display = ["name", "sort_name", "introduction", "orcid", "updated_at"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "names__name", "sort_name"]
    search_help_text = _("Any spelling, in any script.")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "sort_name", "slug"]}),
        (_("On the page and under every work"), {"fields": ["bio", "portrait"]}),
        (_("Identity"), {"fields": ["orcid", "created_at", "updated_at"]}),
    ]
    readonly_fields = ["created_at", "updated_at"]
    inlines = [Affiliations, AuthorNames, Links, AuthorPastSlugs]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_affiliations()

    @admin.display(description=_("position"))
    def introduction(self, author: Author) -> str:
        """The position held now, or the last one."""
        held = author.latest_position
        if held is None:
            return ""
        return str(_("Former %(position)s") % {"position": held}) if held.is_former else str(held)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            form.instance.articles.reindex()
