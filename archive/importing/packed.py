"""The members of a zip or tar, read as streams, each under a name that was judged before it was used.

Nothing is extracted by the name it claims, links and devices are never followed or made, and every byte
that comes out is counted against a budget.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

MOST_MEMBERS = 500_000
LARGEST_MEMBER = 8_000_000_000
LARGEST_WHOLE = 200_000_000_000
MOST_GROWTH = 250
"""How many times larger than its archive all that comes out may be, once it is more than `FREE_GROWTH`."""
FREE_GROWTH = 200_000_000

_LARGEST_DIRECTORY = 150_000_000
_LARGEST_HEADER = 1_000_000
_LONGEST_NAME, _LONGEST_PART = 2_000, 240
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?")
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(?:/|$)|(?:^|/)\._[^/]*$")

BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What the libraries raise for damaged archives."""


class Refused(ValueError):
    """A member or an archive that is not read; the message is a sentence without its subject."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.remedy = remedy


class TooMuch(Refused):
    """More came out of an archive than is accepted: nothing more is read from it."""


@dataclass(slots=True)
class Budget:
    """What may come out of an archive of `packed` bytes, and what has."""

    packed: int
    members: int = 0
    written: int = 0

    def count_member(self) -> None:
        """Count a member; raises `TooMuch` for one too many."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise TooMuch(f"has more than {MOST_MEMBERS:,} members; the rest was not read", "Divide it")

    def count(self, octets: int) -> None:
        """Count bytes that came out; raises `TooMuch` for those beyond the limits."""
        self.written += octets
        if self.written > LARGEST_WHOLE:
            raise TooMuch(f"holds more than {LARGEST_WHOLE:,} bytes; the rest was not read", "Divide it")
        if self.written > FREE_GROWTH and self.written > MOST_GROWTH * self.packed:
            raise TooMuch(
                f"grows more than {MOST_GROWTH} times when it is unpacked, as only a trap does; "
                "the rest was not read",
                "Unpack it yourself if you trust it, and import the folder",
            )


@dataclass(slots=True)
class Names:
    """The names of one archive: each once, whatever its case."""

    taken: set[int] = field(default_factory=set)

    def safe(self, name: str) -> PurePosixPath:
        """Return the path below the archive that a name means; raises `Refused` with the reason."""
        if _CONTROL.search(name):
            raise Refused("has a name with signs that no name has")
        if "\\" in name:
            raise Refused("has a name with a backslash", "Pack it again with / between folders")
        if name.startswith("/") or _DRIVE.match(name):
            raise Refused("names an absolute path, which is never written to")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if ".." in parts:
            raise Refused("climbs out of the archive, and was not read")
        if (
            not parts
            or len(name) > _LONGEST_NAME
            or max(len(part.encode("utf-8", "surrogateescape")) for part in parts) > _LONGEST_PART
        ):
            raise Refused("has a name that is too long" if parts else "has no name", "Rename it")
        if any(map(_RESERVED.fullmatch, parts)):
            raise Refused("has a name that Windows keeps for a device", "Rename it")
        key = hash(unicodedata.normalize("NFC", "/".join(parts)).casefold())
        if key in self.taken:
            raise Refused(
                "stands twice in the archive, or differs from another name in its case alone", "Rename it"
            )
        self.taken.add(key)
        return PurePosixPath(*parts)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as claimed, the reason why it is refused, and how to open it."""

    name: str
    refused: Refused | None = None
    open: Callable[[], IO[bytes]] | None = None


def kind_of(path: Path) -> str:
    """Return "zip", "tar", a foreign or single packing ("gz", "bz2", "xz", "zst", "7z", "rar"), or ""."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return "tar" if kind in _OPENERS and _holds_tar(path, kind) else kind
    return "tar" if is_tar(head) else ""


_MARKS = {
    b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst",
    b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar",
}  # fmt: skip


def _open_zstandard(path: Path) -> IO[bytes]:
    try:
        from compression import zstd  # since Python 3.14
    except ImportError:
        raise Refused(
            "is packed with Zstandard, which this Python does not know", "Pack it as .tar.gz"
        ) from None
    return zstd.open(path)


