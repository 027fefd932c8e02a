"""`--report`: what is written where, and what happens where it cannot be; and an import that is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from archive.articles.models import Article
from archive.importing.models import ImportRun
from archive.importing.reporting import KEYS
from archive.importing.saving import Saver
from tests.bench.bench_resume import Archive, archive
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db


def test_a_source_is_never_overwritten_by_the_report(import_content, write_records):
    path = write_records(a_record())
    before = path.read_bytes()

    with pytest.raises(CommandError, match="is among the files to import; write the report elsewhere"):
        import_content(path, "--report", path)

    assert path.read_bytes() == before


def test_a_report_in_the_imported_folder_is_no_source_the_next_time(import_content, write_records, tmp_path):
    write_records(a_record())
    report = tmp_path / "report.jsonl"

    said = [import_content(tmp_path, "--report", report).closing for _ in range(2)]

    assert [one[-6:] for one in said] == ["read 1"] * 2
    assert list(json.loads(report.read_text())) == KEYS


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_report_on_a_full_disk_is_said_to_be_that(import_content, write_records):
    with pytest.raises(CommandError, match="The report /dev/full cannot be written: No space left on device"):
        import_content(write_records(a_record()), "--report", "/dev/full")

    assert Article.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [((), "import the same again, and it goes on"), (("--dry-run",), "nothing was written")],
)
def test_whoever_stops_an_import_is_told_how_it_stands(
    import_content, write_records, monkeypatch, words, sentence
):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Saver, "save", stop)

    with pytest.raises(CommandError, match=f"Stopped at your request; {sentence}") as stopped:
        import_content(write_records(a_record()), *words)

    assert stopped.value.returncode == 130


def test_a_run_after_one_that_was_interrupted_says_so(import_content, write_records):
    path = write_records(a_record())
    stopped = ImportRun.objects.create(command="import_content lantern")

    dry, real, again = import_content(path, "--dry-run"), import_content(path), import_content(path)

    assert (
        real.err
        == f"Run {stopped.pk} was interrupted; what it wrote stands, and this run goes on from there.\n"
    )
    assert dry.err == real.err
    assert again.err == ""


@pytest.mark.sqlite
def test_control_c_ends_both_processes_without_a_traceback(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "ARCHIVE_DATA", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    body = f"<p>{'The lamp has burned since the strike. ' * 200}</p>"
    path = tmp_path / "records.jsonl"
    with path.open("w") as file:
        for number in range(3000):
            file.write(
                json.dumps(a_record(id=f"n-{number}", url="", title=f"Pier {number}", body=body)) + "\n"
            )
    with archive("stopped") as target:
        process = subprocess.Popen(
            Archive._command(("import_content", str(path), "--report", str(tmp_path / "report"), "-v0")),
            env=target.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        while process.poll() is None and not (tmp_path / "report").exists():
            time.sleep(0.05)
        while process.poll() is None and not (tmp_path / "report").stat().st_size:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert said == "CommandError: Stopped at your request; import the same again, and it goes on.\n"
        assert has_ended(process.pid)


def has_ended(group: int) -> bool:
    """Say whether all processes of a group end within 20 seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
