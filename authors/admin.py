"""People in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.editing import (
    KeepsPastSlug,
    NameFormInline,
    OrderedInline,
    PastSlugInline,
    Rows,
    checks,
    lists_rows,
    number_of,
    renamed,
)
from archive.editing.actions import merge
from archive.editing.choosing import LONGEST_TYPED
from archive.editing.following import let_works_follow
from archive.editing.records import MOST_WORDS
from archive.history.admin import KeepsHistory
from archive.text.likeness import family_sketch, sketches
from archive.text.strings import loose_key, matching_key, tidy
from authors.models import Affiliation, Author, AuthorLink, AuthorName, AuthorPastSlug


class AuthorNames(NameFormInline):
    model = AuthorName
    fields = ["name", "script", "language"]
    verbose_name_plural = _("other spellings, by which imports and search find the person")


class Affiliations(Rows):
    model = Affiliation
    autocomplete_fields = ["center"]
    fields = ["position", "center", "organisation", "from_date", "to_date", "is_past"]
    related = ("center",)
    after = "names"
    verbose_name_plural = _("positions held")


class Links(OrderedInline):
    model = AuthorLink
    fields = ["position", "label", "url"]


class AuthorPastSlugs(PastSlugInline):
    model = AuthorPastSlug


class BioFilter(admin.SimpleListFilter):
    """People of whom works are here, and nothing is told."""

    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("bio", _("No bio"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.lacking_bio() if self.value() == "bio" else queryset


checks.register(
    checks.Check(
        "bio",
        checks.Group.NAMES,
        _("People without a bio"),
        _("Write two or three sentences; they stand under every work of theirs."),
        Author.objects.lacking_bio,
        lambda user: reverse("admin:authors_author_changelist") + "?lacks=bio",
    )
)


class AuthorForm(forms.ModelForm):
    class Meta:
        widgets = {"bio": forms.Textarea(attrs={"rows": 7, "class": "prose"})}
        help_texts = {
            "name": _("As the person's own page prints it; a byline may print it differently."),
            "slug": _("Last word of the person's address; a changed one redirects."),
            "portrait": _("Beside the bio, cut to a square."),
            "orcid": _("As 0000-0002-1825-0097; its last sign is checked."),
        }


def sounding_like(term: str) -> Q:
    """The condition that a name may be spelt as the term: in another script, with initials, words turned."""
    known = sketches(term)
    family = family_sketch(term) if " " not in term else ""
    near = Q(sketch__startswith=family) if family else Q(sketch__in=known)
    if not (known or family):
        return Q(pk__in=[])
    return near | Q(pk__in=AuthorName.objects.filter(near).values("author"))


@admin.register(Author)
class AuthorAdmin(KeepsHistory, KeepsPastSlug):
    """A person: names, positions with their dates, bio. “Former” follows from the dates."""

    form = AuthorForm
    list_display = ["name", "introduction", "works", "filed_under", "updated_at"]
    list_filter = [BioFilter]
    sortable_by = ["filed_under"]
    actions = [merge]
    search_fields = ["name", "names__name", "sort_name"]
    search_help_text = _("Any spelling, in any script, with or without accents.")
    loose_columns = ("sort_key",)
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"classes": ["names"], "fields": ["name", ("sort_name", "slug")]}),
        (_("On the page and under every work"), {"fields": ["bio", "portrait"]}),
        (_("Identity"), {"fields": ["orcid", ("created_at", "updated_at")]}),
    ]
    readonly_fields = ["created_at", "updated_at"]
    inlines = [Affiliations, AuthorNames, Links, AuthorPastSlugs]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        people = super().get_queryset(request)
        if lists_rows(request):
            works = number_of(Author, "byline_entries", "article")
            people = people.defer("bio").with_affiliations().annotate(number_of_works=works)
        return people

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find people by words of their names, and by how these sound; who chooses sees the former first."""
        term = tidy(search_term, limit=LONGEST_TYPED)
        if not term:
            return queryset, False
        named = Q()
        for word in term.split()[:MOST_WORDS]:
            named &= self.is_named(word)
        found = queryset.filter(named | sounding_like(term))
        if not lists_rows(request):
            begins = Q(key__startswith=matching_key(term)) | Q(sort_key__startswith=loose_key(term))
            rank = Case(When(begins, then=0), When(named, then=1), default=2)
            found = found.order_by(rank, "sort_key", "pk")
        return found, False

    def for_choosing(self, records: QuerySet) -> QuerySet:
        return records.defer("bio").with_affiliations()

    def describe(self, record: Author) -> str:
        """The name with the position, by which namesakes are told apart."""
        return " · ".join(filter(None, [str(record), self.introduction(record)]))

    @admin.display(description=_("sort name"), ordering="sort_key")
    def filed_under(self, author: Author) -> str:
        """The name as an index has it."""
        return author.sort_name

    @admin.display(description=_("position"))
    def introduction(self, author: Author) -> str:
        """The position held now, or the last one."""
        held = author.latest_position
        if held is None:
            return ""
        return str(_("Former %(position)s") % {"position": held}) if held.is_former else str(held)

    @admin.display(description=_("works"))
    def works(self, author: Author) -> int:
        """How many works name the person."""
        return author.number_of_works

    def view_on_site(self, obj: Author) -> str | None:
        """The person's page is there for readers once a published work names the person."""
        return obj.get_absolute_url() if obj.articles.published().exists() else None

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and renamed(form, formsets):
            let_works_follow(form.instance, request.user)
