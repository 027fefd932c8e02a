"""Whatever a reader writes after the question mark: understood, or said not to be; never a broken page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.articles.filters import PARAMETERS, WorkFilter
from tests import makers

pytestmark = pytest.mark.django_db

NASTY = [
    "", " ", "0", "-1", "1" + "0" * 20, "20145", "999999999999999999999999", "²", "٢٠١٤", "2014-13",
    "2014-02-30", "\x00", "a\x00b", "\ud800", "\udfff", "%", "'", '"', "\\", "(", "*", "a*", '"a',
    "NEAR(", "a AND", "-", "^", ":", "{}", "<script>", "../../etc/passwd", "e" + "\u0301" * 60,
    "year:0000", "year:..0000", "year:9999..", "author:\"", "kind:", "-language:x", "year:\u0662..",
    "\u202e", "a" * 1000, "None", "NaN", "0001-01-01", "9999-12-31", "2014-12-02.99999999999999999999",
    "-2014-12-02.1", "2014-12-02.1", "1e3", "0x10", "1_0", "א", "的", "🚢",
]  # fmt: skip
PAGES = ["/articles/", "/search/", "/authors/", "/authors/ann-moss/"]


@pytest.fixture
def archive():
    tarn = makers.make_center("Tarn")
    makers.make_article(
        authors=[makers.make_author("Ann Moss")], centers=[tarn],
        terms=[makers.make_term("topic", "Lanterns")], series=makers.make_series("Slate"),
    )  # fmt: skip


def encoded(value):
    return quote(value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_value_of_a_parameter_breaks_the_filter(archive, name):
    for value in NASTY:
        asked = WorkFilter(QueryDict(f"{name}={encoded(value)}"))
        assert len(asked.narrow()) <= 1
        assert asked.address() == WorkFilter(QueryDict(asked.address()[1:])).address()
        assert all(map(str, asked.notes))


@pytest.mark.parametrize("page", PAGES)
def test_no_value_breaks_a_page(client, archive, page):
    for value in NASTY:
        for names in (["q", "sort", "from", "letter"], ["year", "topic", "author"], ["page"]):
            question = "&".join(f"{name}={encoded(value)}" for name in names)
            assert client.get(f"{page}?{question}").status_code in (200, 404), (names, value)


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "%ff=%fe",
        "&&&",
        "=",
        "q",
        "q=%C3%28",
        "q=%ED%A0%80",
        "kind[]=a",
        "page=1;page=2",
        "?q=a",
        "q=a%00",
        "a" * 4096,
    ],
)
def test_no_odd_query_string_breaks_a_page(client, archive, query):
    for page in PAGES:
        assert client.get(page, QUERY_STRING=query).status_code in (200, 404)


@pytest.mark.parametrize("page", [*PAGES, "/nowhere/", "/articles/2014/12/nothing/"])
def test_a_question_over_four_kilobytes_is_refused(client, archive, page):
    assert client.get(f"{page}?q={'a' * 60_000}").status_code == 400


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=30)), max_size=6))
def test_no_combination_breaks_the_list(client, archive, pairs):
    response = client.get(
        "/articles/?" + urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
    )
    assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize("page", ["0", "-1", "501", "1" + "0" * 20, "x", "2", "2014-02-30.1"])
def test_a_page_that_the_list_has_not_is_not_found(client, archive, page):
    assert client.get(f"/articles/?page={page}").status_code == 404


@pytest.mark.parametrize(
    "question",
    ["kind=x", "topic=x", "center=x", "author=x", "series=x", "year=20145", "year=0", "language=%3F"],
)
def test_a_choice_that_names_nothing_finds_nothing_and_is_said(client, archive, question):
    listing = client.get(f"/articles/?{question}").context["listing"]
    assert (listing.works, listing.total) == ([], 0)
    value = listing.chosen[0]["label"]
    assert [str(note) for note in listing.notes if f"“{value}”" in str(note)]
    assert listing.chosen[0]["url"] == "/articles/"


def test_a_choice_that_names_nothing_does_not_spoil_one_that_does(client, archive):
    listing = client.get("/articles/?topic=x&topic=lanterns").context["listing"]
    assert listing.total == 1
    assert len(listing.notes) == 1


@pytest.mark.parametrize("question", ["from=never", "to=2014-02-30"])
def test_a_date_that_is_none_is_left_out_and_said(client, archive, question):
    listing = client.get(f"/articles/?{question}").context["listing"]
    assert listing.total == 1
    assert [str(note) for note in listing.notes if "is not a date" in str(note)]


def test_a_choice_is_called_what_readers_call_it_only_where_they_may_know(client, archive):
    makers.make_article(terms=[makers.make_term("topic", "Cassowary")], status="draft")
    listing = client.get("/articles/?topic=cassowary&topic=lanterns").context["listing"]
    assert [one["label"] for one in listing.chosen] == ["cassowary", "Lanterns"]
