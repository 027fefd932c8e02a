"""Where processes share what they keep: a folder of the machine, or Redis where several machines serve.

Each holds bytes by key, bounded, and lets one alone make what is missing (`alone`). Neither ever raises: what
cannot be read is not there, and who cannot be told to wait goes on by himself.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.core.cache import BaseCache

try:
    import fcntl
except ImportError:  # Windows: processes do not wait for one another there
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds for which anybody waits for another's making; a dead maker's place in Redis is free after them."""
LOOKS = (0.005, 0.01, 0.02, 0.04)
"""Seconds between looks whether the other is ready; the last again and again."""


class Shelf(Protocol):
    """What the processes that answer readers share."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""

    def alone(self, key: str) -> contextlib.AbstractContextManager[bool]:
        """Say whether who asks is the one to make what is missing; if not, the other has finished by now."""


def name_of(key: str) -> str:
    """Return a key as a short name."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


class Folder:
    """A folder of files, so many bytes at most; locks of the system, which a dead process has not.

    Files stand in 256 drawers. Each drawer has its share of the bytes; when it is over, its oldest go.
    """

    def __init__(self, path: Path, most: int) -> None:
        self.path, self.share = path, most // 256

    def get(self, key: str) -> bytes | None:
        try:
            return self._file(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        file = self._file(key)
        draft = file.with_name(f".{secrets.token_hex(8)}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(file)
            self._make_room(file.parent)
        except OSError:
            log.warning("A page could not be kept in %s.", self.path, exc_info=True)
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    @contextlib.contextmanager
    def alone(self, key: str) -> Iterator[bool]:
        lock = self._lock(key)
        if lock is None:
            yield True
            return
        try:
            if _taken(lock, fcntl.LOCK_EX):
                yield True
                return
            deadline = time.monotonic() + PATIENCE
            for pause in _looks():
                if _taken(lock, fcntl.LOCK_SH) or time.monotonic() > deadline:
                    break
                time.sleep(pause)
            _released(lock)
            yield False
        finally:
            os.close(lock)

    def _file(self, key: str) -> Path:
        name = name_of(key)
        return self.path / name[:2] / name[2:]

    def _lock(self, key: str) -> int | None:
        """Open one of 4,096 lock files; None where the system has none."""
        if fcntl is None:
            return None
        try:
            (self.path / "locks").mkdir(parents=True, exist_ok=True)
            lock = self.path / "locks" / name_of(key)[:3]
            return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None

    def _make_room(self, drawer: Path) -> None:
        found = []
        for entry in os.scandir(drawer):
            with contextlib.suppress(OSError):
                about = entry.stat()
                found.append((about.st_mtime, about.st_size, entry.path))
        over = sum(size for _time, size, _path in found) - self.share
        for _time, size, path in sorted(found)[:-1]:
            if over <= 0:
                return
            with contextlib.suppress(OSError):
                os.unlink(path)
            over -= size


class Shared:
    """Redis, which bounds itself (`maxmemory`), and forgets a page that nobody has made anew for a day.

    While it cannot be reached, it is not asked for some seconds.
    """

    SECONDS_KEPT = 24 * 60 * 60
    PAUSE = 5.0

    def __init__(self, cache: BaseCache) -> None:
        self.cache = cache
        self.silent_until = 0.0

    def get(self, key: str) -> bytes | None:
        found = self._ask("get", f"page:{name_of(key)}")
        return found if isinstance(found, bytes) else None

    def put(self, key: str, data: bytes) -> None:
        self._ask("set", f"page:{name_of(key)}", data, self.SECONDS_KEPT)

    @contextlib.contextmanager
    def alone(self, key: str) -> Iterator[bool]:
        place, token = f"making:{name_of(key)}", secrets.token_hex(8)
        if self._ask("add", place, token, PATIENCE) is not False:
            try:
                yield True
            finally:
                if self._ask("get", place) == token:
                    self._ask("delete", place)
            return
        deadline = time.monotonic() + PATIENCE
        for pause in _looks():
            if self._ask("get", place) is None or time.monotonic() > deadline:
                break
            time.sleep(pause)
        yield False

    def _ask(self, what: str, *arguments: Any) -> Any:
        """Ask Redis; None where it does not answer."""
        if time.monotonic() < self.silent_until:
            return None
        try:
            return getattr(self.cache, what)(*arguments)
        except Exception as reason:  # whatever its driver raises: pages are made without it
            self.silent_until = time.monotonic() + self.PAUSE
            log.warning("Redis does not answer; pages are kept by each process alone: %s", reason)
            return None


def _looks() -> Iterator[float]:
    yield from LOOKS
    while True:
        yield LOOKS[-1]


def _taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _released(lock: int) -> None:
    with contextlib.suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_UN)
