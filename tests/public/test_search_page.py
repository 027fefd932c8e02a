"""The search page: what it finds, in which order, and what it says when it finds nothing."""

from __future__ import annotations

import pytest

from archive.articles.search import rebuild
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def boats():
    """A work about boats by its title, a later one that mentions boats once, and one about oars."""
    lanterns = makers.make_term("topic", "Lanterns")
    makers.make_article("Boats", date="2014", body="<p>Boats and quays.</p>", terms=[lanterns])
    makers.make_article("Weather", date="2018", body="<p>Rain fell on every boat.</p>")
    makers.make_article("Oars", date="2019", body="<p>Ash and spruce.</p>")
    rebuild()


def listing_at(client, address):
    return client.get(address).context["listing"]


def test_finds_words_best_first_with_a_marked_passage(client, boats):
    listing = listing_at(client, "/search/?q=boats")
    assert [work.title for work in listing.works] == ["Boats", "Weather"]
    assert listing.total == 2
    assert "<mark>boat</mark>" in listing.works[1].excerpt


def test_found_works_can_be_ordered_and_narrowed_like_any_list(client, boats):
    assert [work.title for work in listing_at(client, "/search/?q=boats&sort=newest").works] == [
        "Weather",
        "Boats",
    ]
    assert [work.title for work in listing_at(client, "/search/?q=boats&topic=lanterns").works] == ["Boats"]
    assert str(listing_at(client, "/search/?q=boats").sorts[0]["label"]) == "Most relevant first"


def test_facets_count_what_is_found(client, boats):
    listing = listing_at(client, "/search/?q=boats")
    topics = next(facet for facet in listing.facets if facet.name == "topic")
    assert [(choice.value, choice.count, choice.url) for choice in topics.choices] == [
        ("lanterns", 1, "/search/?q=boats&topic=lanterns")
    ]


def test_lists_can_be_searched_too(client, boats):
    assert [work.title for work in listing_at(client, "/articles/?q=oars").works] == ["Oars"]


def test_without_a_question_there_is_no_relevance(client, boats):
    assert "relevance" not in str([one["url"] for one in listing_at(client, "/search/").sorts])


def test_a_slip_of_the_pen_is_offered_mended(client, boats):
    response = client.get("/search/?q=baots")
    assert response.context["listing"].works == []
    assert response.context["suggestion"] == {"text": "boats", "url": "/search/?q=boats"}


def test_the_question_is_shown_as_text(client, boats):
    text = client.get("/search/?q=%3Cscript%3Ealert%281%29%3C/script%3E").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
