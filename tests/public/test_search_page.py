"""The search page: what it finds, in which order, and what it says when it finds nothing."""

from __future__ import annotations

import pytest

from archive.articles.models import Article, Attachment
from archive.articles.search import hits, rebuild
from archive.public import listings
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


def notes(listing):
    return [str(note) for note in listing.notes]


def chips(listing):
    return [(str(one["facet_label"]), one["label"], one["url"]) for one in listing.chosen]


def test_what_is_found_is_marked_in_titles_and_names_too(client):
    makers.make_article("Boats & <Quays>", authors=[makers.make_author("Ann Boat")], body="<p>Ash.</p>")
    rebuild()
    page = client.get("/search/?q=boat").text
    assert "<mark>Boats</mark> &amp; &lt;Quays&gt;" in page
    assert "Ann <mark>Boat</mark>" in page
    page = client.get("/search/?q=author:boat").text
    assert "<mark>Boats</mark>" not in page
    assert "Ann <mark>Boat</mark>" in page


def test_the_name_of_a_file_is_found(client, boats):
    oars = Article.objects.get(title="Oars")
    Attachment.objects.create(article=oars, title="Tonnage by port", url="https://files.example/a.pdf")
    rebuild()
    assert [work.title for work in listing_at(client, "/search/?q=tonnage").works] == ["Oars"]


def test_each_field_of_a_question_can_be_taken_away_and_the_rest_stays(client, boats):
    listing = listing_at(client, "/search/?q=boats+-title:weather+year:2014&kind=x&sort=newest")
    assert chips(listing)[1:] == [
        ("Without (Title)", "weather", "/search/?q=boats+year%3A2014&kind=x&sort=newest"),
        ("Year", "2014", "/search/?q=boats+-title%3Aweather&kind=x&sort=newest"),
    ]
    assert [work.title for work in listing_at(client, "/search/?q=boats+year:2014").works] == ["Boats"]
    assert chips(listing_at(client, "/search/?q=boats+-rain"))[0][:2] == ("Without", "rain")


def test_facets_and_years_count_what_the_fields_leave(client, boats):
    listing = listing_at(client, "/search/?q=boats+-year:2018")
    assert listing.total == 1
    assert listing.counts.years() == {2014: 1}


def test_words_that_are_left_out_are_said(client, boats):
    assert notes(listing_at(client, "/search/?q=the+boats")) == [
        "Not looked for: the. Put words in quotation marks to have them looked for."
    ]
    assert notes(listing_at(client, "/search/?q=boats")) == []


def test_a_field_that_names_nothing_is_said(client, boats):
    assert notes(listing_at(client, "/search/?q=boats+kind:nothing")) == [
        "“nothing” (Kind) names nothing here."
    ]


def test_works_that_lack_a_word_are_shown_where_none_has_all_and_that_is_said(client, boats):
    response = client.get("/search/?q=boats+quays+zeppelins")
    assert [work.title for work in response.context["listing"].works] == ["Boats"]
    assert notes(response.context["listing"]) == [
        "No work here has all of these words. These have all but one of them."
    ]


def test_where_not_all_hits_are_ordered_by_relevance_that_is_said(client, boats, monkeypatch):
    monkeypatch.setattr(hits, "MOST_RANKED", 1)
    monkeypatch.setattr(listings, "MOST_RANKED", 1)
    listing = listing_at(client, "/search/?q=boat")
    assert listing.total == 2
    assert [note for note in notes(listing) if "Only the newest 1 of these works" in note]
    assert notes(listing_at(client, "/search/?q=boat&sort=newest")) == []


@pytest.mark.parametrize(
    ("q", "mended"),
    [
        ("baots", "boats"),
        ("boats wether", "boats weather"),
        ("title:baots", "title:boats"),
        ("ищфеы", "boats"),
    ],
)
def test_a_wrong_word_is_mended_alone_among_others_in_a_field_and_on_a_wrong_keyboard(
    client, boats, q, mended
):
    assert client.get("/search/", {"q": q}).context["suggestion"]["text"] == mended


def test_before_anything_is_asked_the_page_says_what_can_be(client, boats):
    response = client.get("/search/")
    assert [one["q"] for one in response.context["examples"]] == ['"Lanterns"', 'topic:"Lanterns"']
    for one in response.context["examples"]:
        assert listing_at(client, one["url"]).total
    assert "/search/?topic=lanterns" in response.text
    assert 'class="entry"' not in response.text
    assert "author:name" in response.text


def test_choices_alone_are_a_search(client, boats):
    response = client.get("/search/?topic=lanterns")
    assert [work.title for work in response.context["listing"].works] == ["Boats"]
    assert 'class="entry"' in response.text


def test_where_nothing_answers_there_are_ways_on(client, boats):
    page = client.get("/search/?q=oars&topic=lanterns").text
    assert 'href="/search/?q=oars"' in page
    assert 'href="/browse/"' in page


def test_the_title_of_the_page_says_what_was_asked(client, boats):
    assert "<title>Search: boats<" in client.get("/search/?q=boats").text


def test_the_years_are_links_in_a_table(client, boats):
    makers.make_article("More Boats", date="2018", slug="more")
    rebuild()
    page = client.get("/search/?q=boats").text
    table = page[page.index('<table class="years"') : page.index("</table>")]
    assert table.count('role="row"') == 6
    assert '<a href="/search/?q=boats&amp;year=2018"><span class="told">2018: 2 works</span></a>' in table
    assert '<td class="hidden" role="cell">2</td>' in table
