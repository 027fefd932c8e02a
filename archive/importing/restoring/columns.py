"""JSON as rows: each value checked as its column wants it, so that a hostile export writes nothing odd."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.utils import validate_file_name
from django.db import connection, models

from archive.centers.models import Center, MenuItem, validate_center_slug
from archive.fields import HTMLField
from archive.importing.exporting.inventory import times
from archive.importing.exporting.rows import Turn
from archive.importing.restoring.faults import CannotRestore
from archive.text.addresses import is_safe_url
from archive.text.colours import is_colour

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ADDRESS_IN_MENU = re.compile(r"/(?![/\\])|https?://|mailto:")


def row(
    model: type[models.Model],
    values: dict[str, Any],
    fields: Iterable[models.Field],
    turn: Turn,
    where: str,
    *,
    apart: Collection[str] = (),
    **given: Any,
) -> models.Model:
    """Return an unsaved row of the values of a line; `given` are further columns, `apart` keys to pass over.

    Raises `CannotRestore` for a key that is no column, a reference to nothing, and a value that the column
    cannot hold.
    """
    fields = list(fields)
    for key in values.keys() - {field.name for field in fields} - set(apart):
        raise CannotRestore(
            f"{where}: “{key[:60]}” is no column of {model._meta.verbose_name_plural} in this archive; bring "
            "the archive up to date."
        )
    columns = dict(given)
    for field in fields:
        if field.name in given or field.attname in given:
            continue
        try:
            columns[field.attname] = _value(field, values.get(field.name), turn)
        except (ValueError, TypeError, OverflowError, ValidationError) as error:
            shown = json.dumps(values.get(field.name), ensure_ascii=False)[:120]
            raise CannotRestore(
                f"{where}: {field.name} cannot be {shown}; take the export from a backup, or write it again."
            ) from error
    return model(**columns)


def _value(field: models.Field, value: Any, turn: Turn) -> Any:
    """Return what the column is to hold; raise ValueError and its like for what it cannot."""
    if field.is_relation:
        if value is None and not field.null:
            raise ValueError(field.name)
        return turn(field.related_model, value)
    if isinstance(field, models.JSONField):
        return field.get_default() if value is None else _json(field, value)
    if value is None or value == "":
        return _empty(field)
    if isinstance(value, bool) != isinstance(field, models.BooleanField):
        raise ValueError(value)
    if isinstance(field, (models.IntegerField, models.BooleanField)):
        if not isinstance(value, int):
            raise ValueError(value)
        field.run_validators(value)
        return value
    if not isinstance(value, str):
        raise TypeError(value)
    return _text(field, value)


def _text(field: models.Field, value: str) -> Any:
    if _UNSTORABLE.search(value):
        raise ValueError(value)
    if field.choices and value not in dict(field.flatchoices):
        raise ValueError(value)
    if isinstance(field, models.FileField):
        return file_name(value)
    if isinstance(field, models.SlugField) and not _SLUG.fullmatch(value):
        raise ValueError(value)
    if isinstance(field, models.URLField) and not is_safe_url(value):
        raise ValueError(value)
    judge = _JUDGES.get((field.model, field.name))
    if judge:
        judge(value)
    found = value if isinstance(field, HTMLField) else field.to_python(value)
    if isinstance(found, str) and field.max_length and len(found) > field.max_length:
        raise ValueError(value)
    return found


def _empty(field: models.Field) -> Any:
    """What a column holds whose line has nothing for it."""
    if field.null:
        return None
    if field.empty_strings_allowed:
        return ""
    return field.get_default()


def _json(field: models.Field, value: Any) -> Any:
    default = field.get_default()
    if default is not None and not isinstance(value, type(default)):
        raise TypeError(value)
    if field.model is Center and not all(isinstance(one, str) and len(one) <= 35 for one in value):
        raise ValueError(value)
    return value


def file_name(value: str) -> str:
    """Return the name of a file in the storage; raise ValueError for one that leads out of it or hides."""
    try:
        validate_file_name(value, allow_relative_path=True)
    except SuspiciousFileOperation as error:
        raise ValueError(value) from error
    parts = value.split("/")
    if (
        len(value) > 200
        or "\\" in value
        or not value.isprintable()
        or any(part[:1] in ("", ".") for part in parts)
    ):
        raise ValueError(value)
    return value


def _colour(value: str) -> None:
    if not is_colour(value):
        raise ValueError(value)


def _menu(value: str) -> None:
    if not _ADDRESS_IN_MENU.match(value):
        raise ValueError(value)


_JUDGES: dict[tuple[type[models.Model], str], Callable[[str], None]] = {
    (Center, "slug"): validate_center_slug,
    (Center, "accent"): _colour,
    (MenuItem, "url"): _menu,
}


def set_times(model: type[models.Model], rows: Iterable[tuple[int, dict[str, Any]]], where: str) -> None:
    """Write the times that rows keep by themselves, as they were: keys with values by column."""
    fields = times(model)
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = model._meta.pk
    try:
        found = [
            [
                *(
                    field.get_db_prep_save(field.to_python(values[field.name]), connection)
                    for field in fields
                ),
                pk,
            ]
            for pk, values in rows
        ]
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise CannotRestore(
            f"{where}: a time is missing or is none; take the export from a backup."
        ) from error
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(key.column)} = %s",  # noqa: S608
            found,
        )
