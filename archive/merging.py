"""Folding records into one: everything that points at the losers points at the winner, and can go back.

What points at a record is found by asking the models (foreign keys, the rows of many-to-many relations, and
keys that are no foreign keys, which a model names itself), so that no room above has to be known here:

- a model whose rows code makes out of others has `is_derived = True`: its rows are left to that code;
- a model that keeps the key of a record without a foreign key has `loose_key` (the column) and
  `that_mean(record)` (the queryset of its rows that mean the record).

May import: `archive.text`, `archive.fields`, `archive.authority`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from archive.authority import NameForm, PastSlug
from archive.fields import DerivedField
from archive.text.names import script

AT_ONCE = 5_000
"""Keys in one statement."""
NEVER_FILLED = frozenset({"sort_name", "slug", "name", "position"})
"""Columns of a winner that stay as they are, even where they are empty."""

Fold = dict[str, Any]
"""What a fold did, as JSON keeps it: losers, moved, dropped, made, filled."""


class CannotFold(ValueError):
    """The records cannot become one, or cannot become several again; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose rows point at records of a model."""

    model: type[models.Model]
    column: str
    is_loose: bool = False

    @property
    def label(self) -> str:
        """What the rows are called."""
        return str(self.model._meta.verbose_name_plural)

    def rows(self, records: Iterable[models.Model]) -> models.QuerySet:
        """Return the rows that point at any of the records."""
        if self.is_loose:
            found = self.model._base_manager.none()
            for record in records:
                found = found | self.model.that_mean(record)
            return found
        keys = [record.pk for record in records]
        return self.model._base_manager.filter(**{f"{self.column}__in": keys})


@dataclass(slots=True)
class Part:
    """What happens to the rows of one reference: keys of those that move, and of those kept only once."""

    reference: Reference
    moved: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    dropped: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many rows move."""
        return sum(map(len, self.moved.values()))

    def sample(self, most: int = 3) -> list[models.Model]:
        """Return the first rows that move."""
        keys = [key for some in self.moved.values() for key in some[:most]][:most]
        return list(self.reference.model._base_manager.filter(pk__in=keys).order_by("pk"))


def references(model: type[models.Model]) -> list[Reference]:
    """Return every column that points at records of a model, but for what is derived."""
    found = [
        Reference(relation.related_model, relation.field.attname)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        if not getattr(relation.related_model, "is_derived", False)
    ]
    loose = (one for one in apps.get_models() if hasattr(one, "loose_key"))
    return found + [Reference(one, one.loose_key, is_loose=True) for one in loose]


def plan(losers: Sequence[models.Model], winner: models.Model) -> list[Part]:
    """Return what a fold would do, reference by reference; those of which no row moves are left out.

    Raises `CannotFold`.
    """
    refuse(losers, winner)
    parts = [_part(reference, losers, winner) for reference in references(type(winner))]
    return [part for part in parts if part.moved or part.dropped]


def refuse(losers: Sequence[models.Model], winner: models.Model) -> None:
    """Raise `CannotFold` for records that are one already, of two kinds, or would stand under themselves."""
    if not losers:
        raise CannotFold(_("Choose at least two records to merge."))
    for loser in losers:
        if type(loser) is not type(winner):
            raise CannotFold(_("Only records of one kind can be merged."))
        if loser.pk == winner.pk:
            raise CannotFold(_("“%(name)s” cannot be merged into itself.") % {"name": winner})
    keys = {loser.pk for loser in losers}
    for column in _own_references(type(winner)):
        met: set[int] = set()
        key = getattr(winner, column.attname)
        while key and key not in met:
            if key in keys:
                told = _("“%(winner)s” stands below “%(loser)s” (%(relation)s); merge the other way round.")
                loser = next(one for one in losers if one.pk == key)
                raise CannotFold(told % {"winner": winner, "loser": loser, "relation": column.verbose_name})
            met.add(key)
            above = type(winner)._base_manager.filter(pk=key)
            key = above.values_list(column.attname, flat=True).first()


def fold(losers: Sequence[models.Model], winner: models.Model) -> Fold:
    """Fold records into another and delete them; return what was done, for `unfold`.

    Names become name forms, slugs past slugs, and what the winner lacks is filled from the losers in their
    order. Raises `CannotFold`. In a transaction of its own.
    """
    with transaction.atomic():
        model = type(winner)
        done: Fold = {
            "model": model._meta.label_lower,
            "winner": winner.pk,
            "losers": [{"columns": columns_of(loser)} for loser in losers],
            "moved": [],
            "dropped": [],
            "made": [],
            "filled": {},
        }
        for part in plan(losers, winner):
            done["dropped"] += _drop(part)
            done["moved"] += _move(part, winner)
        for loser in losers:
            done["made"] += _keep_name(loser, winner) + _keep_slug(loser, winner)
        keys = [loser.pk for loser in losers]
        for column in _own_references(model):
            if column.null:
                model._base_manager.filter(pk__in=keys).update(**{column.attname: None})
        try:
            model._base_manager.filter(pk__in=keys).delete()
        except ProtectedError as refusal:
            raise CannotFold(_("Something still points at the record, and nothing was changed.")) from refusal
        done["filled"] = _fill(losers, winner)
        return done


