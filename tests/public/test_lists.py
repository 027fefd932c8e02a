"""Lists of works: narrowing, counting, ordering, paging; everything stands in the address."""

from __future__ import annotations

import pytest

from archive.articles.listing import PAGE_SIZE
from tests import makers

pytestmark = pytest.mark.django_db


def listing_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.context["listing"]


def titles(client, address):
    return [work.title for work in listing_at(client, address).works]


def facet(listing, name):
    return next(one for one in listing.facets if one.name == name)


def counts(listing, name):
    return {choice.value: choice.count for choice in facet(listing, name).choices}


@pytest.fixture
def archive():
    """Three works: A (2014, lanterns, fells), B (2015, lanterns, coast), C (2015, oars, upper fell)."""
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn)
    lanterns, oars = makers.make_term("topic", "Lanterns"), makers.make_term("topic", "Oars")
    fells, coast = makers.make_term("region", "Fells"), makers.make_term("region", "Coast")
    upper = makers.make_term("region", "Upper Fell", parent=fells)
    ann, bob = makers.make_author("Ann Moss"), makers.make_author("Bob Reed")
    paper, report = makers.make_kind("paper"), makers.make_kind("dispatch", "Dispatch")
    makers.make_article(
        "A", date="2014-03-01", terms=[lanterns, fells], authors=[ann], centers=[tarn], kind=paper
    )
    makers.make_article(
        "B", date="2015-03-01", terms=[lanterns, coast], authors=[ann, bob], centers=[moor], kind=paper
    )
    makers.make_article(
        "C", date="2015-06", terms=[oars, upper], authors=[bob], centers=[moor], kind=report, language="fr",
        series=makers.make_series("Slate"),
    )  # fmt: skip


def test_lists_newest_first_and_undated_last(client):
    for date in ("2014", None, "2015-03-02", "2014-06"):
        makers.make_article(str(date), date=date)
    assert titles(client, "/articles/") == ["2015-03-02", "2014-06", "2014", "None"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("kind=paper", "BA"), ("topic=lanterns", "BA"), ("region=fells", "CA"), ("region=upper-fell", "C"),
        ("center=moor", "CB"), ("center=tarn", "A"), ("author=bob-reed", "CB"), ("series=slate", "C"),
        ("language=fr", "C"), ("year=2015", "CB"), ("from=2015", "CB"), ("from=2015-04", "C"),
        ("to=2014", "A"), ("to=2015-03", "BA"), ("to=2015-02-28", "A"), ("to=2015-12", "CBA"),
        ("from=2014-03-01&to=2015-03-01", "BA"),
    ],
)  # fmt: skip
def test_each_parameter_narrows(client, archive, question, found):
    assert "".join(titles(client, f"/articles/?{question}")) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("topic=oars&topic=lanterns", "CBA"), ("topic=lanterns&region=coast", "B"),
        ("year=2014&year=2015", "CBA"),
        ("topic=oars&topic=lanterns&region=fells&kind=paper", "A"),
        ("author=ann-moss&author=bob-reed", "CBA"),
        ("topic=oars&region=coast", ""),
    ],
)  # fmt: skip
def test_choices_of_a_facet_add_up_and_facets_narrow_each_other(client, archive, question, found):
    assert "".join(titles(client, f"/articles/?{question}")) == found


def test_counts_say_what_choosing_would_show(client, archive):
    listing = listing_at(client, "/articles/")
    assert listing.total == 3
    assert counts(listing, "topic") == {"lanterns": 2, "oars": 1}
    assert counts(listing, "region") == {"fells": 2, "upper-fell": 1, "coast": 1}
    assert counts(listing, "author") == {"ann-moss": 2, "bob-reed": 2}
    for one in listing.facets:
        for choice in one.choices:
            assert listing_at(client, choice.url).total == choice.count


def test_counts_of_a_facet_leave_its_own_choice_out_of_account(client, archive):
    listing = listing_at(client, "/articles/?topic=oars")
    assert counts(listing, "topic") == {"lanterns": 2, "oars": 1}
    assert counts(listing, "kind") == {"dispatch": 1}
    assert facet(listing, "topic").active
    assert not facet(listing, "kind").active


def test_a_tree_is_listed_branch_by_branch_with_its_depth(client, archive):
    choices = facet(listing_at(client, "/articles/"), "region").choices
    assert [(choice.label, choice.depth) for choice in choices] == [
        ("Fells", 0),
        ("Upper Fell", 1),
        ("Coast", 0),
    ]


def test_a_facet_shows_its_fullest_and_chosen_choices_and_folds_the_rest(client):
    terms = [makers.make_term("topic", f"Topic {number:02}") for number in range(12)]
    makers.make_article(terms=terms)
    makers.make_article(terms=terms[6:])
    topics = facet(listing_at(client, "/articles/?topic=topic-05"), "topic")
    assert {choice.value for choice in topics.choices} >= {
        f"topic-{number:02}" for number in (5, 6, 7, 8, 9, 10, 11)
    }
    assert len(topics.choices) + len(topics.rest) == 12
    assert topics.rest


def test_a_choice_toggles_its_value_drops_the_page_and_keeps_the_rest(client, archive):
    makers.make_article(terms=[])
    listing = listing_at(client, "/articles/?page=1&sort=oldest&region=fells&kind=paper")
    choice = next(choice for choice in facet(listing, "kind").choices if choice.selected)
    assert choice.url == "/articles/?region=fells&sort=oldest"
    topic = facet(listing, "topic").choices[0]
    assert topic.url == "/articles/?kind=paper&topic=lanterns&region=fells&sort=oldest"


