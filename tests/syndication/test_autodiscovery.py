"""Every page says where its feeds are: those of its own list as it is narrowed, else those of its host."""

from __future__ import annotations

import re
from html import unescape

import pytest

from archive.articles.search import rebuild
from archive.public import offers
from archive.publication import Status
from archive.syndication import exports, formats
from tests import makers

pytestmark = pytest.mark.django_db

KINDS = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
LISTS = {
    "/": "/feed.",
    "/articles/": "/articles/feed.",
    "/articles/?topic=lanterns&year=2014&sort=title&page=1": "/articles/feed.{}?topic=lanterns&year=2014",
    "/search/?q=boats+%26+quays": "/search/feed.{}?q=boats+%26+quays",
    "/authors/ann-moss/?kind=paper": "/authors/ann-moss/feed.{}?kind=paper",
    "/series/slate/": "/series/slate/feed.",
    "/topics/lanterns/?author=ann-moss": "/topics/lanterns/feed.{}?author=ann-moss",
    "/tarn/": "/tarn/feed.",
    "/moor/?year=2014": "/moor/feed.{}?year=2014",
    "/moor/articles/?sort=oldest": "/moor/articles/feed.",
    "/moor/topics/lanterns/": "/moor/topics/lanterns/feed.",
    "/moor/search/?q=boats": "/moor/search/feed.{}?q=boats",
}
OTHERS = {
    "/articles/2014/12/the-work/": "/feed.",
    "/authors/": "/feed.",
    "/centers/": "/feed.",
    "/topics/": "/feed.",
    "/search/": "/feed.",
    "/moor/articles/2014/12/the-work/": "/moor/feed.",
    "/moor/authors/?letter=m": "/moor/feed.",
}


@pytest.fixture(autouse=True)
def archive():
    """A work that has everything, under two hosts."""
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn)
    makers.make_article(
        "The Work", authors=[makers.make_author("Ann Moss")], centers=[tarn, moor],
        terms=[makers.make_term("topic", "Lanterns")], series=makers.make_series("Slate"),
        kind=makers.make_kind("paper"), body="<p>Boats & quays</p>",
    )  # fmt: skip
    rebuild()


def alternates(client, address):
    """Return what the page names as feeds: media type, title, address."""
    response = client.get(address)
    assert response.status_code == 200
    pattern = r'<link rel="alternate" type="([^"]*)" title="([^"]*)" href="([^"]*)">'
    return [tuple(map(unescape, found)) for found in re.findall(pattern, response.text)]


@pytest.mark.parametrize(("address", "feed"), [*LISTS.items(), *OTHERS.items()])
def test_a_page_names_its_feeds_and_they_are_there(client, address, feed):
    feed = feed if "{}" in feed else feed + "{}"
    found = alternates(client, address)
    assert [(kind, url) for kind, _title, url in found] == [
        (KINDS[kind], feed.format(kind)) for kind in KINDS
    ]
    for media_type, _title, url in found:
        response = client.get(url)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"


def test_the_link_is_called_as_its_feed(client):
    assert alternates(client, "/")[0][1] == "Tarn (RSS)"
    assert alternates(client, "/moor/topics/lanterns/")[1][1] == "Moor · Lanterns (Atom)"
    assert alternates(client, "/moor/")[2][1] == "Moor (JSON Feed)"


def test_a_page_that_is_not_there_names_no_feed(client):
    for address in ("/authors/nobody/", "/articles/?page=499"):
        assert 'rel="alternate"' not in client.get(address).text


@pytest.mark.parametrize("address", [address for address in LISTS if address != "/"])
def test_a_list_offers_its_feed_and_its_exports_to_see(client, address):
    text = client.get(address).text
    offered = re.search(r'<div class="offers">.*?</div>\s*</details>', text, re.DOTALL)[0]
    links = [unescape(link) for link in re.findall(r'href="([^"]*)" ', offered)]
    assert [re.search(r"/(?:feed|export)\.(\w+)", link)[1] for link in links] == [
        "rss",
        "csv",
        "ris",
        "bib",
        "json",
    ]
    assert offered.count('rel="nofollow"') == len(links)
    for link in links:
        assert client.get(link).status_code == 200


def test_an_export_keeps_the_order_of_the_list_and_forgets_its_page(client):
    text = unescape(client.get("/articles/?sort=title&topic=lanterns&page=1").text)
    assert 'href="/articles/export.csv?topic=lanterns&sort=title"' in text


def test_a_list_without_works_offers_no_export(client):
    text = client.get("/articles/?q=nowhere").text
    assert "feed.rss?q=nowhere" in text
    assert "export." not in text


def test_the_menu_says_when_a_list_is_longer_than_its_export(client, monkeypatch):
    assert "The first" not in client.get("/articles/").text
    monkeypatch.setattr("archive.public.offers.MOST_EXPORTED", 0)
    assert "The first 0 works of the list." in client.get("/articles/").text


def test_a_draft_adds_nothing_to_what_a_page_offers(client):
    before = {address: alternates(client, address) for address in LISTS}
    makers.make_article("Draft", status=Status.DRAFT)
    assert {address: alternates(client, address) for address in LISTS} == before


def test_the_bound_said_on_the_page_is_the_bound_of_the_file():
    assert exports.MOST_WORKS == offers.MOST_EXPORTED
    assert list(exports.FORMATS) == list(offers.EXPORTS)
    assert list(formats.FORMATS) == list(offers.FEEDS)
