"""The index of a vocabulary, the page of a term, the page of a series."""

from __future__ import annotations

import pytest

from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    """Fells > Upper Fell > Summit, and Coast; works at the summit (two) and the coast (one)."""
    fells = makers.make_term("region", "Fells")
    upper = makers.make_term("region", "Upper Fell", parent=fells)
    summit = makers.make_term("region", "Summit", parent=upper)
    coast = makers.make_term("region", "Coast")
    makers.make_term("region", "Unused")
    for place in (summit, summit, coast):
        makers.make_article(terms=[place])
    return {"fells": fells, "upper": upper, "summit": summit, "coast": coast}


def test_an_index_is_a_tree_with_what_stands_below_counted_in(client, regions):
    context = client.get("/regions/").context
    assert [(one["term"].name, one["count"], one["depth"]) for one in context["terms"]] == [
        ("Coast", 1, 0), ("Fells", 2, 0), ("Upper Fell", 2, 1), ("Summit", 2, 2),
    ]  # fmt: skip
    assert str(context["facet_label"]) == "Regions"


@pytest.mark.parametrize("plural", ["topics", "regions", "programs", "projects", "collections"])
def test_every_vocabulary_has_an_index_and_pages(client, plural):
    facet = plural[:-1]
    work = makers.make_article(terms=[makers.make_term(facet, "Lanterns")])
    assert client.get(f"/{plural}/").context["terms"][0]["term"].get_absolute_url() == f"/{plural}/lanterns/"
    assert client.get(f"/{plural}/lanterns/").context["listing"].works == [work]


def test_a_terms_page_shows_the_work_of_what_stands_below_it_once(client, regions):
    makers.make_article("Both", terms=[regions["fells"], regions["summit"]])
    listing = client.get("/regions/fells/").context["listing"]
    assert (listing.total, len(listing.works)) == (3, 3)


def test_a_terms_page_knows_its_place_in_the_tree(client, regions):
    context = client.get("/regions/upper-fell/").context
    assert [one.get_absolute_url() for one in context["above"]] == ["/regions/fells/"]
    assert [(one["term"].name, one["count"]) for one in context["below"]] == [("Summit", 2)]
    assert context["plural"] == "regions"


def test_terms_of_two_facets_with_one_name_are_two(client):
    region, topic = makers.make_term("region", "Fells"), makers.make_term("topic", "Fells")
    there, about = makers.make_article(terms=[region]), makers.make_article(terms=[topic])
    assert client.get("/regions/fells/").context["listing"].works == [there]
    assert client.get("/topics/fells/").context["listing"].works == [about]


def test_a_term_that_only_drafts_carry_answers_like_none(client):
    makers.make_article(terms=[makers.make_term("topic", "Lanterns")], status="draft")
    there, nowhere = client.get("/topics/lanterns/"), client.get("/topics/nothing/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_term_that_a_menu_leads_to_has_a_page_before_it_has_work(client):
    makers.make_menu_item(makers.make_center("Tarn"), "featured", term=makers.make_term("topic", "Lanterns"))
    assert client.get("/topics/lanterns/").context["listing"].works == []


def test_a_series_has_a_page_with_its_works(client):
    slate = makers.make_series("Slate")
    work = makers.make_article(series=slate)
    makers.make_article()
    context = client.get("/series/slate/").context
    assert (context["series"], context["listing"].works) == (slate, [work])


def test_a_series_without_published_work_is_not_found(client):
    makers.make_article(series=makers.make_series("Slate"), status="draft")
    assert client.get("/series/slate/").status_code == 404
