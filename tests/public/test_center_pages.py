"""The home page, the list of centers, a center's own page, and the colours."""

from __future__ import annotations

import pytest

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
    old = makers.make_center("Old Moor", successor=moor)
    below = makers.make_center("Heath", umbrella=moor)
    moor.names.create(name="Moor Fund", is_former=True, until="1999")
    moor.names.create(name="Мур", language="ru")
    work = makers.make_article(centers=[moor], series=makers.make_series("Slate", center=moor))
    makers.make_article(centers=[tarn])
    makers.make_series("Empty", center=moor)
    context = client.get("/moor/").context
    assert (context["center"], context["predecessors"], context["centers"]) == (moor, [old], [below])
    assert [form.name for form in context["former_names"]] == ["Moor Fund"]
    assert [one.name for one in context["series"]] == ["Slate"]
    assert context["listing"].works == [work]
    assert client.get("/old-moor/").context["successor"] == moor


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
    assert [person.name for person in client.get("/tarn/").context["people"]] == ["Ann Moss"]


def test_colours_are_given_for_day_and_night_and_may_be_kept(client):
    makers.make_center("Tarn", accent="#8a1f2b")
    response = client.get("/accents.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.text.startswith('[data-center="tarn"]{--accent:light-dark(#8a1f2b,#')
    assert "max-age=300" in response.headers["Cache-Control"]
    assert "public" in response.headers["Cache-Control"]
