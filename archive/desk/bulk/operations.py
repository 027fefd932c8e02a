"""What a bulk change can do to one work: small values that JSON keeps and a sentence tells.

`apply` changes the work in memory; it raises `Refused` where this work cannot be changed so, and
`NotAllowed` where this user may not. What changes nothing is found out by comparing, not here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import rights
from archive.articles import workflow
from archive.articles.models import Article
from archive.desk.bulk.works import RELATIONS, Row, Work, after_last, put_column
from archive.publication import Status
from archive.text.dates import parse_iso
from archive.text.slugs import slugify
from authors.models import Author

TEXTS = ("title", "deck", "credit", "image_alt", "image_caption", "place")
"""Columns in which words can be found and replaced."""


class Refused(ValueError):
    """This work cannot be changed so; the message says why."""


class NotAllowed(Refused):
    """This user may not change the work so."""


class Operation:
    """One thing done to each work."""

    do: ClassVar[str]
    relations: ClassVar[tuple[str, ...]] = ()

    def apply(self, work: Work, user: Any) -> None:
        """Change the work in memory. Raises `Refused`."""
        raise NotImplementedError

    def sentence(self) -> str:
        """Return what it does, as an editor reads it; at most two queries."""
        raise NotImplementedError

    def needs(self) -> dict[type[models.Model], set[int]]:
        """Return the keys of the records that must be there, by model."""
        return {}


_BY_NAME: dict[str, type[Operation]] = {}


def _operation(kind: type[Operation]) -> type[Operation]:
    _BY_NAME[kind.do] = kind
    return kind


def to_json(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """Return operations as JSON keeps them, each with what it says now, for lists."""
    return [{"do": one.do, "said": one.sentence(), **dataclasses.asdict(one)} for one in operations]


def from_json(kept: Iterable[dict[str, Any]]) -> list[Operation]:
    """Return the operations that `to_json` wrote."""
    found = []
    for one in kept:
        kind = _BY_NAME[one["do"]]
        names = {known.name for known in dataclasses.fields(kind)}
        found.append(kind(**{name: value for name, value in one.items() if name in names}))
    return found


@_operation
@dataclass(frozen=True, slots=True)
class SetColumn(Operation):
    """Write a value into a column; an empty one clears it. `value` is as JSON keeps it."""

    do: ClassVar[str] = "set"
    column: str
    value: Any

    @property
    def relations(self) -> tuple[str, ...]:
        """The centers follow the primary one."""
        return ("centers",) if self.column == "primary_center" else ()

    @property
    def field(self) -> models.Field:
        """The field of the column."""
        return Article._meta.get_field(self.column)

    def apply(self, work: Work, user: Any) -> None:
        empty = None if self.field.null else ""
        put_column(work.article, self.field.attname, empty if self.value in ("", None) else self.value)
        if (
            self.column == "primary_center"
            and work.article.primary_center_id != work.was["primary_center_id"]
        ):
            _refuse_foreign_center(self.value, user)

    def sentence(self) -> str:
        label = self.field.verbose_name
        if self.value in ("", None):
            return _("Empty “%(field)s”") % {"field": label}
        return _("Set “%(field)s” to “%(value)s”") % {"field": label, "value": self.shown()}

    def shown(self) -> str:
        """Return the value as an editor reads it."""
        if self.field.is_relation:
            return name_of(self.field.related_model, self.value)
        return str(dict(self.field.flatchoices).get(self.value, self.value))

    def needs(self) -> dict[type[models.Model], set[int]]:
        return {self.field.related_model: {self.value}} if self.field.is_relation and self.value else {}


@_operation
@dataclass(frozen=True, slots=True)
class SetDate(Operation):
    """Write the day of publication as far as it is known ("2014", "2014-12", "2014-12-02"); "" clears it."""

    do: ClassVar[str] = "date"
    date: str

    def apply(self, work: Work, user: Any) -> None:
        work.article.published = parse_iso(self.date) if self.date else None

    def sentence(self) -> str:
        label = Article._meta.get_field("published_on").verbose_name
        if not self.date:
            return _("Empty “%(field)s”") % {"field": label}
        return _("Set “%(field)s” to “%(value)s”") % {"field": label, "value": self.date}


@_operation
@dataclass(frozen=True, slots=True)
class SetStatus(Operation):
    """Take works along their way to readers, as far as a click can; a withdrawn one needs the reason.

    What is in review is decided there, by whoever was asked: it is left as it is.
    """

    do: ClassVar[str] = "status"
    status: str
    reason: str = ""

    def apply(self, work: Work, user: Any) -> None:
        if work.article.status == Status.REVIEW:
            raise Refused(_("it is in review, and is decided there"))
        told = workflow.Told(reason=self.reason)
        try:
            step = workflow.step_to(self.status, work.article)
            if step is not None:
                refuse_status(user, work.article.status, step.to)
                workflow.prepare(work.article, step, told)
        except ValidationError as refusal:
            raise Refused(" ".join(refusal.messages)) from refusal

    def sentence(self) -> str:
        told = _("Set the status to “%(status)s”") % {"status": Status(self.status).label}
        return f"{told}: “{self.reason}”" if self.reason else told


@_operation
@dataclass(frozen=True, slots=True)
class ReplaceText(Operation):
    """Find words in some columns and write others in their place; with `exact`, capitals count."""

    do: ClassVar[str] = "text"
    columns: list[str]
    find: str
    by: str
    exact: bool = True

    def apply(self, work: Work, user: Any) -> None:
        pattern = re.compile(re.escape(self.find), 0 if self.exact else re.IGNORECASE)
        for name in self.columns:
            text = getattr(work.article, name)
            if not pattern.search(text):
                continue
            column = Article._meta.get_field(name)
            value = column.to_python(pattern.sub(lambda _found: self.by, text))
            if not value and not column.blank:
                raise Refused(_("“%(field)s” would be empty") % {"field": column.verbose_name})
            try:
                column.run_validators(value)
            except ValidationError as refusal:
                raise Refused(f"{column.verbose_name}: {' '.join(refusal.messages)}") from refusal
            setattr(work.article, name, value)

    def sentence(self) -> str:
        fields = ", ".join(str(Article._meta.get_field(name).verbose_name) for name in self.columns)
        values = {"find": self.find, "by": self.by, "fields": fields}
        if not self.by:
            return _("Take “%(find)s” out of %(fields)s") % values
        return _("Replace “%(find)s” by “%(by)s” in %(fields)s") % values


@_operation
@dataclass(frozen=True, slots=True)
class NewSlug(Operation):
    """Make the last word of the address anew from the title."""

    do: ClassVar[str] = "slug"

    def apply(self, work: Work, user: Any) -> None:
        work.article.slug = slugify(work.article.title)

    def sentence(self) -> str:
        return _("Make the slug anew from the title; the old address redirects")


@_operation
@dataclass(frozen=True, slots=True)
class AddLinks(Operation):
    """Put terms, or centers, behind those that the work has, in this order."""

    do: ClassVar[str] = "add"
    relation: str
    keys: list[int]

    @property
    def relations(self) -> tuple[str, ...]:
        """The rows that the operation reads."""
        return (self.relation,)

    def apply(self, work: Work, user: Any) -> None:
        rows, column = work.rows[self.relation], RELATIONS[self.relation].key
        for key in self.keys:
            there = next((at for at, row in enumerate(rows) if row.values[column] == key), None)
            extra = {"is_implied": False} if self.relation == "centers" else {}
            if there is None:
                rows.append(Row(None, {column: key, "position": after_last(rows), **extra}))
            elif extra:
                rows[there] = rows[there].with_values(**extra)

    def sentence(self) -> str:
        values = {"names": names_of(_model(self.relation), self.keys)}
        if self.relation == "centers":
            return ngettext("Add the center %(names)s", "Add the centers %(names)s", len(self.keys)) % values
        return ngettext("Add the term %(names)s", "Add the terms %(names)s", len(self.keys)) % values

    def needs(self) -> dict[type[models.Model], set[int]]:
        return {_model(self.relation): set(self.keys)}


@_operation
@dataclass(frozen=True, slots=True)
class RemoveLinks(Operation):
    """Take terms, centers or people away from a work."""

    do: ClassVar[str] = "remove"
    relation: str
    keys: list[int]

    @property
    def relations(self) -> tuple[str, ...]:
        """The rows that the operation reads."""
        return (self.relation,)

    def apply(self, work: Work, user: Any) -> None:
        column = RELATIONS[self.relation].key
        work.rows[self.relation] = [
            row for row in work.rows[self.relation] if row.values[column] not in self.keys
        ]

    def sentence(self) -> str:
        values = {"names": names_of(_model(self.relation), self.keys)}
        if self.relation == "centers":
            return (
                ngettext("Remove the center %(names)s", "Remove the centers %(names)s", len(self.keys))
                % values
            )
        if self.relation == "byline":
            return _("Take %(names)s out of the byline") % values
        return ngettext("Remove the term %(names)s", "Remove the terms %(names)s", len(self.keys)) % values


@_operation
@dataclass(frozen=True, slots=True)
class ReplaceLink(Operation):
    """Let a term, a center or a person stand in the place of another; what would stand twice is kept once.

    `new` is 0 for a record that is made of `new_name` when the change is made. In a byline the printed name
    stays, unless `reprint` writes the new person's own, which is `new_name`.
    """

    do: ClassVar[str] = "replace"
    relation: str
    old: int
    new: int
    new_name: str = ""
    reprint: bool = False

    @property
    def relations(self) -> tuple[str, ...]:
        """The rows that the operation reads."""
        return (self.relation,)

    def apply(self, work: Work, user: Any) -> None:
        relation = RELATIONS[self.relation]
        if all(row.values[relation.key] != self.old for row in work.rows[self.relation]):
            return
        kept: list[Row] = []
        met: set[str] = set()
        for row in work.rows[self.relation]:
            values = row.values
            if values[relation.key] == self.old:
                written = {"name": self.new_name} if self.reprint and self.relation == "byline" else {}
                row = row.with_values(**{relation.key: self.new, **written})
            if values[relation.key] in (self.old, self.new):
                role = values.get("role", "")
                if role in met:
                    continue
                met.add(role)
            kept.append(row)
        work.rows[self.relation] = kept

    def sentence(self) -> str:
        model = _model(self.relation)
        new = self.new_name if not self.new else name_of(model, self.new)
        told = _("Replace %(old)s by %(new)s") % {"old": f"“{name_of(model, self.old)}”", "new": f"“{new}”"}
        if self.relation == "byline":
            more = _("the new name is printed") if self.reprint else _("the printed name stays")
            return f"{told} ({more})"
        return told

    def needs(self) -> dict[type[models.Model], set[int]]:
        return {_model(self.relation): {self.new}} if self.new else {}


@_operation
@dataclass(frozen=True, slots=True)
class AddPerson(Operation):
    """Put a person at the end of a byline, under the person's own name."""

    do: ClassVar[str] = "person"
    relations: ClassVar[tuple[str, ...]] = ("byline",)
    key: int
    name: str
    role: str = ""

    def apply(self, work: Work, user: Any) -> None:
        rows = work.rows["byline"]
        if all((row.values["author_id"], row.values["role"]) != (self.key, self.role) for row in rows):
            values = {"author_id": self.key, "name": self.name, "role": self.role}
            rows.append(Row(None, {**values, "position": after_last(rows)}))

    def sentence(self) -> str:
        return _("Add “%(name)s” to the byline") % {"name": self.name}

    def needs(self) -> dict[type[models.Model], set[int]]:
        return {Author: {self.key}}


