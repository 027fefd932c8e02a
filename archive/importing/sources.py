"""Which files are meant: paths, folders and patterns become a sorted list of sources with their addresses.

A folder means every file under it, apart from hidden ones and from companions, which accompany captures
and are read with them: `addresses.csv`, pictures and PDFs. A file that is named is always meant. Whether a
file can be read is not asked here: `readers.read` answers that, file by file.
"""

from __future__ import annotations

import csv
import glob
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archive.importing.records import Fault, Source
from archive.text import strings
from archive.text.addresses import is_safe_url, normalise

ADDRESSES = "addresses.csv"
PICTURES = frozenset((".webp", ".png", ".jpg", ".jpeg", ".gif", ".avif", ".svg", ".pdf"))
DATA_FOLDERS, LOOK_UPS = ("data", "_data"), ("authors", "topics", "tags", "categories", "sources")
DATA = frozenset((".yml", ".yaml", ".toml", ".json"))
"""Where sites of Markdown keep what stands behind the slugs of their texts."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
LARGEST_ADDRESSES = 50_000_000


class SourceError(ValueError):
    """A path, folder or pattern that means no file; the message is a sentence."""


@dataclass(slots=True)
class _Addresses:
    """The addresses of the files in and under one folder, by their path from there."""

    folder: Path
    by_path: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def of(self, path: Path) -> tuple[str, tuple[Fault, ...]]:
        """Return the address of a file, by its path below the folder, else by its name; and its faults."""
        try:
            below = path.resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            below = path.name
        name = below if below in self.by_path or below in self.faults else path.name
        return self.by_path.get(name, ""), tuple(self.faults.get(name, ()))


def find_sources(paths: Iterable[str | Path], addresses: str | Path | None = None) -> list[Source]:
    """Return the files that `paths` mean, each once, sorted by name.

    A path is a file, a folder, or a pattern with `*`, `?` or `[`. `addresses` names a file of `file,url`
    lines that goes before those beside the captures. Raises `SourceError`, with a sentence, for a path that
    is not there, a pattern that nothing matches, and a file of addresses that cannot be read.
    """
    given = _read_addresses(Path(addresses), required=True) if addresses else None
    files: dict[Path, Path] = {}
    folders: dict[Path, Path] = {}
    for path in paths:
        for file in _files(Path(path)):
            files.setdefault(file.resolve(), file)
            folders.setdefault(file, Path(path) if Path(path).is_dir() else file.parent)
    if addresses:
        files.pop(Path(addresses).resolve(), None)
    beside: dict[Path, _Addresses | None] = {}
    return [
        Source(file, printable(file.as_posix()), *_address(file, given, beside), folder=folders[file])
        for file in sorted(files.values(), key=lambda file: file.as_posix())
    ]


def files_by_address(folder: Path) -> dict[str, Path]:
    """Return the files that `addresses.csv` in a folder tells the addresses of, by the normalised address."""
    try:
        known = _read_addresses(folder / ADDRESSES, required=False)
    except SourceError:
        return {}
    return {normalise(url): folder / name for name, url in known.by_path.items()} if known else {}


def printable(path: str) -> str:
    """Return a path as it can be printed on one line and stored: bytes that are no text are spelled out."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def is_companion(path: Path) -> bool:
    """Say whether a file in a folder only accompanies others: addresses, a picture, a PDF, a site's names."""
    looks_up = path.parent.name in DATA_FOLDERS and path.stem in LOOK_UPS and path.suffix.lower() in DATA
    return looks_up or path.name == ADDRESSES or path.suffix.lower() in PICTURES


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _under(path)
    elif path.is_file():
        yield path
    elif glob.has_magic(str(path)):
        matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))
        if not matches:
            raise SourceError(f'Nothing matches "{path}"; check the pattern.')
        for match in matches:
            if match.is_dir():
                yield from _under(match)
            elif match.is_file() and not is_companion(match):
                yield match
    elif path.exists():
        raise SourceError(f'"{path}" is neither a file nor a folder.')
    else:
        raise SourceError(f'"{path}" does not exist; give a file, a folder or a pattern.')


def _under(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent) / name
            if not name.startswith(".") and not is_companion(path) and path.is_file():
                yield path


def _address(
    file: Path, given: _Addresses | None, beside: dict[Path, _Addresses | None]
) -> tuple[str, tuple[Fault, ...]]:
    """Return the address of a file and the faults of its lines: the given file goes before those beside."""
    address, faults = given.of(file) if given else ("", ())
    if address:
        return address, faults
    for folder in (file.parent, file.parent.parent):
        if folder not in beside:
            beside[folder] = _read_addresses(folder / ADDRESSES, required=False)
        entry = beside[folder]
        if entry:
            address, more = entry.of(file)
            return address, faults + more
    return "", faults


def _read_addresses(path: Path, *, required: bool) -> _Addresses | None:
    try:
        if path.stat().st_size > LARGEST_ADDRESSES:
            raise SourceError(f'"{path}" has more than {LARGEST_ADDRESSES:,} bytes; divide it.')
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError) as error:
        if required:
            raise SourceError(f'"{path}", which should hold the addresses, does not exist.') from error
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f'"{path}" cannot be read as UTF-8 text; save it again.') from error
    known = _Addresses(path.parent)
    _Rows(path, known).read(text)
    return known


class _Rows:
    """The lines of one file of addresses; what is wrong with one costs that line only."""

    def __init__(self, path: Path, known: _Addresses) -> None:
        self.path = path
        self.known = known

    def read(self, text: str) -> None:
        """Read the header, if there is one, and the lines."""
        reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))
        columns = (0, 1)
        first = True
        while True:
            try:
                row = next(reader, None)
            except csv.Error:
                continue  # a cell beyond all bounds: no file is called so
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            header = [cell.strip().lower() for cell in row]
            if first and "file" in header and "url" in header:
                columns = (header.index("file"), header.index("url"))
            else:
                self._row(reader.line_num, row, columns)
            first = False

    def _row(self, number: int, row: Sequence[str], columns: tuple[int, int]) -> None:
        name = PurePosixPath(row[columns[0]].strip().replace("\\", "/")).as_posix()
        address = strings.tidy(row[columns[1]]) if len(row) > max(columns) else ""
        if not address:
            self._fault(number, name, "", "has no address", 'Write "file,url"')
        elif not is_safe_url(address):
            self._fault(number, name, address, "is not an http or https address and was not used")
        elif self.known.by_path.setdefault(name, address) != address:
            self._fault(number, name, address, "is a second address of the file; the first was used")

    def _fault(self, number: int, name: str, value: str, problem: str, remedy: str = "") -> None:
        fault = Fault(self.path.as_posix(), problem, f"line {number}", "url", value[:120], remedy)
        self.known.faults.setdefault(name, []).append(fault)
