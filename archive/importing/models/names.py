"""Names that no import may decide: what is asked, what was decided, and which works wait for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.articles.querysets import OfWorksQuerySet
from archive.authority import NAME_LENGTH
from archive.importing.models.runs import ImportedRecord
from archive.rights import knows_all_centers, may
from archive.tags.models import Facet


class OpenNameQuerySet(models.QuerySet):
    """Questions about names."""

    def visible_to(self, user: Any) -> OpenNameQuerySet:
        """Narrow to names that stand in a work which the user may see."""
        if not may(user, self.model, "view", "change"):
            return self.none()
        if knows_all_centers(user):
            return self
        return self.filter(Exists(Waiting.objects.filter(question=OuterRef("pk")).visible_to(user)))

    def asked(self) -> OpenNameQuerySet:
        """Narrow to questions for which works wait."""
        return self.filter(works__gt=0)

    def with_state(self, state: str) -> OpenNameQuerySet:
        """Narrow to one state."""
        return self.filter(state=state)

    def recount(self) -> int:
        """Count the waiting works of each question anew; return how many questions there are."""
        waiting = Waiting.objects.waiting().filter(question=OuterRef("pk")).order_by().values("question")
        number = waiting.annotate(number=Count("article", distinct=True)).values("number")
        return self.update(works=Coalesce(Subquery(number), 0))


class OpenName(models.Model):
    """A name as sources print it, and whom it means once an editor has said so: then every later run knows.

    `key` is the name's `matching_key`. `target_id` is the record it means, of the kind that `authority`
    names; `how` says what else the decision did. `works` counts the works that wait. Decisions follow a
    record that is merged into another (`archive.merging`).
    """

    loose_key = "target_id"

    class Authority(models.TextChoices):
        PERSON = "person", _("Person")
        CENTER = "center", _("Center")
        SERIES = "series", _("Series")
        OUTLET = "outlet", _("Outlet")
        TOPIC = Facet.TOPIC.value, Facet.TOPIC.label
        REGION = Facet.REGION.value, Facet.REGION.label
        PROGRAM = Facet.PROGRAM.value, Facet.PROGRAM.label
        PROJECT = Facet.PROJECT.value, Facet.PROJECT.label
        COLLECTION = Facet.COLLECTION.value, Facet.COLLECTION.label

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")
        ASK = "ask", _("Asked for each work")

    class How(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        FORM = "form", _("Added as a name form")
        MADE = "made", _("Made new")

    authority = models.CharField(_("kind of name"), max_length=10, choices=Authority)
    key = models.CharField(max_length=NAME_LENGTH, editable=False)
    name = models.CharField(_("name as printed"), max_length=NAME_LENGTH)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    how = models.CharField(_("how it was decided"), max_length=8, choices=How, blank=True)
    target_id = models.BigIntegerField(_("record"), null=True, blank=True)
    works = models.PositiveIntegerField(_("works that wait"), default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = OpenNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name to decide")
        verbose_name_plural = _("names to decide")
        ordering = ["-works", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="open_name_asked_once"),
            models.CheckConstraint(
                condition=Q(state="decided", target_id__isnull=False)
                | (~Q(state="decided") & Q(target_id__isnull=True)),
                name="open_name_decided_has_target",
            ),
        ]
        indexes = [models.Index(fields=["state", "-works", "id"], name="open_name_most_works")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def that_mean(cls, record: models.Model) -> OpenNameQuerySet:
        """Return the names that were decided to mean a record."""
        kind = record._meta.model_name
        authority = {"author": cls.Authority.PERSON}.get(kind, getattr(record, "facet", kind))
        return cls.objects.filter(authority=authority, target_id=record.pk)


class WaitingQuerySet(OfWorksQuerySet):
    """Places in works where a name waits, or has waited."""

    def visible_to(self, user: Any) -> QuerySet:
        """Narrow to places in works that the user may see."""
        return self if knows_all_centers(user) else self._with_work("visible_to", user)

    def editable_by(self, user: Any) -> QuerySet:
        """Narrow to places in works that the user may change."""
        return self._with_work("editable_by", user)

    def waiting(self) -> QuerySet:
        """Narrow to those that nobody has settled."""
        return self.filter(settled_at=None)

    def settled(self) -> QuerySet:
        """Narrow to those that are settled."""
        return self.exclude(settled_at=None)


class Waiting(models.Model):
    """One place in one work where a name stands that is not decided, or was not when it was imported.

    `field` is the record's, `position` the place among what was written for the field: before it stands what
    stood before the name. `effect` is what settling it did to the work; taking it back does the opposite.
    """

    class Effect(models.TextChoices):
        NONE = "", _("Nothing: the work was edited meanwhile")
        LINKED = "linked", _("Linked")
        DROPPED = "dropped", _("Left out: the work has it already")

    question = models.ForeignKey(OpenName, models.CASCADE, related_name="places")
    record = models.ForeignKey(ImportedRecord, models.CASCADE, related_name="waiting")
    article = models.ForeignKey(Article, models.CASCADE, related_name="waiting_names")
    field = models.CharField(_("field"), max_length=20)
    role = models.CharField(_("role"), max_length=40, blank=True)
    position = models.PositiveIntegerField(_("order"), default=0)
    name = models.CharField(_("name as printed"), max_length=NAME_LENGTH)
    settled_id = models.BigIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    effect = models.CharField(max_length=7, choices=Effect, blank=True, default=Effect.NONE)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting name")
        verbose_name_plural = _("waiting names")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field", "question", "role"], name="waiting_once_in_a_field"
            )
        ]
        indexes = [models.Index(fields=["question", "id"], name="waiting_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.field} · {self.name}"