def unfold(done: Fold) -> list[str]:
    """Make the losers again and give back what they had; return sentences on what was changed and stays.

    Raises `CannotFold` where the winner is gone, or a name or address has been given away since.
    """
    model = apps.get_model(done["model"])
    winner = model._base_manager.filter(pk=done["winner"]).first()
    if winner is None:
        raise CannotFold(_("The record that was kept is gone; take back what happened to it first."))
    told: list[str] = []
    try:
        with transaction.atomic():
            _empty(winner, done["filled"])
            for one in done["made"]:
                apps.get_model(one["model"])._base_manager.filter(pk=one["key"]).delete()
            together = {loser["columns"][model._meta.pk.attname] for loser in done["losers"]}
            for loser in done["losers"]:
                _restore(model, loser["columns"], together)
            for one in done["moved"]:
                told += _move_back(one, winner.pk)
            lost = sum(not _restore(apps.get_model(one["model"]), one["columns"]) for one in done["dropped"])
            if lost:
                told.append(_("%(n)s rows stay away: what they belonged to is gone.") % {"n": lost})
    except IntegrityError as refusal:
        raise CannotFold(
            _("A name or an address of the merged records belongs to another record by now; free it first.")
        ) from refusal
    return told


def columns_of(record: models.Model) -> dict[str, Any]:
    """Return all columns of a row that are written, its key among them, as JSON keeps them."""
    return {
        one.attname: _plain(getattr(record, one.attname))
        for one in record._meta.concrete_fields
        if not one.generated
    }


def _plain(value: Any) -> Any:
    if isinstance(value, FieldFile):
        return value.name
    return value.isoformat() if isinstance(value, dt.date) else value


def _part(reference: Reference, losers: Sequence[models.Model], winner: models.Model) -> Part:
    part = Part(reference)
    rows = reference.rows(losers)
    if reference.model is type(winner):
        rows = rows.exclude(pk__in=[loser.pk for loser in losers])
    part.dropped = [] if reference.is_loose else _twins(reference, rows, winner)
    dropped = set(part.dropped)
    for key, owner in rows.order_by("pk").values_list("pk", reference.column):
        if key not in dropped:
            part.moved[owner].append(key)
    return part


def _twins(reference: Reference, rows: models.QuerySet, winner: models.Model) -> list[int]:
    """Return the keys of rows that would say twice what one may say: of each lot the foremost is kept."""
    model, column = reference.model, reference.column
    dropped: set[int] = set()
    placed = [one.name for one in model._meta.fields if one.name == "position"]
    for others, condition in _unique_beside(model, column):
        some = rows.filter(condition) if condition else rows
        theirs = list(some.order_by().values_list("pk", *others, *placed))
        if not theirs:
            continue
        own = model._base_manager.filter(**{column: winner.pk})
        own = own.filter(condition) if condition else own
        lots: defaultdict[tuple[Any, ...], list[tuple[int, bool, int]]] = defaultdict(list)
        for is_loser, found in ((False, own.order_by().values_list("pk", *others, *placed)), (True, theirs)):
            for pk, *values in found:
                place = values.pop() if placed else 0
                if pk not in dropped and None not in values:
                    lots[tuple(values)].append((place, is_loser, pk))
        for lot in lots.values():
            dropped.update(pk for _place, _is_loser, pk in sorted(lot)[1:])
    if issubclass(model, NameForm):
        dropped.update(rows.filter(key=winner.key).values_list("pk", flat=True))
    if issubclass(model, PastSlug):
        dropped.update(rows.filter(slug=winner.slug).values_list("pk", flat=True))
    return sorted(dropped)


def _unique_beside(model: type[models.Model], column: str) -> Iterator[tuple[list[str], Any]]:
    """Yield what must be unique together with a column: the other columns, and the condition."""
    owner = next(one for one in model._meta.concrete_fields if one.attname == column)
    if owner.unique:
        yield [], None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and owner.name in constraint.fields:
            names = [name for name in constraint.fields if name != owner.name]
            yield [model._meta.get_field(name).attname for name in names], constraint.condition
    for names in model._meta.unique_together:
        if owner.name in names:
            yield [model._meta.get_field(name).attname for name in names if name != owner.name], None


def _drop(part: Part) -> list[dict[str, Any]]:
    model = part.reference.model
    found = []
    for keys in batched(part.dropped, AT_ONCE):
        rows = model._base_manager.filter(pk__in=keys)
        found += [{"model": model._meta.label_lower, "columns": columns_of(row)} for row in rows]
        rows.delete()
    return found


def _move(part: Part, winner: models.Model) -> list[dict[str, Any]]:
    model, column = part.reference.model, part.reference.column
    for keys in part.moved.values():
        for some in batched(keys, AT_ONCE):
            model._base_manager.filter(pk__in=some).update(**{column: winner.pk})
    return [
        {"model": model._meta.label_lower, "column": column, "loser": owner, "keys": keys}
        for owner, keys in part.moved.items()
    ]


