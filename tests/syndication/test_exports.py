"""The results of a list as files: all of them, in the order of the list, as tables and references."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.articles.models import Article
from archive.articles.search import rebuild
from archive.publication import Status
from archive.syndication import exports
from tests import makers

pytestmark = pytest.mark.django_db

KINDS = ("csv", "ris", "bib", "json")


@pytest.fixture
def archive():
    """Some works that say all that an export tells; and some that readers may not see."""
    tarn = makers.make_center("Tarn")
    shared = {
        "authors": [makers.make_author("Ann Moss"), "Zed Unmatched"], "centers": [tarn],
        "terms": [makers.make_term("topic", "Lanterns"), makers.make_term("region", "Fells")],
        "kind": makers.make_kind("paper", "Paper"), "body": "<p>Boats and quays.</p>",
        "series": makers.make_series("Slate", center=tarn),
    }  # fmt: skip
    for number, title in enumerate(("Boats", "Anchors", "Quays")):
        makers.make_article(title, date=f"2014-0{number + 1}", **shared)
    for name, state in (("Draft", {"status": Status.DRAFT}), ("Soon", {"publish_at": makers.tomorrow()})):
        makers.make_article(f"Hidden {name}", date="2014-02-02", **shared, **state)
    makers.make_article("Gone", status=Status.WITHDRAWN, withdrawal_reason="Wrong.", **shared)
    rebuild()


def text_of(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_a_table_has_the_works_in_the_order_of_the_list(client, archive):
    for address in (
        "/articles/?sort=title",
        "/articles/",
        "/search/?q=boats",
        "/authors/ann-moss/?sort=oldest",
    ):
        listed = [work.title for work in client.get(address).context["listing"].works]
        path, _, query = address.partition("?")
        titles = [row["title"] for row in rows_of(client.get(f"{path}export.csv?{query}"))]
        assert (address, titles) == (address, listed)
        assert len(titles) == 3


def test_a_row_tells_all_of_a_work(client, archive):
    row = rows_of(client.get("/articles/export.csv?q=anchors"))[0]
    assert list(row) == list(exports.COLUMNS)
    assert row["url"] == "http://127.0.0.1:8000/articles/2014/02/anchors/"
    told = {
        "title": "Anchors", "authors": "Ann Moss; Zed Unmatched", "published": "2014-02", "kind": "Paper",
        "language": "en", "center": "Tarn", "series": "Slate", "subjects": "Lanterns; Fells", "words": "3",
    }  # fmt: skip
    assert {name: row[name] for name in told} == told


def test_a_table_opens_in_a_spreadsheet_that_calculates_nothing_of_it(client):
    makers.make_article("=HYPERLINK(A1)", slug="a", authors=["@SUM(A1)"], deck='Say "no",\nthen go')
    response = client.get("/articles/export.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    text = text_of(response)
    assert text.startswith("\ufeffurl,title,deck,authors,")
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert (row["title"], row["authors"], row["deck"]) == (
        "'=HYPERLINK(A1)",
        "'@SUM(A1)",
        'Say "no",\nthen go',
    )


def test_references_are_those_of_the_works_themselves(client, archive):
    works = [work.get_absolute_url() for work in Article.objects.published().newest()]
    for kind in ("ris", "bib"):
        single = [client.get(f"{work}cite.{kind}").content.decode().strip() for work in works]
        together = text_of(client.get(f"/articles/export.{kind}"))
        positions = [together.index(reference) for reference in single]
        assert positions == sorted(positions)
    assert text_of(client.get("/articles/export.bib")).count("\n@") == 2


def test_json_is_a_list_of_csl(client, archive):
    found = json.loads(text_of(client.get("/articles/export.json")))
    assert [one["title"] for one in found] == ["Quays", "Anchors", "Boats"]
    assert [one["family"] for one in found[0]["author"]] == ["Moss", "Unmatched"]
    assert json.loads(text_of(client.get("/articles/export.json?q=nowhere"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_a_file_with_a_name_that_no_search_engine_keeps(client, archive, kind):
    headers = client.get(f"/search/export.{kind}?q=boats").headers
    assert headers["Content-Disposition"] == f'attachment; filename="search.{kind}"'
    assert headers["X-Robots-Tag"] == "noindex"
    assert (headers["X-Works"], headers["X-More-Works"]) == ("3", "no")
    assert (
        client.get(f"/authors/ann-moss/export.{kind}")
        .headers["Content-Disposition"]
        .endswith(f'"ann-moss.{kind}"')
    )


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_is_exported(client, archive, kind):
    text = text_of(client.get(f"/articles/export.{kind}"))
    assert "Anchors" in text
    assert "Hidden" not in text
    assert "Gone" not in text


def test_what_is_taken_back_while_the_file_is_written_is_left_out(client, archive, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    lines = iter(client.get("/articles/export.csv").streaming_content)
    started = next(lines) + next(lines)
    Article.objects.filter(title="Boats").update(status=Status.WITHDRAWN)
    rest = b"".join(lines)
    assert b"Quays" in started
    assert b"Anchors" in rest
    assert b"Boats" not in rest.replace(b"Boats and quays", b"")


def test_an_export_ends_at_its_bound_and_says_so(client, archive, monkeypatch):
    monkeypatch.setattr(exports, "MOST_WORKS", 2)
    response = client.get("/articles/export.csv")
    assert (response.headers["X-Works"], response.headers["X-More-Works"]) == ("2", "yes")
    assert [row["title"] for row in rows_of(response)] == ["Quays", "Anchors"]


def test_what_was_not_ranked_follows_what_was(client, archive, monkeypatch):
    monkeypatch.setattr("archive.articles.search.hits.MOST_RANKED", 1)
    first = client.get("/search/?q=boats").context["listing"].works[0].title
    titles = [row["title"] for row in rows_of(client.get("/search/export.csv?q=boats"))]
    assert titles[0] == first
    assert sorted(titles) == ["Anchors", "Boats", "Quays"]


def test_every_hundred_works_cost_the_same(client, archive, monkeypatch):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            text_of(client.get("/articles/export.csv"))
        return len(queries)

    cost()
    assert cost() == 7
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    assert cost() == 7 + 2 * 5


def test_exports_answer_reading_alone(client, archive):
    head = client.head("/articles/export.csv")
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")
    assert client.post("/articles/export.csv").status_code == 405
    assert client.get("/authors/nobody/export.csv").status_code == 404
    assert client.get("/export.csv").status_code == 404
