"""What editors put forward on the home page of a center."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article
from archive.articles.querysets import HighlightQuerySet
from archive.centers.models import Center


class Highlight(models.Model):
    """A work that a center puts forward on its home page: the first leads, the others stand beside it.

    From one day to another, both included, as far as they are given; the day is the server's (UTC). It puts
    nothing before readers that is not published.
    """

    center = models.ForeignKey(
        Center,
        models.CASCADE,
        related_name="highlights",
        verbose_name=_("on the pages of"),
        help_text=_("The center whose home page shows it; the one at the root has the front page."),
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="highlights", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest leads the page.")
    )
    from_day = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day. Empty: at once.")
    )
    until_day = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: until it is taken away.")
    )

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        ordering = ["center", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "article"],
                name="highlight_once_per_center",
                violation_error_message=_("That center puts the work forward already; change that entry."),
            ),
            models.CheckConstraint(
                condition=Q(from_day=None) | Q(until_day=None) | Q(until_day__gte=F("from_day")),
                name="highlight_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_shown(self) -> bool:
        """Whether readers see it today: its days have come and are not over, and the work is published."""
        today = timezone.now().date()
        begun = self.from_day is None or self.from_day <= today
        over = self.until_day is not None and self.until_day < today
        return begun and not over and self.article.is_public
