"""A former state made fit for today: what it names that is no more is led to its successor, or left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.storage import Storage
from django.db import models
from django.utils.translation import gettext as _

from archive.history.models import Version
from archive.history.registry import Kept, State

LONGEST_CHAIN = 20


def mend(kept: Kept, state: State, names: Iterable[str]) -> tuple[State, list[str]]:
    """Return a state whose named fields can be put back, and a sentence for each thing that cannot."""
    losses: list[str] = []
    columns, rows = dict(state["columns"]), dict(state["rows"])
    for name in names:
        if name not in kept.accessors:
            column = kept.model._meta.get_field(name)
            if not _stands(column, columns, losses):
                del columns[column.attname]
            continue
        fit = []
        for row in rows.get(name, []):
            mended = dict(row)
            if all(_stands(column, mended, losses) for column in kept.row_columns(name)):
                fit.append(mended)
        rows[name] = fit
    return {"columns": columns, "rows": rows}, losses


def _stands(column: models.Field, values: dict[str, Any], losses: list[str]) -> bool:
    """Whether what a value points to is there; a successor is put in the place of what is not."""
    value = values.get(column.attname)
    if value in (None, ""):
        return True
    if isinstance(column, models.FileField):
        storage: Storage = column.storage
        if storage.exists(value):
            return True
        losses.append(_("The file “%(name)s” is no longer kept.") % {"name": str(value).rsplit("/", 1)[-1]})
        return False
    if not column.is_relation or column.related_model._base_manager.filter(pk=value).exists():
        return True
    successor, name = successor_of(column.related_model, value)
    if successor is not None:
        values[column.attname] = successor
        return True
    losses.append(_("“%(name)s” is no longer here.") % {"name": name or value})
    values[column.attname] = None
    return column.null


def successor_of(model: type[models.Model], key: int) -> tuple[int | None, str]:
    """Return the record that took the place of one that is gone, None where none did; and its last name."""
    name = ""
    for _step in range(LONGEST_CHAIN):
        last = Version.objects.of(model._meta.label_lower, key).order_by("pk").defer("state").last()
        name = name or (last.name if last else "")
        if last is None or last.into is None:
            return None, name
        key = last.into
        if model._base_manager.filter(pk=key).exists():
            return key, name
    return None, name
