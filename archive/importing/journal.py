"""What a run makes and changes beside its articles, kept as it happens, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from archive.importing.models import Change, ImportRun
from archive.importing.snapshots import columns_of, plain

FILE = "file"


@dataclass(slots=True)
class Journal:
    """Collects the changes of a run; `write()` keeps them, in the transaction that made them.

    `rows` is what has not been written yet. Where a batch is rolled back, `forget()` drops it.
    """

    run: ImportRun
    rows: list[Change] = field(default_factory=list)

    def made(self, instance: models.Model) -> None:
        """Note a row that the run has just saved."""
        self._note(instance, None, columns_of(instance))

    def changed(self, instance: models.Model, before: dict[str, Any]) -> None:
        """Note columns that the run has changed: `before` holds their former values."""
        self._note(instance, plain(before), columns_of(instance, before))

    def rewritten(self, instance: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Note fields of an article that the run has changed, both sides as `snapshots` writes them."""
        self._note(instance, before, after)

    def removed(self, instance: models.Model) -> None:
        """Note a row that the run is about to delete: all its columns."""
        every = [field.attname for field in instance._meta.concrete_fields if not field.generated]
        self._note(instance, columns_of(instance, every), None)

    def stored(self, name: str) -> None:
        """Note a file that the run has written to the storage."""
        self.rows.append(Change(run=self.run, subject=FILE, name=name))

    def write(self) -> None:
        """Keep what was noted since the last time, in one statement."""
        Change.objects.bulk_create(self.rows)
        self.rows.clear()

    def forget(self) -> None:
        """Drop what was noted: the batch that did it was rolled back."""
        self.rows.clear()

    def _note(self, instance: models.Model, before: Any, after: Any) -> None:
        name = str(getattr(instance, "name", ""))[:300]
        self.rows.append(
            Change(
                run=self.run,
                subject=instance._meta.label_lower,
                object_id=instance.pk,
                name=name,
                before=before,
                after=after,
            )
        )
