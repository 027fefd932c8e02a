"""The lines of lists in a scratch database, which goes away with the import.

A line may lead to an old address that stands anywhere in the lists; a million lines take no more memory than
a thousand.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from archive.articles import whereabouts
from archive.articles.addresses import Destination
from archive.importing.models import Outcome
from archive.importing.records import Fault
from archive.importing.redirects.lists import RedirectLine, read_list
from archive.text.addresses import digest, normalise_former, path_of

BATCH = 1_000


@dataclass(slots=True)
class Redirect:
    """One line on its way: where it stands, what it says, what became of it.

    `address` is the old one, normalised; `key` its digest.
    """

    row: int
    file: str
    number: int
    old: str
    new: str
    address: str
    key: str
    problem: str = ""
    remedy: str = ""
    outcome: Outcome = Outcome.REJECTED
    destination: Destination | None = None

    def reject(self, problem: str, remedy: str = "") -> None:
        """Note why the line is not used."""
        self.problem, self.remedy = problem, remedy

    @property
    def faults(self) -> list[str]:
        """What is wrong with the line, as sentences."""
        if not self.problem:
            return []
        value = self.old if len(self.old) <= 120 else self.old[:119] + "…"
        where = f"line {self.number}"
        return [str(Fault(self.file, self.problem, where, "old", value, self.remedy, fatal=True))]


class Spool:
    """The lines of all lists in a scratch database, in their order, and found by the old address."""

    def __init__(self, path: Path) -> None:
        self.scratch = sqlite3.connect(path, isolation_level=None)
        self.scratch.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -20000;"
            "CREATE TABLE line (row INTEGER PRIMARY KEY, file TEXT, number INTEGER, old TEXT, new TEXT,"
            " address TEXT, key BLOB, path_key BLOB, problem TEXT, remedy TEXT);"
        )
        self.number = 0

    def fill(self, paths: Iterable[Path]) -> None:
        """Read the lists. Raises OSError."""
        rows = (self._row(path.name, line) for path in paths for line in read_list(path))
        for some in batched(rows, BATCH):
            self.scratch.execute("BEGIN")
            self.scratch.executemany("INSERT INTO line VALUES (NULL,?,?,?,?,?,?,?,?,?)", some)
            self.scratch.execute("COMMIT")
            self.number += len(some)
        self.scratch.execute("CREATE INDEX line_key ON line (key, row)")
        self.scratch.execute("CREATE INDEX line_path_key ON line (path_key, row)")

    def _row(self, file: str, line: RedirectLine) -> tuple[object, ...]:
        address = "" if line.problem else normalise_former(line.old)
        problem, remedy = line.problem, line.remedy
        if not problem and not path_of(address):
            problem, remedy = "is no address of a page", "Write it whole, or from its first slash"
        key = None if problem else bytes.fromhex(digest(address))
        path_key = None if problem else bytes.fromhex(digest(path_of(address)))
        old, new = (text.encode("utf-8", "replace").decode() for text in (line.old, line.new))
        return file, line.number, old, new, address, key, path_key, problem, remedy

    def batches(self) -> Iterator[list[Redirect]]:
        """Yield the lines in their order."""
        last = 0
        columns = "row, file, number, old, new, address, lower(hex(key)), problem, remedy"
        while rows := self.scratch.execute(
            f"SELECT {columns} FROM line WHERE row > ? ORDER BY row LIMIT {BATCH}",  # noqa: S608
            [last],
        ).fetchall():
            last = rows[-1][0]
            yield [Redirect(*row) for row in rows]

    def leads(self, news: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """Return what the lists say of addresses: (key, new) of each line, the whole address first."""
        found: dict[str, list[tuple[str, str]]] = {}
        for new in news:
            here = whereabouts.path_here(new)
            address = normalise_former(new)
            if not path_of(address):
                continue
            keys = [digest(address), digest(path_of(address))]
            lines = self._lines("key", keys[0]) or self._lines("key", keys[1])
            if not lines and here:
                lines = self._lines("path_key", keys[1])
                if len({one for _, one in lines}) > 1:
                    lines = []
            found[new] = lines
        return found

    def _lines(self, column: str, key: str) -> list[tuple[str, str]]:
        rows = self.scratch.execute(
            f"SELECT key, new FROM line WHERE {column} = ? AND problem = '' ORDER BY row LIMIT 20",  # noqa: S608
            [bytes.fromhex(key)],
        )
        return [(key.hex(), new) for key, new in rows]


@contextmanager
def spool(paths: Iterable[Path]) -> Iterator[Spool]:
    """Hold the lines of lists for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="archive-redirects-") as folder:
        lists = Spool(Path(folder) / "lines.sqlite3")
        with closing(lists.scratch):
            lists.fill(paths)
            yield lists
