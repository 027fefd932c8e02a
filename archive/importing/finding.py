"""Where a picture or document lies that a record names: in its source, or beside it in the folder given.

Pages come with their files in many ways: saved by a browser ("page_files/"), mirrored by host and path, put
beside a capture by hand, or exported by this archive ("files/").
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from archive.files import BIGGEST_ATTACHMENT, IN_BODIES, FileRefused
from archive.importing.records import Reading
from archive.importing.sources import files_by_address
from archive.importing.storing import is_ours
from archive.text.addresses import normalise

EXPORTED = "files"
_DIGEST = re.compile(r"/([0-9a-f]{32})(?:[./]|$)")
PAGE_FOLDERS = ("_files", ".files", "-files", "_fichiers", "-Dateien", "_archivos", "_soubory", "")
MOST_FOLDERS = 64
HIGHEST = 12
LONGEST = 2_000
_ANY_NAME = re.compile(
    r"(?:image|img|picture|photo|figure|fig|banner|logo|header|thumb|untitled)?"
    r"[-_ ]?\d*\.\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of a file, what it was called, and the name it had in the storage that exported it."""

    data: bytes
    called: str
    kept_as: str = ""


class Finder:
    """Finds files by the addresses and paths that records use; remembers what the last folders hold."""

    def __init__(self) -> None:
        self.folders: OrderedDict[Path, dict[str, str]] = OrderedDict()
        self.addresses: OrderedDict[Path, dict[str, Path]] = OrderedDict()

    def find(self, reading: Reading, written: str) -> Found | None:
        """Return the file that a record means by an address or a path; None where it is not at hand.

        Raises `FileRefused` for a path that leads out of the folder, no regular file, and one too large.
        """
        written = written.strip()
        if not written or len(written) > LONGEST:
            return None
        if kept := kept_name(written):
            path = self._exported(reading, kept)
            return Found(_read(path), path.name, kept) if path else None
        if reading.companion is not None:
            return self._carried(reading, written)
        path = self._beside(reading, written)
        return Found(_read(path), path.name) if path else None

    def _carried(self, reading: Reading, written: str) -> Found | None:
        assert reading.companion is not None
        for name in dict.fromkeys((written, whole_address(reading, written))):
            data = reading.companion(name) if name else None
            if data is not None:
                if len(data) > BIGGEST_ATTACHMENT:
                    raise FileRefused("is larger than 25 MB")
                return Found(data, _last_word(written))
        return None

    def _exported(self, reading: Reading, kept: str) -> Path | None:
        if not (places := _places(reading)):
            return None
        root, base = places
        if path := self._walk(root, base / EXPORTED, kept):
            return path
        digest = _DIGEST.search(kept)
        folder = base / EXPORTED / digest[1][:2] if digest else None
        for name in self._names(folder) if folder else ():
            if digest and name.startswith(digest[1]):
                return _within(root, folder / name)
        return None

    def _beside(self, reading: Reading, written: str) -> Path | None:
        if not (places := _places(reading)):
            return None
        root, base = places
        address = whole_address(reading, written)
        if address and (path := self._by_address(root, base, address)):
            return path
        refusal = None
        for start, way in _ways(reading, root, base, written, address):
            for form in dict.fromkeys((way, unquote(way))):
                try:
                    if path := self._walk(root, start, form):
                        return path
                except FileRefused as reason:
                    refusal = refusal or reason
        if refusal:
            raise refusal
        return None

    def _by_address(self, root: Path, base: Path, address: str) -> Path | None:
        """Return the file that a table of addresses beside the source gives to an address."""
        key = normalise(address)
        for folder in (base, base.parent) if base != root else (base,):
            if folder not in self.addresses:
                _remember(self.addresses, folder, files_by_address(folder))
            if path := self.addresses[folder].get(key):
                return _within(root, path)
        return None

    def _walk(self, root: Path, start: Path, way: str) -> Path | None:
        """Follow a path name by name, whatever the case of its letters; None where it ends nowhere.

        Raises `FileRefused` where it leads out of the folder.
        """
        if "\0" in way:
            return None
        path = start
        for name in way.replace("\\", "/").split("/"):
            if name == "..":
                path = path.parent
                if not path.is_relative_to(root):
                    raise FileRefused("leads out of the folder that was given")
            elif name not in ("", "."):
                named = self._child(path, name)
                if named is None:
                    return None
                path = path / named
        return _within(root, path) if path != start else None

    def _child(self, folder: Path, name: str) -> str | None:
        try:
            if os.path.lexists(folder / name):
                return name
        except (OSError, ValueError):
            return None
        return self._names(folder).get(_folded(name))

    def _names(self, folder: Path) -> dict[str, str]:
        """Return what stands in a folder, by its name in small letters."""
        if folder not in self.folders:
            try:
                names = {_folded(entry.name): entry.name for entry in os.scandir(folder)}
            except OSError:
                names = {}
            _remember(self.folders, folder, names)
        return self.folders[folder]


