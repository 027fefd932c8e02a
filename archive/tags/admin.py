"""The vocabulary in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from archive.editing import (
    KeepsPastSlug,
    NameFormInline,
    PastSlugInline,
    checks,
    lists_rows,
    number_of,
    renamed,
)
from archive.editing.actions import merge
from archive.editing.following import let_works_follow
from archive.history.admin import KeepsHistory
from archive.tags.models import Term, TermName, TermPastSlug

admin.site.unregister(Tag)


class TermNames(NameFormInline):
    model = TermName
    verbose_name_plural = _("other names: synonyms and other languages, by which imports and search find it")


class TermPastSlugs(PastSlugInline):
    model = TermPastSlug


class CarriedFilter(admin.SimpleListFilter):
    """Terms whose pages are empty."""

    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("works", _("No work carries it"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.orphans() if self.value() == "works" else queryset


checks.register(
    checks.Check(
        "orphans",
        checks.Group.NAMES,
        _("Terms that no work carries"),
        _("Merge the term into the one that is meant, or delete it."),
        Term.objects.orphans,
        lambda user: reverse("admin:tags_term_changelist") + "?lacks=works",
    )
)


class TermForm(forms.ModelForm):
    class Meta:
        widgets = {"description": forms.Textarea(attrs={"rows": 6, "class": "prose"})}
        help_texts = {
            "facet": _("The vocabulary it belongs to. It cannot be changed later: works stand under it."),
            "name": _("As the tag line at the foot of a work prints it."),
            "slug": _("Last word of its address; a changed one redirects."),
            "parent": _("A term of the same vocabulary: a region's pages show the work of its sub-regions."),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """Leave nothing out: a name is taken within its facet, which no form of a stored term holds."""
        return super()._get_validation_exclusions() - {"facet"}


@admin.register(Term)
class TermAdmin(KeepsHistory, KeepsPastSlug):
    """Terms of every facet. A change of name is searched for at once in every work that carries the term."""

    form = TermForm
    list_display = ["name", "place", "facet", "works"]
    list_filter = ["facet", CarriedFilter]
    list_select_related = ["parent__parent"]
    actions = [merge]
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
        terms = super().get_queryset(request)
        if lists_rows(request):
            terms = terms.defer("description").annotate(number_of_works=number_of(Term, "article_links"))
        return terms

    def for_choosing(self, records: QuerySet) -> QuerySet:
        return records.select_related("parent")

    def describe(self, record: Term) -> str:
        """The name, its facet, and what it stands under: “Russia” the region is not “Russia” the topic."""
        under = f", {record.parent}" if record.parent else ""
        return f"{record} · {record.get_facet_display()}{under}"

    @admin.display(description=_("stands under"))
    def place(self, term: Term) -> str:
        """The two terms above it, the higher one first."""
        if term.parent is None:
            return ""
        return " › ".join(str(one) for one in (term.parent.parent, term.parent) if one)

    @admin.display(description=_("works"))
    def works(self, term: Term) -> int:
        """How many works carry the term itself."""
        return term.number_of_works

    def past_slug_scope(self, obj: Term) -> dict[str, str]:
        return {"facet": obj.facet}

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        return ["facet"] if obj else []

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (renamed(form, formsets) or "parent" in form.changed_data):
            let_works_follow(form.instance, request.user)
