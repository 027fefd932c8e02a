"""Feeds say what the page of their list says: the same works in the same order, by the same people, on the
same days, at the same addresses; in three formats, beside every list, under every host.
"""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import feedparser
import pytest

from archive.articles.models import Attachment
from archive.articles.search import rebuild
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
KINDS = ("rss", "atom", "json")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
LISTS = (
    "/articles/",
    "/articles/?topic=lanterns&year=2014",
    "/search/?q=boats&sort=newest",
    "/authors/ann-moss/",
    "/series/slate/",
    "/topics/lanterns/",
    "/regions/fells/?kind=paper",
    "/tarn/",
    "/moor/?topic=lanterns",
    "/moor/articles/",
    "/moor/topics/lanterns/?author=ann-moss",
    "/moor/authors/ann-moss/",
    "/moor/series/slate/",
    "/moor/search/?q=boats&sort=newest",
)


@pytest.fixture
def archive():
    """Works of two centers, by two people and one who is no record; some that readers may not see."""
    tarn = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=tarn)
    people = [makers.make_author("Ann Moss"), "Zed Unmatched", makers.make_author("Bob Reed")]
    terms = [makers.make_term("region", "Fells"), makers.make_term("topic", "Lanterns")]
    shared = {
        "authors": people, "centers": [tarn, moor], "terms": terms, "kind": makers.make_kind("paper"),
        "series": makers.make_series("Slate", center=tarn), "body": "<p>Boats and quays.</p>",
    }  # fmt: skip
    for month in range(1, 6):
        makers.make_article(f"Work {month}", date=f"2014-{month:02}-11", **shared)
    makers.make_article("Vague", date="2013-07", **shared)
    makers.make_article("Aside", date="2015-01-01", centers=[tarn])
    for name, state in (("Draft", {"status": Status.DRAFT}), ("Soon", {"publish_at": makers.tomorrow()})):
        makers.make_article(f"Hidden {name}", date="2014-02-02", **shared, **state)
    rebuild()


def feed_of(address, kind):
    """Return the address of the feed beside a list."""
    path, mark, query = address.partition("?")
    return f"{path}feed.{kind}{mark}{query}"


def read(client, address, kind):
    """Return the entries of a list's feed, alike for every format: title, link, authors, day, language."""
    response = client.get(feed_of(address, kind))
    assert (response.status_code, response.headers["Content-Type"]) == (200, TYPES[kind])
    if kind == "json":
        return [
            (
                item["title"],
                item["url"],
                [one["name"] for one in item["authors"]] if "authors" in item else [],
                item.get("date_published", "")[:10],
                item["language"],
            )
            for item in json.loads(response.content)["items"]
        ]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    return [
        (
            entry.title,
            entry.link,
            [one["name"] for one in entry.get("authors", ())]
            if kind == "atom"
            else creators(response)[number],
            day_of(entry.get("published_parsed")),
            entry.title_detail.language if kind == "atom" else entry.language,
        )
        for number, entry in enumerate(parsed.entries)
    ]


def creators(response):
    """Return every dc:creator of every item: feedparser keeps the last one only."""
    items = ElementTree.fromstring(response.content).iter("item")
    return [[one.text for one in item.iter("{http://purl.org/dc/elements/1.1/}creator")] for item in items]


def day_of(parsed):
    return "{:04}-{:02}-{:02}".format(*parsed[:3]) if parsed else ""


