"""Highlights: what an editor puts forward, and what the list says of it."""

from __future__ import annotations

import pytest

from archive.articles.models import Highlight
from tests import makers

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/highlight/"


def test_an_editor_puts_a_work_forward_for_some_days(save, client):
    center = makers.make_center("Tarn")
    work = makers.make_article("Chosen", date="2010")
    makers.make_article("Newest", date="2020")
    answer = save(
        f"{PAGE}add/",
        {"center": center.pk, "article": work.pk, "from_day": "2020-01-01", "until_day": "2999-12-31"},
    )
    assert answer.status_code == 302
    assert Highlight.objects.get().article == work
    assert client.get("/").context["lead"] == work


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"from_day": "2020-02-01", "until_day": "2020-01-01"}, "The last day cannot come before the first."),
        ({}, "That center puts the work forward already"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(save, changes, complaint):
    center, work = makers.make_center("Tarn"), makers.make_article()
    if not changes:
        makers.make_highlight(center, work)
    answer = save(f"{PAGE}add/", {"center": center.pk, "article": work.pk} | changes)
    assert answer.status_code == 200
    assert complaint in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "days", "standing"),
    [
        ({}, {}, "Shown"),
        ({}, {"from_day": "2999-01-01"}, "Not yet"),
        ({}, {"until_day": "2020-01-01"}, "Over"),
        ({"status": "draft"}, {}, "The work is not published"),
        ({"publish_at": makers.tomorrow()}, {}, "The work is not published"),
    ],
)
def test_the_list_says_what_readers_see(desk, state, days, standing):
    makers.make_highlight(makers.make_center("Tarn"), makers.make_article("The Weir", **state), **days)
    page = desk.get(PAGE).content.decode()
    assert "The Weir" in page
    assert standing in page


def test_the_list_asks_as_much_for_twenty_rows_as_for_one(desk, queries):
    center, counts = makers.make_center("Tarn"), []
    for rows in (1, 20):
        for _ in range(rows):
            makers.make_highlight(center, makers.make_article())
        desk.get(PAGE)
        with queries() as asked:
            assert desk.get(PAGE).status_code == 200
        counts.append(len(asked))
    assert counts == [7, 7], asked.captured_queries
