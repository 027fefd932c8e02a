"""Makers for the readers' tests: a source from a text, and the one reading of it."""

from __future__ import annotations

from pathlib import Path

from archive.importing import readers
from archive.importing.records import Reading, Record, Source
from archive.text import html

SAMPLES = Path(__file__).parent / "samples"


def all_readings(path: Path, address: str = "") -> list[Reading]:
    """Return every reading of a file, to its end where its reader leaves that for later."""
    found = readers.read(Source(path, path.name, address))
    return [reading.parse(reading) if reading.parse else reading for reading in found]


def reading_of(path: Path, address: str = "") -> Reading:
    """Return the only reading of a file."""
    (reading,) = all_readings(path, address)
    return reading


def record_of(path: Path, address: str = "") -> Record:
    """Return the record of a file that must have one."""
    reading = reading_of(path, address)
    assert reading.record is not None, [str(fault) for fault in reading.faults]
    return reading.record


def written(folder: Path, text: str | bytes, name: str = "page.txt") -> Path:
    """Return the path of a new file with that content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def paragraphs(record: Record) -> list[str]:
    """Return the lines of the body's text."""
    return html.to_text(record.body).split("\n")


def names(record: Record, role: str = "") -> list[str]:
    """Return the byline's names of one role, in printed order."""
    return [person.name for person in record.authors if person.role == role]