def refuse_status(user: Any, was: str, status: str) -> None:
    """Raise `NotAllowed` where the user may not lead a work from one status to the other."""
    public = {Status.PUBLISHED, Status.WITHDRAWN}
    if Status.WITHDRAWN in (was, status) and was != status and not user.has_perm(rights.WITHDRAW):
        raise NotAllowed(_("you may not withdraw works, or bring them back"))
    if was != status and public & {was, status} and not user.has_perm(rights.PUBLISH):
        raise NotAllowed(_("you may not publish works, or take them off the site"))


def name_of(model: type[models.Model], key: int) -> str:
    """Return the name of a record; a dash where it is no more."""
    return str(model._default_manager.filter(pk=key).first() or "–")


def names_of(model: type[models.Model], keys: list[int]) -> str:
    """Return the names of records in their order, quoted."""
    known = model._default_manager.in_bulk(keys)
    return ", ".join(f"“{known[key]}”" if key in known else "–" for key in keys)


def _model(relation: str) -> type[models.Model]:
    described = RELATIONS[relation]
    return described.model._meta.get_field(described.key.removesuffix("_id")).related_model


def _refuse_foreign_center(key: int | None, user: Any) -> None:
    if key and not user.has_perm(rights.ANY_CENTER) and key not in rights.center_keys(user):
        raise NotAllowed(_("you may not hand works to a center that is not yours"))