def _move_back(one: dict[str, Any], winner: int) -> list[str]:
    """Give rows back to a loser; return a sentence where some have been changed or removed since."""
    model, column = apps.get_model(one["model"]), one["column"]
    moved = 0
    for keys in batched(one["keys"], AT_ONCE):
        rows = model._base_manager.filter(pk__in=keys, **{column: winner})
        moved += rows.update(**{column: one["loser"]})
    if moved == len(one["keys"]):
        return []
    told = _("%(what)s: %(n)s changed or removed since, and left as they are.")
    return [told % {"what": model._meta.verbose_name_plural, "n": len(one["keys"]) - moved}]


def _keep_name(loser: models.Model, winner: models.Model) -> list[dict[str, Any]]:
    """Keep a loser's name as a name form of the winner, where it has not got it."""
    relation = next(
        (one for one in type(winner)._meta.related_objects if issubclass(one.related_model, NameForm)), None
    )
    if relation is None or loser.key == winner.key:
        return []
    forms, owner = relation.related_model, {relation.field.attname: winner.pk}
    if forms._base_manager.filter(key=loser.key, **owner).exists():
        return []
    written = (
        {"script": script(loser.name)} if any(one.name == "script" for one in forms._meta.fields) else {}
    )
    made = forms._base_manager.create(name=loser.name, **owner, **written)
    return [{"model": forms._meta.label_lower, "key": made.pk}]


def _keep_slug(loser: models.Model, winner: models.Model) -> list[dict[str, Any]]:
    """Let a loser's address lead to the winner."""
    relation = next(
        (one for one in type(winner)._meta.related_objects if issubclass(one.related_model, PastSlug)), None
    )
    if relation is None:
        return []
    past = relation.related_model
    scope = {"facet": loser.facet} if any(one.name == "facet" for one in past._meta.fields) else {}
    past._base_manager.filter(slug=loser.slug, **scope).delete()
    made = past._base_manager.create(slug=loser.slug, **scope, **{relation.field.attname: winner.pk})
    return [{"model": past._meta.label_lower, "key": made.pk}]


def _fill(losers: Sequence[models.Model], winner: models.Model) -> dict[str, Any]:
    """Fill what the winner lacks from the losers, the first that has it; return what was filled."""
    filled: dict[str, Any] = {}
    for column in winner._meta.concrete_fields:
        if (
            not column.blank
            or column.is_relation
            or column.generated
            or isinstance(column, DerivedField | models.BooleanField)
            or column.name in NEVER_FILLED
            or getattr(winner, column.attname)
        ):
            continue
        if value := next(filter(None, (getattr(loser, column.attname) for loser in losers)), None):
            filled[column.attname] = _plain(value)
    if filled:
        type(winner)._base_manager.filter(pk=winner.pk).update(**filled)
        winner.refresh_from_db()
    return filled


def _empty(winner: models.Model, filled: dict[str, Any]) -> None:
    """Take back what was filled, where it still stands as it was filled."""
    standing = columns_of(winner)
    emptied = {
        name: None if winner._meta.get_field(name).null else winner._meta.get_field(name).get_default() or ""
        for name, value in filled.items()
        if standing[name] == value
    }
    if emptied:
        type(winner)._base_manager.filter(pk=winner.pk).update(**emptied)


def _restore(model: type[models.Model], columns: dict[str, Any], together: Collection[int] = ()) -> bool:
    """Write a row anew under its old key; return whether it could be: what it belongs to must be there.

    A relation that may be empty is emptied where what it pointed at is gone. `together` are the keys of rows
    of the same model that are written with it.
    """
    values = dict(columns)
    for one in model._meta.concrete_fields:
        key = values.get(one.attname)
        if not one.is_relation or key is None or (one.related_model is model and key in together):
            continue
        if not one.related_model._base_manager.filter(pk=key).exists():
            if not one.null:
                return False
            values[one.attname] = None
    row = model(
        **{
            one.attname: (one.target_field if one.is_relation else one).to_python(values[one.attname])
            for one in model._meta.concrete_fields
            if one.attname in values
        }
    )
    model._base_manager.bulk_create([row])
    kept = {
        one.attname: values[one.attname]
        for one in model._meta.concrete_fields
        if getattr(one, "auto_now", False)
        or getattr(one, "auto_now_add", False)
        or isinstance(one, models.ImageField)
        if one.attname in values
    }
    sizes = {
        name
        for one in model._meta.concrete_fields
        if isinstance(one, models.ImageField)
        for name in (one.width_field, one.height_field)
        if name
    }
    kept |= {name: values[name] for name in sizes}
    if kept:
        model._base_manager.filter(pk=row.pk).update(**kept)
    return True


def _own_references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the columns by which records of a model stand under one another."""
    return [one for one in model._meta.concrete_fields if one.is_relation and one.related_model is model]
