"""The archive from beginning to end: one snapshot of the database, written or only summed up."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from archive.articles.models import Article
from archive.importing.exporting.history import write_history
from archive.importing.exporting.media import Files
from archive.importing.exporting.naming import Names
from archive.importing.exporting.rows import line
from archive.importing.exporting.sinks import MANIFEST, SUMS, Folder, Sink
from archive.importing.exporting.works import write_authorities, write_redirects, write_works
from archive.importing.models import Capture

FORMAT, VERSION = "archive export", 1
CAPTURES_AT_ONCE = 20
FILES = "files.jsonl"

Progress = Callable[[int, int], object]
"""Is told how many works and pieces of evidence are done, and how many there are."""


class CannotExport(ValueError):
    """A folder that cannot take the export; the message is a sentence."""


@dataclass(slots=True)
class Exported:
    """What was written: numbers of rows and files, the digest, and what the archive itself has lost.

    `missing` are names of files that rows refer to and the storage has not; `damaged` are digests of evidence
    that no longer reads as it was taken in.
    """

    counts: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def digest(progress: Progress | None = None) -> str:
    """Return the digest of the archive: equal for two archives that hold the same, apart from history.

    It is what `export_content` prints; nothing is written. Every file and every piece of evidence is read.
    """
    sink = Sink()
    with snapshot():
        _write(sink, progress or _silent, with_history=False)
    return sink.digest()


def export(folder: Path, *, replace: bool = False, progress: Progress | None = None) -> Exported:
    """Write the archive into a folder that is not there, is empty, or with `replace` holds a former export.

    It is written beside the folder and takes its place when it is whole. Raises `CannotExport` for a folder
    that holds anything else, and `OSError` where nothing can be written.
    """
    folder = Path(os.path.abspath(folder))
    _refuse(folder, replace=replace)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    _clear_away(beside)
    beside.mkdir()
    try:
        sink = Folder(beside)
        with snapshot():
            done = _write(sink, progress or _silent)
        with sink.file(MANIFEST) as write:
            write(_manifest(done))
        sink.seal()
        _take_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return done


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database throughout, without holding up those who write meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def is_export(folder: Path) -> bool:
    """Say whether a folder holds an export."""
    return (folder / MANIFEST).is_file() and (folder / SUMS).is_file()


def _write(sink: Sink, progress: Progress, *, with_history: bool = True) -> Exported:
    done = Exported()
    total = Article.objects.count() + Capture.objects.count()
    finished = 0

    def step(number: int) -> None:
        nonlocal finished
        finished += number
        progress(finished, total)

    names, files = Names(), Files(sink)
    done.counts |= write_authorities(sink, names, files)
    done.counts["works"] = write_works(sink, names, files, step)
    write_redirects(sink)
    with sink.file(FILES) as write:
        for values in files.lines():
            write(line(values))
    done.missing = files.missing
    done.counts["files"] = len(files.places) - len(files.missing)
    done.counts["evidence"] = _write_evidence(sink, done.damaged, step)
    if with_history:
        done.counts |= write_history(sink, names, set(done.damaged))
    done.digest = sink.digest()
    return done


def _write_evidence(sink: Sink, damaged: list[str], step: Callable[[int], None]) -> int:
    """Write the bytes of every capture, as they were read, under their digest; return how many."""
    count = 0
    for capture in Capture.objects.order_by("pk").iterator(CAPTURES_AT_ONCE):
        step(1)
        try:
            data = capture.data
        except (OSError, zlib.error):
            data = b""
        if hashlib.sha256(data).hexdigest() != capture.digest:
            damaged.append(capture.digest)
            continue
        sink.copy(evidence_path(capture.digest), [data])
        count += 1
    return count


def evidence_path(digest: str) -> str:
    """Return where the evidence with this SHA-256 stands in an export."""
    return f"evidence/{digest[:2]}/{digest}"


def _manifest(done: Exported) -> bytes:
    told = {"format": FORMAT, "version": VERSION, "digest": done.digest, "counts": done.counts}
    return (json.dumps(told, indent=2) + "\n").encode()


def _refuse(folder: Path, *, replace: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CannotExport(f'"{folder}" is a file; name a folder.')
    if not any(folder.iterdir()):
        return
    if not is_export(folder):
        raise CannotExport(f'"{folder}" holds something else than an export; name a new or an empty folder.')
    if not replace:
        raise CannotExport(f'"{folder}" holds an export already; name another folder, or add --replace.')


def _clear_away(beside: Path) -> None:
    """Remove what exports into the same folder have left unfinished: those whose process is no more."""
    shutil.rmtree(beside, ignore_errors=True)
    stem, suffix = beside.stem.rpartition(".")[0], beside.suffix
    for path in beside.parent.iterdir():
        found = re.fullmatch(rf"{re.escape(stem)}\.(\d{{1,10}}){re.escape(suffix)}", path.name)
        if found and not _is_running(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def _take_place(beside: Path, folder: Path) -> None:
    """Put the finished folder in the place of what stood there."""
    former = beside.with_suffix(".former")
    if folder.exists():
        folder.rename(former)
    beside.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def _silent(_done: int, _total: int) -> None:
    pass
