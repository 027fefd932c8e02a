"""The index of people, and the page of one."""

from __future__ import annotations

import datetime as dt

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


def test_a_page_has_other_names_and_links(client):
    (ann,) = publish("Ann Moss")
    ann.names.create(name="Анна Мосс", language="ru", script="Cyrl")
    ann.names.create(name="A. Moss")
    ann.links.create(label="Second", url="https://two.example/", position=10)
    ann.links.create(label="First", url="https://one.example/", position=9)
    portrait = client.get("/authors/ann-moss/").context["portrait"]
    assert [(form.name, form.language) for form in portrait.names] == [("A. Moss", ""), ("Анна Мосс", "ru")]
    assert [link.label for link in portrait.links] == ["First", "Second"]


def test_coauthors_are_counted_and_their_number_leads_to_the_works_together(client):
    ann, bob, cyd = publish("Ann Moss", "Bob Reed", "Cyd Mill")
    together = makers.make_article(authors=[ann, bob], date="2012")
    three = makers.make_article(authors=[bob, ann, cyd], date="2011")
    makers.make_article(authors=[ann, cyd], status="draft")
    lines = client.get("/authors/ann-moss/").context["coauthors"]
    assert [(one["author"].slug, one["count"]) for one in lines] == [("bob-reed", 2), ("cyd-mill", 1)]
    assert client.get(lines[0]["url"]).context["listing"].works == [together, three]
    assert client.get(lines[1]["url"]).context["listing"].works == [three]


def test_works_are_narrowed_by_kind_and_language_and_only_where_that_narrows(client):
    ann, tarn = makers.make_author("Ann Moss"), makers.make_center("Tarn")
    kinds = [makers.make_kind("paper"), makers.make_kind("letter")]
    for kind, language, status in ((0, "en", "published"), (0, "ru", "published"), (1, "en", "published"),
                                   (1, "fr", "draft")):  # fmt: skip
        makers.make_article(authors=[ann], centers=[tarn], kind=kinds[kind], language=language, status=status)
    rows = client.get("/authors/ann-moss/").context["rows"]
    assert [(row.name, [(one.value, one.count) for one in row.choices]) for row in rows] == [
        ("kind", [("paper", 2), ("letter", 1)]),
        ("language", [("en", 2), ("ru", 1)]),
    ]
    listing = client.get(rows[0].choices[0].url).context["listing"]
    assert (listing.total, listing.chosen[0]["value"]) == (2, "paper")


def test_topics_are_counted_over_published_works(client):
    ann, lanterns = makers.make_author("Ann Moss"), makers.make_term("topic", "Lanterns")
    makers.make_article(authors=[ann], terms=[lanterns])
    makers.make_article(authors=[ann], terms=[lanterns, makers.make_term("topic", "Secrets")], status="draft")
    topics = client.get("/authors/ann-moss/").context["topics"]
    assert [(one["term"].name, one["count"], one["url"]) for one in topics] == [
        ("Lanterns", 1, "/authors/ann-moss/?topic=lanterns")
    ]


def test_roles_are_told_where_there_is_more_than_one(client):
    ann, _bob = publish("Ann Moss", "Bob Reed")
    makers.make_article(authors=[ann])
    for status in ("published", "draft"):
        makers.make_article(status=status).byline_entries.create(author=ann, name="Moss", role="editor")
    roles = client.get("/authors/ann-moss/").context["portrait"].roles
    assert [(str(role["label"]), role["count"]) for role in roles] == [("Author", 2), ("Editor", 1)]
    assert client.get("/authors/bob-reed/").context["portrait"].roles == []


def test_positions_are_drawn_over_the_years_of_the_works_oldest_first(client):
    ann = makers.make_author("Ann Moss")
    for position, start, end in (
        ("Third", "2009", "2011"),
        ("First", "2002", "2004"),
        ("Second", "2004", ""),
    ):
        makers.make_affiliation(ann, position, from_date=start, to_date=end, is_past=not end)
    makers.make_article(authors=[ann], date="2008")
    makers.make_article(authors=[ann], date="2010-05-01")
    timeline = client.get("/authors/ann-moss/").context["timeline"]
    assert (timeline.first, timeline.last) == (2002, 2011)
    assert [(bar.held.position, bar.start, bar.width, bar.is_open) for bar in timeline.bars] == [
        ("First", "0%", "30%", False),
        ("Second", "20%", "10%", True),
        ("Third", "70%", "30%", False),
    ]
    bars = timeline.histogram["bars"]
    assert [(bar["year"], bar["count"]) for bar in bars if bar["count"]] == [(2008, 1), (2010, 1)]
    assert [bar["url"] for bar in bars if bar["url"]] == [
        "/authors/ann-moss/?year=2008",
        "/authors/ann-moss/?year=2010",
    ]
    assert len(bars) == 10


def test_a_position_still_held_is_drawn_to_this_year_and_one_to_come_is_not_told(client):
    (ann,) = publish("Ann Moss")
    makers.make_affiliation(ann, "Director", from_date="2013")
    makers.make_affiliation(ann, "President", from_date="2999")
    timeline = client.get("/authors/ann-moss/").context["timeline"]
    assert [bar.held.position for bar in timeline.bars] == ["Director"]
    assert timeline.last == dt.datetime.now(dt.UTC).year


def test_positions_without_dates_are_told_and_not_drawn(client):
    (ann,) = publish("Ann Moss")
    makers.make_affiliation(ann, "Director", is_past=True)
    page = client.get("/authors/ann-moss/")
    assert [(bar.held.position, bar.width) for bar in page.context["timeline"].bars] == [("Director", "")]
    assert "former; dates not known" in page.content.decode()


def test_a_person_without_positions_has_the_years_alone(client):
    publish("Ann Moss")
    assert client.get("/authors/ann-moss/").context["timeline"] is None


def test_who_has_published_nothing_answers_like_nobody(client):
    makers.make_article(authors=[makers.make_author("Ann Moss")], status="draft")
    there, nowhere = client.get("/authors/ann-moss/"), client.get("/authors/nobody/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
