"""`reparse_captures`: evidence read again, the difference shown first, an editor's change untouched."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.articles.models import Article
from archive.importing import claims
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.importing.readers import jsonl
from archive.importing.records import Reading
from tests.importing.conftest import Said, a_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def reparse(db: None) -> Callable[..., Said]:
    """Call `reparse_captures` with these words."""

    def call(*words: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("reparse_captures", *map(str, words), stdout=out, stderr=err)
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
        return Said(0, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def a_newer_reader(monkeypatch):
    """The reader of JSON Lines as it may be one day: it reads these values otherwise."""

    def learn(**values: Any) -> None:
        def fill(reading: Reading, raw: dict[str, Any]) -> Reading:
            return claims.fill(reading, {**raw, **values})

        monkeypatch.setattr(jsonl, "claims", type("Newer", (), {"fill": staticmethod(fill)}))

    return learn


def test_readers_that_read_the_same_change_nothing(import_content, reparse, write_records):
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))

    said = reparse("--write")

    assert said.out == "created 0, updated 0, unchanged 2, conflicts 0, rejected 0, read 2\n"


def test_a_difference_is_shown_and_nothing_is_written(import_content, reparse, write_records, a_newer_reader):
    import_content(write_records(a_record()))
    a_newer_reader(
        deck="Somebody paid.", body="<p>The lamp has burned since the strike.</p><p>It is old.</p>"
    )

    said = reparse()

    assert "lantern-1: deck: Nobody asked who pays for the oil. -> Somebody paid." in said.out
    assert "-Its oil is nobody’s budget.\n+It is old." in said.out
    assert "Nothing was written; add --write to write this." in said.out
    assert Article.objects.get().deck == "Nobody asked who pays for the oil."
    assert ImportRun.objects.count() == 1


def test_what_was_shown_can_be_written_and_an_editors_change_stays(
    import_content, reparse, write_records, a_newer_reader
):
    import_content(write_records(a_record()))
    Article.objects.update(title="An editor's title")
    a_newer_reader(deck="Somebody paid.", title="A newer title")

    said = reparse("--write")

    assert said.code == 3
    article = Article.objects.get()
    assert (article.deck, article.title) == ("Somebody paid.", "An editor's title")
    assert ImportRun.objects.latest("pk").kind == ImportRun.Kind.REPARSE


def test_what_was_rejected_comes_in_when_a_newer_reader_understands_it(
    import_content, reparse, write_records, a_newer_reader
):
    record = a_record()
    del record["body"], record["source"]
    import_content(write_records(record))
    assert ImportedRecord.objects.get().outcome == "rejected"
    a_newer_reader(body="<p>Found at last.</p>")

    said = reparse("--write")

    assert said.out.endswith("created 1, updated 0, unchanged 0, conflicts 0, rejected 0, read 1\n")
    assert Article.objects.get().body == "<p>Found at last.</p>"
    assert ImportedRecord.objects.get().source_key == "lantern-1"


def test_that_can_be_undone(import_content, reparse, write_records, a_newer_reader):
    record = a_record()
    del record["body"], record["source"]
    import_content(write_records(record))
    before = ImportedRecord.objects.values().get()
    a_newer_reader(body="<p>Found at last.</p>")
    reparse("--write")

    call_command("undo_import", ImportRun.objects.latest("pk").pk, stdout=io.StringIO())

    assert not Article.objects.exists()
    after = ImportedRecord.objects.values().get()
    assert {**after, "changed_at": None} == {**before, "changed_at": None}


def test_only_what_is_named_is_read_again(import_content, reparse, write_records, a_newer_reader):
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    a_newer_reader(deck="Somebody paid.")

    assert reparse("lantern-2").out.endswith("read 1\n")
    with pytest.raises(CommandError, match="No imported record is meant"):
        reparse("lantern-3")


def test_evidence_is_what_was_read(import_content, write_records):
    record = a_record()
    import_content(write_records(record))

    assert json.loads(Capture.objects.get().data) == record


def test_evidence_is_read_again_with_the_mapping_that_it_was_read_with(import_content, reparse, tmp_path):
    sheet, mapping = tmp_path / "works.csv", tmp_path / "map.toml"
    sheet.write_text("id,title,body,When\n1,The Pier,<p>Text.</p>,02/03/2014\n", encoding="utf-8")
    mapping.write_text('[fields]\n"When" = {to = "published", format = "%d/%m/%Y"}\n', encoding="utf-8")
    import_content(sheet, "--format", "csv", "--map", mapping)

    for _ in range(2):  # the second time the run before was one that read evidence again
        said = reparse("--write")
        assert said.out == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1\n"

    assert str(Article.objects.get().published) == "2014-03-02"


def test_what_was_rejected_before_is_no_news(import_content, reparse, write_records):
    import_content(write_records(a_record(), {"title": "No body at all"}))

    assert reparse().code == 0
