"""Bulk changes: what was changed in which works, by whom, and what stood there before."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.desk.models.jobs import Job


class BulkChange(models.Model):
    """One change of many works: chosen, looked at beforehand, made, and perhaps taken back.

    `operations` says what it does, as `archive.desk.bulk.operations` writes it. The works are fixed when they
    are chosen, each with the moment of its last change (`BulkItem`).
    """

    class State(models.TextChoices):
        CHOOSING = "choosing", _("Works chosen")
        COUNTING = "counting", _("Being counted")
        PREVIEWED = "previewed", _("Looked at, not made")
        CHANGING = "changing", _("Being made")
        CHANGED = "changed", _("Made")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.CHOOSING)
    operations = models.JSONField(_("what it does"), default=list, encoder=DjangoJSONEncoder)
    narrowed_by = models.TextField(_("filter"), blank=True)
    number = models.PositiveIntegerField(_("works chosen"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("made"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("bulk_change", _("Can change many works at once"))]

    def __str__(self) -> str:
        return str(_("Bulk change %(number)s")) % {"number": self.pk}


class BulkItem(models.Model):
    """A work of a bulk change, and what came of it there.

    `seen_at` is the work's `updated_at` when it was chosen, `written_at` the one that the change gave it: by
    them an edit made since is told. `before` and `after` hold the fields that changed. The work's key is no
    foreign key: the account outlives the work.
    """

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", _("Not looked at yet")
        FITS = "fits", _("Will change")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Is so already")
        FORBIDDEN = "forbidden", _("Not yours to edit")
        REFUSED = "refused", _("Cannot be changed")
        STALE = "stale", _("Edited since it was chosen")
        GONE = "gone", _("No longer in the archive")
        UNDONE = "undone", _("As before")
        KEPT = "kept", _("Edited since, so kept")

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="items")
    article_id = models.BigIntegerField(_("work"))
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.CHOSEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    seen_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("work of a bulk change")
        verbose_name_plural = _("works of a bulk change")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["change", "article_id"], name="bulk_item_work_once"),
        ]
        indexes = [
            models.Index(fields=["change", "outcome", "id"], name="bulk_item_outcome"),
            models.Index(fields=["article_id"], name="bulk_item_work"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} · {self.article_id}"

    @property
    def work(self) -> Article | None:
        """The work itself; None where it is no more. One query."""
        return Article.objects.filter(pk=self.article_id).first()
