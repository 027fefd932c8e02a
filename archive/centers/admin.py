"""Centers and series in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.centers.colleagues import Colleagues
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
from archive.editing import KeepsPastSlug, LanguagesField, NameFormInline, OrderedInline, PastSlugInline
from archive.editing.actions import merge
from archive.history.admin import KeepsHistory
from archive.rights import ANY_CENTER


class CenterNames(NameFormInline):
    model = CenterName
    fields = ["name", "language", "is_former", "until"]


class MenuItems(OrderedInline):
    model = MenuItem
    autocomplete_fields = ["term"]
    fields = ["position", "place", "term", "label", "url"]
    related = ("term",)
    verbose_name_plural = _("menus of the pages it hosts")


class Newsletters(OrderedInline):
    model = Newsletter
    fields = ["position", "name", "code", "language", "url"]


class CenterPastSlugs(PastSlugInline):
    model = CenterPastSlug


class CenterForm(forms.ModelForm):
    languages = LanguagesField(
        label=_("Languages"),
        required=False,
        help_text=_("Codes in order of importance: en, ar. Its menus speak the first."),
    )

    class Meta:
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "description": forms.Textarea(attrs={"rows": 6, "class": "prose"}),
            "disclaimer": forms.Textarea(attrs={"rows": 3, "class": "prose"}),
        }
        help_texts = {
            "name": _("In full, as the line above a title prints it."),
            "umbrella": _("The center whose pages show this one's work too."),
            "logo": _("In the head of the pages it hosts."),
            "accent": _("Rules and links of its pages. It must be readable on paper."),
            "position": _("Among the centers, lowest first."),
        }


PLACE = ["slug", "umbrella", "successor", "is_default", "position"]
"""What places a center among the others."""


@admin.register(Center)
class CenterAdmin(KeepsHistory, KeepsPastSlug):
    """A center: its names, its colour, and everything that frames the pages it hosts."""

    form = CenterForm
    list_display = [
        "name",
        "short_name",
        "umbrella",
        "successor",
        "spoken",
        "colour",
        "is_default",
        "position",
    ]
    list_editable = ["position"]
    list_select_related = ["umbrella", "successor"]
    actions = [merge]
    search_fields = ["name", "short_name", "names__name"]
    search_help_text = _("A name it has or had, in any language.")
    autocomplete_fields = ["umbrella", "successor"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", ("umbrella", "successor")]}),
        (
            _("On its pages"),
            {"fields": ["description", "disclaimer", ("logo", "accent", "languages")]},
        ),
        (_("Place on the site"), {"fields": [("is_default", "position")]}),
    ]
    inlines = [CenterNames, MenuItems, Newsletters, CenterPastSlugs, Colleagues]

    def get_readonly_fields(self, request: HttpRequest, obj: Center | None = None) -> list[str]:
        """Leave its place among the centers to those who work for all of them."""
        return [] if request.user.has_perm(ANY_CENTER) else PLACE

    def get_prepopulated_fields(self, request: HttpRequest, obj: Center | None = None) -> dict[str, Any]:
        return {} if "slug" in self.get_readonly_fields(request, obj) else self.prepopulated_fields

    @admin.display(description=_("languages"))
    def spoken(self, center: Center) -> str:
        """The codes of its languages."""
        return ", ".join(center.languages)

    @admin.display(description=_("accent"))
    def colour(self, center: Center) -> SafeString:
        """A patch of its colour, with the code."""
        patch = (
            '<svg class="patch" viewBox="0 0 8 8" aria-hidden="true"><path fill="{}" d="M0 0h8v8H0z"/></svg>'
        )
        return format_html(patch + " <code>{}</code>", center.accent, center.accent)


class SeriesNames(NameFormInline):
    model = SeriesName


class SeriesPastSlugs(PastSlugInline):
    model = SeriesPastSlug


class SeriesForm(forms.ModelForm):
    class Meta:
        widgets = {"description": forms.Textarea(attrs={"rows": 6, "class": "prose"})}
        help_texts = {
            "name": _("As the line above a title prints it."),
            "slug": _("Last word of its address; a changed one redirects."),
        }


@admin.register(Series)
class SeriesAdmin(KeepsHistory, KeepsPastSlug):
    """A standing series or blog."""

    form = SeriesForm
    list_display = ["name", "center", "language"]
    list_filter = ["center"]
    list_select_related = ["center"]
    actions = [merge]
    search_fields = ["name", "names__name"]
    search_help_text = _("A name in any language.")
    autocomplete_fields = ["center"]
    own_only = ("center",)
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("center", "language")]}),
        (_("On its own page"), {"fields": ["description"]}),
    ]
    inlines = [SeriesNames, SeriesPastSlugs]

    def for_choosing(self, records: QuerySet) -> QuerySet:
        return records.select_related("center")

    def describe(self, record: Series) -> str:
        """The name, and whose series it is."""
        return f"{record} · {record.center}" if record.center else str(record)
