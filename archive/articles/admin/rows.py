"""What belongs to one work and stands in rows on its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.articles.models import (
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BylineEntry,
    Correction,
    LegacyAddress,
    PastAddress,
)
from archive.editing import OrderedInline, RowForm, Rows
from archive.editing.rows import RowsFormSet


class BylineRowForm(RowForm):
    """A name of the byline. Left empty, it is the person's own; a role that nobody knows is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = list(BylineEntry.Role.choices)
        stored = self.instance.role
        if stored not in BylineEntry.Role.values:
            roles.append((stored, stored))
        label = self.fields["role"].label
        self.fields["role"] = forms.ChoiceField(choices=roles, required=False, label=label)
        self.fields["name"].required = False
        self.fields["name"].widget.attrs["dir"] = "auto"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("name") and "name" not in self.errors:
            if not cleaned.get("author"):
                raise forms.ValidationError(_("Choose a person, or write the name as printed."))
            cleaned["name"] = cleaned["author"].name
        return cleaned


class Byline(OrderedInline):
    model = BylineEntry
    form = BylineRowForm
    autocomplete_fields = ["author"]
    fields = ["position", "author", "name", "role"]
    related = ("author",)
    after = "head"
    verbose_name = _("name")
    verbose_name_plural = _("byline, in printed order")


class Terms(OrderedInline):
    model = ArticleTerm
    autocomplete_fields = ["tag"]
    fields = ["position", "tag"]
    related = ("tag",)
    after = "body"
    verbose_name_plural = _("terms, in the order of the tag line")


class Centers(OrderedInline):
    model = ArticleCenter
    autocomplete_fields = ["center"]
    own_only = ("center",)
    fields = ["position", "center"]
    related = ("center",)
    after = "body"
    verbose_name_plural = _("centers whose pages show it, in stored order")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(is_implied=False)


class Attachments(OrderedInline):
    model = Attachment
    fields = ["position", "title", "file", "url"]


class Corrections(Rows):
    model = Correction
    fields = ["corrected_on", "text"]
    verbose_name_plural = _("corrections, shown under the body")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class LegacyAddressRows(RowsFormSet):
    """Addresses as an editor copies them from a browser; the model normalises them. No two may be one."""

    def unique_columns(self) -> list[list[str]]:
        return [*super().unique_columns(), ["key"]]


class LegacyAddresses(Rows):
    model = LegacyAddress
    formset = LegacyAddressRows
    fields = ["address"]
    classes = ["collapse"]
    verbose_name_plural = _("addresses at former sites, which lead here")


class PastAddresses(admin.TabularInline):
    model = PastAddress
    extra = 0
    fields = readonly_fields = ["path", "since"]
    classes = ["collapse"]
    verbose_name_plural = _("past addresses in this archive, which lead here")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


ROWS = [Byline, Terms, Centers, Attachments, Corrections, LegacyAddresses, PastAddresses]
