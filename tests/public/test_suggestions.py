"""What the search suggests while a reader types: titles, people and terms, only what readers may see."""

from __future__ import annotations

import pytest
from django.db import connection

from archive.articles.models import Article
from archive.articles.search import index
from archive.articles.search.engines import engine
from archive.articles.search.models import NameBeginning
from archive.tags.models import TermName
from authors.models import AuthorName
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Two works with people and terms in four scripts; a draft with others."""
    layla = makers.make_author("Layla Haddad-Özil")
    AuthorName.objects.create(author=layla, name="ليلى الحداد", language="ar", script="Arab")
    AuthorName.objects.create(author=layla, name="Лейла Хаддад", language="ru", script="Cyrl")
    east = makers.make_term("region", "Far East")
    TermName.objects.create(term=east, name="远东地区", language="zh")
    makers.make_center("Tarn")
    makers.make_center("Moor")
    makers.make_article("The Naïve Ferry", authors=[layla], terms=[east], date="2014")
    makers.make_article("السياسة والنهر", language="ar", date="2015", slug="siyasa")
    makers.make_article("港口之夜", language="zh-Hant", date="2016", slug="gangkou")
    hidden = makers.make_author("Laydown Secret")
    makers.make_article("The Ferry Nobody Knows", authors=[hidden], status="draft")
    makers.make_article("The Ferry to Come", authors=[hidden], publish_at=makers.tomorrow())
    index(Article.objects.all())


def suggested(client, q: str, prefix: str = "") -> list[tuple[str, str]]:
    """Kind and label of each suggestion."""
    response = client.get(f"{prefix}/search/suggestions/", {"q": q})
    assert response.status_code == 200
    return [(one["kind"], one["label"]) for one in response.json()["suggestions"]]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("lay", ("author", "Layla Haddad-Özil")),
        ("HADD", ("author", "Layla Haddad-Özil")),
        ("layla h", ("author", "Layla Haddad-Özil")),
        ("haddad oz", ("author", "Layla Haddad-Özil")),
        ("хадд", ("author", "Лейла Хаддад")),
        ("حداد", ("author", "ليلى الحداد")),
        ("الحد", ("author", "ليلى الحداد")),
        ("eas", ("region", "Far East")),
        ("far e", ("region", "Far East")),
        ("东", ("region", "远东地区")),
        ("naive", ("title", "The Naïve Ferry")),
        ("ferry na", ("title", "The Naïve Ferry")),
        ("سياس", ("title", "السياسة والنهر")),
        ("السي", ("title", "السياسة والنهر")),
        ("港", ("title", "港口之夜")),
        ("口之", ("title", "港口之夜")),
    ],
)
def test_any_word_of_a_name_can_be_begun_in_any_script(client, archive, q, expected):
    assert suggested(client, q) == [expected]


def test_what_readers_may_not_see_is_not_suggested(client, archive):
    assert suggested(client, "the ferry") == [("title", "The Naïve Ferry")]
    assert suggested(client, "laydown") == []


def test_a_suggestion_leads_to_its_page_under_the_same_host(client, archive):
    found = client.get("/moor/search/suggestions/?q=hadd").json()["suggestions"]
    assert [one["url"] for one in found] == ["/moor/authors/layla-haddad-ozil/"]
    assert client.get(found[0]["url"]).status_code == 200
    assert client.get("/nowhere/search/suggestions/?q=hadd").status_code == 404


def test_the_name_that_a_record_goes_by_stands_beside_another_form(client, archive):
    (one,) = client.get("/search/suggestions/?q=хадд").json()["suggestions"]
    assert (one["label"], one["also"]) == ("Лейла Хаддад", "Layla Haddad-Özil")


def test_a_new_name_is_suggested_and_a_former_one_no_more(client, archive):
    author = Article.objects.get(title="The Naïve Ferry").authors.get()
    author.name = "Layla Marsh"
    author.save()
    author.articles.reindex()
    assert suggested(client, "marsh") == [("author", "Layla Marsh")]
    assert suggested(client, "haddad") == []


def test_at_most_ten_are_suggested_names_and_titles_both(client):
    for number in range(20):
        author = makers.make_author(f"Ferris Reed {number:02}")
        makers.make_article(f"Ferry {number:02}", authors=[author], slug=f"ferry-{number}")
    index(Article.objects.all())
    kinds = [kind for kind, _ in suggested(client, "ferr")]
    assert kinds == ["author"] * 6 + ["title"] * 4


@pytest.mark.parametrize(
    "q", ["", " ", "a", "%", "'", '"', "*", "\\", "a" * 3000, "\x00", "的", "ـ", "NEAR(", "«", "-"]
)
def test_nothing_that_is_typed_breaks_it(client, archive, q):
    assert len(suggested(client, q)) <= 10


def test_too_long_a_question_and_writing_are_refused(client):
    assert client.get("/search/suggestions/?q=" + "a" * 5000).status_code == 400
    assert client.post("/search/suggestions/").status_code == 405


def test_browsers_may_keep_them_a_minute_and_nobody_lists_them(client, archive):
    response = client.get("/search/suggestions/?q=lay")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(("q", "queries"), [("lay", 2), ("ferry", 3), ("a", 0)])
def test_they_cost_three_queries_at_most(client, archive, django_assert_num_queries, q, queries):
    with django_assert_num_queries(queries):
        client.get(f"/search/suggestions/?q={q}")


def test_names_are_found_through_their_index(archive):
    makers.make_author("Filler")
    rows = NameBeginning.objects.filter(engine("default").beginning("text", "hadd"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "articles_namebeginning_text" in plan
    assert "SCAN articles_namebeginning" not in plan


def test_the_search_form_knows_where_suggestions_come_from_and_works_without(client, archive):
    page = client.get("/moor/search/").text
    assert 'data-suggestions="/moor/search/suggestions/"' in page
    assert '<input id="q" type="search" name="q"' in page
    assert "combobox" not in page
