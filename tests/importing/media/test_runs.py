"""Files in whole runs: imported, fetched when asked, read again, taken back."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from archive.articles.models import Article, Attachment
from archive.importing import storing
from archive.importing.models import ImportedRecord, ImportRun
from archive.importing.readers import jsonl
from archive.importing.undoing import undo
from tests.importing.conftest import a_record
from tests.importing.media.samples import PDF, Network, kept, png, put


@pytest.mark.django_db
def test_an_import_writes_files_and_rows_and_a_second_one_looks_at_no_file(
    import_content, write_records, tmp_path, media, monkeypatch
):
    put(tmp_path / "pier.png", png())
    put(tmp_path / "report.pdf", PDF)
    path = write_records(
        a_record(
            image="pier.png",
            body='<p>Lamp.</p><img src="pier.png" alt="Pier">',
            attachments=[{"url": "report.pdf", "title": "Report"}],
        )
    )
    assert import_content(path).closing.startswith("created 1")
    article = Article.objects.get()
    assert (article.image.name, article.image_width) == (storing.picture_name(png(), "png"), 3)
    assert f'<img src="/media/{article.image.name}" alt="Pier" width="3" height="2">' in article.html
    assert Attachment.objects.get().file.name in kept(media)
    assert default_storage.open(Attachment.objects.get().file.name).read() == PDF
    monkeypatch.setattr("archive.importing.finding.Finder.find", None)
    monkeypatch.setattr("archive.importing.storing.has", None)
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 1")


@pytest.mark.django_db
def test_a_changed_record_with_the_same_files_changes_nothing_but_what_changed(
    import_content, write_records, tmp_path
):
    put(tmp_path / "report.pdf", PDF)
    values = {"attachments": [{"url": "report.pdf"}, {"url": "https://lantern.example/report.pdf"}]}
    import_content(write_records(a_record(**values)))
    before = list(Attachment.objects.values())
    said = import_content(write_records(a_record(title="Another", **values)))
    assert said.closing.startswith("created 0, updated 1")
    assert list(Attachment.objects.values()) == before
    assert ImportedRecord.objects.get().faults == []


@pytest.fixture
def network(monkeypatch):
    """Let imports find these files on the network, and no other."""
    found = Network(a_png=png(), r_pdf=PDF)
    monkeypatch.setattr("archive.importing.media.Fetcher", lambda: found)
    return found


LINKED = {
    "body": '<p>Lamp.</p><img src="/a.png" alt="Pier"><img src="/gone.png" alt="Gone">',
    "image": "https://lantern.example/a.png",
    "attachments": [{"url": "https://lantern.example/r.pdf", "title": "Report"}],
}


@pytest.mark.django_db
def test_a_second_import_fetches_what_the_first_was_not_asked_to(
    import_content, write_records, network, media
):
    path = write_records(a_record(**LINKED))
    assert "--fetch-media" in import_content(path).err
    assert network.asked == []
    dry = import_content(path, "--fetch-media", "--dry-run")
    assert kept(media) == []
    said = import_content(path, "--fetch-media")
    assert (said.err, said.closing) == (dry.err, dry.closing)
    assert said.closing.startswith("created 0, updated 1")
    article = Article.objects.get()
    assert article.image_width == 3
    assert f'<img src="/media/{article.image.name}"' in article.body
    assert 'src="https://lantern.example/gone.png"' in article.body
    assert article.attachments.get().file.name in kept(media)
    assert ImportedRecord.objects.get().applied["body"]
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 1")


@pytest.mark.django_db
def test_fetching_overwrites_no_edit(import_content, write_records, network):
    path = write_records(a_record(**LINKED))
    import_content(path)
    article = Article.objects.get()
    article.body = "<p>An editor wrote this.</p>"
    article.save()
    said = import_content(path, "--fetch-media")
    article.refresh_from_db()
    assert article.body == "<p>An editor wrote this.</p>"
    assert article.image_width == 3
    assert "conflicts 0" in said.closing


@pytest.mark.django_db
def test_an_undo_deletes_the_files_that_only_its_works_showed(
    import_content, write_records, tmp_path, media, django_capture_on_commit_callbacks
):
    put(tmp_path / "both.png", png())
    put(tmp_path / "one.png", png(colour="navy"))
    put(tmp_path / "report.pdf", PDF)
    import_content(write_records(a_record(body='<p>a</p><img src="both.png">')))
    body = '<p>b</p><img src="both.png"><img src="one.png"><a href="report.pdf">r</a>'
    import_content(write_records(a_record(id="second", url="", body=body), name="second.jsonl"))
    assert len(kept(media)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        undo(ImportRun.objects.first(), ImportRun(command="undo"))
    assert kept(media) == [storing.picture_name(png(), "png")]
    with django_capture_on_commit_callbacks(execute=True):
        undo(ImportRun.objects.last(), ImportRun(command="undo"))
    assert kept(media) == []


@pytest.mark.django_db
def test_evidence_read_again_by_a_newer_reader_keeps_the_files(
    import_content, write_records, tmp_path, monkeypatch
):
    put(tmp_path / "pier.png", png())
    import_content(write_records(a_record(body='<p>Lamp.</p><img src="pier.png">')))
    (tmp_path / "pier.png").unlink()
    fill = jsonl.claims.fill

    def newer(reading, raw):
        return fill(reading, raw | {"body": raw["body"] + "<p>More.</p>"})

    monkeypatch.setattr(jsonl.claims, "fill", newer)
    call_command("reparse_captures", "--write", stdout=io.StringIO(), stderr=io.StringIO())
    body = Article.objects.get().body
    assert f'<img src="/media/{storing.picture_name(png(), "png")}"' in body
    assert "<p>More.</p>" in body


@pytest.mark.django_db
def test_nothing_is_fetched_while_a_transaction_is_open(import_content, write_records, network, monkeypatch):
    depths = []
    get = network.get
    depth = len(transaction.get_connection().savepoint_ids)

    def asked(url, most):
        depths.append(len(transaction.get_connection().savepoint_ids) - depth)
        return get(url, most)

    monkeypatch.setattr(network, "get", asked)
    import_content(write_records(a_record(**LINKED)), "--fetch-media")
    assert set(depths) == {0}


@pytest.mark.django_db
def test_an_import_whose_files_are_all_here_asks_for_none_again(import_content, write_records, network):
    path = write_records(a_record(image="https://lantern.example/a.png"))
    import_content(path, "--fetch-media")
    asked = len(network.asked)
    assert import_content(path, "--fetch-media").closing.startswith("created 0, updated 0, unchanged 1")
    assert len(network.asked) == asked == 1


@pytest.mark.django_db
def test_a_dry_run_reports_what_the_real_run_reports(import_content, write_records, tmp_path, media):
    put(tmp_path / "pier.png", png())
    body = '<p>x</p><img src="pier.png"><img src="absent.png"><img src="https://lantern.example/a.png">'
    path = write_records(a_record(image="absent.png", body=body))
    dry = import_content(path, "--dry-run", "--report", tmp_path / "dry.txt")
    assert kept(media) == []
    real = import_content(path, "--report", tmp_path / "real.txt")
    assert dry.err == real.err
    assert (tmp_path / "dry.txt").read_text() == (tmp_path / "real.txt").read_text()
