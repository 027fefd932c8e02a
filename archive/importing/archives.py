"""Archives among the sources: a zip or tar counts as the folder it was packed from.

Its members come into a temporary folder under the same relative paths, so that what lies beside a file in
the archive (addresses, pictures, look-up files) still lies beside it. The names that are printed and
remembered are those of the archive ("export.zip/posts/a.md"), whatever the folder is called this time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from archive.importing import packed, readers
from archive.importing.packed import BROKEN, Budget, Refused, TooMuch
from archive.importing.records import Source
from archive.importing.sources import find_sources, printable

DEEPEST = 2
"""An archive in an archive is read, one in that is not."""
LEFT_FREE = 1_000_000_000
"""Bytes that unpacking leaves free on the disk."""

_CHUNK = 1_000_000
_CHECKED = 100_000_000
_LONGEST_TOLD = 300


@contextmanager
def unpacked(sources: Iterable[Source], addresses: str | Path | None = None) -> Iterator[list[Source]]:
    """Give the sources with what is packed in them instead of the archives, in the same order.

    What is refused comes as a source that `readers.read` rejects with its reason. `addresses` is the file
    that was given for captures, as in `find_sources`. The temporary folder is gone when the block ends.
    """
    with tempfile.TemporaryDirectory(prefix="archive-import-") as folder:
        found: list[Source] = []
        for number, source in enumerate(sources):
            found += _Unpacking(source, Path(folder) / str(number), addresses).sources()
        yield found


class _Unpacking:
    """One source, which may be an archive, and the folder for what is in it."""

    def __init__(self, source: Source, folder: Path, addresses: str | Path | None) -> None:
        self.source, self.folder, self.addresses = source, folder, addresses
        self.refused: list[Source] = []
        self.unchecked = 0

    def sources(self) -> list[Source]:
        """Return the source itself, or those of its members and the members that were refused."""
        try:
            kind = _kind(self.source)
            if not kind:
                return [self.source]
            self.budget = Budget(self.source.path.stat().st_size)
            if kind not in ("zip", "tar"):
                return [self._single(kind)]
            self._unpack(self.source.path, kind, self.source.name, self.folder, depth=1)
        except Refused as error:
            self._refuse(self.source.name, error)
        except BROKEN as error:
            self._refuse(self.source.name, _damage(error))
        found = self._found() if self.folder.is_dir() else []
        return sorted([*found, *self.refused], key=lambda source: source.name)

    def _found(self) -> Iterator[Source]:
        """Yield the sources in the folder, under the names of the archive."""
        base = self.folder.as_posix()
        for source in find_sources([self.folder], self.addresses):
            faults = tuple(
                replace(fault, source=fault.source.replace(base, self.source.name, 1))
                for fault in source.faults
            )
            below = printable(source.path.relative_to(self.folder).as_posix())
            yield replace(
                source, name=f"{self.source.name}/{below}", faults=faults, context=self.source.context
            )

    def _single(self, kind: str) -> Source:
        """Return the source with its content unpacked: a file that was packed by itself."""
        self.folder.mkdir(parents=True)
        path = self.folder / self.source.path.name
        with packed.open_single(self.source.path, kind) as stream:
            self._write(stream, path)
        return replace(self.source, path=path)

    def _unpack(self, path: Path, kind: str, name: str, folder: Path, *, depth: int) -> None:
        """Unpack an archive; what is damaged or refused of it is noted, what is good is kept."""
        names = packed.Names()
        folder.mkdir(parents=True, exist_ok=True)
        for member in packed.members(path, kind, self.budget):
            full = f"{name}/{printable(member.name[:_LONGEST_TOLD])}"
            try:
                target = folder / names.safe(member.name)
                if member.refused or member.open is None:
                    raise member.refused or Refused("cannot be opened")
                target.parent.mkdir(parents=True, exist_ok=True)
                with member.open() as stream:
                    self._write(stream, target)
            except TooMuch:
                raise
            except Refused as error:
                self._refuse(full, error)
            except (FileExistsError, NotADirectoryError):
                self._refuse(full, Refused("has the name of a folder, or lies in a file", "Rename it"))
            except BROKEN as error:
                if kind == "tar":
                    raise
                target.unlink(missing_ok=True)
                self._refuse(full, _damage(error))
            else:
                self._look_into(target, full, depth=depth)

    def _look_into(self, path: Path, name: str, *, depth: int) -> None:
        """Put what is packed in a member where the member lies."""
        kind = _kind(Source(path, name))
        if not kind:
            return
        inner = self.folder.with_name(f"{self.folder.name}.inner{depth}")
        path.rename(inner)
        try:
            if kind not in ("zip", "tar"):
                with packed.open_single(inner, kind) as stream:
                    self._write(stream, path)
            elif depth >= DEEPEST:
                raise Refused("is an archive in an archive in an archive", "Unpack it, and import the folder")
            else:
                self._unpack(inner, kind, name, path, depth=depth + 1)
        except TooMuch:
            raise
        except Refused as error:
            self._refuse(name, error)
        except BROKEN as error:
            self._refuse(name, _damage(error))
        finally:
            inner.unlink()

    def _write(self, stream: IO[bytes], path: Path) -> None:
        """Write a stream to a new file; nothing of it stays where it is refused."""
        size = 0
        with path.open("xb") as file:
            try:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self.budget.count(len(chunk))
                    if size > packed.LARGEST_MEMBER:
                        raise Refused(f"has more than {packed.LARGEST_MEMBER:,} bytes", "Divide it")
                    self._check_disk(len(chunk))
                    file.write(chunk)
            except (Refused, *BROKEN):
                path.unlink()
                raise

    def _check_disk(self, octets: int) -> None:
        self.unchecked -= octets
        if self.unchecked > 0:
            return
        self.unchecked = _CHECKED
        if shutil.disk_usage(self.folder).free < LEFT_FREE + _CHECKED:
            raise TooMuch("does not fit on the disk; the rest was not read", "Make room for what it holds")

    def _refuse(self, name: str, error: Refused) -> None:
        context = {"refused": [str(error), error.remedy]}
        self.refused.append(Source(self.source.path, name, context=context))


def _kind(source: Source) -> str:
    """Return how a source is packed; "" for what is read as it is, though it may be packed inside."""
    try:
        kind = packed.kind_of(source.path)
        if kind in ("gz", "zip") and _has_reader(source):
            return ""
        if kind == "zip" and packed.is_zip_of_another_format(source.path):
            return ""
    except OSError:
        return ""
    except BROKEN:
        return kind
    return kind


def _has_reader(source: Source) -> bool:
    """Say whether a reader reads the packed file as it is; the last one takes any text, and is not asked."""
    return readers.reader_for(source) not in (None, readers.READERS[-1])


def _damage(error: Exception) -> Refused:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    lines = said.strip().splitlines()
    words = lines[0][:120].rstrip(".") if lines else type(error).__name__
    return Refused(f"is damaged, and was read no further ({words})", "Copy or pack it again")
