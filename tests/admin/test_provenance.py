"""What was imported can be read and never changed, by anybody."""

import pytest

from archive.importing.models import Capture, ImportedRecord, ImportRun
from tests.makers import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db):
    capture = Capture.of(b"Slack water\nBy Wilma Oakrest")
    capture.save()
    run = ImportRun.objects.create(command="import_content tarn --report <b>r</b>", created=1)
    return ImportedRecord.objects.create(
        source_key="tarn.example/slack", file="/books/tarn/slack.txt", where="line 3", outcome="created",
        article=make_article("Slack Water"), capture=capture, first_run=run, last_run=run, digest="0",
        values={"title": "Slack Water", "topics": ["Tides", "Ferries"], "authors": [{"name": "W. Oakrest"}]},
        faults=["slack.txt, line 3: <i>31 June</i> is not a date."],
    )  # fmt: skip


def test_a_work_leads_to_the_record_it_came_from(desk, record):
    page = desk.get(f"/admin/articles/article/{record.article.pk}/change/").content.decode()
    assert f'<a href="/admin/importing/importedrecord/{record.pk}/change/">tarn.example/slack</a>' in page


def test_a_work_written_here_says_so(desk):
    page = desk.get(f"/admin/articles/article/{make_article().pk}/change/").content.decode()
    assert "Written here." in page


def test_a_record_shows_the_capture_beside_the_parsed_fields(desk, record):
    page = desk.get(f"/admin/importing/importedrecord/{record.pk}/change/").content.decode()
    assert '<pre class="capture" tabindex="0" dir="auto">Slack water\nBy Wilma Oakrest</pre>' in page
    assert '<pre dir="auto">Tides\nFerries</pre>' in page
    assert "&lt;i&gt;31 June&lt;/i&gt;" in page
    assert record.capture.digest in page


def test_a_run_shows_its_totals_and_leads_to_its_records(desk, record):
    page = desk.get(f"/admin/importing/importrun/{record.last_run_id}/change/").content.decode()
    assert "import_content tarn --report &lt;b&gt;r&lt;/b&gt;" in page
    records = f"/admin/importing/importedrecord/?last_run={record.last_run_id}"
    assert records in page
    assert "tarn.example/slack" in desk.get(records).content.decode()


@pytest.mark.parametrize("model", ["importedrecord", "importrun"])
def test_not_even_an_administrator_adds_changes_or_deletes_it(admin_client, record, model):
    row = record if model == "importedrecord" else record.last_run
    base = f"/admin/importing/{model}"
    before = type(row).objects.values().get(pk=row.pk)
    assert admin_client.get(f"{base}/{row.pk}/change/").status_code == 200
    for url in (f"{base}/add/", f"{base}/{row.pk}/change/", f"{base}/{row.pk}/delete/"):
        assert admin_client.post(url, {"post": "yes", "command": "rm", "file": "x"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    admin_client.post(f"{base}/", chosen)
    assert type(row).objects.values().get(pk=row.pk) == before
