"""The home page, the list of centers, a center's own page, and the colours."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.public import home
from tests import makers

pytestmark = pytest.mark.django_db


def test_the_home_page_leads_with_the_newest_work_that_has_a_picture(client):
    makers.make_center("Tarn")
    makers.make_article("Old", date="2011", image=makers.picture())
    lead = makers.make_article("Pictured", date="2012", image=makers.picture())
    newest = [makers.make_article(f"Work {day}", date=f"2014-01-{day}") for day in range(10, 13)]
    context = client.get("/").context
    assert context["lead"] == lead
    assert [work.title for work in context["latest"]] == [work.title for work in reversed(newest)] + ["Old"]
    assert context["total"] == 5


def test_the_home_page_leads_with_the_newest_where_nothing_has_a_picture(client):
    work = makers.make_article()
    context = client.get("/").context
    assert (context["lead"], context["latest"]) == (work, [])


def test_the_years_of_the_home_page_lead_into_the_archive(client):
    for year in ("2012", "2014"):
        makers.make_article(date=year)
    bars = client.get("/").context["histogram"]["bars"]
    assert [bar["url"] for bar in bars] == ["/articles/?year=2012", "", "/articles/?year=2014"]


def test_the_home_page_leaves_out_centers_that_another_continues(client):
    tarn = makers.make_center("Tarn")
    makers.make_center("Old Tarn", successor=tarn)
    assert client.get("/").context["centers"] == [tarn]


def test_centers_stand_under_their_umbrella(client):
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn, position=2)
    weir = makers.make_center("Weir", umbrella=tarn, position=1)
    alone = makers.make_center("Alone")
    assert client.get("/centers/").context["centers"] == [tarn, weir, moor, alone]


def test_a_centers_page_says_what_it_is_and_was(client):
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn)
    makers.make_center("Old Moor", successor=moor)
    below = makers.make_center("Heath", umbrella=moor)
    work = makers.make_article(centers=[moor], series=makers.make_series("Slate", center=moor))
    makers.make_article(centers=[tarn])
    makers.make_series("Empty", center=moor)
    context = client.get("/moor/").context
    assert context["center"] == moor
    assert [one.slug for one in context["centers"]] == [below.slug]
    assert [line["series"].name for line in context["series"]] == ["Slate"]
    assert context["listing"].works == [work]


def told(client, address):
    """Return the history of a center's name as its page tells it: (what, name, since, until)."""
    return [
        (step["what"], step.get("name") or step["center"].name, step["since"], step["until"])
        for step in client.get(address).context["story"]
    ]


def test_a_renamed_center_tells_its_names_in_order_with_their_dates(client):
    moor = makers.make_center("Moor")
    moor.names.create(name="Moor Trust", is_former=True, until="2010-05")
    moor.names.create(name="Moor Fund", is_former=True, until="1999")
    moor.names.create(name="Мур", language="ru")
    assert told(client, "/moor/") == [
        ("name", "Moor Fund", "", "1999"),
        ("name", "Moor Trust", "1999", "2010-05"),
        ("present", "Moor", "2010-05", ""),
    ]


def test_a_succeeded_center_and_its_successor_tell_of_each_other(client):
    moor = makers.make_center("Moor")
    old = makers.make_center("Old Moor", successor=moor)
    for year, status in (
        ("1994", "published"),
        ("2003", "published"),
        ("2005", "draft"),
        (None, "published"),
    ):
        makers.make_article(date=year, centers=[old], status=status)
    assert told(client, "/moor/") == [
        ("predecessor", "Old Moor", "1994", "2003"),
        ("present", "Moor", "", ""),
    ]
    assert told(client, "/old-moor/") == [
        ("closed", "Old Moor", "1994", "2003"),
        ("successor", "Moor", "", ""),
    ]


@pytest.mark.parametrize("many", [1, 1000])
def test_a_center_tells_its_own_works_of_this_day_however_many_it_has(client, monkeypatch, many):
    monkeypatch.setattr(home, "MANY_WORKS", many)
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn)
    heath = makers.make_center("Heath", umbrella=moor)
    day = f"{dt.datetime.now(dt.UTC):2012-%m-%d}"
    works = [makers.make_article(f"Of {center}", date=day, centers=[center]) for center in (moor, heath)]
    makers.make_article("Of another", date=day, centers=[tarn])
    makers.make_article("Hidden", date=day, centers=[moor], status="draft")
    assert client.get("/moor/").context["past"] == works[::-1]


def test_a_center_that_always_had_its_name_tells_no_history(client):
    makers.make_center("Moor").names.create(name="Мур", language="ru")
    assert told(client, "/moor/") == []


def test_a_centers_people_are_those_who_are_there_now_and_have_published(client):
    tarn = makers.make_center("Tarn")
    for name, ended, status in (
        ("Ann Moss", "", "published"),
        ("Bob Reed", "2012", "published"),
        ("Cyd Mill", "", "draft"),
    ):
        person = makers.make_author(name)
        makers.make_affiliation(person, center=tarn, from_date="2010", to_date=ended)
        makers.make_article(authors=[person], status=status)
    people = client.get("/tarn/").context["people"]
    assert [(one["author"].name, one["position"]) for one in people] == [("Ann Moss", "Senior Fellow")]


def test_colours_are_given_for_day_and_night_and_may_be_kept(client):
    makers.make_center("Tarn", accent="#8a1f2b")
    response = client.get("/accents.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.text.startswith('[data-center="tarn"]{--accent:light-dark(#8a1f2b,#')
    assert "max-age=300" in response.headers["Cache-Control"]
    assert "public" in response.headers["Cache-Control"]
