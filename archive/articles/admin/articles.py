"""The list of works and the page on which one is edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.articles import links, search
from archive.articles.addresses import keep_past_address
from archive.articles.admin.filters import (
    AuthorFilter,
    DayFilter,
    LackFilter,
    LanguageFilter,
    OneOfFewFilter,
    OutletFilter,
    SeriesFilter,
    StateFilter,
    TermFilter,
    WhoseFilter,
)
from archive.articles.admin.forms import ArticleForm
from archive.articles.admin.links import links_of
from archive.articles.admin.reviewed import NotesReview
from archive.articles.admin.rows import ROWS
from archive.articles.admin.workflow import MovesWorks
from archive.articles.admin.writing import WritesBody
from archive.articles.models import Article, LegacyAddress
from archive.editing import RecordAdmin, lists_rows
from archive.editing.actions import change_many
from archive.history.admin import KeepsHistory
from archive.publication import Status
from archive.text import addresses
from archive.text.strings import tidy

LONGEST_SEARCHED = 1000
MOST_NAMED = 3
PICTURE = ["image", ("image_alt", "image_is_decorative"), "image_caption", ("credit", "image_rights_until")]


@admin.register(Article)
class ArticleAdmin(KeepsHistory, MovesWorks, WritesBody, NotesReview, RecordAdmin):
    """A work from its title to its provenance."""

    form = ArticleForm
    save_on_top = True
    list_display = ["heading", "state", "kind", "byline_line", "house", "date", "changed"]
    sortable_by = ["date", "changed"]
    list_filter = [
        WhoseFilter,
        StateFilter,
        LackFilter,
        DayFilter,
        AuthorFilter,
        TermFilter,
        SeriesFilter,
        OutletFilter,
        ("kind", OneOfFewFilter),
        ("primary_center", OneOfFewFilter),
        LanguageFilter,
    ]
    list_select_related = ["kind", "primary_center", "series"]
    actions = [change_many("admin:articles_article_bulk_changelist"), "mark_reviewed"]
    search_fields = ["title"]
    search_help_text = _("Words of title, deck, byline, terms or body in any language; an address; a DOI.")
    autocomplete_fields = ["primary_center", "series", "outlet", "translation_of"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["provenance", "links_to_works", "address", "length", "created_at", "updated_at"]
    fieldsets = [
        (None, {"classes": ["head"], "fields": [("kind", "language"), "title", "deck"]}),
        (_("Text"), {"classes": ["body"], "fields": ["body"]}),
        (_("First published elsewhere"), {"fields": [("outlet", "outlet_url")]}),
        (_("Picture"), {"fields": PICTURE}),
        (_("State"), {"classes": ["side", "workflow"], "fields": ["status", "withdrawal_reason"]}),
        (_("Publication"), {"classes": ["side"], "fields": ["published", "slug", "address"]}),
        (_("House"), {"classes": ["side"], "fields": ["primary_center", "series"]}),
        (_("Relations"), {"classes": ["side"], "fields": ["translation_of", "doi", "place"]}),
        (
            _("Provenance"),
            {"classes": ["side"], "fields": ["provenance", "length", "created_at", "updated_at"]},
        ),
        (_("Links to works"), {"classes": ["side", "collapse"], "fields": ["links_to_works"]}),
        (
            _("Codes of the source"),
            {
                "classes": ["side", "collapse"],
                "fields": [
                    "english_newsletter",
                    "other_newsletter",
                    "center_affiliation",
                    "program_affiliation",
                ],
            },
        ),
    ]
    inlines = ROWS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        works = super().get_queryset(request)
        return works.defer("body", "deck").with_byline() if lists_rows(request) else works

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find works by their words as readers do; by an address, here or at a former site; by a DOI."""
        term = tidy(search_term, limit=LONGEST_SEARCHED)
        if "/" in term:
            former = addresses.normalise_former(term)
            here = former.partition("/articles/")[2].strip("/")
            known = Q(doi=term) | Q(path=here) | Q(past_addresses__path=here)
            known |= Q(pk__in=LegacyAddress.objects.spelt(former).values("article"))
            return queryset.filter(pk__in=Article.objects.filter(known).order_by().values("pk")), False
        found = search.search(term, queryset).queryset
        if not lists_rows(request):  # who types to choose has not written the whole word yet
            found |= queryset.filter(title__icontains=term)
        return found, False

    def for_choosing(self, records: QuerySet) -> QuerySet:
        return records.defer("body", "deck")

    def describe(self, record: Article) -> str:
        """The title with date and language."""
        return " · ".join(filter(None, [str(record), str(record.published or ""), record.language]))

    @admin.display(description=_("title"))
    def heading(self, article: Article) -> SafeString:
        """The title, in its own direction, with its series and the code of its language."""
        series = format_html(' <span class="series">{}</span>', article.series) if article.series else ""
        tongue = format_html(' <span class="tongue">{}</span>', article.language)
        return format_html('<bdi lang="{}">{}</bdi>{}{}', article.language, article.title, series, tongue)

    @admin.display(description=_("state"))
    def state(self, article: Article) -> SafeString:
        """The status, or that the work is scheduled."""
        name = "scheduled" if article.is_scheduled else article.status
        label = _("Scheduled") if article.is_scheduled else article.get_status_display()
        return format_html('<span class="state state-{}">{}</span>', name, label)

    @admin.display(description=_("byline"))
    def byline_line(self, article: Article) -> SafeString:
        """The names as printed, three at most, each in its own direction."""
        names = [entry.name for entry in article.byline]
        line = format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in names[:MOST_NAMED]))
        return format_html("{} …", line) if len(names) > MOST_NAMED else line

    @admin.display(description=_("center"))
    def house(self, article: Article) -> str:
        """The brand of the primary center."""
        return article.primary_center.brand if article.primary_center else ""

    @admin.display(description=_("published"), ordering="sort_date")
    def date(self, article: Article) -> SafeString:
        """The date as far as it is known."""
        return format_html('<span class="date">{}</span>', article.published or "")

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, article: Article) -> SafeString:
        """The day of the last change."""
        return format_html('<span class="date">{}</span>', article.updated_at.date())

    @admin.display(description=_("address"))
    def address(self, article: Article) -> str:
        """Where readers find the work, or will find it."""
        return article.get_absolute_url() if article.pk else "–"

    @admin.display(description=_("length"))
    def length(self, article: Article) -> str:
        """The number of words, and how long they take to read."""
        words = ngettext("%(count)s word", "%(count)s words", article.word_count)
        return words % {"count": f"{article.word_count:,}"} if article.pk else "–"

    @admin.display(description=_("in the body"))
    def links_to_works(self, article: Article) -> SafeString | str:
        """The links of the body that mean works, as they were followed when it was saved last."""
        return links_of(article, article.viewer) if article.pk else "–"

    @admin.display(description=_("imported from"))
    def provenance(self, article: Article) -> SafeString | str:
        """The source records of the work, each with its capture."""
        records = article.imported_records.only("file", "source_key") if article.pk else []
        lines = (
            (reverse("admin:importing_importedrecord_change", args=[one.pk]), one.source_key, one.file)
            for one in records
        )
        return format_html_join("", '<p><a href="{}">{}</a><br>{}</p>', lines) or _("Written here.")

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        former = Article.objects.values_list("path", flat=True).get(pk=obj.pk) if change else ""
        super().save_model(request, obj, form, change)
        if keep_past_address(obj, former):
            message = _("The address has changed; /articles/%(path)s/ leads to the new one.")
            messages.info(request, message % {"path": former})
        for loss in form.losses:
            messages.warning(request, _("Cleaning the body took something away: %(loss)s") % {"loss": loss})

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        article = form.instance
        article.center_links.filter(is_implied=True).delete()
        super().save_related(request, form, formsets, change)
        imply_primary_center(article)
        links.follow([article])
        search.index([article.pk])

    def view_on_site(self, obj: Article) -> str | None:
        """Where the work is found: readers see a published one, and why a withdrawn one is gone."""
        return obj.get_absolute_url() if obj.is_public or obj.status == Status.WITHDRAWN else None


def imply_primary_center(article: Article) -> None:
    """Keep the link that counts the primary center among the work's centers where nobody listed it."""
    center = article.primary_center
    if center and not article.center_links.filter(center=center).exists():
        article.center_links.create(center=center, is_implied=True, position=article.center_links.count())
