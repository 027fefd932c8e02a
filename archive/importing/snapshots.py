"""Fields of an article as they can be kept in JSON and put back: what undo, conflicts and rereading share.

A snapshot maps a field to its payload: `{"columns": {column: value}}` for what stands in the article's own
row, `{"rows": [{column: value}, ...]}` for the rows that hang on it. The fields are those of a record, and
five that no record names: `release`, `address`, `past` (addresses it had here), `translation`, and `waiting`
(names that an editor decides).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile

from archive.articles.models import Article, ArticleTerm, PastAddress
from archive.importing.columns import LINES
from archive.importing.matching import key_of
from archive.importing.models import ImportedRecord, OpenName
from archive.importing.resolving import FACET_FIELDS, FIELDS, OWNERS
from archive.text.excerpts import word_count
from archive.text.html import to_text

Payload = dict[str, Any]
Snapshot = dict[str, Payload]

COLUMNS: dict[str, tuple[str, ...]] = {
    **{name: (column,) for name, column in LINES.items()},
    **{name: (f"{column}_id",) for name, column in OWNERS.items()},
    "deck": ("deck",),
    "body": ("body",),
    "language": ("language",),
    "published": ("published_on", "published_precision"),
    "image": ("image", "image_width", "image_height"),
    "release": ("status", "publish_at"),
    "address": ("slug",),
    "translation": ("translation_of_id",),
}
ROWS = {
    "centers": "center_links",
    "authors": "byline_entries",
    "attachments": "attachments",
    "corrections": "corrections",
    **dict.fromkeys(FACET_FIELDS, "term_links"),
    "past": "past_addresses",
    "waiting": "waiting_names",
}
AUTHORITIES = {
    "authors": OpenName.Authority.PERSON.value,
    "centers": OpenName.Authority.CENTER.value,
    "primary_center": OpenName.Authority.CENTER.value,
    "blog": OpenName.Authority.SERIES.value,
    "source": OpenName.Authority.OUTLET.value,
    **{name: facet.value for name, facet in FACET_FIELDS.items()},
}
"""Of which kind the names in a field are."""
ORDER = {"corrections": "pk", "past": "path"}
"""What the rows of a field stand in the order of, where it is not their position."""
EVERYTHING = (*FIELDS, "release", "address", "translation")


def take(article: Article, fields: Iterable[str] = EVERYTHING) -> Snapshot:
    """Return the snapshot of these fields as the article stands. One query for each field of rows."""
    return {name: _payload(article, name) for name in fields}


def columns_of(instance: models.Model, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return the columns of a row by name, as JSON keeps them; all but its key and its times by default."""
    names = names or [field.attname for field in _columns(type(instance))]
    values = {name: getattr(instance, name) for name in names}
    return plain({n: value.name if isinstance(value, FieldFile) else value for n, value in values.items()})


def rows_of(instances: Iterable[models.Model]) -> Payload:
    """Return the payload of rows that hang on an article."""
    kept = [columns_of(row) for row in instances]
    return {"rows": [{name: row[name] for name in row if name not in _OWNER} for row in kept]}


def plain(value: Any) -> Any:
    """Return a value as it comes back from a JSON column."""
    return json.loads(json.dumps(value, cls=_Exact))


class _Exact(DjangoJSONEncoder):
    """Writes instants whole; Django's own encoder cuts them to milliseconds."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.datetime) else super().default(value)


def put(article: Article, snapshot: Snapshot) -> None:
    """Write the fields of a snapshot; the caller looks after past addresses and the index of the search."""
    for payload in snapshot.values():
        for column, value in payload.get("columns", {}).items():
            set_column(article, column, value)
    if "body" in snapshot:
        article.word_count = word_count(to_text(article.body))
    article.save()
    if "image" in snapshot:  # the field measures a picture that is assigned, and here it is only named
        Article.objects.filter(pk=article.pk).update(**snapshot["image"]["columns"])
    for name, payload in snapshot.items():
        if "rows" in payload:
            former = _rows(article, name)
            former.delete()
            rows = {"past": _free, "waiting": _asked}.get(name, list)(payload["rows"])
            former.model.objects.bulk_create(_row(former.model, article, row) for row in rows)


def set_column(instance: models.Model, column: str, value: Any) -> None:
    """Set a column to a value that a snapshot keeps."""
    field = next(field for field in instance._meta.concrete_fields if field.attname == column)
    kind = field.target_field if field.is_relation else field
    setattr(instance, column, kind.to_python(value))


def model_of(name: str) -> type[models.Model]:
    """Return the model whose columns the payload of a field holds."""
    return getattr(Article, ROWS[name]).rel.related_model if name in ROWS else Article


def is_whole(name: str, payload: Payload) -> bool:
    """Say whether everything that the payload of a field points to is still in the archive."""
    return stands(model_of(name), *payload.get("rows", [payload.get("columns", {})]))


def stands(model: type[models.Model], *rows: dict[str, Any]) -> bool:
    """Say whether everything that these columns of a model point to is still in the archive."""
    for field in model._meta.concrete_fields:
        wanted = {row[field.attname] for row in rows if row.get(field.attname) is not None}
        if field.is_relation and wanted:
            known = field.related_model._base_manager.filter(pk__in=wanted)
            if known.count() < len(wanted):
                return False
    return True


def _free(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out past addresses that something else has by now."""
    paths = [row["path"] for row in rows]
    taken = set(Article.objects.filter(path__in=paths).values_list("path", flat=True))
    taken.update(PastAddress.objects.filter(path__in=paths).values_list("path", flat=True))
    return [row for row in rows if row["path"] not in taken]


def _asked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of names that wait with their questions; one that is no more is asked anew."""
    known = set(ImportedRecord.objects.filter(pk__in=[row["record_id"] for row in rows]).values_list("pk"))
    asked = []
    for row in rows:
        if (row["record_id"],) in known:
            question, _ = OpenName.objects.get_or_create(
                authority=AUTHORITIES[row["field"]], key=key_of(row["name"]), defaults={"name": row["name"]}
            )
            asked.append({**row, "question_id": question.pk})
    return asked


_OWNER = ("article_id", "content_object_id", "question_id")


def _payload(article: Article, name: str) -> Payload:
    if name in COLUMNS:
        return {"columns": columns_of(article, COLUMNS[name])}
    return rows_of(_rows(article, name))


def _rows(article: Article, name: str) -> models.QuerySet:
    rows = getattr(article, ROWS[name]).order_by(ORDER.get(name, "position"), "pk")
    return rows.filter(tag__facet=FACET_FIELDS[name]) if name in FACET_FIELDS else rows


def _row(model: type[models.Model], article: Article, values: dict[str, Any]) -> models.Model:
    row = model(**{"content_object" if model is ArticleTerm else "article": article})
    for column, value in values.items():
        set_column(row, column, value)
    return row


def _columns(model: type[models.Model]) -> list[models.Field]:
    """The columns that say something: no key, no time of its own, nothing the database computes."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (
            field.primary_key
            or field.generated
            or getattr(field, "auto_now", False)
            or getattr(field, "auto_now_add", False)
        )
    ]
