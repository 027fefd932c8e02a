"""The index of people, and the page of one."""

from __future__ import annotations

import pytest
from django.conf import settings

from archive.articles import search
from archive.public import index
from tests import makers

pytestmark = pytest.mark.django_db


def publish(*names):
    """Make people, each named by a published work of their own."""
    people = [makers.make_author(name) for name in names]
    for person in people:
        makers.make_article(authors=[person])
    return people


def test_the_index_is_in_the_order_of_sort_names(client):
    publish("Zoë Attic", "Ann Moss", "Bob Émile")
    context = client.get("/authors/").context
    assert [entry["author"].name for entry in context["people"]] == ["Zoë Attic", "Bob Émile", "Ann Moss"]
    assert context["total"] == 3


def test_a_letter_narrows_the_index(client):
    publish("Zoë Attic", "Ann Moss", "Bob Moor", "Фёдор Ларин")
    context = client.get("/authors/?letter=m").context
    assert [entry["author"].name for entry in context["people"]] == ["Bob Moor", "Ann Moss"]
    assert context["canonical"] == f"{settings.BASE_URL}/authors/?letter=m"
    letters = {one["letter"]: one for one in context["letters"]}
    assert (letters["M"]["count"], letters["M"]["current"], letters["M"]["url"]) == (
        2,
        True,
        "/authors/?letter=m",
    )
    assert (letters["Л"]["count"], letters["B"]["count"], letters["B"]["url"]) == (1, 0, "")
    assert list(letters)[:2] == ["A", "B"]


def test_a_letter_that_nobody_has_is_not_found(client):
    publish("Ann Moss")
    assert client.get("/authors/?letter=q").status_code == 404


def test_the_index_says_positions_and_counts_published_works(client):
    ann = makers.make_author("Ann Moss")
    now = makers.make_affiliation(ann, "President", from_date="2016")
    makers.make_affiliation(ann, "Director", from_date="2010", to_date="2016")
    work = makers.make_article(authors=[ann])
    work.byline_entries.create(author=ann, name="A. Moss", role="editor")
    makers.make_article(authors=[ann])
    makers.make_article(authors=[ann], status="draft")
    entry = client.get("/authors/").context["people"][0]
    assert (entry["author"], entry["position"], entry["count"]) == (ann, now, 2)


def test_a_long_index_has_pages(client, monkeypatch):
    monkeypatch.setattr(index, "NAMES_ON_A_PAGE", 2)
    publish("Ann Moss", "Bob Moor", "Cyd Mill")
    context = client.get("/authors/?letter=m&page=2").context
    assert [entry["author"].name for entry in context["people"]] == ["Ann Moss"]
    assert (context["pages"]["newer"], context["pages"]["older"]) == ("/authors/?letter=m", "")
    assert client.get("/authors/?page=3").status_code == 404


def test_a_page_shows_all_work_newest_first_and_its_years(client):
    ann = makers.make_author("Ann Moss")
    old = makers.make_article(authors=[ann], date="2011")
    new = makers.make_article(authors=["Zoë Quill", ann], date="2014")
    makers.make_article(authors=publish("Bob Reed"))
    context = client.get("/authors/ann-moss/").context
    assert context["listing"].works == [new, old]
    assert context["total"] == 2
    assert context["listing"].histogram["bars"][0]["url"] == "/authors/ann-moss/?year=2011"


@pytest.mark.parametrize(
    ("query", "has_years"), [("", True), ("?sort=oldest", True), ("?sort=title", False), ("?q=quay", False)]
)
def test_years_are_headings_where_dates_are_the_order(client, query, has_years):
    work = makers.make_article(authors=[makers.make_author("Ann Moss")])
    search.index([work.pk])
    page = client.get(f"/authors/ann-moss/{query}")
    assert page.context["listing"].works == [work]
    assert ('class="ledger-year"' in page.content.decode()) is has_years


def test_a_page_lists_positions_held_now_then_the_last_ended(client):
    (ann,) = publish("Ann Moss")
    for position, start, end in (
        ("First", "2001", "2004"),
        ("Third", "2009", ""),
        ("Second", "2004", "2009"),
    ):
        makers.make_affiliation(ann, position, from_date=start, to_date=end)
    context = client.get("/authors/ann-moss/").context
    assert [held.position for held in context["affiliations"]] == ["Third", "Second", "First"]


def test_a_page_has_other_names_links_and_coauthors_with_counts(client):
    ann, bob, cyd = publish("Ann Moss", "Bob Reed", "Cyd Mill")
    ann.names.create(name="Анна Мосс", language="ru", script="Cyrl")
    ann.names.create(name="A. Moss")
    ann.links.create(label="Second", url="https://two.example/", position=10)
    ann.links.create(label="First", url="https://one.example/", position=9)
    makers.make_article(authors=[ann, bob])
    makers.make_article(authors=[bob, ann, cyd])
    makers.make_article(authors=[ann, cyd], status="draft")
    context = client.get("/authors/ann-moss/").context
    assert [(form.name, form.language) for form in context["names"]] == [("A. Moss", ""), ("Анна Мосс", "ru")]
    assert [link.label for link in context["links"]] == ["First", "Second"]
    assert [(one["author"].slug, one["count"]) for one in context["coauthors"]] == [
        ("bob-reed", 2),
        ("cyd-mill", 1),
    ]


def test_who_has_published_nothing_answers_like_nobody(client):
    makers.make_article(authors=[makers.make_author("Ann Moss")], status="draft")
    there, nowhere = client.get("/authors/ann-moss/"), client.get("/authors/nobody/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
