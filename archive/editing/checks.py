"""Checks of the quality board: what can be wrong, how much of it there is, and where it is mended.

A room registers its checks beside the admin pages that mend what they find (`register`). What a check counts
for a user is a queryset, and the address that it leads to lists the very same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Count, F, IntegerField, Model, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from archive.rights import ANY_CENTER, may, visible


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
    condition: Callable[[], Q] | None = None
    """What a row has that is found; checks of one model that have one may be counted in one pass."""
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
    """Return what each check finds for the user: one query, and one more for who works for some centers.

    Who works for all has an index for each check. For others a check would go through the works of their
    centers: so all checks go through them together.
    """
    found: dict[str, int] = {}
    alone: dict[str, Number] = {}
    together: defaultdict[tuple[Any, Any], dict[str, Count]] = defaultdict(dict)
    everywhere = user.has_perm(ANY_CENTER)
    for check in checks:
        if check.condition is None or everywhere:
            alone[check.code] = Number(check.narrow(check.rows(), user))
        else:
            together[check.model, check.narrow][check.code] = Count("pk", filter=check.condition())
    for (model, narrow), numbers in together.items():
        found |= narrow(model._default_manager.all(), user).order_by().aggregate(**numbers)
    if alone:
        found |= get_user_model().objects.filter(pk=user.pk).values(**alone).get()
    return found


def count_by_center() -> dict[str, dict[str, int]]:
    """Return what each check finds in the whole archive, by the key of the center: one query for all."""
    found: dict[str, dict[str, int]] = {code: {} for code in _registered}
    parts = [_by_center(check) for check in _registered.values()]
    for code, center, number in parts[0].union(*parts[1:], all=True).order_by() if parts else ():
        if number:
            found[code][str(center or "")] = number
    return found


def _by_center(check: Check) -> QuerySet:
    code = Value(check.code, output_field=CharField())
    nobody = Value(0, output_field=IntegerField())
    center = Coalesce(F(check.center), nobody, output_field=IntegerField()) if check.center else nobody
    rows = check.rows().order_by().annotate(_code=code, _center=center).values("_code", "_center")
    return rows.annotate(_number=Count("pk")).values_list("_code", "_center", "_number")
