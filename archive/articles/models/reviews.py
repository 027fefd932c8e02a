"""The review of a work before it is published: who is asked, what was decided, what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article
from archive.articles.querysets import ReviewQuerySet
from archive.fields import ProseField


class Review(models.Model):
    """One round of review: asked for when a work is submitted, over when it is decided or taken back.

    Without a `reviewer` it waits for whoever may publish the work. An approved round stays open to view: the
    work waits to be published.
    """

    class Decision(models.TextChoices):
        WAITING = "", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned to the writer")
        TAKEN_BACK = "taken-back", _("Taken back by the writer")
        PUBLISHED = "published", _("Published")

    article = models.ForeignKey(Article, models.CASCADE, related_name="reviews", verbose_name=_("article"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="reviews_asked",
        verbose_name=_("submitted by"),
    )
    asked_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews_assigned",
        verbose_name=_("reviewer"),
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.WAITING, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    is_open = models.BooleanField(_("under way"), default=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(is_open=True), name="review_one_under_way"
            )
        ]
        indexes = [
            models.Index(fields=["reviewer", "article"], name="review_waiting", condition=Q(is_open=True))
        ]

    def __str__(self) -> str:
        return f"{self.article} · {self.get_decision_display()}"


class Remark(models.Model):
    """What somebody said of a work to those who edit it. It is kept, and readers never see it.

    `writer_name` is the writer's name of that day: the remark stays when the account goes.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="remarks", verbose_name=_("article"))
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    writer_name = models.CharField(_("name of the writer"), max_length=300)
    move = models.CharField(_("with the step"), max_length=12, blank=True)
    text = ProseField(_("remark"), blank=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
