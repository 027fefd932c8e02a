"""Records as versions keep them: read whole, told apart, made words of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from archive.history.registry import OWN_ORDER, Kept, State


def read(kept: Kept, keys: Iterable[int]) -> dict[int, State]:
    """Return the states of these records as they stand; one that is gone is not among them.

    One query, and one for each kind of rows.
    """
    keys = list(keys)
    columns = [column.attname for column in kept.columns]
    states: dict[int, State] = {
        row.pop("pk"): {"columns": plain(row), "rows": {}}
        for row in kept.model._base_manager.filter(pk__in=keys).values("pk", *columns)
    }
    for accessor in kept.accessors:
        rows = _rows(kept, accessor, list(states))
        for pk, state in states.items():
            state["rows"][accessor] = rows[pk]
    return states


def _rows(kept: Kept, accessor: str, keys: list[int]) -> dict[int, list[dict[str, Any]]]:
    owner = kept.relation(accessor)
    columns = [column.attname for column in kept.row_columns(accessor)]
    stored = owner.model._base_manager.filter(
        **{f"{owner.name}__in": keys}, **kept.only.get(accessor, {})
    ).order_by(*owner.model._meta.ordering, "pk")
    found = defaultdict(list)
    for row in stored.values(owner.attname, "pk", *columns):
        found[row.pop(owner.attname)].append({"id": row.pop("pk"), **plain(row)})
    return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as JSON gives it back."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)


def essence(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what rows say: in their order, without keys, and without the numbers that make the order."""
    return [{name: row[name] for name in row if name not in ("id", OWN_ORDER)} for row in rows]


def digest(state: State) -> str:
    """Return what is equal for equal records: 32 hexadecimal digits."""
    said = [state["columns"], {name: essence(rows) for name, rows in state["rows"].items()}]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def changed(kept: Kept, former: State, latter: State) -> list[str]:
    """Return the names of the fields and rows in which two states differ, in the order of the record."""
    names = [
        column.name
        for column in kept.columns
        if former["columns"].get(column.attname) != latter["columns"].get(column.attname)
    ]
    return names + [
        name
        for name in kept.accessors
        if essence(former["rows"].get(name, [])) != essence(latter["rows"].get(name, []))
    ]


def name_of(kept: Kept, state: State) -> str:
    """Return what a record was called."""
    for name in ("name", "title", "label", "code"):
        if called := state["columns"].get(name):
            return str(called)[:300]
    return ""


def set_column(instance: models.Model, column: models.Field, value: Any) -> None:
    """Set a column to a value that a state keeps."""
    kind = column.target_field if column.is_relation else column
    setattr(instance, column.attname, kind.to_python(value))
