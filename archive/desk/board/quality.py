"""The lines of the quality board: what each check finds for a user, and whether it gets less."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.desk.models import QualityDay
from archive.editing.checks import Check, Group, checks_for, count, count_by_center
from archive.rights import ANY_CENTER, center_keys
from archive.text.drawing import polyline

DAYS = 60
"""How far back a trend reaches."""
WIDTH, HEIGHT = 96, 20
HEADINGS = {
    Group.PAGE: _("On the page"),
    Group.NAMES: _("Names and terms"),
    Group.IMPORTS: _("From imports"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board. `numbers` are those of the days that are known, today's last."""

    check: Check
    number: int
    address: str
    numbers: list[int]

    @property
    def points(self) -> str:
        """The trend as a line; "" where one day alone is known, or nothing was found."""
        return polyline(self.numbers, WIDTH, HEIGHT) if any(self.numbers) else ""

    @property
    def change(self) -> int:
        """By how much there is more than on the first day that is known."""
        return self.number - self.numbers[0]

    @property
    def fewer(self) -> int:
        """By how much there is less."""
        return -self.change


def lines(user: Any) -> list[Line]:
    """Return the lines that concern the user, and keep today's counts where nobody has; four queries."""
    checks = checks_for(user)
    numbers = count(checks, user)
    days = known_days()
    centers = None if user.has_perm(ANY_CENTER) else center_keys(user)
    found = []
    for check in checks:
        own = centers if check.center else None
        before = [number for day in days if (number := day.number(check.code, own)) is not None]
        number = numbers[check.code]
        found.append(Line(check, number, check.address(user), [*before, number]))
    return found


def grouped(found: list[Line]) -> list[tuple[Any, list[Line]]]:
    """Return the lines under their headings; those that found nothing stand last."""
    return [
        (heading, sorted(some, key=lambda line: not line.number))
        for group, heading in HEADINGS.items()
        if (some := [line for line in found if line.check.group == group])
    ]


def known_days() -> list[QualityDay]:
    """Return the days before today whose counts are kept; keep today's first, if nobody has."""
    today = timezone.now().date()
    days = list(QualityDay.objects.filter(day__gte=today - dt.timedelta(days=DAYS)).order_by("day"))
    if not days or days[-1].day != today:
        note(today)
    return [day for day in days if day.day != today]


def note(day: dt.date) -> None:
    """Keep the counts of a day; what is kept already stays. Two queries."""
    QualityDay.objects.bulk_create([QualityDay(day=day, counts=count_by_center())], ignore_conflicts=True)
