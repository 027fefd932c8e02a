"""What the admin pages of several rooms share: ordered rows, kept addresses, terms chosen by typing.

May import: `archive.text`, `archive.fields`, `archive.authority`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from archive.authority import keep_past_slug


class OrderedInline(admin.TabularInline):
    """Rows whose order is printed: moved with buttons or the keyboard, by the number without JavaScript."""

    ordering_field = "position"
    extra = 0

    class Media:
        js = ["admin/archive/ordered.js"]


class NameFormInline(admin.TabularInline):
    """The other ways a name is written."""

    extra = 0
    fields = ["name", "language"]


class PastSlugInline(admin.TabularInline):
    """Old addresses that redirect: to be read, and deleted where one was a slip."""

    extra = 0
    fields = readonly_fields = ["slug", "since"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeepsPastSlug(admin.ModelAdmin):
    """Keeps the old address of a record whose slug an editor changes."""

    def past_slug_scope(self, obj: Any) -> dict[str, str]:
        """Return within what the slug is unique."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep_past_slug(obj, form.initial.get("slug", "") if change else "", **self.past_slug_scope(obj))
