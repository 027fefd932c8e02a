"""Which records have a history, what belongs to them, and who else tells what happened to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from archive.fields import DerivedField

State = dict[str, Any]
"""`{"columns": {column: value}, "rows": {accessor: [{"id": …, column: value}, …]}}`, rows in stored order."""
OWN_ORDER = "position"


@dataclass(frozen=True)
class Kept:
    """A model whose records have a history.

    `rows` are the reverse accessors of what belongs to a record; `only` narrows an accessor to the rows that
    somebody wrote, where others follow from them; of `addresses` a restored record loses none.
    """

    model: type[models.Model]
    rows: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The label by which versions name the model."""
        return self.model._meta.label_lower

    @cached_property
    def columns(self) -> list[models.Field]:
        """The columns of a record that somebody writes."""
        return written(self.model)

    @cached_property
    def accessors(self) -> tuple[str, ...]:
        """All reverse accessors, addresses last."""
        return (*self.rows, *self.addresses)

    def relation(self, accessor: str) -> models.ForeignKey:
        """Return the foreign key by which rows name their record."""
        return getattr(self.model, accessor).field

    def row_columns(self, accessor: str) -> list[models.Field]:
        """Return the columns of a row that somebody writes, but for the one that names the record."""
        owner = self.relation(accessor)
        return [column for column in written(owner.model) if column is not owner]

    def label(self, name: str) -> str:
        """Return what editors call a field, or rows."""
        if name in self.accessors:
            return str(self.relation(name).model._meta.verbose_name_plural)
        return str(self.model._meta.get_field(name).verbose_name)

    @cached_property
    def names(self) -> list[str]:
        """The fields and rows of a record in the order in which they are told."""
        return [*(column.name for column in self.columns), *self.accessors]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record and left no version: `names` are the fields it changed.

    `rewind` turns the state after it into the one before.
    """

    key: str
    at: dt.datetime
    action: str
    note: str
    names: tuple[str, ...] = ()
    url: str = ""
    rewind: Callable[[State], State] = lambda state: state


Teller = Callable[[Kept, int], Iterable[Event]]
_kept: dict[type[models.Model], Kept] = {}
_tellers: list[Teller] = []


def keep(
    model: type[models.Model],
    *,
    rows: Iterable[str] = (),
    addresses: Iterable[str] = (),
    only: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Let the records of a model have a history; see `Kept`."""
    _kept[model] = Kept(model, tuple(rows), tuple(addresses), only or {})


def kept(model: type[models.Model]) -> Kept:
    """Return what is kept of a model. Raises LookupError for one without a history."""
    try:
        return _kept[model]
    except KeyError:
        raise LookupError(f"{model._meta.label} has no history; name it in its room's kept.py.") from None


def all_kept() -> list[Kept]:
    """Return everything that has a history."""
    return list(_kept.values())


def tell(teller: Teller) -> Teller:
    """Ask this function too what happened to a record; it is given what is kept and the key."""
    _tellers.append(teller)
    return teller


def events(of: Kept, pk: int) -> list[Event]:
    """Return what happened to a record and left no version, the oldest first."""
    return sorted((event for teller in _tellers for event in teller(of, pk)), key=lambda one: one.at)


def written(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that somebody writes: no key, nothing that follows from others."""
    return [
        column
        for column in model._meta.concrete_fields
        if column.editable
        and not (column.primary_key or column.generated or isinstance(column, DerivedField))
        and not (getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False))
    ]
