"""An export on its way in: every file is there, is a plain file, and has the checksum written of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from archive.importing import untrusted
from archive.importing.exporting.history import HOSTS, LEDGERS, TIMES, WAITING, file_of
from archive.importing.exporting.inventory import TABLES
from archive.importing.exporting.sinks import HISTORY, MANIFEST, SUMS, digest_of
from archive.importing.exporting.works import RECORDS, REDIRECTS, WORKS_FILE
from archive.importing.exporting.writing import FILES, FORMAT, VERSION
from archive.importing.restoring.faults import CannotRestore

LARGEST_MANIFEST = 1_000_000
LONGEST_LINE = 64_000_000
LARGEST_FILE = 512_000_000
"""Bytes of a file that is read at once: evidence, a picture, a document."""
PIECE = 1 << 20
NEEDED = (
    *(table.file for table in TABLES),
    RECORDS,
    REDIRECTS,
    FILES,
    *map(file_of, (*LEDGERS, WAITING, HOSTS, TIMES)),
)
_SUM = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\\x7f]{1,400})")
_REMEDY = "take the export from a backup, or write it again"


@dataclass(slots=True)
class Export:
    """An export that was verified: the folder, and the checksums of its files by their path."""

    folder: Path
    sums: dict[str, str]
    _plain: set[Path] = field(default_factory=set)

    def open(self, name: str) -> BinaryIO:
        """Open a file of the export; raise `CannotRestore` where it is missing or is no plain file."""
        path = self.folder
        for part in name.split("/")[:-1]:
            path /= part
            if path not in self._plain:
                if path.is_symlink():
                    raise CannotRestore(f'"{name}" lies behind a link, which is not followed; {_REMEDY}.')
                self._plain.add(path)
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise CannotRestore(f'"{name}" is missing from the export; {_REMEDY}.') from error
        except OSError as error:
            raise CannotRestore(f'"{name}" cannot be read ({error.strerror}); {_REMEDY}.') from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise CannotRestore(f'"{name}" is no plain file; {_REMEDY}.')
        return os.fdopen(handle, "rb")

    def data(self, name: str) -> bytes:
        """Return the content of a file that is listed; raise `CannotRestore` for another, or a huge one."""
        if name not in self.sums:
            raise CannotRestore(f'"{name}" is not in {SUMS}; {_REMEDY}.')
        with self.open(name) as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise CannotRestore(f'"{name}" has more than {LARGEST_FILE:,} bytes; {_REMEDY}.')
        return data

    def lines(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the lines of a file as JSON objects, each with the words that say where it stands."""
        with self.open(name) as file:
            number = 0
            while data := file.readline(LONGEST_LINE + 1):
                number += 1
                where = f"{name}, line {number}"
                if len(data) > LONGEST_LINE:
                    raise CannotRestore(f"{where}: is longer than {LONGEST_LINE:,} bytes; {_REMEDY}.")
                try:
                    values, twice = untrusted.load(data.decode())
                except (UnicodeDecodeError, untrusted.NotAnObject) as error:
                    raise CannotRestore(f"{where}: {error}; {_REMEDY}.") from error
                if twice:
                    raise CannotRestore(f'{where}: "{twice[0]}" is given twice; {_REMEDY}.')
                yield where, values


def is_export(folder: str | Path) -> bool:
    """Say whether a path is a folder that holds an export, be it broken: told by what it says, or holds."""
    if all((Path(folder) / name).exists() for name in (SUMS, WORKS_FILE, HISTORY)):
        return True
    try:
        told = json.loads((Path(folder) / MANIFEST).read_bytes()[:LARGEST_MANIFEST])
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("format") == FORMAT


def verify(folder: Path, progress: Callable[[int, int], object]) -> Export:
    """Return the export in a folder once every file of it has been read and has its checksum.

    `progress` is told the number of files done, and in all. Raises `CannotRestore`.
    """
    export = Export(folder, {})
    told = _manifest(export)
    export.sums.update(_sums(export))
    for name in NEEDED:
        if name not in export.sums:
            raise CannotRestore(f'"{name}" is missing from {SUMS}; {_REMEDY}.')
    if digest_of(export.sums) != told.get("digest"):
        raise CannotRestore(f"{MANIFEST} and {SUMS} are not of one export; {_REMEDY}.")
    for done, (name, wanted) in enumerate(export.sums.items(), 1):
        with export.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != wanted:
                raise CannotRestore(f'"{name}" is damaged: {SUMS} has another checksum of it; {_REMEDY}.')
        progress(done, len(export.sums))
    return export


def _manifest(export: Export) -> dict[str, Any]:
    with export.open(MANIFEST) as file:
        text = file.read(LARGEST_MANIFEST).decode("utf-8", "replace")
    try:
        told, _ = untrusted.load(text)
    except untrusted.NotAnObject as error:
        raise CannotRestore(f"{MANIFEST}: {error}; {_REMEDY}.") from error
    if told.get("format") != FORMAT:
        raise CannotRestore(f"{MANIFEST} does not say that this is an export; {_REMEDY}.")
    if told.get("version") != VERSION:
        raise CannotRestore(
            f"The export is of version {str(told.get('version'))[:20]} of its format and this archive reads "
            f"version {VERSION}; bring the archive up to date, or import records.jsonl alone."
        )
    return told


def _sums(export: Export) -> dict[str, str]:
    sums: dict[str, str] = {}
    with export.open(SUMS) as file:
        number = 0
        while data := file.readline(1000):
            number += 1
            found = _SUM.fullmatch(data.decode("utf-8", "replace").rstrip("\n"))
            if found is None or not _stays_inside(found[2]) or found[2] in sums:
                raise CannotRestore(
                    f"{SUMS}, line {number}: is no checksum of a file in the export; {_REMEDY}."
                )
            sums[found[2]] = found[1]
    return sums


def _stays_inside(name: str) -> bool:
    return name != SUMS and not any(part in ("", ".", "..") for part in name.split("/"))
