"""Kinds and outlets in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Kind, KindName, Outlet, OutletName
from archive.editing import NameFormInline, RecordAdmin, lists_rows, number_of, renamed
from archive.editing.actions import merge
from archive.editing.following import let_works_follow
from archive.history.admin import KeepsHistory


class KindNames(NameFormInline):
    model = KindName
    verbose_name_plural = _("labels in other languages, and as sources print it")


@admin.register(Kind)
class KindAdmin(KeepsHistory, RecordAdmin):
    """Kinds of work. Codes that sources brought and nobody has labelled stand first."""

    list_display = ["label", "code", "plural", "standing", "works", "position"]
    list_editable = ["position"]
    list_filter = ["is_known"]
    search_fields = ["label", "code", "names__name"]
    search_help_text = _("A label or the code that sources write.")
    ordering = ["is_known", "position"]
    fieldsets = [(None, {"fields": ["code", ("label", "plural"), ("is_known", "position")]})]
    inlines = [KindNames]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        kinds = super().get_queryset(request)
        return kinds.annotate(number_of_works=number_of(Kind, "articles")) if lists_rows(request) else kinds

    @admin.display(description=_("standing"), ordering="is_known")
    def standing(self, kind: Kind) -> SafeString | str:
        """Whether an editor has labelled the code, or an import brought it and it waits."""
        if kind.is_known:
            return _("Known")
        return format_html('<strong class="flag">{}</strong>', _("Unknown code: label it"))

    @admin.display(description=_("works"), ordering="number_of_works")
    def works(self, kind: Kind) -> int:
        """How many works are of the kind."""
        return kind.number_of_works

    def save_model(self, request: HttpRequest, obj: Kind, form: forms.ModelForm, change: bool) -> None:
        """Save; an editor who labels an unknown code has made it known."""
        if "label" in form.changed_data and "is_known" not in form.changed_data:
            obj.is_known = True
        super().save_model(request, obj, form, change)


class OutletNames(NameFormInline):
    model = OutletName


@admin.register(Outlet)
class OutletAdmin(KeepsHistory, RecordAdmin):
    """Newspapers, journals and sites where works first appeared."""

    list_display = ["name", "url", "works"]
    search_fields = ["name", "names__name"]
    search_help_text = _("Any spelling of the name.")
    actions = [merge]
    inlines = [OutletNames]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        outlets = super().get_queryset(request)
        return (
            outlets.annotate(number_of_works=number_of(Outlet, "articles"))
            if lists_rows(request)
            else outlets
        )

    @admin.display(description=_("works"), ordering="number_of_works")
    def works(self, outlet: Outlet) -> int:
        """How many works appeared there first."""
        return outlet.number_of_works

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and renamed(form, formsets):
            let_works_follow(form.instance, request.user)
