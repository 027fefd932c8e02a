"""The works in the admin: written, dated, placed and described on one form, in editing order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.articles import search
from archive.articles.addresses import keep_past_address
from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BylineEntry,
    Correction,
    Kind,
    KindName,
    LegacyAddress,
    Outlet,
    OutletName,
    PastAddress,
)
from archive.editing import NameFormInline, OrderedInline
from archive.publication import Status


class BylineNameForm(forms.ModelForm):
    """A byline row: the name as printed may be left empty, it is then the person's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("name"):
            if not cleaned.get("author"):
                raise forms.ValidationError(_("Choose a person, or write the name as printed."))
            cleaned["name"] = cleaned["author"].name
        return cleaned


class Byline(OrderedInline):
    model = BylineEntry
    form = BylineNameForm
    autocomplete_fields = ["author"]
    fields = ["position", "author", "name", "role"]
    verbose_name_plural = _("byline, in printed order")


class Terms(OrderedInline):
    model = ArticleTerm
    autocomplete_fields = ["tag"]
    fields = ["position", "tag"]
    verbose_name_plural = _("terms, in the order of the tag line")


class Centers(OrderedInline):
    model = ArticleCenter
    autocomplete_fields = ["center"]
    fields = ["position", "center"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(is_implied=False)


class Attachments(OrderedInline):
    model = Attachment
    fields = ["position", "title", "file", "url"]


class Corrections(admin.TabularInline):
    model = Correction
    extra = 0


class PastAddresses(admin.TabularInline):
    model = PastAddress
    extra = 0
    fields = readonly_fields = ["path", "since"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LegacyAddresses(admin.TabularInline):
    model = LegacyAddress
    extra = 0
    fields = ["address"]


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


class ArticleForm(forms.ModelForm):
    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "cols": 90}),
            "deck": forms.Textarea(attrs={"rows": 3, "cols": 90}),
            "body": forms.Textarea(attrs={"rows": 28, "cols": 90, "spellcheck": "true"}),
            "image_alt": forms.TextInput(attrs={"size": 90}),
            "image_caption": forms.TextInput(attrs={"size": 90}),
            "withdrawal_reason": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """A work from its title to its provenance."""

    form = ArticleForm
    save_on_top = True
    list_display = ["title", "state", "kind", "byline_line", "primary_center", "date", "language"]
    list_display_links = ["title"]
    list_filter = [StateFilter, "kind", "primary_center", "language", "series"]
    list_select_related = ["kind", "primary_center"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title", "byline_entries__name"]
    search_help_text = _("Words of the title or names of the byline.")
    autocomplete_fields = ["primary_center", "series", "outlet", "translation_of"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["word_count", "provenance", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "deck", "body", "language"]}),
        (
            _("Publication"),
            {"fields": [("status", "publish_at"), ("published_on", "published_precision"), "slug"]},
        ),
        (_("House"), {"fields": [("primary_center", "series")]}),
        (_("First published elsewhere"), {"fields": [("outlet", "outlet_url")]}),
        (_("Picture"), {"fields": ["image", "image_alt", "image_caption", "credit"]}),
        (
            _("More"),
            {
                "classes": ["collapse"],
                "fields": [
                    "translation_of",
                    "doi",
                    "place",
                    "withdrawal_reason",
                    ("english_newsletter", "other_newsletter"),
                    ("center_affiliation", "program_affiliation"),
                ],
            },
        ),
        (_("Provenance"), {"fields": ["provenance", ("word_count", "created_at", "updated_at")]}),
    ]
    inlines = [Byline, Terms, Centers, Attachments, Corrections, LegacyAddresses, PastAddresses]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        works = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):
            works = works.defer("body", "deck").with_byline()
        return works

    @admin.display(description=_("state"), ordering="status")
    def state(self, article: Article) -> str:
        """The status, or that the work is scheduled."""
        return str(_("Scheduled")) if article.is_scheduled else article.get_status_display()

    @admin.display(description=_("byline"))
    def byline_line(self, article: Article) -> str:
        """The names as printed, three at most."""
        names = [entry.name for entry in article.byline]
        return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")

    @admin.display(description=_("published on"), ordering="sort_date")
    def date(self, article: Article) -> str:
        """The date as far as it is known."""
        return str(article.published or "")

    @admin.display(description=_("imported from"))
    def provenance(self, article: Article) -> SafeString | str:
        """The source records of the work, each with its capture."""
        records = article.imported_records.all() if article.pk else []
        lines = [
            (
                reverse("admin:importing_importedrecord_change", args=[record.pk]),
                record.file,
                record.source_key,
            )
            for record in records
        ]
        return format_html_join("", '<p><a href="{}">{}</a><br>{}</p>', lines) or _("Written here.")

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        former = Article.objects.values_list("path", flat=True).get(pk=obj.pk) if change else ""
        super().save_model(request, obj, form, change)
        keep_past_address(obj, former)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        imply_primary_center(form.instance)
        search.index([form.instance.pk])

    def view_on_site(self, obj: Article) -> str | None:
        """Only what readers can see has an address to show."""
        return obj.get_absolute_url() if obj.is_public else None


def imply_primary_center(article: Article) -> None:
    """Keep the link that counts the primary center among the work's centers where nobody listed it."""
    article.center_links.filter(is_implied=True).delete()
    center = article.primary_center
    if center and not article.center_links.filter(center=center).exists():
        article.center_links.create(center=center, is_implied=True, position=article.center_links.count())


class KindNames(NameFormInline):
    model = KindName


@admin.register(Kind)
class KindAdmin(admin.ModelAdmin):
    """Kinds of work. Codes that sources brought and nobody has labelled stand first."""

    list_display = ["label", "code", "plural", "is_known", "position"]
    list_editable = ["position"]
    list_filter = ["is_known"]
    search_fields = ["label", "code", "names__name"]
    ordering = ["is_known", "position"]
    inlines = [KindNames]


class OutletNames(NameFormInline):
    model = OutletName


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    """Newspapers, journals and sites where works first appeared."""

    list_display = ["name", "url"]
    search_fields = ["name", "names__name"]
    show_full_result_count = False
    inlines = [OutletNames]

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            form.instance.articles.reindex()
