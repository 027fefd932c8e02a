"""Taking a run back at the desk: shown first, done by one click, by whom it is allowed."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.articles.models import Article
from archive.importing.models import ImportRun
from tests.importing.conftest import a_record
from tests.makers import make_center, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, settings):
    """A run that made two works, of which one was edited since."""
    path = tmp_path / "osier.jsonl"
    records = [a_record(), a_record(id="lantern-2", url="", title="Another")]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    call_command("import_content", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    article = Article.objects.get(title="Another")
    article.deck = "An editor's words."
    article.save()
    return ImportRun.objects.get()


def undo_page(run: ImportRun) -> str:
    return reverse("admin:importing_importrun_undo", args=[run.pk])


def test_what_would_happen_is_shown_and_nothing_done(admin_client, run):
    page = admin_client.get(undo_page(run)).content.decode()

    assert "<dt>Works that go</dt><dd>1</dd>" in page
    assert "<dt>Kept, edited since</dt><dd>1</dd>" in page
    assert "edited on" in page
    assert Article.objects.count() == 2
    assert ImportRun.objects.count() == 1


def test_one_click_takes_the_run_back(admin_client, admin_user, run):
    answer = admin_client.post(undo_page(run), follow=True)

    assert "1 work was removed, 0 restored, 1 kept as edited since." in answer.content.decode()
    assert Article.objects.get().title == "Another"
    by = ImportRun.objects.get(kind=ImportRun.Kind.UNDO)
    assert by.started_by == admin_user
    assert "Taken back by" in answer.content.decode()


def test_an_editor_of_one_center_takes_no_run_back(client, run):
    client.force_login(make_user("Editor", make_center()))
    page = client.get(reverse("admin:importing_importrun_change", args=[run.pk])).content.decode()

    assert "Take this run back" not in page
    assert client.get(undo_page(run)).status_code == 403
    assert client.post(undo_page(run)).status_code == 403
    assert Article.objects.count() == 2


def test_an_undo_is_not_taken_back(admin_client, run):
    admin_client.post(undo_page(run))
    by = ImportRun.objects.get(kind=ImportRun.Kind.UNDO)

    assert admin_client.get(undo_page(by)).status_code == 403
    assert admin_client.get(reverse("admin:importing_importrun_undo", args=[4000])).status_code == 404
