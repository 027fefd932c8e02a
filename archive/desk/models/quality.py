"""What the quality board found on each day, so that it can say whether things get better."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualityDay(models.Model):
    """The counts of one day: for each check how many rows it found, by center.

    `counts` is {check: {key of a center, "" where there is none: number}}; a check that found nothing has an
    empty one, one that did not exist on that day has none.
    """

    day = models.DateField(_("day"), unique=True)
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("day of the quality board")
        verbose_name_plural = _("days of the quality board")
        ordering = ["day"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.day.isoformat()

    def number(self, check: str, centers: frozenset[int] | None) -> int | None:
        """Return what a check found in these centers, None standing for all; None where it was not made."""
        found = self.counts.get(check)
        if found is None:
            return None
        return sum(n for key, n in found.items() if centers is None or (key and int(key) in centers))
