"""The newcomer's first command, as it is: from an empty folder to pages in the browser, and once more."""

import contextlib
import os
import re
import resource
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


@contextlib.contextmanager
def demonstration(data: Path, port: int, log: Path) -> Iterator[None]:
    """Run the demonstration while the block lasts, from the first answer on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "archive.settings", "DATABASE_URL": "", "REDIS_URL": ""}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "demo", "--port", str(port)],
            env=environment | {"ARCHIVE_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        began = time.monotonic()
        while not ready(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() - began < 180, log.read_text()
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        ended = process.wait(timeout=20)
    assert ended == 0


def ready(port: int) -> bool:
    try:
        return get(port, "/readyz") == 200
    except OSError:
        return False


def get(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code


def seconds_worked() -> float:
    """Return the processor time of every process that ended; a busy machine stretches the clock, not this."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rows(data: Path) -> dict[str, list]:
    """Return every row of every table that holds content."""
    with sqlite3.connect(data / "archive.sqlite3") as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        content = [
            name for name in tables if re.match(r"(tags|centers|authors|articles|importing)_[a-z]+$", name)
        ]
        return {name: file.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in content}


def test_the_first_start_serves_the_demonstration_and_the_second_is_quick_and_loses_nothing(tmp_path):
    data, log, port = tmp_path / "var", tmp_path / "log", free_port()

    with demonstration(data, port, log):
        said = log.read_text()
        for path in ("/", "/articles/", "/admin/login/", "/healthz"):
            assert get(port, path) == 200, (path, log.read_text()[-3000:])
    before = rows(data)
    assert len(before["articles_article"]) >= 60
    assert re.search(r"created \d+, updated 0, unchanged 0, conflicts 0, rejected 0, read \d+", said)

    worked = seconds_worked()
    with demonstration(data, port, log):
        pass
    assert seconds_worked() - worked < 10
    assert rows(data) == before
    assert re.findall(r"sign in as .*", log.read_text()) == re.findall(r"sign in as .*", said)
