"""What becomes of a body: links made whole, pictures shown from here, nothing lost."""

from __future__ import annotations

import base64
import re

import pytest

from archive.articles.models import Article
from archive.importing import storing
from archive.importing.bodies import bring_in
from archive.importing.media import Keeper
from archive.text.html import clean
from tests.importing.conftest import a_record
from tests.importing.media.samples import kept, png, put, said


def test_a_body_with_its_files_is_as_clean_as_before(page):
    put(page.folder / "a&b.png", png())
    link = '<a href="next.html?a=1&amp;b=2" title="&quot;q&quot;">n</a>'
    body = f'<p>x {link}<img src="a&amp;b.png" alt="&lt;"></p>'
    html = bring_in(page(body), Keeper()).html
    assert clean(html).html == html


def test_relative_links_become_whole_addresses_since_they_would_lead_into_this_archive(page):
    written = ("/about", "../11/quay?x=1#n", "#n1", "mailto:a@b.example")
    html = bring_in(page("".join(f'<a href="{href}">a</a>' for href in written)), Keeper()).html
    assert re.findall('href="([^"]*)"', html) == [
        "https://lantern.example/about",
        "https://lantern.example/posts/2014/11/quay?x=1#n",
        "#n1",
        "mailto:a@b.example",
    ]


def test_links_of_a_record_without_an_address_stay_as_they_are(page):
    html = bring_in(page('<a href="/about">a</a><a href="next.html">b</a>', url=""), Keeper()).html
    assert re.findall('href="([^"]*)"', html) == ["/about", "next.html"]


def test_whole_addresses_stay_word_for_word(page):
    address = "HTTP://WWW.Elsewhere.example:80/a/../b?z=1&amp;a=2"
    assert f'href="{address}"' in bring_in(page(f'<a href="{address}">a</a>'), Keeper()).html


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("", ' width="30" height="20"'),
        (' width="15"', ' width="15" height="10"'),
        (' height="10"', ' height="10" width="15"'),
        (' width="5" height="5"', ' width="5" height="5"'),
        (' width="50%"', ' width="50%"'),
    ],
)
def test_a_picture_says_how_large_it_is(page, given, size):
    put(page.folder / "a.png", png((30, 20)))
    html = bring_in(page(f'<img src="a.png" alt="A"{given}>'), Keeper()).html
    assert html.endswith(f'alt="A"{size}>')


def test_a_picture_that_the_page_carries_in_itself_becomes_a_file(page, media):
    data = base64.b64encode(png()).decode()
    reading = page(f'<p>a</p><img alt="Quay" src="data:image/png;base64,{data}">')
    html = bring_in(reading, Keeper()).html
    assert f'<img src="/media/{storing.picture_name(png(), "png")}" alt="Quay" width="3" height="2">' in html
    assert reading.faults == []


def test_a_page_that_carries_large_pictures_is_not_too_long(import_content, write_records):
    noise = png((1500, 1500), kind="BMP")
    large = base64.b64encode(noise).decode()
    assert len(large) > 2_000_000
    said = import_content(
        write_records(a_record(body=f'<p>Text.</p><img alt="Quay" src="data:image/bmp;base64,{large}">'))
    )
    assert said.closing.startswith("created 1")
    assert "Quay" in Article.objects.get().body


@pytest.mark.parametrize(
    "data",
    [
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        "data:text/html;base64,PGh0bWw+",
        "data:image/png;base64,####",
        "data:,",
    ],
)
def test_what_a_page_carries_and_is_no_picture_leaves_its_text(page, media, data):
    reading = page(f'<p>a</p><img src="{data}" alt="The &lt;quay&gt;">')
    assert bring_in(reading, Keeper()).html == "<p>a</p><span>The &lt;quay&gt;</span>"
    assert "carries a picture that" in said(reading)
    assert kept(media) == []


def test_a_picture_that_a_script_was_to_load_is_shown(page, media):
    put(page.folder / "a.png", png())
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    reading = page(
        f'<img src="{dot}" data-src="a.png" alt="A"><img data-lazy-src="a.png" alt="B"><img src="{dot}">'
    )
    html = bring_in(reading, Keeper()).html
    name = storing.picture_name(png(), "png")
    assert html.count(f'src="/media/{name}"') == 2
    assert html.count("<img") == 2
    assert reading.faults == []


def test_hostile_pictures_in_a_body_take_no_time(page):
    for body in ("<img " * 300_000, "<img data-src=" * 100_000, '<img src="data:' * 100_000):
        bring_in(page(body[:1_900_000]), Keeper(dry_run=True))


def test_pictures_on_the_network_stay_as_they_were_written_and_are_told_once(page, media):
    body = "".join(f'<img src="https://lantern.example/{n}/a.png" alt="A{n}">' for n in range(3))
    reading = page(body)
    assert bring_in(reading, Keeper()).html == body
    assert len(reading.faults) == 1
    assert 'body "https://lantern.example/0/a.png" is a picture on the network' in said(reading)
    assert "2 more" in said(reading)
    assert "--fetch-media" in said(reading)
