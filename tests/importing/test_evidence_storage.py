"""Evidence in a storage of its own, where the settings name one: the same bytes, once, out of reach."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.importing.models import Capture, ImportRun
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(settings, tmp_path) -> Path:
    """The folder in which the evidence is kept."""
    folder = tmp_path / "evidence"
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}
    return folder


def kept(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.z"))


def test_the_bytes_lie_in_the_storage_and_are_read_from_it(evidence, import_content, write_records):
    record = a_record()
    import_content(write_records(record))

    capture = Capture.objects.get()
    assert kept(evidence) == [f"{capture.digest[:2]}/{capture.digest}.z"]
    assert bytes(capture.packed) == b""
    assert json.loads(capture.data) == record


def test_evidence_kept_in_the_database_before_is_still_read(
    evidence, import_content, write_records, settings
):
    everywhere = settings.STORAGES
    settings.STORAGES = {name: one for name, one in everywhere.items() if name != "evidence"}
    import_content(write_records(a_record()))
    settings.STORAGES = everywhere

    assert kept(evidence) == []
    assert json.loads(Capture.objects.get().data)["id"] == "lantern-1"


def test_a_dry_run_keeps_nothing(evidence, import_content, write_records):
    import_content(write_records(a_record()), "--dry-run")

    assert kept(evidence) == []


def test_a_run_that_is_taken_back_takes_its_evidence_along(
    evidence, import_content, write_records, django_capture_on_commit_callbacks
):
    import_content(write_records(a_record()))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("undo_import", ImportRun.objects.get().pk, stdout=io.StringIO())

    assert kept(evidence) == []
    assert not Capture.objects.exists()
