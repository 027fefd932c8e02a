"""What changed in a work, in words: each field with what went and what came, names for keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.articles.models import Article
from archive.desk.bulk.works import RELATIONS, Payload, field_name, targets
from archive.text.excerpts import excerpt

LONGEST_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Told:
    """One field: pieces in order, each with whether it stands only before ("-"), only after ("+") or both."""

    label: str
    pieces: list[tuple[str, str]]


class Names:
    """The names of the records that payloads point at, read in one query for each model."""

    def __init__(self, payloads: Iterable[Payload]) -> None:
        wanted: dict[type[models.Model], set[int]] = {}
        for payload in payloads:
            for model, keys in targets(payload or {}).items():
                wanted.setdefault(model, set()).update(keys)
        self.known = {
            (model, pk): str(record)
            for model, keys in wanted.items()
            for pk, record in model._default_manager.in_bulk(keys).items()
        }

    def of(self, model: type[models.Model], key: int | None) -> str:
        """Return the name of a record; a dash for none, and for one that is gone."""
        return self.known.get((model, key), "–")


def told(before: Payload, after: Payload, names: Names) -> list[Told]:
    """Return what changed, field by field."""
    found = []
    for column, value in after.get("columns", {}).items():
        field = Article._meta.get_field(field_name(column))
        was, now = (_shown(field, one, names) for one in (before["columns"][column], value))
        pieces = [(sign, text) for sign, text in (("-", was), ("+", now)) if text]
        found.append(Told(capfirst(field.verbose_name), pieces))
    for name in RELATIONS.keys() & after.keys():
        found.append(Told(str(LABELS[name]()), _rows(name, before[name], after[name], names)))
    return found


LABELS = {"terms": lambda: _("Terms"), "centers": lambda: _("Centers"), "byline": lambda: _("Byline")}


def _shown(field: Any, value: Any, names: Names) -> str:
    if field.is_relation:
        return names.of(field.related_model, value) if value else ""
    text = str(dict(field.flatchoices).get(value, value if value is not None else ""))
    return excerpt(text, LONGEST_SHOWN) if len(text) > LONGEST_SHOWN else text


def _rows(name: str, before: list[Payload], after: list[Payload], names: Names) -> list[tuple[str, str]]:
    """Return the rows that went, then those that stand, marked where they are new."""
    relation = RELATIONS[name]
    model = relation.model._meta.get_field(relation.key.removesuffix("_id")).related_model

    def said(row: Payload) -> str:
        person = names.of(model, row[relation.key])
        printed = row.get("name")
        if printed is None:
            return person
        return printed if printed == person or row[relation.key] is None else f"{printed} ({person})"

    had, has = [said(row) for row in before], [said(row) for row in after]
    gone = [("-", one) for one in had if one not in has]
    return gone + [("=" if one in had else "+", one) for one in has]
