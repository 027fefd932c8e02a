"""Pages that are no articles, and files that are no pages: each is refused with its own true reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.importing import readers
from tests.importing.readers.reading import all_readings, reading_of, written

PROSE = (
    "<p>The harbour towns of the northern coast have paid for their own dredging since the treaty "
    "lapsed, and the"
    " bill has grown every year.</p><p>Grain that once left by rail now waits on the quay for "
    "weeks, and the insurers"
    " have begun to ask who will answer for it.</p>"
)
TEASER = (
    '<article class="teaser"><h2><a href="/a/{0}">A ferry in the fog, part {0}</a></h2><time '
    'datetime="2020-01-0{0}">'
    "{0} January 2020</time><p>By Hanne Vik. A short announcement of what stands there.</p></article>"
)
TEASERS = "".join(TEASER.format(number) for number in range(1, 9))


def page(body: str, title: str = "Low Water", head: str = "", classes: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body class="{classes}"><header><nav><a href="/">Home</a></nav></header><main>{body}</main>'
        "</body></html>"
    )


REFUSED = {
    "a listing": page(f"<h1>Commentary</h1>{TEASERS}", "Commentary | Low Water"),
    "a listing by its system": page(
        f"<h1>Ports</h1>{TEASERS}", "Ports", classes="archive category category-ports"
    ),
    "a listing with an introduction": page(
        f"<h1>Our programme</h1>{PROSE[:150]}</p>{TEASERS}", "Our programme"
    ),
    "a page of search results": page(f"<h1>Search results for: ice</h1>{TEASERS}", "Search results for: ice"),
    "a front page": page(TEASERS, "Low Water", classes="home blog"),
    "a person's page": page(
        f"<h1>Hanne Vik</h1><p>Senior Fellow</p>{PROSE}", "Hanne Vik", classes="page-node-type-person"
    ),
    "a person's page by Open Graph": page(
        f"<h1>Hanne Vik</h1>{PROSE}", "Hanne Vik", '<meta property="og:type" content="profile">'
    ),
    "a page that was not found": page("<h1>Page not found</h1><p>Sorry.</p>", "404 - Page not found"),
    "a page of contact details": page(f"<h1>Contact us</h1>{PROSE}", "Contact us | Low Water"),
    "a page about the institution": page(f"<h1>About us</h1>{PROSE}", "About us | Low Water"),
    "a page of the site's rules": page(f"<h1>Privacy policy</h1>{PROSE}", "Privacy policy"),
    "the page of a data set": page(
        f"<h1>Tide gauges</h1>{PROSE}",
        "Tide gauges",
        '<script type="application/ld+json">{"@type": "Dataset", "name": "Tide gauges"}</script>',
    ),
    "a form to sign in": page(
        '<h1>Members</h1><form><input name="u"><input type="password" name="p"></form>', "Members"
    ),
    "names no author and no day": page(f"<h1>Linked tides</h1>{PROSE}", "Linked tides"),
    "shows its text only to those who run its scripts": page(
        "<p>You need to enable JavaScript to run this app.</p>",
        "App",
        '<meta name="author" content="Hanne Vik">',
    ),
    "is a page of frames": "<html><head><title>x</title></head><frameset cols='20,80'><frame "
    "src='menu.htm'><frame src='text.htm'>"
    "</frameset></html>",
    "only leads on to": "<html><head><meta http-equiv='refresh' content='0; "
    "url=https://low.example/new'></head><body>Moved</body></html>",
}
ADDRESSES = {
    "https://low.example/": "a front page",
    "https://low.example/tag/ports/": "a listing",
    "https://low.example/author/hanne-vik/": "a person's page",
    "https://low.example/search?q=ice": "a page of search results",
    "https://low.example/contact": "a page of contact details",
    "https://low.example/dataset/tides": "the page of a data set",
    "https://low.example/organogram/harbour-board": "an organisation chart",
}


def reason(path: Path, address: str = "") -> str:
    reading = reading_of(path, address)
    assert reading.record is None
    (fatal,) = [fault for fault in reading.faults if fault.fatal]
    return str(fatal)


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_page_that_is_no_article_is_refused_as_what_it_is(case, tmp_path):
    expected = (
        case.removesuffix(" by its system")
        .removesuffix(" with an introduction")
        .removesuffix(" by Open Graph")
    )
    assert expected in reason(written(tmp_path, REFUSED[case], "page.html"))


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items())
def test_an_address_tells_what_an_undated_page_is(address, expected, tmp_path):
    path = written(tmp_path, page(f"<h1>Tides and towns</h1>{PROSE}", "Tides and towns"), "page.html")
    assert expected in reason(path, address)


def test_an_article_at_the_address_of_a_listing_is_an_article(tmp_path):
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Tides and towns",'
        ' "datePublished": "2020-01-02"}</script>'
    )
    path = written(tmp_path, page(f"<h1>Tides and towns</h1>{PROSE}", "Tides and towns", head), "page.html")
    assert reading_of(path, "https://low.example/topics/tides-and-towns").record


def test_an_article_with_teasers_under_it_is_an_article(tmp_path):
    article = f'<article><h1>Tides and towns</h1><p class="byline">By Hanne Vik</p>{PROSE * 3}</article>'
    body = f"{article}<section>{TEASERS}</section>"
    record = reading_of(written(tmp_path, page(body, "Tides and towns"), "page.html")).record
    assert record
    assert "announcement" not in record.body


def test_a_collection_of_articles_in_json_ld_is_a_listing(tmp_path):
    nodes = ",".join(
        f'{{"@type": "BlogPosting", "headline": "Part {n}", "url": "https://low.example/{n}"}}'
        for n in range(3)
    )
    head = f'<script type="application/ld+json">{{"@type": "Blog", "blogPost": [{nodes}]}}</script>'
    assert "a listing" in reason(
        written(tmp_path, page(f"<h1>Blog</h1>{TEASERS}", "Blog", head), "page.html")
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"%PDF-1.4 \xe2\xe3", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00", "is a JPEG picture"),
        (b"PK\x03\x04\x14\x00", "is a zip file"),
    ],
)
def test_a_file_that_is_only_called_a_page_is_refused_as_what_it_is(data, expected, tmp_path):
    (reading,) = readers.read(readers.Source(written(tmp_path, data, "page.html"), "page.html"), "html")
    assert expected in str(reading.faults[-1])


@pytest.mark.parametrize(
    "text",
    [
        "Published on Sep 8, 2016\nA page of plain text, with <b>one</b> tag in it.\n",
        '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>',
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"></OAI-PMH>',
        "---\ntitle: x\n---\n<p>Text</p>",
        '{"title": "x", "body": "<p>y</p>"}',
    ],
)
def test_other_formats_are_not_taken_for_html(text, tmp_path):
    path = written(tmp_path, text, "page.html")
    assert not readers.html.recognises(path.read_bytes(), "page.html")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>x",
        "\ufeff<html><body>x",
        "\n\n<!-- saved from url=(0019)https://low.example/ -->\n<!doctype HTML>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "x.dtd">\n<html>',
        "<HEAD><TITLE>x</TITLE></HEAD>",
        "<div><p>A fragment</p></div>",
    ],
)
def test_html_is_known_by_its_content_whatever_the_file_is_called(text):
    assert readers.html.recognises(text.encode(), "file.txt")
    assert readers.html.recognises(text.encode("utf-16"), "file.txt")


def test_a_refused_page_keeps_its_bytes_as_evidence(tmp_path):
    (reading,) = all_readings(written(tmp_path, REFUSED["a listing"], "page.html"))
    assert reading.data == REFUSED["a listing"].encode()
