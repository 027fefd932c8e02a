"""Works as bulk changes see them: columns and the rows that hang on them, read and written together.

What is kept of a change is JSON: `{"columns": {column: value}, "terms": [{"tag_id": 7, "position": 0}]}`,
with the same names on both sides, so that the values before can be put back.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from archive.articles import links, search
from archive.articles.addresses import keep_past_addresses
from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows that hang on a work, in stored order: `columns` are those that say something, `key` the target."""

    model: type[models.Model]
    owner: str
    key: str
    columns: tuple[str, ...]


RELATIONS = {
    "terms": Relation(ArticleTerm, "content_object", "tag_id", ("tag_id", "position")),
    "centers": Relation(ArticleCenter, "article", "center_id", ("center_id", "position", "is_implied")),
    "byline": Relation(BylineEntry, "article", "author_id", ("author_id", "name", "role", "position")),
}
UNTOUCHED = frozenset({"id", "body", "title_key", "path", "word_count", "created_at", "updated_at"})
"""Columns that no bulk change names: texts that only a form should change, and what follows by itself."""
COLUMNS = tuple(
    column.attname
    for column in Article._meta.concrete_fields
    if column.attname not in UNTOUCHED and not column.generated
)
SEARCHED = frozenset({"title", "deck", "language", "outlet_id", "terms", "byline"})
"""What the index of the search reads."""


@dataclass(slots=True)
class Row:
    """A row as it stands, or is to stand: `pk` is None for one that is not written yet."""

    pk: int | None
    values: dict[str, Any]

    def with_values(self, **values: Any) -> Row:
        """Return the row with other values."""
        return Row(self.pk, self.values | values)


@dataclass(slots=True)
class Work:
    """A work with its rows; operations change `article` and `rows`, `was` and `had` remember what stood."""

    article: Article
    rows: dict[str, list[Row]]
    was: dict[str, Any] = field(default_factory=dict)
    had: dict[str, list[Row]] = field(default_factory=dict)
    former_path: str = ""

    def __post_init__(self) -> None:
        self.was = {name: getattr(self.article, name) for name in COLUMNS}
        self.had = {name: list(rows) for name, rows in self.rows.items()}
        self.former_path = self.article.path

    def settle(self) -> None:
        """Let follow what hangs on other values: the path, the sort key of the title, the implied center."""
        self.article.path = self.article.make_path()
        if any(getattr(self.article, name) != self.was[name] for name in ("title", "language")):
            self.article.title_key = self.article.make_title_key()
        if "centers" in self.rows:
            self._imply_primary_center()

    def difference(self) -> tuple[Payload, Payload]:
        """Return what changed, as it was and as it is; two empty payloads where nothing did."""
        before: Payload = {}
        after: Payload = {}
        columns = [name for name in COLUMNS if getattr(self.article, name) != self.was[name]]
        if columns:
            before["columns"] = {name: plain(self.was[name]) for name in columns}
            after["columns"] = {name: plain(getattr(self.article, name)) for name in columns}
        for name, rows in self.rows.items():
            stood, stands = ([row.values for row in some] for some in (self.had[name], rows))
            if stood != stands:
                before[name], after[name] = stood, stands
        return before, after

    def put(self, payload: Payload) -> None:
        """Set what a payload holds: the opposite of a change."""
        for name, value in payload.get("columns", {}).items():
            put_column(self.article, name, value)
        for name in RELATIONS.keys() & payload.keys():
            standing = list(self.had[name])
            self.rows[name] = [_matching(standing, values) for values in payload[name]]

    def _imply_primary_center(self) -> None:
        """Count the primary center among the centers where nobody listed it, as the form does."""
        listed = [row for row in self.rows["centers"] if not row.values["is_implied"]]
        implied = [row for row in self.rows["centers"] if row.values["is_implied"]]
        primary = self.article.primary_center_id
        if primary and all(row.values["center_id"] != primary for row in listed):
            kept = next((row for row in implied if row.values["center_id"] == primary), None)
            place = after_last(listed)
            listed.append(kept or Row(None, {"center_id": primary, "position": place, "is_implied": True}))
        self.rows["centers"] = listed


def load(keys: Iterable[int], relations: Iterable[str], *, lock: bool = False) -> dict[int, Work]:
    """Return works by key without their bodies, with these rows; one query, and one for each relation.

    `lock` holds the works till the transaction ends.
    """
    works = Article.objects.filter(pk__in=list(keys)).defer("body").order_by("pk")
    if lock:
        works = works.select_for_update(of=("self",))
    articles = {article.pk: article for article in works}
    rows: dict[int, dict[str, list[Row]]] = {pk: {name: [] for name in relations} for pk in articles}
    for name in relations:
        relation = RELATIONS[name]
        owner = f"{relation.owner}_id"
        stored = relation.model._default_manager.filter(**{f"{owner}__in": list(articles)})
        for pk, work, *values in stored.order_by("position", "pk").values_list(
            "pk", owner, *relation.columns
        ):
            rows[work][name].append(Row(pk, dict(zip(relation.columns, values, strict=True))))
    return {pk: Work(article, rows[pk]) for pk, article in articles.items()}


