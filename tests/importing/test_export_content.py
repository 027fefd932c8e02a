"""What `export_content` writes: everything there is, under natural names, with checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.articles.models import Article, LegacyAddress, PastAddress
from archive.importing.exporting import digest, export
from archive.importing.exporting.history import HOSTS, LEDGERS, TIMED, ledger_columns
from archive.importing.exporting.inventory import (
    CARRIED,
    DERIVED_COLUMNS,
    DERIVED_MODELS,
    PARTS,
    TABLES,
    columns,
    is_derived,
    is_time,
)
from archive.importing.exporting.works import REDIRECT_COLUMNS, csv_line
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.importing.records import Record
from tests import makers
from tests.importing import richness
from tests.importing.conftest import a_record

ROOMS = ("tags", "centers", "authors", "articles", "importing")


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    richness.store_in(settings, tmp_path / "media")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def told(*words: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("export_content", *map(str, words), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


# What no new column escapes


def test_every_column_of_every_table_is_exported_or_said_to_follow_from_others():
    written = {field for table in TABLES for field in columns(table.model)}
    written |= {field for part in PARTS for field in columns(part)}
    written |= {field for model in LEDGERS.values() for field in ledger_columns(model)}
    written |= {field for model in TIMED for field in model._meta.concrete_fields if is_time(field)}
    written |= {Capture._meta.get_field("digest")}  # the name of its file in evidence/
    written |= {apps.get_model("articles.formerhost")._meta.get_field("name")}
    forgotten = [
        str(field)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.label_lower not in DERIVED_MODELS
        for field in model._meta.concrete_fields
        if field not in written and not is_derived(field)
    ]
    assert HOSTS
    assert forgotten == []


def test_whatever_is_said_to_follow_from_others_exists():
    for label in DERIVED_MODELS:
        assert apps.get_model(label)
    for label in DERIVED_COLUMNS:
        model, _, name = label.rpartition(".")
        assert apps.get_model(model)._meta.get_field(name)


def test_columns_left_to_the_record_are_fields_of_the_record():
    assert set(CARRIED.values()) <= set(Record.model_fields)


def test_the_columns_of_old_addresses_are_those_of_their_table():
    assert [field.name for field in columns(LegacyAddress, ("article",))] == list(REDIRECT_COLUMNS[1:])


# The files


def test_records_are_ordered_by_identity_and_leave_out_what_is_empty(import_content, write_records, tmp_path):
    import_content(write_records(a_record(id="b", credit="", projects=[]), a_record(id="a", title="Ähre")))

    export(tmp_path / "out")

    text = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8")
    first, second = lines(tmp_path / "out" / "records.jsonl")
    assert (first["id"], second["id"]) == ("a", "b")
    assert "Ähre" in text
    assert "credit" not in second
    assert "projects" not in second
    assert first["authors"] == ["Ines Okafor", "Tomás Brandt"]
    assert first["topics"] == ["Trade", "Insurance"]
    assert second["url"] == "https://lantern.example/posts/2014/12/pier-lamp"


def test_a_work_that_editors_wrote_has_an_identity_of_its_own(db, tmp_path):
    makers.make_article("The Lock Keeper", date="2015-03")

    export(tmp_path / "out")

    assert lines(tmp_path / "out" / "records.jsonl")[0]["id"] == "archive:2015/03/the-lock-keeper"


def test_the_first_name_in_the_alphabet_is_the_identity_of_a_work_with_several(
    import_content, write_records, tmp_path
):
    import_content(write_records(a_record(id="m")))
    first = ImportedRecord.objects.get()
    ImportedRecord.objects.create(
        source_key="c", file="other.jsonl", outcome="updated", article=first.article,
        first_run=first.first_run, last_run=first.last_run,
    )  # fmt: skip

    export(tmp_path / "out")

    assert lines(tmp_path / "out" / "records.jsonl")[0]["id"] == "c"


def test_checksums_are_those_that_sha256sum_reads(import_content, write_records, tmp_path):
    import_content(write_records(a_record()))
    export(tmp_path / "out")

    check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "out", check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()}
    there = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert there - listed == {"SHA256SUMS"}


def test_evidence_stands_under_the_digest_of_the_bytes_that_were_read(
    import_content, write_records, tmp_path
):
    path = write_records(a_record())
    import_content(path)
    export(tmp_path / "out")

    data = path.read_bytes().rstrip(b"\n")
    name = hashlib.sha256(data).hexdigest()
    assert (tmp_path / "out" / "evidence" / name[:2] / name).read_bytes() == data


def test_a_file_is_exported_once_and_only_if_something_names_it(db, tmp_path):
    picture = makers.picture()
    work = makers.make_article(image=picture)
    copy = default_storage.save("pictures/copy.webp", makers.picture())
    default_storage.save("pictures/idle.webp", makers.picture())
    makers.make_article(body=f'<p>Look.</p><img src="/media/{copy}" alt="A quay">')

    export(tmp_path / "out")

    kept = [path for path in (tmp_path / "out" / "files").rglob("*") if path.is_file()]
    names = [one["name"] for one in lines(tmp_path / "out" / "files.jsonl")]
    assert len(kept) == 1
    assert sorted(names) == sorted([work.image.name, copy])
    records = lines(tmp_path / "out" / "records.jsonl")
    assert [one["image"] for one in records if "image" in one] == [
        kept[0].relative_to(tmp_path / "out").as_posix()
    ]


def test_a_file_that_the_storage_has_lost_is_named_and_the_rest_is_written(db, tmp_path):
    work = makers.make_article(image=makers.picture())
    default_storage.delete(work.image.name)

    err = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("export_content", str(tmp_path / "out"), stdout=io.StringIO(), stderr=err)

    assert end.value.code == 3
    assert f"{work.image.name} is named by the archive and is not in the storage" in err.getvalue()
    assert lines(tmp_path / "out" / "files.jsonl") == [{"name": work.image.name}]


def test_no_time_and_no_key_stands_outside_history(import_content, write_records, tmp_path):
    import_content(write_records(a_record(), a_record(id="lantern-2", title="Second", url="")))
    Article.objects.update(created_at="2001-02-03T04:05:06Z", updated_at="2001-02-03T04:05:06Z")
    key = Article.objects.first().pk

    export(tmp_path / "out")

    for path in (tmp_path / "out").glob("*.jsonl"):
        assert "2001-02-03T04" not in path.read_text(encoding="utf-8"), path
        assert f": {key}," not in path.read_text(encoding="utf-8").replace('"position": ', ""), path
    assert "2001-02-03T04" in (tmp_path / "out" / "history" / "times.jsonl").read_text(encoding="utf-8")


def test_old_addresses_that_lead_to_pages_or_nowhere_are_redirects(db, tmp_path):
    work = makers.make_article("The Weir", date="2014-12-02")
    LegacyAddress.objects.create(address="lantern.example/about-us", target="/centers/")
    LegacyAddress.objects.create(address="lantern.example/shop", is_gone=True)
    LegacyAddress.objects.create(address="lantern.example/weir", article=work)
    PastAddress.objects.create(article=work, path="2014/11/the-weir")

    export(tmp_path / "out")

    with (tmp_path / "out" / "redirects.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["what", "address", "target", "is_gone"],
            ["legacy", "lantern.example/about-us", "/centers/", ""],
            ["legacy", "lantern.example/shop", "", "yes"],
            ["past", "/articles/2014/11/the-weir/", "/articles/2014/12/the-weir/", ""],
        ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM", "\t=1", "＝1", "'=1"])
def test_no_cell_is_calculated_by_a_spreadsheet(cell):
    assert csv_line((cell,)).decode().lstrip('"').startswith("'")


# The folder


def test_refuses_a_folder_that_holds_something_else(db, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")

    with pytest.raises(CommandError, match="holds something else than an export"):
        told(tmp_path, replace=True)

    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_replaces_a_former_export_only_when_asked(db, tmp_path):
    told(tmp_path / "out")
    makers.make_article("New")

    with pytest.raises(CommandError, match="holds an export already"):
        told(tmp_path / "out")
    told(tmp_path / "out", replace=True)

    assert [one["title"] for one in lines(tmp_path / "out" / "records.jsonl")] == ["New"]
    assert [path.name for path in tmp_path.iterdir() if path.name != "media"] == ["out"]


def test_leaves_nothing_behind_when_it_fails(db, tmp_path, monkeypatch):
    def fail(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.importing.exporting.writing.write_history", fail)

    with pytest.raises(CommandError, match="No space left on device"):
        told(tmp_path / "out")

    assert not list(tmp_path.glob("*out*"))


def test_clears_away_what_a_killed_export_has_left(db, tmp_path):
    dead, alive = tmp_path / ".out.4194305.part", tmp_path / f".out.{os.getppid()}.part"
    dead.mkdir()
    alive.mkdir()

    export(tmp_path / "out")

    assert not dead.exists()
    assert alive.exists()


@pytest.mark.django_db(transaction=True)
def test_reads_one_state_of_the_database_and_lets_others_write_after_it(tmp_path):
    makers.make_article("The Weir")

    done = export(tmp_path / "out")
    makers.make_article("Another")

    assert done.counts["works"] == 1
    assert digest() != done.digest


# The digest


def test_the_digest_is_that_of_the_checksums_without_history(import_content, write_records, tmp_path):
    import_content(write_records(a_record()))
    done = export(tmp_path / "out")

    sums = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines(keepends=True)
    counted = [line for line in sums if "  history/" not in line and not line.endswith("  archive.json\n")]
    assert done.digest == hashlib.sha256("".join(counted).encode()).hexdigest()
    assert digest() == done.digest
    assert json.loads((tmp_path / "out" / "archive.json").read_text())["digest"] == done.digest
    assert told(digest=True) == f"{done.digest}\n"


def test_the_digest_writes_nothing(db, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told(digest=True)
    assert list(tmp_path.iterdir()) == []


def test_the_digest_tells_a_changed_word(import_content, write_records):
    import_content(write_records(a_record()))
    before = digest()
    Article.objects.update(place="Lantern Coast")
    assert digest() != before


def test_the_digest_does_not_depend_on_keys_times_or_run_numbers(import_content, write_records):
    path = write_records(a_record(), a_record(id="lantern-2", title="Second", url=""))
    import_content(path)
    before = digest()
    call_command("undo_import", str(ImportedRecord.objects.first().last_run_id))
    import_content(path)

    assert digest() == before


def test_an_import_that_was_taken_back_leaves_no_trace_in_the_digest(import_content, write_records):
    link = '<p>See <a href="https://lantern.example/posts/2015/01/quay">the quay</a>.</p>'
    import_content(write_records(a_record(body=link)))
    before = digest()
    import_content(
        write_records(
            a_record(title="Changed", topics=["New"], authors=["Somebody New"], body=link),
            a_record(id="b", url="https://lantern.example/posts/2015/01/quay", title="The Quay"),
            a_record(id="c", url="https://former.example/x", title="Elsewhere"),
            a_record(id="d", url="", title="Übersetzt", language="de", translation_of="lantern-1"),
            {"id": "broken"},
            name="second.jsonl",
        )
    )
    assert digest() != before

    call_command("undo_import", str(ImportRun.objects.latest("pk").pk), stdout=io.StringIO())

    assert digest() == before