_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    "gz": gzip.open, "bz2": bz2.open, "xz": lzma.open, "zst": _open_zstandard
}  # fmt: skip


def open_single(path: Path, kind: str) -> IO[bytes]:
    """Return what is packed in a file of one of the kinds that pack one file; raises `Refused`."""
    if kind not in _OPENERS:
        raise Refused(f"is packed as .{kind}, which is not read", "Pack it as .zip or .tar.gz")
    return _OPENERS[kind](path)


def _holds_tar(path: Path, kind: str) -> bool:
    try:
        with open_single(path, kind) as file:
            return is_tar(file.read(512))
    except (Refused, *BROKEN):
        return False


def is_tar(block: bytes) -> bool:
    """Say whether a block of 512 bytes is the header of a member: its checksum tells."""
    try:
        return bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape").name)
    except tarfile.HeaderError:
        return False


def is_zip_of_another_format(path: Path) -> bool:
    """Say whether a zip is a document and not an archive: Office, OpenDocument, EPUB, WACZ."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    return (
        "[Content_Types].xml" in names
        or names[:1] == ["mimetype"]
        or ("datapackage.json" in names and any(name.startswith("archive/") for name in names))
    )


def members(path: Path, kind: str, budget: Budget) -> Iterator[Member]:
    """Yield the files of a zip or tar; a member's stream is to be read before the next is asked for.

    Raises `TooMuch` and `Refused` for the whole, and `BROKEN` for what is damaged.
    """
    if kind == "zip":
        yield from _zipped(path, budget)
    else:
        yield from _tarred(path, budget)


def _zipped(path: Path, budget: Budget) -> Iterator[Member]:
    _check_directory(path)
    with zipfile.ZipFile(path) as package:
        if sum(info.compress_size for info in package.infolist()) > path.stat().st_size:
            raise Refused("has members that lie over each other, as only a trap has")
        for info in package.infolist():
            budget.count_member()
            if info.is_dir() or _JUNK.search(info.filename):
                continue
            mode = info.external_attr >> 16
            if info.flag_bits & 1:
                reason = Refused("is encrypted", "Pack it without a password")
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                reason = Refused("is a link or a device, which is never followed")
            elif info.orig_filename != info.filename and "\x00" in info.orig_filename:
                reason = Refused("has a name with signs that no name has")
            else:
                yield Member(info.filename, open=lambda info=info: package.open(info))
                continue
            yield Member(info.filename, reason)


def _check_directory(path: Path) -> None:
    """Refuse a zip whose list of members alone would fill the memory."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    wide = tail.rfind(b"PK\x06\x06")
    listed = struct.unpack_from("<I", tail, place + 12)[0] if place >= 0 and place + 16 <= len(tail) else 0
    if wide >= 0 and wide + 48 <= len(tail):
        listed = struct.unpack_from("<Q", tail, wide + 40)[0]
    if listed != 0xFFFFFFFF and listed > _LARGEST_DIRECTORY:
        raise Refused(f"has a list of members of {listed:,} bytes", "Divide it")


class _Header(tarfile.TarInfo):
    """A header of a tar that holds no more than a header should."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> _Header:
        found = super().frombuf(buf, encoding, errors)
        extended = found.type not in tarfile.SUPPORTED_TYPES or found.type in _EXTENDED
        if extended and found.size > _LARGEST_HEADER:
            raise tarfile.InvalidHeaderError("a header of more than a million bytes")
        return found


_EXTENDED = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


def _tarred(path: Path, budget: Budget) -> Iterator[Member]:
    with path.open("rb") as file:
        head = file.read(6)
    kind = next((kind for mark, kind in _MARKS.items() if head.startswith(mark)), "")
    with (
        open_single(path, kind) if kind else path.open("rb") as stream,
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive,
    ):
        for info in archive:
            archive.members = []  # or every header is kept to the end
            budget.count_member()
            if info.isdir() or _JUNK.search(info.name):
                continue
            if info.islnk() or info.issym():
                yield Member(info.name, Refused("is a link, which is never followed"))
            elif not info.isfile() or info.issparse():
                yield Member(info.name, Refused("is a device or a special file, and was not read"))
            else:
                yield Member(info.name, open=lambda info=info: archive.extractfile(info) or io.BytesIO())
