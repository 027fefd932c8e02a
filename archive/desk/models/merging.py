"""Merges of records, kept so that they can be taken back; and pairs that may be one."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.authority import NAME_LENGTH
from archive.desk.models.jobs import Job


class Merge(models.Model):
    """Records that were folded into another: everything that moved, so that it can move back.

    `model` is the records' ("authors.author"), `folds` what `archive.merging.fold` returned for each of them,
    in the order in which they were folded.
    """

    model = models.CharField(_("kind of record"), max_length=60)
    winner_id = models.BigIntegerField(_("kept record"))
    winner_name = models.CharField(_("kept"), max_length=NAME_LENGTH)
    loser_names = models.JSONField(_("folded into it"), default=list)
    folds = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    kept_back = models.JSONField(_("what stayed when it was taken back"), default=list)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("merge_records", _("Can merge and split people, terms, centers and outlets"))]
        indexes = [models.Index(fields=["model", "winner_id"], name="merge_winner")]

    def __str__(self) -> str:
        return self.winner_name


class LikelyTwinQuerySet(models.QuerySet):
    """Pairs by what has been said of them."""

    def open(self) -> LikelyTwinQuerySet:
        """Narrow to pairs of which nobody has said that they are two."""
        return self.filter(is_apart=False)

    def of(self, model: str) -> LikelyTwinQuerySet:
        """Narrow to pairs of one kind of record."""
        return self.filter(model=model)


class LikelyTwin(models.Model):
    """Two records that may be one: the lower key first, why, and whether an editor said that they are two.

    `weight` orders pairs, the likeliest highest. `is_warning` says that they look alike only because letters
    of different scripts do: that is reported, never proposed.
    """

    model = models.CharField(_("kind of record"), max_length=60)
    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    reasons = models.JSONField(_("reasons"), default=list)
    weight = models.SmallIntegerField(default=0)
    is_warning = models.BooleanField(_("look-alike letters"), default=False)
    is_apart = models.BooleanField(_("not the same"), default=False)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = LikelyTwinQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-weight", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["model", "one_id", "other_id"], name="likely_twin_once"),
            models.CheckConstraint(
                condition=models.Q(one_id__lt=models.F("other_id")), name="likely_twin_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["model", "is_apart", "-weight", "id"], name="likely_twin_list"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.one_id} · {self.other_id}"
