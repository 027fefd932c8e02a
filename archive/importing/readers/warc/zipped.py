"""WACZ: a zip with web archives in its folder `archive/`. Its members are read where they lie."""

from __future__ import annotations

import io
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.importing.readers.warc.index import Held, Opened, Unusable

MOST_MEMBERS = 10_000
_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_LOCAL = b"PK\x03\x04"


def recognises(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of a zip that holds web archives."""
    if not head.startswith(_LOCAL):
        return False
    at = 0
    names: list[str] = []
    while at >= 0 and len(names) < 200:
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        names.append(head[at + 30 : at + 30 + length].decode("utf-8", "replace").lower())
        at = head.find(_LOCAL, at + 30 + length)
    return any(_is_archive(name) for name in names) or (
        "datapackage.json" in names and any(name.startswith(("pages/", "indexes/")) for name in names)
    )


def members(path: Path) -> Iterator[tuple[str, Opened]]:
    """Yield the web archives in a WACZ with their names. Raises `Unusable`."""
    try:
        with zipfile.ZipFile(path) as file:
            if len(file.infolist()) > MOST_MEMBERS:
                raise Unusable(f"has more than {MOST_MEMBERS:,} members, and was not read")
            found = [info for info in file.infolist() if _is_archive(info.filename.lower())]
            if not found:
                raise Unusable("is a WACZ without an archive of pages in it")
            for info in found:
                if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
                    yield info.filename, Part(path, _start(path, info), info.compress_size)
                else:
                    yield info.filename, _unpacked(file, info)
    except (
        zipfile.BadZipFile,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable("is a WACZ that is damaged or cut off") from None


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(_SUFFIXES)


def _start(path: Path, info: zipfile.ZipInfo) -> int:
    """Return where the bytes of a member begin: its local header has a length of its own."""
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
    if header[:4] != _LOCAL:
        raise Unusable("is a WACZ that is damaged or cut off")
    name, extra = struct.unpack("<HH", header[26:30])
    return info.header_offset + 30 + name + extra


def _unpacked(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> Held:
    most = 1_000_000_000 + 50 * info.compress_size
    if info.file_size > most:
        raise Unusable(f"unpacks to more than {most:,} bytes, and was not read")
    holder = Held(tempfile.TemporaryDirectory(prefix="archive-"))
    with file.open(info) as packed, holder.path.open("wb") as plain:
        shutil.copyfileobj(packed, plain, 65_536)
    return holder


class Part:
    """A stretch of a file that opens like a file of its own."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self.path, self.start, self.size = path, start, size

    def open(self, mode: str) -> BinaryIO:
        """Open the stretch for reading."""
        return io.BufferedReader(_Stretch(self.path.open("rb"), self.start, self.size))  # type: ignore[return-value]


class _Stretch(io.RawIOBase):
    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self.file, self.first, self.size, self.at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        self.at = max(base + offset, 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        wanted = max(min(len(buffer), self.size - self.at), 0)
        self.file.seek(self.first + self.at)
        data = self.file.read(wanted)
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)

    def close(self) -> None:
        self.file.close()
        super().close()
