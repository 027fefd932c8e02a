"""Where an export goes: into a folder, or nowhere but into its checksums."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

SUMS = "SHA256SUMS"
MANIFEST = "archive.json"
HISTORY = "history/"

Write = Callable[[bytes], object]


class Sink:
    """Takes files by their path in the export and keeps their SHA-256: some 150 bytes a file."""

    def __init__(self) -> None:
        self.sums: dict[str, str] = {}

    def has(self, path: str) -> bool:
        """Say whether the file was put here before."""
        return path in self.sums

    def copy(self, path: str, pieces: Iterable[bytes]) -> None:
        """Take a file that comes in pieces."""
        with self.file(path) as write:
            for piece in pieces:
                write(piece)

    @contextmanager
    def file(self, path: str) -> Iterator[Write]:
        """Give what writes to a new file; its checksum is known when it ends."""
        digest = hashlib.sha256()
        yield digest.update
        self.sums[path] = digest.hexdigest()

    def sums_file(self) -> bytes:
        """Return the checksums as `sha256sum -c` reads them, in the order of the paths."""
        return "".join(f"{self.sums[path]}  {path}\n" for path in sorted(self.sums)).encode()

    def digest(self) -> str:
        """Return the digest of the archive: SHA-256 of the checksums of all that is not history."""
        return digest_of(self.sums)


class Folder(Sink):
    """Writes the files into a folder that is there and empty."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    @contextmanager
    def file(self, path: str) -> Iterator[Write]:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with super().file(path) as update, target.open("xb") as file:

            def write(data: bytes) -> None:
                update(data)
                file.write(data)

            yield write

    def seal(self) -> None:
        """Write the checksums, and wait until everything is on the disk."""
        (self.folder / SUMS).write_bytes(self.sums_file())
        os.sync()


def digest_of(sums: dict[str, str]) -> str:
    """Return the digest that these checksums, by path, give an archive; history does not count."""
    counted = hashlib.sha256()
    for path in sorted(sums):
        if path != MANIFEST and not path.startswith(HISTORY):
            counted.update(f"{sums[path]}  {path}\n".encode())
    return counted.hexdigest()