def write(works: Iterable[Work]) -> dt.datetime:
    """Write works that have changed, in the caller's transaction; return the moment they were changed at.

    Past addresses, links between bodies and the index of the search follow.
    """
    changed = list(works)
    now = timezone.now()
    searched: set[int] = set()
    values: dict[int, dict[str, Any]] = {}
    for work in changed:
        article = work.article
        article.updated_at = now
        before, _after = work.difference()
        columns = set(before.get("columns", ()))
        if (columns | before.keys()) & SEARCHED:
            searched.add(article.pk)
        derived = {"path"} if article.path != work.former_path else set()
        derived |= {"title_key"} if columns & {"title", "language"} else set()
        values[article.pk] = {name: getattr(article, name) for name in sorted(columns | derived)}
        values[article.pk]["updated_at"] = now
    write_alike(Article, values)
    for name, relation in RELATIONS.items():
        _write_rows(
            relation, [(work, work.had[name], work.rows[name]) for work in changed if name in work.rows]
        )
    moved = {work.article: work.former_path for work in changed if work.article.path != work.former_path}
    if moved:
        keep_past_addresses(moved)
        links.follow(Article.objects.filter(pk__in=[article.pk for article in moved]))
    search.index(searched)
    return now


def plain(value: Any) -> Any:
    """Return a column's value as JSON keeps it; days and instants whole."""
    return value.isoformat() if isinstance(value, dt.date) else value


def put_column(article: Article, column: str, value: Any) -> None:
    """Set a column to a value that `plain` wrote."""
    kind = Article._meta.get_field(field_name(column))
    setattr(article, column, (kind.target_field if kind.is_relation else kind).to_python(value))


def after_last(rows: Iterable[Row]) -> int:
    """Return the place behind the last of these rows."""
    return max((row.values["position"] for row in rows), default=-1) + 1


def targets(payload: Payload) -> dict[type[models.Model], set[int]]:
    """Return the keys of the records that a payload points at, by their model."""
    found: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    for name, value in payload.get("columns", {}).items():
        column = Article._meta.get_field(field_name(name))
        if column.is_relation and value is not None:
            found[column.related_model].add(value)
    for name in RELATIONS.keys() & payload.keys():
        relation = RELATIONS[name]
        model = relation.model._meta.get_field(relation.key.removesuffix("_id")).related_model
        found[model] |= {row[relation.key] for row in payload[name]} - {None}
    return found


def field_name(column: str) -> str:
    """Return the name of the field that a column belongs to."""
    return _FIELDS[column]


_FIELDS: Mapping[str, str] = {one.attname: one.name for one in Article._meta.concrete_fields}


def _matching(standing: list[Row], values: dict[str, Any]) -> Row:
    """Return the row that says nearly the same, taken out of those that stand, with these values."""
    for alike in (lambda row: row.values == values, lambda row: _said(row.values) == _said(values)):
        for row in standing:
            if alike(row):
                standing.remove(row)
                return Row(row.pk, values)
    return Row(None, values)


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("position", "is_implied")}


def _write_rows(relation: Relation, works: list[tuple[Work, list[Row], list[Row]]]) -> None:
    """Write the rows of works: what is gone first, then what changed, then what is new."""
    gone: list[int] = []
    changed: dict[int, dict[str, Any]] = {}
    new: list[models.Model] = []
    for work, had, rows in works:
        stood = {row.pk: row.values for row in had}
        kept = {row.pk for row in rows}
        gone += [row.pk for row in had if row.pk not in kept]
        for row in rows:
            if row.pk is None:
                new.append(relation.model(**{f"{relation.owner}_id": work.article.pk}, **row.values))
            elif row.values != stood[row.pk]:
                was = stood[row.pk]
                changed[row.pk] = {name: one for name, one in row.values.items() if was[name] != one}
    relation.model._default_manager.filter(pk__in=gone).delete()
    write_alike(relation.model, changed)
    relation.model._default_manager.bulk_create(new, batch_size=500)


def write_alike(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> None:
    """Write columns of rows, by their keys: one statement for all rows that get the same values."""
    alike: defaultdict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for pk, columns in values.items():
        alike[tuple(columns.items())].append(pk)
    for columns, keys in alike.items():
        if columns:
            model._default_manager.filter(pk__in=keys).update(**dict(columns))
