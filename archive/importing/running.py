"""One import from beginning to end: sources in, batches through reader and saver, totals out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from archive.articles.models import Article
from archive.importing import readers
from archive.importing.models import ImportedRecord, ImportRun
from archive.importing.records import Reading, Source
from archive.importing.reporting import Reporter
from archive.importing.saving import Saver
from archive.text import addresses

BATCH = 100
LARGEST_BATCH = 32_000_000
"""Bytes after which a batch is written, however few its readings are."""


def run_import(
    sources: list[Source],
    run: ImportRun,
    reporter: Reporter,
    *,
    reader: str = "",
    dry_run: bool = False,
    draft: bool = False,
) -> str:
    """Import the sources in batches of at most 100; return the closing line of totals.

    `reader` names the format where it is not to be told by content. A dry run goes through the same
    code in one transaction that is rolled back at the end.
    """
    if dry_run:
        with transaction.atomic():
            closing = run_import(sources, run, reporter, reader=reader, draft=draft)
            transaction.set_rollback(True)
        return closing
    run.save()
    saver = Saver(run, draft=draft)
    with reporter:
        for batch in batches(_readings(sources, reporter, reader)):
            reporter.tell(saver.save(batch))
        link_translations()
    return reporter.close(run)


def link_translations() -> int:
    """Link translations to originals that have arrived since; return how many.

    Records whose original has not come keep waiting, for any later run. An original is named by its
    identity; an address may be written in any of the ways that are one page.
    """
    waiting = ImportedRecord.objects.exclude(awaits="").filter(article__isnull=False)
    linked = 0
    for record in waiting.select_related("article").defer("article__body"):
        original = (
            ImportedRecord.objects.filter(
                source_key__in=[record.awaits, addresses.normalise(record.awaits)], article__isnull=False
            )
            .select_related("article")
            .first()
        )
        if original is None or original.article_id == record.article_id:
            continue
        root = original.article.translation_of_id or original.article_id
        if root != record.article_id:
            Article.objects.filter(pk=record.article_id).update(translation_of=root)
            Article.objects.filter(translation_of=record.article_id).update(translation_of=root)
            linked += 1
        record.awaits = ""
        record.save(update_fields=["awaits"])
    return linked


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


def _readings(sources: Iterable[Source], reporter: Reporter, reader: str) -> Iterator[Reading]:
    for source in sources:
        yield from readers.read(source, reader)
        reporter.file_read()
