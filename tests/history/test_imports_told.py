"""What imports did stands in the history, though they write no versions."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from archive.articles.models import Article
from archive.history.models import Version
from archive.importing import reconciling
from archive.importing.conflicts import decide
from archive.importing.models import Conflict, OpenName
from tests.admin.conftest import errors_of
from tests.importing.conftest import a_record
from tests.makers import make_author

pytestmark = pytest.mark.django_db


def page(client, work, what="history", **data):
    response = client.get(f"/admin/articles/article/{work.pk}/{what}/", data)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.fixture
def twice(import_content, write_records):
    """A work that was imported, and changed by a second import."""
    import_content(write_records(a_record(title="Old Title", topics=["Salvage"], authors=["Rana Quill"])))
    import_content(
        write_records(a_record(title="New Title", topics=["Ports", "Salvage"], authors=["Bo Reed"]))
    )
    assert Version.objects.count() == 0
    return Article.objects.get()


def test_the_history_shows_what_imports_made_and_changed(twice, desk):
    said = words(page(desk, twice))
    assert "Imported title, byline, terms" in said
    assert said.count("Imported") == 2


def test_a_change_by_an_import_is_compared_like_any_other(twice, desk):
    html = page(desk, twice, "history/compare")
    assert "<del>" in html
    assert re.search(r"Old</del>", html)
    assert re.search(r"New</ins>", html)
    assert "<ins>Rana" not in html
    assert re.search(r'is-new"[^>]*>.*Ports', html)


def test_what_an_import_overwrote_is_put_back(twice, desk):
    first = re.search(r'name="from" value="(m\d+)"', page(desk, twice))[1]
    desk.post(f"/admin/articles/article/{twice.pk}/history/restore/", {"version": first, "whole": "yes"})
    work = Article.objects.get()
    assert work.title == "Old Title"
    assert [link.tag.name for link in work.term_links.filter(tag__facet="topic")] == ["Salvage"]
    assert [entry.name for entry in work.byline_entries.all()] == ["Rana Quill"]


def test_what_a_later_edit_found_does_not_hide_what_the_import_did(twice, desk, save):
    response = save(f"/admin/articles/article/{twice.pk}/change/", deck="Edited.")
    assert response.status_code == 302, errors_of(response)
    html = page(desk, twice)
    change = re.search(r'value="(c\d+)"', html)[1]
    html = page(desk, twice, "history/compare", to=change)
    assert re.search(r"New</ins>", html)
    assert "Edited." not in html


def test_an_undone_import_is_told_as_undone(twice, desk):
    run = twice.imported_records.get().last_run
    call_command("undo_import", str(run.pk), verbosity=0)
    said = words(page(desk, twice))
    assert "Taken back" in said
    assert re.search(r"New</del>", page(desk, twice, "history/compare"))


def test_what_an_editor_decides_of_a_conflict_is_told(twice, import_content, write_records, admin_user):
    Article.objects.update(title="An Editor's Title")
    import_content(write_records(a_record(title="Newest Title", topics=["Ports"], authors=["Bo Reed"])))
    decide(Conflict.objects.get(field="title"), take=True, by=admin_user)
    [found, decided] = Version.objects.order_by("pk")
    assert (found.name, decided.name) == ("An Editor's Title", "Newest Title")
    assert (decided.action, decided.by, decided.changed) == ("decide", admin_user, ["title"])


def test_what_an_editor_decides_of_a_name_is_told_of_every_work(import_content, write_records, admin_user):
    people = [make_author("Rana Quill", slug="rana-quill"), make_author("Rana Quill", slug="rana-quill-2")]
    import_content(write_records(a_record(authors=["Rana Quill"])))
    question = OpenName.objects.get(authority="person")
    reconciling.decide(question, people[1], by=admin_user)
    last = Version.objects.of("articles.article", Article.objects.get().pk).last()
    assert (last.action, last.by, last.note, last.changed) == (
        "decide",
        admin_user,
        "Rana Quill",
        ["byline_entries"],
    )
    reconciling.take_back(OpenName.objects.get(pk=question.pk), by=admin_user)
    assert Version.objects.of("articles.article", Article.objects.get().pk).last().action == "undo"
