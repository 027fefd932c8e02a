"""How the pages of terms and series open: with a lead, people, what stands beside; and places in a series."""

from __future__ import annotations

import pytest
from lxml import html

from archive.articles import listing
from tests import makers

pytestmark = pytest.mark.django_db
PIXEL = {"image": "a.webp", "image_width": 1, "image_height": 1}


def publish(number, **values):
    """Make works of the years from 2001 on."""
    return [
        makers.make_article(f"Work {2001 + year}", date=str(2001 + year), **values) for year in range(number)
    ]


def test_a_terms_page_opens_with_its_newest_pictured_work(client):
    lanterns = makers.make_term("topic", "Lanterns")
    works = publish(4, terms=[lanterns])
    pictured = makers.make_article("Pictured", date="2000", terms=[lanterns], **PIXEL)
    makers.make_article("Hidden", date="2020", terms=[lanterns], status="draft", **PIXEL)
    context = client.get("/topics/lanterns/").context
    assert context["lead"] == pictured
    assert context["listing"].works == [*reversed(works), pictured]


def test_a_lead_that_is_the_newest_is_not_told_twice(client):
    lanterns = makers.make_term("topic", "Lanterns")
    *older, newest = publish(5, terms=[lanterns])
    context = client.get("/topics/lanterns/").context
    assert context["lead"] == newest
    assert context["listing"].works == older[::-1]
    assert context["listing"].total == 5


def test_a_short_list_has_no_lead_and_a_narrowed_one_neither(client):
    lanterns = makers.make_term("topic", "Lanterns")
    publish(3, terms=[lanterns])
    context = client.get("/topics/lanterns/").context
    assert (context["lead"], len(context["listing"].works)) == (None, 3)
    makers.make_article("One more", date="2010", terms=[lanterns])
    assert client.get("/topics/lanterns/").context["lead"]
    context = client.get("/topics/lanterns/?sort=oldest").context
    assert (context["lead"], len(context["listing"].works)) == (None, 4)


def test_a_terms_page_tells_who_writes_on_it_and_what_it_comes_with(client):
    fells = makers.make_term("region", "Fells")
    upper = makers.make_term("region", "Upper Fell", parent=fells)
    summit = makers.make_term("region", "Summit", parent=upper)
    coast, salt = makers.make_term("region", "Coast"), makers.make_term("topic", "Salt")
    named_alike = makers.make_term("topic", "Summit")
    ann, bob = makers.make_author("Ann Moss"), makers.make_author("Bob Reed")
    makers.make_article(authors=[ann], terms=[upper, salt, coast])
    makers.make_article(authors=[ann, bob], terms=[summit, salt, named_alike])
    makers.make_article(
        authors=[makers.make_author("Cyd Mill")],
        terms=[upper, makers.make_term("topic", "Secrets")],
        status="draft",
    )
    context = client.get("/regions/upper-fell/").context
    assert [(one["author"].name, one["count"]) for one in context["people"]] == [
        ("Ann Moss", 2),
        ("Bob Reed", 1),
    ]
    assert [(one["term"].name, one["count"]) for one in context["related"]] == [("Salt", 2), ("Coast", 1)]
    assert [(one["term"].name, one["count"]) for one in context["below"]] == [("Summit", 1)]
    for line in (*context["people"], *context["related"]):
        assert client.get(line["url"]).context["listing"].total == line["count"]


def test_a_terms_page_tells_what_else_it_is_called(client):
    fells = makers.make_term("region", "Fells")
    fells.names.create(name="Фьеллы", language="ru")
    fells.names.create(name="The Fells")
    makers.make_article(terms=[fells])
    context = client.get("/regions/fells/").context
    assert [(form.name, form.language) for form in context["names"]] == [("The Fells", ""), ("Фьеллы", "ru")]


def test_a_menus_term_without_work_has_a_quiet_page(client):
    makers.make_menu_item(makers.make_center("Tarn"), "featured", term=makers.make_term("topic", "Lanterns"))
    makers.make_article(terms=[makers.make_term("topic", "Salt")])
    page = client.get("/topics/lanterns/")
    assert (page.context["lead"], page.context["people"], page.context["related"]) == (None, [], [])
    assert "No work has been published here yet." in page.content.decode()


def parts(page):
    return [" ".join(one.text_content().split()) for one in html.fromstring(page.content).find_class("part")]


def test_works_of_a_series_have_their_places_in_it_in_both_orders(client):
    slate = makers.make_series("Slate")
    publish(3, series=slate)
    makers.make_article("Hidden", date="1999", series=slate, status="draft")
    assert parts(client.get("/series/slate/")) == ["3 of 3", "2 of 3", "1 of 3"]
    assert parts(client.get("/series/slate/?sort=oldest")) == ["1 of 3", "2 of 3", "3 of 3"]
    assert parts(client.get("/series/slate/?sort=title")) == []
    assert parts(client.get("/series/slate/?year=2002")) == []
    assert parts(client.get("/articles/?series=slate")) == []


def test_places_in_a_series_go_on_from_page_to_page(client):
    publish(listing.PAGE_SIZE + 2, series=makers.make_series("Slate"))
    total = listing.PAGE_SIZE + 2
    assert parts(client.get("/series/slate/?page=2")) == [f"2 of {total}", f"1 of {total}"]
    assert parts(client.get("/series/slate/?page=2&sort=oldest")) == [
        f"{total - 1} of {total}",
        f"{total} of {total}",
    ]
    assert parts(client.get("/series/slate/?page=2003-01-01.999999")) == []


def test_a_series_tells_who_writes_in_it_what_about_and_its_other_names(client):
    slate = makers.make_series("Slate")
    slate.names.create(name="Ардуаз", language="ru")
    work = {"series": slate, "terms": [makers.make_term("topic", "Salt")]}
    makers.make_article(authors=[makers.make_author("Ann Moss")], **work)
    makers.make_article(authors=[makers.make_author("Bob Reed")], status="draft", **work)
    context = client.get("/series/slate/").context
    assert [(one["author"].name, one["count"]) for one in context["people"]] == [("Ann Moss", 1)]
    assert [(one["term"].name, one["count"]) for one in context["topics"]] == [("Salt", 1)]
    assert [form.name for form in context["names"]] == ["Ардуаз"]
