"""A restore from beginning to end: verify, write the files, write the rows, index, and say what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from archive.articles import search
from archive.articles.models import Article, LegacyAddress, Outlet
from archive.centers.models import Center, Series
from archive.importing import storing
from archive.importing.exporting.history import LEDGERS, TIMED
from archive.importing.exporting.writing import FILES
from archive.importing.locks import only_import
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.importing.restoring import memory, tables
from archive.importing.restoring.columns import file_name
from archive.importing.restoring.faults import CannotRestore
from archive.importing.restoring.keys import Keys
from archive.importing.restoring.verifying import Export, verify
from archive.tags.models import Term
from authors.models import Author

CONTENT = (
    Article,
    Author,
    ImportRun,
    ImportedRecord,
    Capture,
    Term,
    Center,
    Series,
    Outlet,
    LegacyAddress,
)
"""What an empty archive has none of."""

Progress = Callable[[str, int, int], object]
"""Is told what is being done, how much of it is done, and how much there is."""


@dataclass(slots=True)
class Restored:
    """What a restore did: how many works it made, and which files the exported archive had lost itself."""

    works: int = 0
    lost: list[str] = field(default_factory=list)


def restore(folder: Path, *, dry_run: bool = False, progress: Progress | None = None) -> Restored:
    """Make an export into this archive, which has to be empty; return what was done.

    A dry run goes through all of it in a transaction that is rolled back, and writes no file. Raises
    `CannotRestore` with a sentence; then nothing was written.
    """
    tell = progress or _silent
    with only_import():
        _refuse_unless_empty(folder)
        export = verify(folder, lambda done, total: tell("Verifying", done, total))
        with _files(export, dry_run=dry_run) as lost:
            try:
                with transaction.atomic():
                    works = _rows(export, tell)
                    transaction.set_rollback(dry_run)
            except (DatabaseError, ValidationError) as error:
                reason = "; ".join(getattr(error, "messages", None) or [str(error).strip().splitlines()[0]])
                raise CannotRestore(
                    f"The export cannot be restored: {reason.rstrip('.')}. Nothing was written."
                ) from error
    return Restored(works, lost)


def _rows(export: Export, tell: Progress) -> int:
    keys = Keys(memory.ranks(export))
    total = len(keys.known[Article])
    done = 0

    def step(number: int) -> None:
        nonlocal done
        done += number
        tell("Restoring", done, total)

    tables.restore_authorities(export, keys)
    works = tables.restore_works(export, keys, step)
    tables.restore_redirects(export)
    memory.restore_evidence(export, keys)
    memory.restore_history(export, keys)
    search.index(Article.objects.all(), lambda done, total: tell("Indexing", done, total))
    numbered = [*TIMED, *LEDGERS.values()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), numbered):
            cursor.execute(statement)
    return works


@contextmanager
def _files(export: Export, *, dry_run: bool) -> Iterator[list[str]]:
    """Write the files of the export to the storage; take them away again where the rows cannot be written.

    Gives the names of those that the exported archive had lost.
    """
    written: list[str] = []
    lost: list[str] = []
    try:
        for where, values in export.lines(FILES):
            try:
                name = file_name(str(values.get("name", "")))
            except ValueError as error:
                raise CannotRestore(f"{where}: is no name of a file; write the export again.") from error
            if "file" not in values:
                lost.append(name)
                continue
            data = export.data(str(values["file"]))
            is_there = storing.has(name)
            if is_there and not storing.may_be(name, data):
                raise CannotRestore(
                    f"{where}: the storage has another file under the name “{name}”; restore into an "
                    "empty storage."
                )
            if not is_there and not dry_run:
                written.append(name)
                storing.write(name, data)
        yield lost
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _refuse_unless_empty(folder: Path) -> None:
    for model in CONTENT:
        number = model._base_manager.count()
        if number:
            names = model._meta.verbose_name_plural if number > 1 else model._meta.verbose_name
            raise CannotRestore(
                f"This archive is not empty ({number} {names}), and only an empty one takes an export; "
                f"import {folder}/records.jsonl to bring its works in as ordinary records."
            )


def _silent(_words: str, _done: int, _total: int) -> None:
    pass
