"""One module per format: bytes in, records and faults out; never a model, never the network.

To add a format:

1. Write `readers/<format>.py` with `NAME` (what `--format` calls it), `recognises(head, name)`, which
   judges by the first bytes of a file and never by its extension, and `read(source)`, a generator of
   one `Reading` for each thing read. Build a plain dictionary keyed as the record and hand it to
   `claims.fill`: limits, addresses, dates and necessities are looked after there. Note what is wrong
   with `reading.fault(...)`; what cannot be an article, `reading.reject(...)`, with the true reason.
   Nothing may be raised for what a file contains. The `data` of a reading must be enough to make the
   same record again, with its `context` (see `records.Reading`).
2. Add the module to `READERS` below, before those that recognise more than it does.
3. Put a sample of your own writing into `tests/importing/readers/samples/` and a test beside it.

A format of several modules is a package that offers the same three names.
"""

from __future__ import annotations

from types import ModuleType

from archive.importing.readers import captures, csv, feed, html, jsonl, markdown, oai, warc, wxr, xlsx
from archive.importing.records import Reading, Readings, Source

READERS: tuple[ModuleType, ...] = (xlsx, warc, wxr, oai, feed, jsonl, markdown, html, csv, captures)
"""In the order in which they are asked; the last recognises any plain text."""

HEAD = 65_536


class UnknownFormat(ValueError):
    """A format that no reader is called by."""


def names() -> list[str]:
    """Return what the formats are called."""
    return [reader.NAME for reader in READERS]


def reader_for(source: Source, called: str = "") -> ModuleType | None:
    """Return the reader of a file: the one `called` so, else the first that recognises its beginning.

    Raises `UnknownFormat` for a name that none has; returns None when no reader recognises the file.
    """
    if called:
        reader = {reader.NAME: reader for reader in READERS}.get(called)
        if reader is None:
            raise UnknownFormat(f'"{called}" is not a format; use one of {", ".join(names())}.')
        return reader
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    return next((reader for reader in READERS if reader.recognises(head, source.path.name)), None)


def read(source: Source, called: str = "") -> Readings:
    """Yield every reading of a file; a file that cannot be read, or by nobody, is one rejected reading."""
    faults = list(source.faults)
    for reading in _read(source, called):
        reading.faults[:0] = faults
        faults.clear()
        if source.address:
            reading.context.setdefault("address", source.address)
        yield reading


def _read(source: Source, called: str) -> Readings:
    if "refused" in source.context:
        problem, remedy = source.context["refused"]
        yield Reading(source, b"").reject(problem, remedy=remedy)
        return
    try:
        reader = reader_for(source, called)
    except OSError as error:
        yield Reading(source, b"").reject(
            f"cannot be read: {error.strerror or error}", remedy="Check the file"
        )
        return
    if reader is None:
        yield Reading(source, b"").reject(
            "is in a format that no reader recognises",
            remedy=f"Formats known are {', '.join(names())}; leave the file out, or name its format",
        )
        return
    for reading in reader.read(source):
        reading.format = reading.format or reader.NAME
        yield reading
