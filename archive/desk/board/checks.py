"""What the desk itself asks of the archive: pairs of records that may be one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.desk.merging.twins.finding import visible_pairs
from archive.desk.models import LikelyTwin
from archive.editing import checks


def likely_twins() -> QuerySet:
    """Return the pairs of which nobody has said that they are two."""
    return LikelyTwin.objects.open()


def that_one_may_see(pairs: QuerySet, user: Any) -> QuerySet:
    """Return the pairs of records that the user may see both."""
    return visible_pairs(user).open()


def list_of_twins(user: Any) -> str:
    return reverse("admin:desk_likelytwin_changelist")


checks.register(
    checks.Check(
        "twins",
        checks.Group.NAMES,
        _("Probable duplicates"),
        _("Merge the two, or say that they are not the same."),
        likely_twins,
        list_of_twins,
        narrow=that_one_may_see,
        permission="desk.merge_records",
    )
)
