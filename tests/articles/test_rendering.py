"""A body as a page shows it: led links, files at their address in the storage, no picture from elsewhere."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from archive.articles.rendering import render
from archive.text.html import clean

BODY = '<p>One <a href="https://old.example/a?b=1&amp;c=2" rel="noopener">link</a>.</p>'


def test_a_link_leads_where_its_work_stands_today():
    shown = render(BODY, {"https://old.example/a?b=1&c=2": "/articles/2014/a/"})
    assert shown == '<p>One <a href="/articles/2014/a/" rel="noopener">link</a>.</p>'


def test_a_body_that_needs_nothing_is_shown_as_it_is():
    assert render(BODY, {}) == BODY


def test_the_place_on_a_page_is_kept():
    shown = render(
        '<a href="https://old.example/a#n2">x</a>', {"https://old.example/a#n2": "/articles/2014/a/"}
    )
    assert shown == '<a href="/articles/2014/a/#n2">x</a>'


def test_a_picture_of_the_archive_is_shown():
    body = '<img src="/media/pictures/ab/cd.png" alt="The quay" width="2" height="1">'
    assert render(body, {}) == body


def test_files_are_shown_where_the_storage_has_them(monkeypatch):
    monkeypatch.setattr(
        default_storage._wrapped,
        "url",
        lambda name: f"https://bucket.example/{name}?key=1&t=2",
        raising=False,
    )
    body = '<a href="/media/attachments/ab/r.pdf">R</a><img src="/media/pictures/ab/cd.png" alt="">'
    assert render(body, {}) == (
        '<a href="https://bucket.example/attachments/ab/r.pdf?key=1&amp;t=2">R</a>'
        '<img src="https://bucket.example/pictures/ab/cd.png?key=1&amp;t=2" alt="">'
    )


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            '<img src="https://old.example/map.png?a=1&amp;b=2" alt="Ports &amp; piers">',
            '<a href="https://old.example/map.png?a=1&amp;b=2" rel="noopener">Ports &amp; piers</a>',
        ),
        (
            '<img src="//old.example/a%20map.png" alt="">',
            '<a href="//old.example/a%20map.png" rel="noopener">a map.png</a>',
        ),
        (
            '<a href="/x"><img src="https://old.example/m.png" alt="Map"></a>',
            '<a href="/x"><span>Map</span></a>',
        ),
        ('<img src="m/quay.png" alt="">', "<span>quay.png</span>"),
        ('<p>a<img src="https://counter.example/1.gif" alt="" width="1" height="1">b</p>', "<p>ab</p>"),
    ],
)
def test_a_picture_elsewhere_never_tells_its_site_who_reads_here(body, shown):
    assert render(body, {}) == shown


@pytest.mark.parametrize(
    "source", ["https://x.example/&quot;&gt;<b>", "javascript:alert(1)", "https://[", "data:text/html,x"]
)
def test_nothing_unclean_comes_of_a_clean_body(source):
    body = clean(f'<p><img src="{source}" alt="<script>x</script>&quot; onload=&quot;y">z</p>').html
    assert clean(render(body, {})).html == render(body, {})
