"""How fast an import is, and how flat its memory: prints figures and asserts nothing.

    python -m tests.bench.bench_import RECORDS.jsonl
    ARCHIVE_TEST_DATABASE=postgresql python -m tests.bench.bench_import RECORDS.jsonl

Each tenth of the records is told apart; then the same file is imported a second time. The milliseconds are
this process's own processor time for a record: they stay as they are when the machine has other work too.
So does the helper's, which is told at the end; the database server's is not counted.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection

from archive.importing.models import ImportRun
from archive.importing.reporting import Reporter
from archive.importing.running import run_import
from archive.importing.saving import Claim
from archive.importing.sources import find_sources


class Sampler(Reporter):
    """A reporter that says, for each tenth of the records, how long it took and how much memory is held."""

    def __init__(self, expected: int) -> None:
        super().__init__(io.StringIO(), quiet=True)
        self.tenth, self.started = max(1, expected // 10), time.perf_counter()
        self.mark, self.marked_at, self.worked = 0, self.started, time.process_time()

    def tell(self, claims: Iterable[Claim]) -> None:
        super().tell(claims)
        if self.read - self.mark >= self.tenth:
            now = time.perf_counter()
            number, worked = self.read - self.mark, time.process_time()
            say(
                f"{self.read:>10,} records  {number / (now - self.marked_at):>8,.0f} a second  "
                f"{1000 * (worked - self.worked) / number:>6.2f} ms  {resident() / 1024:>6,.0f} MB"
            )
            self.mark, self.marked_at, self.worked = self.read, now, worked


def main(path: Path) -> None:
    """Import the records into a database that goes away, twice."""
    if connection.vendor == "sqlite":
        connection.settings_dict.setdefault("TEST", {})["NAME"] = settings.DATA / "bench.sqlite3"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with path.open("rb") as file:
            expected = sum(1 for _ in file)
        say(f"{connection.vendor}, Python {sys.version.split()[0]}, {expected:,} records")
        for what in ("first time", "second time"):
            sampler, helped = Sampler(expected), children()
            closing = run_import(find_sources([path]), ImportRun(command="bench_import"), sampler)
            seconds = time.perf_counter() - sampler.started
            helped = 1000 * (children() - helped) / expected
            say(f"{what}: {expected / seconds:,.0f} records a second, helper {helped:.2f} ms; {closing}")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def children() -> float:
    """Return the processor time, in seconds, of the processes that this one had and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def resident() -> int:
    """Return the memory that the process holds, in kB (Linux; 0 elsewhere)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
