"""The front page: what it opens with, and how a newcomer finds the way in before any menu was made."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from archive.articles.models import Article, BodyLink
from archive.public.landing import leading
from tests.makers import (
    make_article,
    make_author,
    make_center,
    make_highlight,
    make_menu_item,
    make_series,
    make_term,
    tomorrow,
)

pytestmark = pytest.mark.django_db


def test_opens_with_the_newest_pictured_work_in_the_houses_language():
    plain = make_article("Plain", date="2020-05-01")
    pixel = {"image_width": 1, "image_height": 1}
    arabic = make_article("Arabic", date="2020-04-01", language="ar", image="a.webp", **pixel)
    english = make_article("English", date="2020-03-01", image="b.webp", **pixel)

    assert leading([plain, arabic, english], "en") == english
    assert leading([plain, arabic], "en") == arabic
    assert leading([plain], "en") == plain
    assert leading([], "en") is None


def menu(client) -> list[str]:
    page = html.fromstring(client.get("/").content)
    return [link.get("href") for link in page.findall(".//header//nav//a")]


def test_a_center_without_a_menu_has_the_ways_in(client):
    center = make_center("Tarn House")
    make_article()
    assert menu(client) == ["/articles/", "/browse/", "/authors/", "/centers/"]
    make_menu_item(center, label="Research", url="/articles/")
    assert menu(client) == ["/articles/"]


def test_centers_stand_under_their_umbrella_however_deep(client):
    top = make_center("Alder")
    middle = make_center("Cedar", umbrella=top)
    make_center("Beech")
    make_center("Dogwood", umbrella=middle)
    text = html.fromstring(client.get("/centers/").content).find(".//main").text_content()
    places = [text.index(name) for name in ("Alder", "Cedar", "Dogwood", "Beech")]
    assert places == sorted(places)


def today_in(year: int) -> str:
    """Return this day in another year; on 29 February every year is to be a leap year."""
    return f"{year}-{dt.datetime.now(dt.UTC):%m-%d}"


def another_day_of_this_month(year: int) -> str:
    today = dt.datetime.now(dt.UTC).date()
    return f"{year}-{today:%m}-{2 if today.day == 1 else 1:02}"


def test_opens_with_what_editors_put_forward_in_their_order(client):
    center = make_center("Tarn House")
    first, second, third = (make_article(name, date="2010") for name in ("First", "Second", "Third"))
    newest = make_article("Newest", date="2020")
    make_highlight(center, second, position=2)
    make_highlight(center, third, position=3)
    make_highlight(center, first, position=1)
    context = client.get("/").context
    assert (context["lead"], context["choices"]) == (first, [second, third])
    assert context["latest"] == [newest]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ({}, True),
        ({"from_day": "2020-01-01", "until_day": "2999-01-01"}, True),
        ({"until_day": dt.datetime.now(dt.UTC).date()}, True),
        ({"from_day": "2999-01-01"}, False),
        ({"until_day": "2020-01-01"}, False),
    ],
)
def test_a_highlight_is_shown_on_its_days(client, days, shown):
    chosen, newest = make_article("Chosen", date="2010"), make_article("Newest", date="2020")
    make_highlight(make_center("Tarn House"), chosen, **days)
    assert client.get("/").context["lead"] == (chosen if shown else newest)


@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"status": "review"}, {"status": "withdrawn"}, {"publish_at": tomorrow()}],
)
def test_a_highlight_shows_nothing_that_is_not_published(client, state):
    center, newest = make_center("Tarn House"), make_article("Newest", date="2020")
    for number in range(2):
        make_highlight(center, make_article(f"Hidden {number}", **state))
    context = client.get("/").context
    assert (context["lead"], context["choices"]) == (newest, [])
    assert "Hidden" not in client.get("/").content.decode()


def test_each_center_has_highlights_of_its_own(client):
    tarn, moor = make_center("Tarn"), make_center("Moor")
    works = {name: make_article(name, date="2010", centers=[moor]) for name in ("Tarn's", "Moor's")}
    newest = make_article("Newest", date="2020", centers=[moor])
    make_highlight(tarn, works["Tarn's"])
    make_highlight(moor, works["Moor's"])
    assert client.get("/").context["lead"] == works["Tarn's"]
    context = client.get("/moor/").context
    assert context["lead"] == works["Moor's"]
    assert context["listing"].works[0] == newest


def test_tells_works_of_this_day_in_past_years_one_of_each_year_first(client):
    early = make_article("Early", date=today_in(1998))
    late = make_article("Late", date=today_in(2012))
    later = make_article("Later", date=today_in(2012))
    make_article("Draft", date=today_in(2004), status="draft")
    make_article("Near", date=another_day_of_this_month(2015))
    make_article("Of this year", date=today_in(dt.datetime.now(dt.UTC).year))
    context = client.get("/").context
    assert (context["past"], context["past_is_day"]) == ([later, early, late], True)


def test_tells_works_of_this_month_where_none_is_of_this_day(client):
    month = f"{dt.datetime.now(dt.UTC):%m}"
    near = make_article("Near", date=another_day_of_this_month(2012))
    known_to_the_month = make_article("Known to the month", date=f"2010-{month}")
    make_article("Draft", date=today_in(2004), status="draft")
    make_article("Another month", date=f"2011-{1 + int(month) % 12:02}-02")
    make_article("Known to the year", date="2009")
    make_article("Undated", date=None)
    context = client.get("/").context
    assert (context["past"], context["past_is_day"]) == ([near, known_to_the_month], False)


def test_a_date_known_to_the_month_is_not_a_day(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC))
    make_article("Known to the month", date="2010-03")
    assert client.get("/").context["past_is_day"] is False


def test_29_february_is_looked_for_in_leap_years(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2020, 2, 29, 12, tzinfo=dt.UTC))
    leap = make_article("Leap", date="2012-02-29")
    make_article("Common", date="2011-02-28")
    assert client.get("/").context["past"] == [leap]


def test_tells_a_work_once_in_the_language_of_the_house(client):
    make_center("Tarn", languages=["en"])
    make_center("Moor", languages=["ar"])
    english = make_article("English", date="2012-01-01")
    arabic = make_article("Arabic", date="2012-01-08", language="ar", translation_of=english)
    alone = make_article("Alone", date="2011-01-01", language="ar")
    context = client.get("/").context
    assert [context["lead"], *context["latest"]] == [english, alone]
    assert arabic not in context["latest"]


def test_series_that_other_works_link_to_come_first_then_those_with_most_works(client):
    one, few, many = make_series("One"), make_series("Few"), make_series("Many")
    linked = make_article("Linked", series=one)
    for series, number in ((few, 2), (many, 3)):
        for place in range(number):
            make_article(f"{series} {place}", series=series)
    citing = make_article("Citing")
    sibling = make_article("Sibling", series=one)
    hidden = make_article("Hidden", status="draft")
    for source, target in (
        (citing, linked),
        (citing, linked),
        (sibling, linked),
        (hidden, Article.objects.get(title="Few 0")),
    ):
        BodyLink.objects.create(article=source, href="/there", target=target)
    BodyLink.objects.create(article=citing, href="/hidden", target=hidden)
    lines = client.get("/").context["series"]
    assert [(one["series"].name, one["count"], one["links"]) for one in lines] == [
        ("One", 2, 1),
        ("Many", 3, 0),
        ("Few", 2, 0),
    ]


def test_the_figures_of_the_archive_count_what_is_published(client):
    ann, bob = make_author("Ann Moss"), make_author("Bob Reed")
    make_article(authors=[ann], date="2012")
    make_article(authors=[ann], date="2013", language="fr")
    make_article(authors=[bob], date="2014", language="ar", status="draft")
    context = client.get("/").context
    assert (context["total"], context["people_total"], context["languages_total"]) == (2, 1, 2)
    assert (context["histogram"]["first"], context["histogram"]["last"]) == (2012, 2013)


def test_topics_of_the_home_page_are_counted_and_lead_into_the_archive(client):
    lanterns = make_term("topic", "Lanterns")
    make_article(terms=[lanterns])
    make_article(terms=[lanterns, make_term("topic", "Secrets")], status="draft")
    lines = client.get("/").context["topics"]
    assert [(one["term"].name, one["count"], one["url"]) for one in lines] == [
        ("Lanterns", 1, "/articles/?topic=lanterns")
    ]


def test_an_empty_archive_has_a_home_page(client):
    make_center("Tarn House")
    page = client.get("/")
    assert page.status_code == 200
    assert "No work has been published here yet." in page.content.decode()
