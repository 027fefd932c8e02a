"""History: what was imported when, what runs changed, what editors decided; the times that rows keep.

Rows stand in the order in which they were made; runs keep their numbers, which staff have written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

from archive.articles.models import BodyLink, FormerHost, MissingAddress
from archive.importing.exporting import translating
from archive.importing.exporting.inventory import PARTS, TABLES, columns, times
from archive.importing.exporting.naming import AT_ONCE, Names
from archive.importing.exporting.rows import line, plain, row_of
from archive.importing.exporting.sinks import HISTORY, Sink
from archive.importing.models import (
    Capture,
    Change,
    Conflict,
    ImportedRecord,
    ImportRun,
    OpenName,
    Waiting,
)

LEDGERS: dict[str, type[models.Model]] = {
    "runs": ImportRun,
    "ledger": ImportedRecord,
    "changes": Change,
    "conflicts": Conflict,
    "names": OpenName,
    "places": Waiting,
    "missing": MissingAddress,
}
"""In the order in which they are read back."""
TIMED = [model for model in (*(table.model for table in TABLES), *PARTS, Capture) if times(model)]
WAITING, HOSTS, TIMES = "waiting", "hosts", "times"


def file_of(name: str) -> str:
    """Return where a file of history stands."""
    return f"{HISTORY}{name}.jsonl"


def write_history(sink: Sink, names: Names, lost: set[str]) -> dict[str, int]:
    """Write all files of history; return the number of rows of each ledger.

    `lost` are the digests of evidence whose bytes are damaged: nothing refers to them.
    """
    counts = {}
    for name, model in LEDGERS.items():
        counts[name] = 0
        fields = ledger_columns(model)
        with sink.file(file_of(name)) as write:
            for rows in by_key(model):
                for values in _entries(rows, fields, names, lost):
                    write(line(values))
                counts[name] += len(rows)
    with sink.file(file_of(WAITING)) as write:
        fields = columns(BodyLink, ("target",))
        for rows in by_key(BodyLink, target=None):
            for row in rows:
                write(line(row_of(row, fields, names)))
    with sink.file(file_of(HOSTS)) as write:
        for name, below in sorted(FormerHost.objects.values_list("name", "unread_below")):
            write(line({"name": name, "unread": bool(below)}))
    with sink.file(file_of(TIMES)) as write:
        for model in TIMED:
            _write_times(write, model, names)
    return counts


def ledger_columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of a ledger's line: all that are not derived, times among them."""
    return [*columns(model), *times(model)]


def by_key(model: type[models.Model], **narrowed: Any) -> Iterator[list[models.Model]]:
    """Yield the rows of a model in the order in which they were made, 200 at a time."""
    rows = model._base_manager.filter(**narrowed).order_by("pk")
    if model is Capture:
        rows = rows.defer("packed")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def _entries(
    rows: Sequence[models.Model], fields: list[models.Field], names: Names, lost: set[str]
) -> Iterator[dict[str, Any]]:
    """Yield the lines of a batch of a ledger, its natural names looked up together."""
    model = type(rows[0])

    def entry(row: models.Model, turn: Any) -> dict[str, Any]:
        return translating.entry(model, row_of(row, fields, turn), turn)

    def name(named: type[models.Model], key: Any) -> Any:
        found = names(named, key)
        return None if named is Capture and found in lost else found

    wanted = translating.Wanted()
    for row in rows:
        entry(row, wanted)
    names.look_up(wanted.by_model)
    for row in rows:
        values = {field: value for field, value in entry(row, name).items() if value is not None}
        yield {"number": row.pk, **values} if model is ImportRun else values


def _write_times(write: Any, model: type[models.Model], names: Names) -> None:
    fields = times(model)
    for rows in by_key(model):
        names.look_up({model: {row.pk for row in rows}})
        for row in rows:
            kept = {field.name: plain(getattr(row, field.attname)) for field in fields}
            write(line({"model": model._meta.label_lower, "row": names(model, row.pk), **kept}))
