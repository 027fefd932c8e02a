"""Centers and series in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.centers.models import (
    Center,
    CenterName,
    CenterPastSlug,
    MenuItem,
    Newsletter,
    Series,
    SeriesName,
    SeriesPastSlug,
)
from archive.editing import KeepsPastSlug, NameFormInline, OrderedInline, PastSlugInline


class CenterNames(NameFormInline):
    model = CenterName
    fields = ["name", "language", "is_former", "until"]


class MenuItems(OrderedInline):
    model = MenuItem
    autocomplete_fields = ["term"]
    fields = ["position", "place", "term", "label", "url"]


class Newsletters(OrderedInline):
    model = Newsletter
    fields = ["position", "name", "code", "language", "url"]


class CenterPastSlugs(PastSlugInline):
    model = CenterPastSlug


class CenterForm(forms.ModelForm):
    class Meta:
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "disclaimer": forms.Textarea(attrs={"rows": 3}),
            "languages": forms.TextInput(attrs={"size": 40}),
        }


@admin.register(Center)
class CenterAdmin(KeepsPastSlug):
    """A center: its names, its colour, and everything that frames the pages it hosts."""

    form = CenterForm
    list_display = ["name", "brand", "umbrella", "successor", "is_default", "position"]
    list_editable = ["position"]
    list_select_related = ["umbrella", "successor"]
    search_fields = ["name", "short_name", "names__name"]
    autocomplete_fields = ["umbrella", "successor"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "umbrella", "successor"]}),
        (_("On its pages"), {"fields": ["description", "disclaimer", "logo", "accent", "languages"]}),
        (_("Place on the site"), {"fields": ["is_default", "position"]}),
    ]
    inlines = [CenterNames, MenuItems, Newsletters, CenterPastSlugs]


class SeriesNames(NameFormInline):
    model = SeriesName


class SeriesPastSlugs(PastSlugInline):
    model = SeriesPastSlug


@admin.register(Series)
class SeriesAdmin(KeepsPastSlug):
    """A standing series or blog."""

    list_display = ["name", "center", "language"]
    list_filter = ["center"]
    list_select_related = ["center"]
    search_fields = ["name", "names__name"]
    autocomplete_fields = ["center"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SeriesNames, SeriesPastSlugs]
