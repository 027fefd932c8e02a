"""Checks of the quality board: what can be wrong, how much of it there is, and where it is mended.

A room registers its checks beside the admin pages that mend what they find (`register`). What a check counts
for a user is a queryset, and the address that it leads to lists the very same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F, IntegerField, Model, QuerySet, Subquery, Value
from django.db.models.fields import CharField

from archive.rights import may, visible


class Group(StrEnum):
    """What a check is about, in the order of the board."""

    PAGE = "page"
    NAMES = "names"
    IMPORTS = "imports"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the board.

    `rows` are what it finds in the whole archive, `narrow` what of it concerns a user, `address` her list of
    it. `center` is the column that names whose a row is, "" for what belongs to all. `group` says with what
    it stands on the board.
    """

    code: str
    group: Group
    label: Any
    advice: Any
    rows: Callable[[], QuerySet]
    address: Callable[[Any], str]
    narrow: Callable[[QuerySet, Any], QuerySet] = visible
    center: str = ""
    permission: str = ""
    """What a user needs whom it concerns; empty: to change what it is about."""

    @property
    def model(self) -> type[Model]:
        """What the check is about."""
        return self.rows().model

    def concerns(self, user: Any) -> bool:
        """Whether the user may mend what it finds."""
        return user.has_perm(self.permission) if self.permission else may(user, self.model, "change")


_registered: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Put checks on the board, in the order in which the rooms are loaded."""
    _registered.update({check.code: check for check in checks})


def checks_for(user: Any) -> list[Check]:
    """Return the checks that concern the user; no query."""
    return [check for check in _registered.values() if check.concerns(user)]


class Number(Subquery):
    """How many rows a queryset has, as an expression: several counts make one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(queryset.order_by().values("pk"), **kwargs)


def count(checks: Iterable[Check], user: Any) -> dict[str, int]:
    """Return what each check finds for the user: one query for all of them."""
    numbers = {check.code: Number(check.narrow(check.rows(), user)) for check in checks}
    if not numbers:
        return {}
    return get_user_model().objects.filter(pk=user.pk).values(**numbers).get()


def count_by_center() -> dict[str, dict[str, int]]:
    """Return what each check finds in the whole archive, by the key of the center: one query for all."""
    found: dict[str, dict[str, int]] = {code: {} for code in _registered}
    parts = [_by_center(check) for check in _registered.values()]
    for code, center, number in parts[0].union(*parts[1:], all=True).order_by() if parts else ():
        if number:
            found[code]["" if center is None else str(center)] = number
    return found


def _by_center(check: Check) -> QuerySet:
    code = Value(check.code, output_field=CharField())
    center = F(check.center) if check.center else Value(None, output_field=IntegerField())
    rows = check.rows().order_by().annotate(_code=code, _center=center).values("_code", "_center")
    return rows.annotate(_number=Count("pk")).values_list("_code", "_center", "_number")
