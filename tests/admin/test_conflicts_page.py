"""Conflicts at the desk: both values side by side, one click for either."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from archive.articles.models import Article
from archive.importing.models import Conflict, ImportedRecord, ImportRun
from tests.makers import make_article, make_author

pytestmark = pytest.mark.django_db

LIST = reverse("admin:importing_conflict_changelist")
DECIDE = reverse("admin:importing_conflict_decide")


def a_conflict(title: str, **values: object) -> Conflict:
    article = make_article(title)
    run = ImportRun.objects.create(command="import_content osier.jsonl")
    record = ImportedRecord.objects.create(
        source_key=f"osier.example/{article.pk}",
        file="osier.jsonl",
        outcome="conflict",
        article=article,
        first_run=run,
        last_run=run,
        digest="0" * 64,
    )
    return Conflict.objects.create(
        record=record,
        article=article,
        run=run,
        **{"field": "title", "incoming": {"columns": {"title": "Osier beds"}}, **values},
    )


def test_shows_both_values_and_marks_where_they_differ(desk):
    a_conflict("Osier banks")

    page = desk.get(LIST).content.decode()

    assert "<mark>banks</mark>" in page
    assert "<mark>beds</mark>" in page


def test_names_and_text_stand_for_keys_and_html(desk):
    author = make_author("Wilma Oakrest")
    incoming = {"rows": [{"author_id": author.pk, "name": "W. Oakrest", "role": "", "position": 0}]}
    a_conflict("One", field="authors", incoming=incoming)
    a_conflict("Two", field="body", incoming={"columns": {"body": "<p>Reeds &amp; rushes.</p>"}})

    page = desk.get(LIST).content.decode()

    assert "Wilma Oakrest · W. Oakrest" in page
    assert "Reeds &amp; rushes." in page
    assert "&lt;p&gt;" not in page


def test_one_click_takes_the_sources_value(desk):
    conflict = a_conflict("Osier banks")

    answer = desk.post(DECIDE, {"conflict": conflict.pk, "decision": "take"}, follow=True)

    assert "1 value of a source was taken." in answer.content.decode()
    assert Article.objects.get().title == "Osier beds"
    assert LogEntry.objects.get().get_change_message() == "Took the source’s value of “title”."


def test_one_click_keeps_the_editors_value(desk, editor):
    conflict = a_conflict("Osier banks")

    desk.post(DECIDE, {"conflict": conflict.pk, "decision": "keep"})

    conflict.refresh_from_db()
    assert (conflict.state, conflict.decided_by) == ("kept", editor)
    assert Article.objects.get().title == "Osier banks"


def test_all_that_are_shown_can_be_settled_at_once(desk):
    keys = [a_conflict(f"Osier {n}").pk for n in range(3)]

    desk.post(DECIDE, {"conflict": keys, "decision": "take"})

    assert set(Conflict.objects.values_list("state", flat=True)) == {"taken"}


def test_the_list_is_read_page_by_page(desk):
    conflicts = [a_conflict(f"Osier number {n}.") for n in range(25)]

    first = desk.get(LIST).content.decode()
    second = desk.get(LIST, {"after": conflicts[19].pk}).content.decode()

    assert "number 19." in first
    assert "number 20." not in first
    assert "number 24." in second


@pytest.mark.parametrize("number", [1, 20])
def test_a_page_costs_a_bounded_number_of_queries(desk, django_assert_num_queries, number):
    for n in range(number):
        a_conflict(f"Osier {n}")
    desk.get(LIST)

    with django_assert_num_queries(8):
        desk.get(LIST)


def test_who_may_only_look_sees_no_buttons_and_decides_nothing(desk, editor):
    conflict = a_conflict("Osier banks")
    editor.groups.clear()
    assert desk.get(LIST).status_code == 403
    editor.user_permissions.add(Permission.objects.get(codename="view_conflict"))

    assert 'name="decision"' not in desk.get(LIST).content.decode()
    assert desk.post(DECIDE, {"conflict": conflict.pk, "decision": "take"}).status_code == 403
    assert Article.objects.get().title == "Osier banks"


def test_the_first_page_of_the_admin_counts_what_is_open(desk):
    a_conflict("Osier banks")

    page = desk.get(reverse("admin:index")).content.decode()

    assert "<span>Conflicts to settle</span>" in page


def test_nothing_in_conflict_is_said(desk):
    assert "Nothing is in conflict." in desk.get(LIST).content.decode()
