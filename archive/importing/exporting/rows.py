"""Rows as JSON, and JSON as rows: one line an object, its keys in the order of the columns.

Empty ("", null, [], {}) is left out. Numbers and yes or no always stand. Times are
written in UTC to the microsecond.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

Turn = Callable[[type[models.Model], Any], Any]
"""Returns the natural name of a row for its key, or, on the way back, its key for the natural name."""


def line(values: dict[str, Any]) -> bytes:
    """Return one line of JSON in UTF-8. Half a surrogate pair, which UTF-8 cannot hold, is spelt out."""
    return f"{json.dumps(values, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def is_empty(value: Any) -> bool:
    """Say whether a value is left out."""
    return value is None or value == "" or value == [] or value == {}


def without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are not left out."""
    return {name: value for name, value in values.items() if not is_empty(value)}


def row_of(instance: models.Model, fields: Iterable[models.Field], turn: Turn) -> dict[str, Any]:
    """Return the columns of a row by name; foreign keys by natural name. Empty ones are left out.

    Of JSON only what the column holds by itself is left out: {} and null may mean different things.
    """
    found = {}
    for field in fields:
        value = value_of(instance, field, turn)
        is_json = isinstance(field, models.JSONField)
        if value != field.get_default() if is_json else not is_empty(value):
            found[field.name] = value
    return found


def value_of(instance: models.Model, field: models.Field, turn: Turn) -> Any:
    """Return what a column holds, as JSON writes it."""
    value = getattr(instance, field.attname)
    if field.is_relation:
        return turn(field.related_model, value)
    if isinstance(field, models.FileField):
        return value.name or ""
    if isinstance(field, models.JSONField):
        return ordered(value)
    return plain(value)


def plain(value: Any) -> Any:
    """Return a date or an instant as text, and everything else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, dt.date) else value


def ordered(value: Any) -> Any:
    """Return a JSON value with its keys sorted: databases keep them in different orders."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(one) for one in value] if isinstance(value, list) else value
