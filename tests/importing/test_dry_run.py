"""A dry run goes through the same code: its report is the real one, byte for byte, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from archive.articles.models import Article
from tests.importing.conftest import a_record
from tests.importing.test_undo_import import contents

pytestmark = pytest.mark.django_db


def stored_files() -> set[str]:
    root = Path(default_storage.location)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_report_equals_the_real_runs(import_content, write_records, tmp_path):
    Image.new("RGB", (3, 2), "navy").save(tmp_path / "pier.png")
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    Article.objects.filter(title="Another").update(deck="An editor's deck.")
    path = write_records(
        a_record(title="The Pier That Lost Its Lamp", image="pier.png"),
        a_record(id="lantern-2", url="", title="Another", deck="A source's deck."),
        a_record(id="lantern-3", url="", title="A third", authors=["Somebody New"], published="2014-13"),
        a_record(id="lantern-4", url="", title="A fourth", image="missing.png", translation_of="lantern-3"),
        a_record(id="lantern-3", url="", title="A third, again"),
        {"title": "No body at all"},
    )
    before, files = contents(), stored_files()

    dry = import_content(path, "--dry-run", "--report", tmp_path / "dry.jsonl")

    assert contents() == before
    assert stored_files() == files
    real = import_content(path, "--report", tmp_path / "real.jsonl")
    assert (tmp_path / "dry.jsonl").read_bytes() == (tmp_path / "real.jsonl").read_bytes()
    assert (dry.closing, dry.err, dry.code) == (real.closing, real.err, real.code)
    assert real.closing == "created 2, updated 1, unchanged 0, conflicts 1, rejected 2, read 6"


def test_a_report_names_articles_by_their_addresses(import_content, write_records, tmp_path):
    import_content(write_records(a_record()), "--report", tmp_path / "report.jsonl")

    line = json.loads((tmp_path / "report.jsonl").read_text())
    assert line["article"] == "/articles/2014/12/pier-lamp/"
