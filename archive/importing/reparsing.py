"""Reading the kept evidence again: what the readers of today make of it, beside what was made of it then."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from archive.importing import readers
from archive.importing.locks import only_import
from archive.importing.media import Keeper
from archive.importing.models import ImportedRecord, ImportRun
from archive.importing.preparing import prepare
from archive.importing.records import Reading, Source
from archive.importing.reporting import Reporter
from archive.importing.running import finish, versions
from archive.importing.saving import MAP_OF, Saver, claim_of
from archive.text.html import HtmlRefused, to_text

BATCH = 100
LONGEST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is read otherwise today: of a body the lines that differ, of all else both values."""

    key: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.field == "body":
            return f"{self.key}: body\n{self.after}"
        return f"{self.key}: {self.field}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


Show = Callable[[Difference], Any]


def reparse(records: QuerySet, run: ImportRun, reporter: Reporter, show: Show, *, write: bool = False) -> str:
    """Read the evidence of imported records again; show each difference; return the line of totals.

    Without `write` everything is rolled back in the end. What is written goes the way of every import: three
    ways, so that an editor's change stays, and under a run that can be undone.
    """
    with only_import():
        if write:
            return _reparse(records, run, reporter, show, write=True)
        with transaction.atomic():
            closing = _reparse(records, run, reporter, show, write=False)
            transaction.set_rollback(True)
        return closing


def _reparse(records: QuerySet, run: ImportRun, reporter: Reporter, show: Show, *, write: bool) -> str:
    run.kind = ImportRun.Kind.REPARSE
    run.versions = versions()
    run.save()
    saver = Saver(run, rereading=True, keeper=Keeper(dry_run=not write))
    kept = records.filter(capture__size__gt=0).order_by("pk")
    keys = list(kept.values_list("pk", flat=True))
    with reporter:
        for some in batched(keys, BATCH):
            batch = ImportedRecord.objects.filter(pk__in=some).order_by("pk")
            readings = []
            for record in batch.select_related("capture", "article"):
                reading = read_again(record)
                readings.append(reading)
                for difference in differences(record, reading):
                    show(difference)
            reporter.tell(saver.save(readings))
    return finish(run, saver, reporter)


def read_again(record: ImportedRecord) -> Reading:
    """Return what today's reader makes of a record's evidence, under the identity it is known by."""
    data = record.capture.data
    mapped = ImportRun.objects.filter(pk=record.context.get(MAP_OF)).first()
    context = {**record.context, "map": mapped.mapping if mapped else {}}
    with tempfile.NamedTemporaryFile(suffix=Path(record.file).suffix[:20]) as file:
        file.write(data)
        file.flush()
        source = Source(Path(file.name), record.file, record.context.get("address", ""), (), context)
        called = record.format if record.format in readers.names() else ""
        readings = prepare(readers.read(source, called))
    found = [reading for reading in readings if reading.record] or readings
    reading = found[0] if found else Reading(source, data).reject("holds nothing that is read today")
    reading.data, reading.where = data, record.where
    reading.faults = [replace(fault, where=record.where) for fault in reading.faults]
    reading.context = record.context
    reading.identity = record.source_key if record.article_id else ""
    return reading


def differences(record: ImportedRecord, reading: Reading) -> Iterator[Difference]:
    """Yield the fields of which a reading claims something else than the record remembers."""
    claim = claim_of(reading)
    if claim.digest == record.digest:
        return
    for name in sorted(record.values.keys() | claim.values.keys()):
        before, after = record.values.get(name), claim.values.get(name)
        if before == after or name == "inferred":
            continue
        if name == "body":
            yield Difference(record.source_key, name, "", "\n".join(_lines(record, reading)))
        else:
            yield Difference(record.source_key, name, _short(before), _short(after))


def _lines(record: ImportedRecord, reading: Reading) -> Iterable[str]:
    """The lines of text in which the work's body and the one read today differ."""
    text = record.article.body if record.article else ""
    body = reading.record.body if reading.record else ""
    try:
        today = to_text(body)
    except HtmlRefused as refusal:
        return [str(refusal)]
    compared = unified_diff(to_text(text).split("\n"), today.split("\n"), "then", "today", n=0, lineterm="")
    return (line[:LONGEST_SHOWN] for line in compared)


def _short(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
