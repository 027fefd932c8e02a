"""Publication: the states of a work, the one gate to readers, partial dates, safe addresses.

`published()` is the only way by which anything reaches a reader. A scheduled work is one whose status is
published and whose `publish_at` has not come: no job has to run when it does.
May import: `archive.text`, `archive.fields`.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.fields import ProseField
from archive.text.dates import PartialDate

UNDATED = dt.date(1, 1, 1)


class Status(models.TextChoices):
    """The stored states. “Scheduled” is not among them: it is published with an instant still to come."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class PublicationQuerySet(models.QuerySet):
    """Words about who may see a work and in which order."""

    def published(self) -> PublicationQuerySet:
        """Narrow to what readers may see at this instant."""
        due = models.Q(publish_at=None) | models.Q(publish_at__lte=timezone.now())
        return self.filter(due, status=Status.PUBLISHED)

    def scheduled(self) -> PublicationQuerySet:
        """Narrow to works that readers will see from an instant still to come."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=timezone.now())

    def withdrawn(self) -> PublicationQuerySet:
        """Narrow to works that were taken back; their addresses answer 410."""
        return self.filter(status=Status.WITHDRAWN)

    def with_status(self, status: str) -> PublicationQuerySet:
        """Narrow to a stored status; for editors."""
        return self.filter(status=status)

    def newest(self) -> PublicationQuerySet:
        """Order by date, newest first; undated works come last."""
        return self.order_by("-sort_date", "-pk")

    def oldest(self) -> PublicationQuerySet:
        """Order by date, oldest first; undated works come first."""
        return self.order_by("sort_date", "pk")

    def in_year(self, *years: int) -> PublicationQuerySet:
        """Narrow to works dated in one of these years (1000 to 2999), whatever their precision."""
        spans = (models.Q(sort_date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))) for year in years)
        return self.filter(reduce(or_, spans)) if years else self.none()


class Publication(models.Model):
    """A work with a state, an instant of release, and a date of which only a part may be known.

    `published_on` is the day it came out (the first of the month or year where no more is known, as
    `published_precision` says); `publish_at` is the instant from which readers of this archive see it.
    """

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        _("visible from"),
        null=True,
        blank=True,
        help_text=_("Readers see the work from this instant (UTC). Empty: as soon as it is published."),
    )
    withdrawal_reason = ProseField(
        _("reason for withdrawal"), blank=True, help_text=_("Shown to readers at the address of the work.")
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("The day the work came out, here or elsewhere.")
    )
    published_precision = models.CharField(
        _("known to the"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=_("“Year” shows 2014 only, and so for the month; then the rest of the date is ignored."),
    )
    sort_date = models.GeneratedField(
        expression=Coalesce("published_on", models.Value(UNDATED, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def is_scheduled(self) -> bool:
        """Whether the work is published as soon as its instant comes."""
        return (
            self.status == Status.PUBLISHED
            and self.publish_at is not None
            and self.publish_at > timezone.now()
        )

    @property
    def is_public(self) -> bool:
        """Whether readers may see the work now: `published()` said of one row."""
        return self.status == Status.PUBLISHED and not self.is_scheduled

    @property
    def published(self) -> PartialDate | None:
        """The date as far as it is known; None when nothing is."""
        if self.published_on is None:
            return None
        day = self.published_on
        if self.published_precision == Precision.YEAR:
            return PartialDate(day.year)
        if self.published_precision == Precision.MONTH:
            return PartialDate(day.year, day.month)
        return PartialDate(day.year, day.month, day.day)

    @published.setter
    def published(self, value: PartialDate | None) -> None:
        self.published_on = value.first_day if value else None
        self.published_precision = value.precision if value else Precision.DAY
