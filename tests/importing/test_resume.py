"""Killed at any instant and begun again, an import ends as one that was not disturbed."""

from __future__ import annotations

import fcntl
import json
import random
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.bench.bench_resume import Archive, archive, imported_with_kills
from tests.importing.conftest import a_record

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _own_archives(monkeypatch):
    """The archives here are made by the commands, in files of their own."""
    for name in ("DATABASE_URL", "ARCHIVE_DATA", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """200 records: names, terms, translations, pictures and links to one another."""
    Image.new("RGB", (8, 5), "teal").save(tmp_path / "pier.png")
    path = tmp_path / "records.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(200):
            record = a_record(
                id=f"lantern-{number}",
                url=f"https://lantern.example/posts/2014/12/pier-{number}",
                title=f"Pier number {number}",
                authors=[f"Ines Okafor {'ABCDEFGHIJ'[number % 10]}", f"Tomás Brandt {number % 7}"],
                topics=[f"Topic {number % 23}", "Trade"],
                translation_of=f"lantern-{number + 50}" if number % 5 == 0 else "",
                image="pier.png" if number % 3 == 0 else "",
                body=f'<p>See <a href="/posts/2014/12/pier-{(number * 7) % 200}">the other pier</a>.</p>'
                f"<p>{'The lamp has burned since the strike. ' * 60}</p>",
            )
            file.write(json.dumps(record) + "\n")
    return path


def test_a_killed_import_that_is_begun_again_ends_as_an_undisturbed_one(records):
    with archive("whole") as whole:
        begun = time.monotonic()
        whole.call("import_content", str(records), "--verbosity", "0")
        took, expected = time.monotonic() - begun, whole.digest()
    with archive("killed") as target:
        kills = imported_with_kills(target, str(records), took * 0.6, random.Random(7), most=4)
        assert kills
        assert target.digest() == expected
        closing = target.call("import_content", str(records), "--verbosity", "0").splitlines()[-1]
        assert closing == "created 0, updated 0, unchanged 200, conflicts 0, rejected 0, read 200"


def test_a_second_import_is_told_to_wait(records):
    with archive("busy") as busy:
        words = ["import_content", str(records), "--verbosity", "0"]
        busy.call(*words)
        (lock,) = Path(busy.environment["ARCHIVE_DATA"]).glob("*.import-lock")
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # as the first import does for as long as it is at work
            second = subprocess.run(
                Archive._command(tuple(words)),
                env=busy.environment,
                capture_output=True,
                text=True,
                check=False,
            )
        assert second.returncode == 1
        assert "Another import is at work in this archive; wait until it has ended" in second.stderr
        assert busy.call(*words).endswith("unchanged 200, conflicts 0, rejected 0, read 200")
