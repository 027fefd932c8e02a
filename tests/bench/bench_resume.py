"""Whether an import that is killed, again and again, ends as one that was not; and what an undo leaves.

    python -m tests.bench.bench_resume RECORDS.jsonl [ROUNDS]
    DATABASE_URL=postgresql://… python -m tests.bench.bench_resume RECORDS.jsonl [ROUNDS]

The file is imported once, undisturbed, into an archive of its own; then ROUNDS times (50) into an empty one,
killed by `kill -9` at a random point and begun again until it ends. Each digest is printed. At the end the
last archive's run is taken back. On PostgreSQL DATABASE_URL names a server on which databases may be made.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Archive:
    """An archive of its own, reached by the commands as a person calls them."""

    environment: dict[str, str]

    def call(self, *words: str) -> str:
        """Run a command to its end; return what it printed."""
        done = subprocess.run(
            self._command(words), env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 3):
            raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def killed(self, after: float, *words: str) -> bool:
        """Run a command and kill it after so many seconds; return whether it was killed before its end."""
        process = subprocess.Popen(
            self._command(words),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=after)
            return False
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            return True

    def digest(self) -> str:
        """Return the digest of everything the archive holds but its history."""
        return self.call("export_content", "--digest").split()[-1]

    def runs(self) -> list[str]:
        """Return the numbers of the runs, the newest first: who was killed early has begun none."""
        asked = (
            "from archive.importing.models import ImportRun; "
            "print(*ImportRun.objects.order_by('-pk').values_list('pk', flat=True))"
        )
        return self.call("shell", "--no-imports", "-c", asked).split()

    @staticmethod
    def _command(words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *words]


@contextmanager
def archive(name: str) -> Iterator[Archive]:
    """Make an empty archive, on the server that DATABASE_URL names or in a file, and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"archive-{name}-"))
    environment = {**os.environ, "ARCHIVE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    url = os.environ.get("DATABASE_URL", "")
    database = f"bench_{name}_{os.getpid()}"
    if url:
        environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
        _on_server(url, f'CREATE DATABASE "{database}"')
    try:
        made = Archive(environment)
        made.call("migrate", "--verbosity", "0")
        yield made
    finally:
        if url:
            _on_server(url, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def _on_server(url: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)


def imported_with_kills(
    target: Archive, path: str, longest: float, chance: random.Random, most: int = 1000
) -> int:
    """Import a file, killed at random points until it ends by itself; return how often it was killed.

    After the `most` kills it is left alone.
    """
    kills = 0
    words = ("import_content", path, "--verbosity", "0")
    while kills < most and target.killed(chance.uniform(0.3, longest), *words):
        kills += 1
        longest *= 1.05  # so that it ends at last, however slow the machine is
    target.call(*words)
    return kills


def main(path: str, rounds: int) -> None:
    """Print the digest of every round, and at the end how many differ."""
    chance = random.Random(20141202)
    with archive("whole") as whole:
        empty, begun = whole.digest(), time.monotonic()
        print(whole.call("import_content", path, "--verbosity", "0"))
        took, expected = time.monotonic() - begun, whole.digest()
        print(f"undisturbed   {expected}  {took:.1f} s")
    wrong = kills = 0
    for number in range(1, rounds + 1):
        with archive("killed") as target:
            killed = imported_with_kills(target, path, took, chance)
            found = target.digest()
            kills += killed
            wrong += found != expected
            print(f"round {number:<4}    {found}  killed {killed} times", flush=True)
            if number < rounds:
                continue
            for run in target.runs():
                target.call("undo_import", run)
            left = target.digest()
            print(f"taken back    {left}  {'as before' if left == empty else 'NOT as before: ' + empty}")
    print(f"{rounds} rounds, {kills} kills, {wrong} digests that differ")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50)