def on_page(client, address):
    """Return the same of what the page lists; a work that opens it stands in its place again."""
    context = client.get(address).context
    works = context["listing"].works
    if (lead := context.get("lead")) and lead not in works:
        works = sorted([lead, *works], key=lambda work: (work.sort_date, work.pk), reverse=True)
    return [
        (
            work.title,
            SITE + work.get_absolute_url(),
            [entry.name for entry in work.byline],
            str(work.published) if work.published and work.published.day else "",
            work.language,
        )
        for work in works
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_beside_every_list_says_what_the_page_says(client, archive, kind):
    for address in LISTS:
        shown = on_page(client, address)
        assert len(shown) > 1
        assert (address, read(client, address, kind)) == (address, shown)


@pytest.mark.parametrize("kind", KINDS)
def test_the_feed_of_the_home_page_has_the_newest_works(client, archive, kind):
    assert [entry[0] for entry in read(client, "/", kind)][:2] == ["Aside", "Work 5"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_is_newest_first_whatever_order_and_page_are_asked_for(client, archive, kind):
    plain = read(client, "/articles/", kind)
    for question in ("?sort=title", "?sort=oldest&page=2", "?page=nonsense", "?page=500"):
        assert read(client, f"/articles/{question}", kind) == plain


def test_a_feed_has_the_newest_thirty(client):
    for number in range(32):
        makers.make_article(f"Work {number:02}", date=f"2014-01-{1 + number % 28:02}")
    titles = [entry[0] for entry in read(client, "/articles/", "atom")]
    assert len(titles) == 30
    assert titles[0] == "Work 27"


@pytest.mark.parametrize("kind", KINDS)
def test_a_search_that_finds_nothing_has_an_empty_feed(client, archive, kind):
    assert read(client, "/search/?q=nowhere", kind) == []
    assert (
        client.get(f"/search/feed.{kind}?q=nowhere").content
        == client.get(f"/search/feed.{kind}?q=nowhere").content
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_without_anything_has_a_feed(client, kind):
    assert read(client, "/", kind) == []


@pytest.mark.parametrize(
    "address",
    [
        "/authors/nobody/",
        "/series/none/",
        "/topics/none/",
        "/nowhere/",
        "/nowhere/articles/",
        "/topics/fells/",
    ],
)
def test_what_readers_have_no_page_of_has_no_feed(client, archive, address):
    for kind in KINDS:
        assert client.get(feed_of(address, kind)).status_code == 404


def test_what_only_drafts_name_has_no_feed(client, archive):
    person, term = makers.make_author("Cyd Thorn"), makers.make_term("topic", "Secrets")
    series = makers.make_series("Whispers")
    makers.make_article("Draft", authors=[person], terms=[term], series=series, status=Status.DRAFT)
    for address in ("/authors/cyd-thorn/feed.rss", "/topics/secrets/feed.atom", "/series/whispers/feed.json"):
        assert client.get(address).status_code == 404


def test_the_feed_of_a_person_whose_slug_has_changed_is_found(client, archive):
    person = makers.make_author("Dee Hart")
    makers.make_article("By Dee", authors=[person])
    person.past_slugs.create(slug="dee-moor")
    response = client.get("/moor/authors/dee-moor/feed.rss?year=2014")
    assert (response.status_code, response.url) == (301, "/moor/authors/dee-hart/feed.rss?year=2014")


def test_feeds_answer_reading_alone(client, archive):
    head = client.head("/articles/feed.rss")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == client.get("/articles/feed.rss").headers["ETag"]
    assert client.post("/articles/feed.rss").status_code == 405
    assert client.get("/articles/feed.rss?q=" + "x" * 5000).status_code == 400


def test_any_page_of_any_site_may_read_a_feed_and_any_cache_may_keep_it_for_minutes(client, archive):
    headers = client.get("/articles/feed.json").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in headers


def test_a_feed_names_host_and_list_and_leads_to_itself_and_to_the_canonical_page(client, archive):
    asked = "?topic=lanterns&year=2014"
    for kind in ("rss", "atom"):
        feed = feedparser.parse(client.get(f"/moor/articles/feed.{kind}{asked}&sort=title").content).feed
        assert feed.title == "Moor · Research: Lanterns, 2014"
        assert feed.link == f"{SITE}/articles/{asked}"
        links = {link["rel"]: link["href"] for link in feed.links}
        assert links["self"] == f"{SITE}/moor/articles/feed.{kind}{asked}"
    feed = client.get(f"/moor/articles/feed.json{asked}&page=2").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == f"{SITE}/articles/{asked}"
    assert feed["feed_url"] == f"{SITE}/moor/articles/feed.json{asked}"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/feed.rss", "Tarn"),
        ("/moor/feed.rss", "Moor"),
        ("/search/feed.rss?q=boats", "Tarn · Search: “boats”"),
        ("/authors/ann-moss/feed.rss?from=2013", "Tarn · Ann Moss: 2013–"),
        ("/moor/topics/lanterns/feed.rss?topic=lanterns", "Moor · Lanterns: Lanterns"),
    ],
)
def test_a_feed_is_called_after_its_host_and_its_list(client, archive, address, title):
    assert feedparser.parse(client.get(address).content).feed.title == title


def test_a_feed_speaks_the_language_of_its_host(client):
    host = makers.make_center("Tarn", languages=["ar"])
    host.names.create(name="تارن", language="ar")
    term = makers.make_term("topic", "Lanterns")
    term.names.create(name="الفوانيس", language="ar")
    makers.make_article("One", terms=[term])
    feed = feedparser.parse(client.get("/topics/lanterns/feed.atom").content).feed
    assert feed.title == "تارن · الفوانيس"
    assert feed.title_detail.language == "ar"
    assert client.get("/feed.json").json()["language"] == "ar"


def test_every_entry_is_in_its_own_language_and_arabic_runs_from_the_right(client):
    makers.make_article("Мост", language="ru", date="2014-01-02", slug="most")
    makers.make_article("جسر", language="ar", date="2014-01-01", slug="jisr")
    entries = feedparser.parse(client.get("/articles/feed.atom").content).entries
    assert [entry.title_detail.language for entry in entries] == ["ru", "ar"]
    contents = [item["content_html"] for item in client.get("/articles/feed.json").json()["items"]]
    assert contents[1] == '<div dir="rtl" lang="ar"><p>The quay was empty.</p></div>'
    assert "dir" not in contents[0]


def test_a_day_is_midnight_and_a_month_or_a_year_is_never_made_a_day(client):
    for date in ("2014-12-02", "2014-11", "2013", None):
        makers.make_article(f"Of {date}", date=date)
    rss = client.get("/articles/feed.rss").text
    assert re.findall(r"<pubDate>(.*?)</pubDate>", rss) == ["Tue, 02 Dec 2014 00:00:00 +0000"]
    assert re.findall(r"<dc:date>(.*?)</dc:date>", rss) == ["2014-11", "2013"]
    atom = client.get("/articles/feed.atom").text
    assert re.findall(r"<published>(.*?)</published>", atom) == ["2014-12-02T00:00:00+00:00"]
    assert re.findall(r"<dc:date>(.*?)</dc:date>", atom) == ["2014-11", "2013"]
    items = client.get("/articles/feed.json").json()["items"]
    assert [item.get("date_published") for item in items] == ["2014-12-02T00:00:00+00:00", None, None, None]
    days = [item.get("_work", {}).get("published") for item in items]
    assert days == ["2014-12-02", "2014-11", "2013", None]


def test_an_entry_carries_all_that_its_work_is(client):
    editor = makers.make_author("Eve Editor")
    work = makers.make_article(
        "The Work", date="2014-12-02", authors=[makers.make_author("Ann Moss"), editor],
        terms=[makers.make_term("region", "Fells"), makers.make_term("topic", "Lanterns")],
        kind=makers.make_kind("paper"), deck="In short.", image=makers.picture(), credit="Fenwick",
        image_alt="A quay", outlet=makers.make_outlet("The Courier"), outlet_url="https://courier.example/1",
    )  # fmt: skip
    work.byline_entries.filter(author=editor).update(role="editor")
    for name in ("a", "b"):
        Attachment.objects.create(article=work, title=name, url=f"https://files.example/{name}.pdf")
    entry = feedparser.parse(client.get("/articles/feed.rss").content).entries[0]
    assert entry.id == SITE + work.get_absolute_url()
    assert '<guid isPermaLink="true">' in client.get("/articles/feed.rss").text
    assert entry.summary == "In short."
    assert [tag.term for tag in entry.tags] == ["Paper", "Lanterns", "Fells"]
    assert (entry.source.title, entry.source.href) == ("The Courier", "https://courier.example/1")
    assert [(one.href, one.type) for one in entry.enclosures] == [
        ("https://files.example/a.pdf", "application/pdf")
    ]
    assert entry.media_content[0]["url"] == SITE + work.image.url
    assert entry.media_credit[0]["content"] == "Fenwick"
    assert [one["name"] for one in entry.contributors] == ["Eve Editor"]
    entry = feedparser.parse(client.get("/articles/feed.atom").content).entries[0]
    assert [one.name for one in entry.authors] == ["Ann Moss"]
    assert entry.authors[0].href == f"{SITE}/authors/ann-moss/"
    assert [one.name for one in entry.contributors] == ["Eve Editor"]
    assert [one.href for one in entry.enclosures] == [f"https://files.example/{name}.pdf" for name in "ab"]
    assert [link.href for link in entry.links if link.rel == "via"] == ["https://courier.example/1"]
    item = client.get("/articles/feed.json").json()["items"][0]
    assert item["external_url"] == "https://courier.example/1"
    assert item["image"] == SITE + work.image.url
    assert [file["mime_type"] for file in item["attachments"]] == ["application/pdf"] * 2
    assert item["_work"] == {"published": "2014-12-02", "kind": "paper", "outlet": "The Courier"}


def test_the_name_of_an_entry_stays_when_its_address_changes(client):
    work = makers.make_article("One")
    before = feedparser.parse(client.get("/articles/feed.atom").content).entries[0]
    work.slug = "two"
    work.save()
    after = feedparser.parse(client.get("/articles/feed.atom").content).entries[0]
    assert after.id == before.id
    assert after.link != before.link


def test_the_whole_text_stands_in_the_feed_with_addresses_that_hold_anywhere(client):
    body = (
        '<p id="a"><a href="#a">up</a> <a href="/articles/">ours</a> <a href="other.html">beside</a> '
        '<a href="https://x.example/?a=1&amp;b=2">theirs</a> <a href="http://[">none</a></p>'
        '<pre>&lt;a href="/stays"&gt;</pre><img src="/static/quay.webp" alt="Quay">'
    )
    work = makers.make_article("One", body=body)
    type(work).objects.filter(pk=work.pk).update(body=body)
    own = SITE + work.get_absolute_url()
    html = client.get("/articles/feed.json").json()["items"][0]["content_html"]
    assert re.findall(r'<a href="([^"]*)"', html) == [
        f"{own}#a", f"{SITE}/articles/", f"{own}other.html", "https://x.example/?a=1&amp;b=2", "http://[",
    ]  # fmt: skip
    assert f'<img src="{SITE}/static/quay.webp"' in html
    assert 'href="/stays"' in html
    for kind in ("rss", "atom"):
        entry = feedparser.parse(
            client.get(f"/articles/feed.{kind}").content, sanitize_html=False, resolve_relative_uris=False
        ).entries[0]
        assert entry.content[0].value == html


def test_a_work_without_a_text_here_has_its_summary(client):
    makers.make_article("One", body="", deck="In short.")
    item = client.get("/articles/feed.json").json()["items"][0]
    assert (item["content_text"], "content_html" in item) == ("In short.", False)
    assert "content:encoded>" not in client.get("/articles/feed.rss").text
    assert "<content" not in client.get("/articles/feed.atom").text


HOSTILE = 'A<b>\x07 ]]> & "q" \u202eevil\u202c \ufffe😀 جسر \x0bend'


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_title_breaks_no_feed(client, kind):
    term = makers.make_term("topic", "Lanterns")
    work = makers.make_article("One", terms=[term], authors=["Ann Moss"])
    type(work).objects.filter(pk=work.pk).update(title=HOSTILE, deck=HOSTILE, body=f"<p>{HOSTILE}</p>")
    type(term).objects.filter(pk=term.pk).update(name=HOSTILE)
    work.byline_entries.update(name=HOSTILE)
    type(work).objects.filter(pk=work.pk).update(outlet_url="https://x.example/\x07", language="e\x07n")
    Attachment.objects.create(article=work, title=HOSTILE, url="https://x.example/\x0ba b.pdf")
    response = client.get(f"/topics/lanterns/feed.{kind}")
    if kind == "json":
        title = response.json()["items"][0]["title"]
    else:
        root = ElementTree.fromstring(response.content)
        title = [one.text for one in root.iter() if one.tag.endswith("title")][1]
    assert title == 'A<b> ]]> & "q" evil 😀 جسر end'


@pytest.mark.parametrize("works", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/feed.rss", 10),
        ("/articles/feed.atom", 10),
        ("/articles/feed.json?topic=lanterns&year=2014", 11),
        ("/search/feed.rss?q=boats", 11),
        ("/moor/topics/lanterns/feed.atom", 11),
        ("/authors/ann-moss/feed.rss", 11),
    ],
)
def test_costs_so_many_queries_however_many_works_there_are(
    client, archive, django_assert_num_queries, works, address, queries
):
    for number in range(works):
        term = makers.make_term("region", f"Fell {number}")
        makers.make_article(
            f"More {number}", authors=["Cyd"], terms=[term], body='<p><a href="/x/">Boats</a></p>'
        )
    rebuild()
    with django_assert_num_queries(queries):
        client.get(address)