def test_what_is_chosen_can_be_taken_away_one_by_one_or_at_once(client, archive):
    listing = listing_at(
        client, "/articles/?region=fells&author=ann-moss&from=2014&year=2014&language=en&sort=title"
    )
    assert [(str(one["facet_label"]), one["label"]) for one in listing.chosen] == [
        ("Region", "Fells"), ("Author", "Ann Moss"), ("Language", "English"),
        ("Year", "2014"), ("From", "2014"),
    ]  # fmt: skip
    assert listing.chosen[0]["url"] == "/articles/?author=ann-moss&language=en&year=2014&from=2014&sort=title"
    assert (
        listing.chosen[-1]["url"]
        == "/articles/?region=fells&author=ann-moss&language=en&year=2014&sort=title"
    )
    assert listing.clear_url == "/articles/?sort=title"


def test_links_of_a_hosted_list_stay_under_its_host(client, archive):
    listing = listing_at(client, "/moor/articles/?topic=oars")
    urls = [choice.url for one in listing.facets for choice in one.choices] + [listing.clear_url]
    assert all(url.startswith("/moor/articles/") for url in urls)


@pytest.mark.parametrize(
    ("sort", "found"), [("newest", "CBA"), ("oldest", "ABC"), ("title", "ABC"), ("x", "CBA"), ("", "CBA")]
)
def test_sorts(client, archive, sort, found):
    listing = listing_at(client, f"/articles/?sort={sort}")
    assert "".join(work.title for work in listing.works) == found
    assert [one["current"] for one in listing.sorts].count(True) == 1


def test_the_usual_order_is_not_written_into_addresses(client, archive):
    sorts = listing_at(client, "/articles/?sort=newest&kind=paper").sorts
    assert [one["url"] for one in sorts] == [
        "/articles/?kind=paper", "/articles/?kind=paper&sort=oldest", "/articles/?kind=paper&sort=title",
    ]  # fmt: skip


def test_the_histogram_has_every_year_from_first_to_last(client, archive):
    makers.make_article(date="2018")
    histogram = listing_at(client, "/articles/?year=2014").histogram
    assert [(bar["year"], bar["count"], bar["level"]) for bar in histogram["bars"]] == [
        (2014, 1, 10), (2015, 2, 20), (2016, 0, 0), (2017, 0, 0), (2018, 1, 10),
    ]  # fmt: skip
    assert [bar["url"] for bar in histogram["bars"]][:3] == [
        "/articles/",
        "/articles/?year=2014&year=2015",
        "",
    ]
    assert [bar["current"] for bar in histogram["bars"]] == [True, False, False, False, False]
    assert (histogram["first"], histogram["last"], histogram["peak"]) == (2014, 2018, 2)


def test_a_single_year_needs_no_histogram(client):
    makers.make_article()
    assert listing_at(client, "/articles/").histogram is None


def test_an_old_outlier_does_not_stretch_the_histogram_over_centuries(client):
    for date in ("1066", "2014", "2015"):
        makers.make_article(date=date)
    assert [bar["year"] for bar in listing_at(client, "/articles/").histogram["bars"]] == [1066, 2014, 2015]


def test_pages_by_number(client):
    for number in range(2 * PAGE_SIZE + 1):
        makers.make_article(f"Work {number:02}", date=f"20{10 + number // 12}-{1 + number % 12:02}-01")
    first = listing_at(client, "/articles/")
    assert len(first.works) == PAGE_SIZE
    last_shown = first.works[-1]
    assert first.pages["newer"] == ""
    assert first.pages["older"] == f"/articles/?page=2.{last_shown.sort_date}.{last_shown.pk}"
    second = listing_at(client, first.pages["older"])
    assert [one["current"] for one in second.pages["numbers"]] == [False, True, False]
    assert second.works == listing_at(client, "/articles/?page=2").works
    assert second.pages["newer"] == "/articles/"
    assert [one["number"] for one in first.pages["numbers"]] == [1, 2, 3]
    last = listing_at(client, "/articles/?page=3")
    assert [work.title for work in last.works] == ["Work 00"]
    assert listing_at(client, last.pages["newer"]).works == second.works
    assert last.pages["older"] == ""
    assert [one["current"] for one in last.pages["numbers"]] == [False, False, True]
    assert last.pages["numbers"][0]["url"] == "/articles/"


def test_a_page_by_place_goes_on_from_it(client):
    works = [makers.make_article(date=f"2014-01-{day:02}") for day in range(1, 10)]
    listing = listing_at(client, f"/articles/?page=2014-01-05.{works[4].pk}")
    assert listing.works == works[3::-1]


def test_a_list_of_nothing_says_so_and_a_page_beyond_it_is_not_found(client):
    listing = listing_at(client, "/articles/")
    assert (listing.works, listing.total, listing.facets, listing.histogram) == ([], 0, [], None)
    assert client.get("/articles/?page=2").status_code == 404


def test_hidden_fields_keep_what_is_asked_beside_the_question(client, archive):
    listing = listing_at(client, "/articles/?q=quay&kind=paper&kind=dispatch&sort=oldest&page=1&junk=1")
    assert listing.hidden == [("kind", "dispatch"), ("kind", "paper"), ("sort", "oldest")]


def test_the_canonical_address_orders_parameters_and_drops_unknown_ones(client, archive):
    canonical = client.get(
        "/moor/articles/?utm_source=x&year=2015&kind=paper&kind=dispatch&sort=newest"
    ).context["canonical"]
    assert canonical.endswith("/articles/?kind=dispatch&kind=paper&year=2015")
    assert "/moor" not in canonical
