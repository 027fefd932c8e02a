"""Two states of a record side by side, in words that an editor reads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.editing import comparing
from archive.editing.comparing import Comparison
from archive.editing.sheets import cleaned
from archive.fields import HTMLField
from archive.history import states
from archive.history.models import Version
from archive.history.registry import OWN_ORDER, Kept, State

EMPTY: State = {"columns": {}, "rows": {}}


@dataclass(frozen=True, slots=True)
class Change:
    """A field, or rows, that two states have differently."""

    name: str
    label: str
    comparison: Comparison
    is_address: bool = False


def changes(kept: Kept, former: State, latter: State, user: Any) -> list[Change]:
    """Return what two states have differently, in the order of the record; a query for each kind of name.

    What the user may not see is not named.
    """
    names = states.changed(kept, former, latter)
    spoken = Names(kept, names, (former, latter), user)
    return [
        Change(
            name,
            capfirst(kept.label(name)),
            _compare(kept, name, former, latter, spoken),
            name in kept.addresses,
        )
        for name in names
    ]


def _compare(kept: Kept, name: str, former: State, latter: State, spoken: Names) -> Comparison:
    if name in kept.accessors:
        return comparing.rows(
            *(
                [(row["id"], spoken.row(name, row)) for row in state["rows"].get(name, [])]
                for state in (former, latter)
            )
        )
    column = kept.model._meta.get_field(name)
    values = [state["columns"].get(column.attname) for state in (former, latter)]
    if isinstance(column, HTMLField):
        return comparing.html(*(cleaned(str(value or "")) for value in values))
    return comparing.text(*(spoken.value(column, value) for value in values))


class Names:
    """What values are called: records by their names, also those that are no more."""

    def __init__(self, kept: Kept, names: Iterable[str], given: Iterable[State], user: Any) -> None:
        self.kept = kept
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for name in names:
            for state in given:
                rows = state["rows"].get(name, []) if name in kept.accessors else [state["columns"]]
                for column in self._columns(name):
                    if column.is_relation:
                        wanted[column.related_model] |= {row.get(column.attname) for row in rows} - {None}
        self.known = {model: _called(model, keys, user) for model, keys in wanted.items()}

    def _columns(self, name: str) -> list[models.Field]:
        if name in self.kept.accessors:
            return self.kept.row_columns(name)
        return [self.kept.model._meta.get_field(name)]

    def row(self, accessor: str, row: dict[str, Any]) -> str:
        """Return what a row says; what it says twice, once."""
        said = (
            self.value(column, row.get(column.attname))
            for column in self.kept.row_columns(accessor)
            if column.name != OWN_ORDER
        )
        return " · ".join(dict.fromkeys(filter(None, said)))

    def value(self, column: models.Field, value: Any) -> str:
        """Return what a value of a column says."""
        if value is None or value == "":
            return ""
        if column.is_relation:
            return self.known.get(column.related_model, {}).get(value) or _("no. %(key)s") % {"key": value}
        if isinstance(column, models.BooleanField):
            return f"{column.verbose_name}" if value else ""
        if isinstance(column, models.FileField):
            return str(value).rsplit("/", 1)[-1]
        if isinstance(column, models.DateTimeField):
            return date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "DATETIME_FORMAT")
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return str(dict(column.flatchoices).get(value, value))


def _called(model: type[models.Model], keys: set[Any], user: Any) -> dict[Any, str]:
    """Return what records are called; of one that is no more the last name that its history knows.

    What the user may not see has no name for her; nor has what is no more and may have been such.
    """
    found = model._base_manager.in_bulk(list(keys))
    gone = keys - found.keys()
    records = model._default_manager.filter(pk__in=keys)
    narrowed = records.visible_to(user) if hasattr(records, "visible_to") else records
    if narrowed is records:
        called = {pk: str(record) for pk, record in found.items()}
        last = (
            Version.objects.latest_of_each(model._meta.label_lower, list(gone)).defer("state") if gone else ()
        )
        called |= {one.object_id: _("%(name)s (no longer here)") % {"name": one.name} for one in last}
        return called
    seen = set(narrowed.values_list("pk", flat=True))
    hidden = _("Not to be seen by you")
    return {pk: str(found[pk]) if pk in seen else hidden for pk in keys}
