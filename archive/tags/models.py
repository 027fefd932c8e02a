"""Terms, their other names, and the tree they form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from archive.authority import NAME_LENGTH, Named, NameForm, PastSlug
from archive.fields import HTMLField, LineField
from archive.tags.querysets import TermQuerySet


class Facet(models.TextChoices):
    """The vocabularies, in the order in which a work's tag line names them."""

    TOPIC = "topic", _("Topic")
    REGION = "region", _("Region")
    PROGRAM = "program", _("Program")
    PROJECT = "project", _("Project")
    COLLECTION = "collection", _("Collection")


FACET_PLURALS = {
    Facet.TOPIC: "topics",
    Facet.REGION: "regions",
    Facet.PROGRAM: "programs",
    Facet.PROJECT: "projects",
    Facet.COLLECTION: "collections",
}


class Term(Named, TagBase):
    """One term of one facet. Terms may form a tree; a term's pages show what stands below it too."""

    facet = models.CharField(_("facet"), max_length=12, choices=Facet)
    name = LineField(_("name"), max_length=NAME_LENGTH)
    slug = models.SlugField(_("slug"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("stands under")
    )
    description = HTMLField(_("description"), blank=True, help_text=_("Opens the term's own page."))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["facet", "key"]
        constraints = [
            models.UniqueConstraint(fields=["facet", "key"], name="term_name_unique_in_facet"),
            models.UniqueConstraint(fields=["facet", "slug"], name="term_slug_unique_in_facet"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="term_not_under_itself"),
        ]
        indexes = [models.Index(fields=["folded"], name="term_folded")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("term", args=[FACET_PLURALS[Facet(self.facet)], self.slug])

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent.facet != self.facet:
            raise ValidationError({"parent": _("A term stands under a term of its own facet.")})
        if self.pk and Term.objects.under(self).filter(pk=self.parent.pk).exists():
            raise ValidationError(
                {"parent": _("A term cannot stand under itself or under one of its own sub-terms.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, then rewrite the term's place in the tree, which is a part of the term."""
        if not self.slug:
            raise ValueError(f"The term “{self.name}” has no slug; give it one before it is saved.")
        with transaction.atomic(savepoint=False):
            models.Model.save(self, *args, **kwargs)
            place_in_tree(self)


class TermName(NameForm):
    """A synonym of a term, or its name in another language."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["language", "key"]
        constraints = [
            models.UniqueConstraint(fields=["term", "key", "language"], name="term_name_form_unique")
        ]
        indexes = [
            models.Index(fields=["key"], name="term_name_form_key"),
            models.Index(fields=["folded"], name="term_name_form_folded"),
        ]


class TermPastSlug(PastSlug):
    """A slug under which a term was found before."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="past_slugs")
    facet = models.CharField(max_length=12, choices=Facet)

    class Meta:
        verbose_name = _("past slug")
        verbose_name_plural = _("past slugs")
        constraints = [
            models.UniqueConstraint(fields=["facet", "slug"], name="term_past_slug_unique_in_facet")
        ]


class Ancestry(models.Model):
    """The tree written flat: one row for each term and each term above it, itself included (depth 0).

    A query joins it to count or find what stands anywhere below a term. `place_in_tree` keeps it.
    """

    is_derived = True

    ancestor = models.ForeignKey(Term, models.CASCADE, related_name="descendant_links")
    descendant = models.ForeignKey(Term, models.CASCADE, related_name="ancestor_links")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="ancestry_unique")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


def place_in_tree(term: Term) -> None:
    """Rewrite the ancestry rows of a term and of everything below it."""
    above = {term.pk: 0}
    parent_id, depth = term.parent_id, 1
    while parent_id and parent_id not in above:
        above[parent_id] = depth
        parent_id, depth = Term.objects.values_list("parent_id", flat=True).get(pk=parent_id), depth + 1
    stored = dict(Ancestry.objects.filter(descendant=term).values_list("ancestor_id", "depth"))
    if stored == above:
        return
    Ancestry.objects.filter(descendant=term).delete()
    Ancestry.objects.bulk_create(
        Ancestry(ancestor_id=ancestor, descendant=term, depth=depth) for ancestor, depth in above.items()
    )
    for child in term.children.all():
        place_in_tree(child)
