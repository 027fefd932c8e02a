"""Changes told to the history by whoever makes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from archive.history import states
from archive.history.actions import Action
from archive.history.registry import State, kept

if TYPE_CHECKING:
    from archive.history.models import Version


class Remembered:
    """Records as they were, to be told from what they are when `record` is called.

    `versions` are the versions that were written, in the end.
    """

    def __init__(self, records: Iterable[models.Model]) -> None:
        from archive.history import storing  # whose tables stand once the rooms are there

        self.before: dict[type[models.Model], dict[int, State]] = {}
        self.made: dict[type[models.Model], set[int]] = defaultdict(set)
        self.seen: dict[type[models.Model], dict[int, int]] = {}
        self.successors: dict[type[models.Model], dict[int, int]] = defaultdict(dict)
        self.versions: list[Version] = []
        for model, keys in by_model(records).items():
            self.before[model] = states.read(kept(model), keys)
            self.seen[model] = {pk: last.pk for pk, last in storing.latest(kept(model), keys).items()}

    def add(self, record: models.Model) -> None:
        """Look after a record that the change makes."""
        self.before.setdefault(type(record), {})
        self.made[type(record)].add(record.pk)

    def became(self, gone: models.Model, survivor: models.Model) -> None:
        """Say which record took the place of one that goes, so that what names it can be put back."""
        self.successors[type(survivor)][gone.pk] = survivor.pk

    def record(self, *, by: Any = None, action: str = Action.EDIT, note: str = "") -> list[Version]:
        """Write a version of each record that is different now; return them."""
        from archive.history import storing

        told = storing.Told(by, action, note)
        for model, before in self.before.items():
            keys = {*before, *self.made[model]}
            self.versions += storing.write(
                kept(model),
                before,
                states.read(kept(model), keys),
                told,
                seen=self.seen.get(model, {}),
                into=self.successors[model],
            )
        return self.versions


def remember(records: Iterable[models.Model]) -> Remembered:
    """Remember records as they stand in the database, whatever the given instances say."""
    return Remembered(records)


@contextmanager
def keeping(
    records: Iterable[models.Model], *, by: Any = None, action: str = Action.EDIT, note: str = ""
) -> Iterator[Remembered]:
    """Keep what the block does to these records, of any models that have a history; one transaction.

    A record that the block makes is given to `add`; for one that it deletes `became` may name the successor.
    """
    with transaction.atomic():
        remembered = Remembered(records)
        yield remembered
        remembered.record(by=by, action=action, note=note)


def record(
    records: Iterable[models.Model], *, by: Any = None, action: str = Action.CREATE, note: str = ""
) -> list[Version]:
    """Write a version of each record that differs from its newest version, or has none; return them.

    For what has just been made. Of a change nobody can say afterwards what was before it: use `keeping`.
    """
    from archive.history import storing

    told = storing.Told(by, action, note)
    written: list[Version] = []
    for model, keys in by_model(records).items():
        after = states.read(kept(model), keys)
        written += storing.write(kept(model), {}, after, told, seen={}, into={})
    return written


def fingerprints(records: Iterable[models.Model]) -> Mapping[tuple[type[models.Model], int], str]:
    """Return what tells, by model and key, whether a record or one of its rows has changed since."""
    return {
        (model, pk): states.digest(state)
        for model, keys in by_model(records).items()
        for pk, state in states.read(kept(model), keys).items()
    }


def by_model(records: Iterable[models.Model]) -> dict[type[models.Model], list[int]]:
    """Return the keys of records by their model."""
    if isinstance(records, models.QuerySet):
        return {records.model: list(records.values_list("pk", flat=True))}
    keys: dict[type[models.Model], dict[int, None]] = defaultdict(dict)
    for one in records:
        keys[type(one)][one.pk] = None
    return {model: list(found) for model, found in keys.items()}
