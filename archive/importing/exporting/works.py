"""The tables of an export: authority records, works, old addresses that lead to no work."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from archive.articles.models import Article, LegacyAddress, PastAddress
from archive.articles.models.article import permalink
from archive.fields import HTMLField
from archive.importing.exporting import records
from archive.importing.exporting.inventory import AUTHORITIES, CARRIED, WORKS, Table, columns
from archive.importing.exporting.media import Files
from archive.importing.exporting.naming import Names, parts_of
from archive.importing.exporting.rows import line, row_of, without_empty
from archive.importing.exporting.sinks import Sink
from archive.text.tables import guarded

Progress = Callable[[int], object]
RECORDS, WORKS_FILE, REDIRECTS = "records.jsonl", WORKS.file, "redirects.csv"
REDIRECT_COLUMNS = ("what", "address", "target", "is_gone")


def write_authorities(sink: Sink, names: Names, files: Files) -> dict[str, int]:
    """Write a file for each table of authority records; return how many rows each has."""
    counts = {}
    for table in AUTHORITIES:
        counts[table.name] = 0
        with sink.file(table.file) as write:
            for values in _lines(table, names, files):
                write(line(values))
                counts[table.name] += 1
    return counts


def write_works(sink: Sink, names: Names, files: Files, progress: Progress) -> int:
    """Write works and their records, ordered by identity, side by side; return how many there are."""
    labels = records.Labels()
    fields = columns(Article, tuple(CARRIED))
    count = 0
    with sink.file(RECORDS) as write_record, sink.file(WORKS_FILE) as write_work:
        for batch in names.in_order(Article):
            keys = [key for key, _ in batch]
            works = Article.objects.in_bulk(keys)
            parts = parts_of(WORKS, keys, names)
            awaits = records.awaited(keys)
            for key, identity in batch:
                work = works[key]
                values = {"id": identity, "path": work.path, **row_of(work, fields, names)}
                values |= _that_stand(parts[key])
                record = records.record_of(identity, work, values, labels, files, awaits.get(key, ""))
                for attachment in values.get("attachments", ()):
                    if "file" in attachment:
                        files.place(attachment["file"])
                files.place_in(work.body)
                write_record(line(record))
                write_work(line(without_empty(values)))
            count += len(batch)
            progress(len(batch))
    return count


def _that_stand(parts: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return the parts of a work without links that lead nowhere yet, which are history's."""
    links = [one for one in parts.pop("body_links", ()) if "target" in one]
    return {**parts, "body_links": links} if links else parts


def write_redirects(sink: Sink) -> None:
    """Write the old addresses that lead to pages or are gone, and those that works of ours had here.

    Cells that a spreadsheet would take for a formula begin with a quote.
    """
    legacy = LegacyAddress.objects.filter(article=None).order_by()
    rows = [("legacy", one.address, one.target, "yes" if one.is_gone else "") for one in legacy.iterator()]
    past = PastAddress.objects.order_by().values_list("path", "article__path")
    rows += [("past", permalink(path), permalink(present), "") for path, present in past.iterator()]
    with sink.file(REDIRECTS) as write:
        write(csv_line(REDIRECT_COLUMNS))
        for row in sorted(rows):
            write(csv_line(row))


def csv_line(cells: tuple[str, ...]) -> bytes:
    """Return a line of CSV that no spreadsheet calculates."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(map(guarded, cells))
    return text.getvalue().encode()


def _lines(table: Table, names: Names, files: Files) -> Iterator[dict[str, Any]]:
    """Yield the lines of a table in the order of the natural names."""
    fields = columns(table.model)
    for batch in names.in_order(table.model):
        keys = [key for key, _ in batch]
        rows = table.model._base_manager.in_bulk(keys)
        parts = parts_of(table, keys, names)
        for key in keys:
            _place_files(rows[key], fields, files)
            yield {**row_of(rows[key], fields, names), **parts[key]}


def _place_files(instance: models.Model, fields: list[models.Field], files: Files) -> None:
    for field in fields:
        value = getattr(instance, field.attname)
        if isinstance(field, models.FileField) and value:
            files.place(value.name)
        elif isinstance(field, HTMLField):
            files.place_in(value)