def kept_name(written: str) -> str:
    """Return the name in the storage that a body's own address of a file means; "" for other addresses."""
    name = unquote(written.removeprefix(IN_BODIES)) if written.startswith(IN_BODIES) else ""
    return name if is_ours(name) else ""


def whole_address(reading: Reading, written: str) -> str:
    """Return the web address that is meant, seen from the record's own; "" where there is none."""
    base = reading.record.url if reading.record else ""
    try:
        address = urljoin(base or reading.source.address, written.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    if not parts.scheme and parts.netloc:
        address, parts = f"https:{address}", urlsplit(f"https:{address}")
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def _places(reading: Reading) -> tuple[Path, Path] | None:
    """Return the folder outside which nothing is read, and where the source lies; None for neither."""
    if reading.source.folder is None:
        return None
    base = reading.source.path.parent.resolve()
    root = reading.source.folder.resolve()
    return (root if base.is_relative_to(root) else base), base


def _ways(reading: Reading, root: Path, base: Path, written: str, address: str) -> Iterator[tuple[Path, str]]:
    """Yield where to start and which path to follow, the likeliest first."""
    above = [folder for folder in (base, *base.parents) if folder.is_relative_to(root)][:HIGHEST]
    is_web = bool(re.match(r"(?:[a-z][a-z0-9+.-]{1,20}:)?//|[a-z][a-z0-9+.-]{1,20}:", written, re.IGNORECASE))
    plain = re.split(r"[?#]", written, maxsplit=1)[0]
    if not is_web:
        for path in dict.fromkeys((written, plain)):
            if not path.startswith(("/", "\\")):
                yield base, path
            else:
                for folder in above:
                    yield folder, path
                    yield folder / "static", path
    if address:
        parts = urlsplit(address)
        for folder in above:
            for path in dict.fromkeys(
                (f"{parts.path}?{parts.query}" if parts.query else parts.path, parts.path)
            ):
                yield folder / (parts.hostname or ""), path
                if folder == root and is_web:
                    yield folder, path
    name = _last_word(written)
    if name:
        for ending in PAGE_FOLDERS:
            yield base / f"{reading.source.path.stem}{ending}", name
        own = reading.record.url if reading.record else ""
        same_host = own and address and urlsplit(own).hostname == urlsplit(address).hostname
        if same_host and not _ANY_NAME.fullmatch(unquote(name)):
            yield base, name


def _last_word(written: str) -> str:
    return re.split(r"[?#]", written, maxsplit=1)[0].replace("\\", "/").rstrip("/").rpartition("/")[2]


def _within(root: Path, path: Path) -> Path | None:
    """Return the true path of a file; raise `FileRefused` where it lies outside, or is no regular file."""
    try:
        path = path.resolve(strict=True)
        kind = path.stat().st_mode
    except (OSError, RuntimeError):
        return None
    if not path.is_relative_to(root):
        raise FileRefused("leads out of the folder that was given")
    if stat.S_ISDIR(kind):
        return None
    if not stat.S_ISREG(kind):
        raise FileRefused("is not a regular file")
    return path


def _read(path: Path) -> bytes:
    """Return the content of a file that was found; what has changed under our hands is refused."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileRefused("is not a regular file")
            data = file.read(BIGGEST_ATTACHMENT + 1)
    except OSError as reason:
        raise FileRefused(f"cannot be read ({reason.strerror})") from reason
    if len(data) > BIGGEST_ATTACHMENT:
        raise FileRefused("is larger than 25 MB")
    return data


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name[:255]).casefold()


def _remember(memory: OrderedDict, key: Path, value: dict) -> None:
    memory[key] = value
    if len(memory) > MOST_FOLDERS:
        memory.popitem(last=False)
