"""What robots are told to leave alone, and that it is never what readers should find."""

from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser

import pytest

SITE = "http://127.0.0.1:8000"
READ = (
    "/", "/articles/", "/articles/?page=2", "/articles/?page=2014-12-02.812", "/articles/2014/12/one/",
    "/articles/2014/12/one/cite/", "/tarn/", "/tarn/articles/", "/tarn/articles/?page=3", "/authors/",
    "/authors/?letter=b", "/authors/ann-moss/", "/authors/ann-moss/?page=2", "/topics/lanterns/",
    "/series/slate/",
    "/feed.rss", "/authors/ann-moss/feed.atom", "/articles/feed.json", "/sitemap.xml",
    "/sitemap-articles-0.xml",
    "/media/attachments/a.pdf", "/static/css/base.css", "/?p=123", "/old/page.asp?id=7", "/articles/?id=7",
    "/browse/2014/", "/search-and-rescue/",
)  # fmt: skip
LEFT = (
    "/admin/", "/admin/articles/article/", "/search/", "/search/?q=boats", "/search/suggestions/?q=bo",
    "/articles/export.csv", "/articles/export.bib?topic=lanterns", "/articles/?topic=lanterns&page=2",
    "/articles/?sort=title", "/articles/?q=boats",
)  # fmt: skip
LEFT_BY_PATTERN = (
    "/tarn/search/?q=boats", "/authors/ann-moss/export.ris", "/tarn/export.csv", "/tarn/articles/?year=2014",
    "/topics/lanterns/?kind=paper&page=2", "/tarn/?from=2014", "/articles/feed.rss?topic=lanterns",
)  # fmt: skip


@pytest.fixture
def rules(client):
    """Return robots.txt, read."""
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.text


def allowed(rules, path):
    """Tell what a robot makes of the rules that knows their wild cards: the longest that fits counts."""
    patterns = re.findall(r"^Disallow: (\S+)$", rules, re.MULTILINE)
    return not any(re.match(re.escape(one).replace(r"\*", ".*"), path) for one in patterns)


def test_robots_without_wild_cards_read_what_they_should(rules):
    parser = RobotFileParser()
    parser.parse(rules.splitlines())
    assert [path for path in READ if not parser.can_fetch("Bot", SITE + path)] == []
    assert [path for path in LEFT if parser.can_fetch("Bot", SITE + path)] == []


def test_robots_with_wild_cards_read_what_they_should(rules):
    assert [path for path in READ if not allowed(rules, path)] == []
    assert [path for path in LEFT + LEFT_BY_PATTERN if allowed(rules, path)] == []


@pytest.mark.parametrize("debug", [True, False])
def test_robots_are_led_to_the_sitemap(client, settings, debug):
    settings.DEBUG = debug
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    assert parser.site_maps() == [f"{SITE}/sitemap.xml"]


def test_robots_txt_answers_reading_alone(client):
    assert client.head("/robots.txt").status_code == 200
    assert client.post("/robots.txt").status_code == 405
