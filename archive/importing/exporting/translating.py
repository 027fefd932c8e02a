"""What the journal and the memory of imports hold, with natural names in place of keys, and back again.

Every function takes a `turn` that returns a natural name for a key, or a key for a natural name: the same
walk serves both ways. `Wanted` is a third: it only notes what will be asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from archive.articles.models import Article, Outlet
from archive.centers.models import Center, Series
from archive.importing.exporting.rows import Turn
from archive.importing.models import Change, Conflict, ImportedRecord, OpenName, Waiting
from archive.importing.resolving import FACET_FIELDS, OWNERS
from archive.importing.snapshots import ROWS
from archive.tags.models import Facet, Term
from authors.models import Author

MEANT: dict[str, type[models.Model]] = {
    OpenName.Authority.PERSON: Author,
    OpenName.Authority.CENTER: Center,
    OpenName.Authority.SERIES: Series,
    OpenName.Authority.OUTLET: Outlet,
    **dict.fromkeys(Facet.values, Term),
}
"""What a decided name means, by the kind of name."""
NAMED_BY: dict[str, type[models.Model]] = {
    "authors": Author,
    "centers": Center,
    **dict.fromkeys(FACET_FIELDS, Term),
    **{name: Article._meta.get_field(column).related_model for name, column in OWNERS.items()},
}
"""What a field of a record names."""


class Wanted:
    """Notes the keys (or natural names) that are asked for, by model."""

    def __init__(self) -> None:
        self.by_model: defaultdict[type[models.Model], set[Any]] = defaultdict(set)

    def __call__(self, model: type[models.Model], value: Any) -> Any:
        """Note one value."""
        if value:
            self.by_model[model].add(tuple(value) if isinstance(value, list) else value)
        return value


def entry(model: type[models.Model], values: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """Return the columns of a row of history, by field, with what is JSON in them turned too."""
    turned = dict(values)
    if model is ImportedRecord and "applied" in values:
        turned["applied"] = applied(values["applied"], turn)
    elif model is Conflict and "incoming" in values:
        turned["incoming"] = payload(str(values.get("field", "")), values["incoming"], turn)
    elif model is OpenName and "target_id" in values:
        turned["target_id"] = turn(MEANT[values["authority"]], values["target_id"])
    elif model is Waiting and "settled_id" in values:
        turned["settled_id"] = turn(NAMED_BY[values["field"]], values["settled_id"])
    elif model is Change:
        subject = subject_of(values.get("subject", ""))
        if subject and values.get("object_id") is not None:
            turned["object_id"] = turn(subject, values["object_id"])
        for side in ("before", "after"):
            if subject and isinstance(values.get(side), dict):
                turned[side] = snapshot(subject, values[side], turn)
    return turned


def subject_of(label: str) -> type[models.Model] | None:
    """Return the model that a change is about; None for a file."""
    try:
        return apps.get_model(label) if "." in label else None
    except LookupError:
        return None


def applied(state: Any, turn: Turn) -> Any:
    """Turn what was written for a record, as `states` describes an article."""
    if not isinstance(state, dict):
        return state
    turned = dict(state)
    for name in OWNERS:
        if name in state:
            turned[name] = turn(NAMED_BY[name], state[name])
    for name in ("centers", *FACET_FIELDS):
        if isinstance(state.get(name), list):
            turned[name] = [turn(NAMED_BY[name], key) for key in state[name]]
    if isinstance(state.get("authors"), list):
        turned["authors"] = [[*printed, turn(Author, key)] for *printed, key in state["authors"]]
    return turned


def snapshot(model: type[models.Model], values: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """Turn one side of a change: columns by name, or for works a field's payload by the field."""
    if model is not Article:
        return columns(model, values, turn)
    return {
        name: payload(name, value, turn)
        if isinstance(value, dict)
        else columns(model, {name: value}, turn)[name]
        for name, value in values.items()
    }


def payload(field: str, value: Any, turn: Turn) -> Any:
    """Turn what `snapshots` keeps of one field of a work."""
    if not isinstance(value, dict):
        return value
    turned = dict(value)
    if isinstance(value.get("columns"), dict):
        turned["columns"] = columns(Article, value["columns"], turn)
    if isinstance(value.get("rows"), list) and field in ROWS:
        model = Article._meta.get_field(ROWS[field]).related_model
        turned["rows"] = [
            columns(model, row, turn) if isinstance(row, dict) else row for row in value["rows"]
        ]
    return turned


def columns(model: type[models.Model], values: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """Turn columns, each by the name it has in the database."""
    relations = {field.attname: field for field in model._meta.concrete_fields if field.is_relation}
    turned = {
        name: turn(relations[name].related_model, value) if name in relations else value
        for name, value in values.items()
    }
    if model is ImportedRecord and "applied" in turned:
        turned["applied"] = applied(turned["applied"], turn)
    elif model in (Conflict, Waiting):
        turned = entry(model, turned, turn)
    return turned
