"""One import from beginning to end: sources in, batches through reader and saver, totals out."""

from __future__ import annotations

import gc
import getpass
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata

import django
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from archive.articles import links
from archive.importing import readers
from archive.importing.durability import rare_checkpoints
from archive.importing.locks import only_import
from archive.importing.media import Keeper
from archive.importing.models import ImportRun, Outcome
from archive.importing.preparing import prepared_batches
from archive.importing.reconciling import settle
from archive.importing.records import Reading, Source
from archive.importing.reporting import COUNTED, Reporter, closing_line
from archive.importing.saving import Saver
from archive.importing.statistics import Statistics
from archive.importing.translations import link_translations

BATCH = 200
RARELY = 20_000
"""New objects after which Python looks for circles of them, instead of 2,000."""
LARGEST_BATCH = 32_000_000
"""Bytes after which a batch is written, however few its readings are."""


class DoesNotAddUp(CommandError):
    """What was told while importing is not what the database holds; the message says what differs."""


def run_import(
    sources: list[Source],
    run: ImportRun,
    reporter: Reporter,
    *,
    reader: str = "",
    dry_run: bool = False,
    draft: bool = False,
    fetch_media: bool = False,
) -> str:
    """Import the sources in batches of at most 200; return the closing line of totals.

    `reader` names the format where it is not to be told by content; `fetch_media` asks the network for files
    that are nowhere at hand. A dry run goes through the same
    code in one transaction that is rolled back at the end. Raises `ImportsBusy` while another import is
    at work, and `DoesNotAddUp` where the database does not hold what was told.
    """
    with only_import(), rare_collections(), rare_checkpoints():
        if not dry_run:
            return _import(
                sources, run, reporter, reader=reader, dry_run=False, draft=draft, fetch_media=fetch_media
            )
        with transaction.atomic():
            closing = _import(
                sources, run, reporter, reader=reader, dry_run=True, draft=draft, fetch_media=fetch_media
            )
            transaction.set_rollback(True)
        return closing


def _import(
    sources: list[Source],
    run: ImportRun,
    reporter: Reporter,
    *,
    reader: str,
    dry_run: bool,
    draft: bool,
    fetch_media: bool,
) -> str:
    run.versions = versions()
    run.save()
    former = ImportRun.objects.filter(kind=ImportRun.Kind.IMPORT, pk__lt=run.pk).first()
    if former and not former.finished_at:
        reporter.say(
            f"Run {former.pk} was interrupted; what it wrote stands, and this run goes on from there."
        )
    statistics = Statistics()
    saver = Saver(run, draft=draft, keeper=Keeper(dry_run=dry_run, fetch=fetch_media))
    with reporter:
        read = _recognised(batches(_readings(sources, reporter, reader)), saver)
        for batch in prepared_batches(read, sum(source.path.stat().st_size for source in sources)):
            reporter.tell(saver.save(batch))
            statistics.after(reporter.totals[Outcome.CREATED])
        link_translations(saver.journal)
        links.resolve_waiting()
        settle()
        statistics.at_the_end(reporter.totals[Outcome.CREATED])
    return finish(run, saver, reporter)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for circles rarely: an import makes millions of objects and hardly a circle."""
    usual = gc.get_threshold()
    gc.set_threshold(RARELY, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def finish(run: ImportRun, saver: Saver, reporter: Reporter) -> str:
    """Count again in the database what the run has done, keep the totals, and return them as a line.

    Raises `DoesNotAddUp` where the count is not what was told.
    """
    counted = saver.recount()
    for outcome, name in COUNTED.items():
        setattr(run, name, counted[outcome])
    run.finished_at = timezone.now()
    run.save()
    if +counted != +reporter.totals:
        raise DoesNotAddUp(
            f"The totals do not add up: told {closing_line(reporter.totals)}; the database holds "
            f"{closing_line(counted)}. Keep the report and the archive as they are, and report this sentence."
        )
    return closing_line(counted)


def versions() -> dict[str, str]:
    """Return by whom and with what a run is made: the machine's account, Python, Django, the database, and
    the libraries that parse and clean."""
    database = connection.Database
    number = database.sqlite_version if connection.vendor == "sqlite" else str(connection.pg_version)
    try:
        account = getpass.getuser()
    except (OSError, KeyError):  # a machine that knows its users by number only
        account = str(os.getuid())
    found = {
        "account": account,
        "python": platform.python_version(),
        "django": django.get_version(),
        connection.vendor: number,
    }
    return found | {name: metadata.version(name) for name in ("lxml", "nh3", "trafilatura")}


def batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Part the readings where a batch is full: by their number, or by the bytes they were read from."""
    batch: list[Reading] = []
    size = 0
    for reading in readings:
        batch.append(reading)
        size += len(reading.data)
        if len(batch) == BATCH or size >= LARGEST_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _recognised(read: Iterable[list[Reading]], saver: Saver) -> Iterator[list[Reading]]:
    for batch in read:
        saver.recognise(batch)
        yield batch


def _readings(sources: Iterable[Source], reporter: Reporter, reader: str) -> Iterator[Reading]:
    for source in sources:
        yield from readers.read(source, reader)
        reporter.file_read(source)
