"""The sitemap: every page that readers may see, once, at its canonical address, in parts of bounded cost."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from archive.articles.models import Article
from archive.articles.sets import members
from archive.publication import Status
from archive.syndication import sitemaps
from tests import makers

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


RANGE = members.RANGE


@pytest.fixture(autouse=True)
def one_part(monkeypatch):
    """Let all rows stand in one part, whatever keys a database has come to."""
    monkeypatch.setattr(members, "RANGE", 10**9)


@pytest.fixture
def archive():
    """A page of each sort, and of each sort one that readers may not see."""
    tarn = makers.make_center("Tarn")
    makers.make_center("Moor", umbrella=tarn)
    fells = makers.make_term("region", "Fells")
    shown = {
        "authors": [makers.make_author("Ann Moss")], "series": makers.make_series("Slate"), "centers": [tarn],
        "terms": [makers.make_term("topic", "Lanterns"), makers.make_term("region", "Fell", parent=fells)],
    }  # fmt: skip
    makers.make_article("Shown", **shown)
    makers.make_article("Also Shown", **shown)
    hidden = {
        "authors": [makers.make_author("Cyd Thorn")], "series": makers.make_series("Hush"),
        "terms": [makers.make_term("project", "Hidden")],
    }  # fmt: skip
    makers.make_article("Draft", status=Status.DRAFT, **hidden)
    makers.make_article("Review", status=Status.REVIEW, **hidden)
    makers.make_article("Soon", publish_at=makers.tomorrow(), **hidden)
    makers.make_article("Gone", status=Status.WITHDRAWN, withdrawal_reason="Wrong.", **hidden)


def xml(client, address):
    """Return the root of a part, after looking whether it is built as the protocol says."""
    response = client.get(urlsplit(address).path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(b"".join(response.streaming_content))
    inner = {f"{MAP}sitemapindex": f"{MAP}sitemap", f"{MAP}urlset": f"{MAP}url"}[root.tag]
    assert len(root) > 0
    for entry in root:
        assert entry.tag == inner
        names = [child.tag for child in entry]
        assert names[0] == f"{MAP}loc"
        assert set(names[1:2]) <= {f"{MAP}lastmod", LINK}
        assert set(names[2:]) <= {LINK}
        assert entry[0].text.startswith(f"{SITE}/")
        assert all(INSTANT.fullmatch(child.text) for child in entry if child.tag == f"{MAP}lastmod")
    return root


def parts(client):
    """Return the addresses of the parts."""
    return [entry[0].text for entry in xml(client, "/sitemap.xml")]


def pages(client):
    """Return the paths of all pages in the sitemap."""
    return [entry[0].text.removeprefix(SITE) for part in parts(client) for entry in xml(client, part)]


def test_the_sitemap_has_every_page_that_readers_may_see_and_no_other(client, archive):
    found = pages(client)
    assert len(found) == len(set(found))
    fixed = {
        "/",
        "/articles/",
        "/authors/",
        "/centers/",
        "/topics/",
        "/regions/",
        "/browse/",
        "/browse/titles/",
    }
    assert set(found) == fixed | {
        "/browse/2014/",
        "/articles/2014/12/shown/", "/articles/2014/12/also-shown/", "/authors/ann-moss/", "/series/slate/",
        "/topics/lanterns/", "/regions/fells/", "/regions/fell/", "/tarn/", "/moor/",
    }  # fmt: skip


def test_every_page_in_the_sitemap_is_there_and_calls_itself_canonical(client, archive):
    for path in pages(client):
        response = client.get(path)
        assert response.status_code == 200
        assert f'<link rel="canonical" href="{SITE}{path}">' in response.text


def test_an_archive_without_works_has_a_sitemap(client):
    assert [urlsplit(part).path for part in parts(client)] == ["/sitemap-lists-0.xml"]
    assert set(pages(client)) >= {"/", "/articles/"}


def test_translations_name_one_another_and_themselves(client):
    original = makers.make_article("Bridge")
    for language, state in (("ru", {}), ("ar", {}), ("fr", {"status": Status.DRAFT})):
        makers.make_article(f"In {language}", language=language, translation_of=original, **state)
    makers.make_article("Alone")
    hidden = makers.make_article("Hidden Original", status=Status.DRAFT)
    for language in ("zh-Hans", "ru"):
        makers.make_article(f"Of {language}", language=language, translation_of=hidden)
    named = {
        entry[0].text.removeprefix(f"{SITE}/articles/2014/12/"): {
            link.get("hreflang"): link.get("href").removeprefix(f"{SITE}/articles/2014/12/")
            for link in entry.findall(LINK)
        }
        for entry in xml(client, "/sitemap-articles-0.xml")
    }
    bridge = {"en": "bridge/", "ru": "in-ru/", "ar": "in-ar/"}
    other = {"zh-Hans": "of-zh-hans/", "ru": "of-ru/"}
    assert named == {
        "bridge/": bridge, "in-ru/": bridge, "in-ar/": bridge, "alone/": {},
        "of-zh-hans/": other, "of-ru/": other,
    }  # fmt: skip


def test_translations_in_another_part_are_named_too(client, monkeypatch):
    monkeypatch.setattr(members, "RANGE", 1)
    original = makers.make_article("Bridge")
    makers.make_article("Мост", slug="most", language="ru", translation_of=original)
    makers.make_article("جسر", slug="jisr", language="ar", translation_of=original)
    works = [part for part in parts(client) if "articles" in part]
    assert len(works) == 3
    for part in works:
        assert [link.get("hreflang") for link in xml(client, part)[0].findall(LINK)] == ["ar", "en", "ru"]


def test_a_work_was_last_changed_when_it_was_edited_or_when_its_instant_came(client):
    edited, released = makers.make_article("Edited"), makers.make_article("Released")
    day = timezone.now().replace(2020, 5, 1, 12, 0, 0, 0)
    Article.objects.update(updated_at=day)
    Article.objects.filter(pk=released.pk).update(publish_at=day + dt.timedelta(days=2))
    entries = xml(client, "/sitemap-articles-0.xml")
    assert [entry[1].text for entry in entries] == ["2020-05-01T12:00:00Z", "2020-05-03T12:00:00Z"]
    index = {entry[0].text: [child.text for child in entry[1:]] for entry in xml(client, "/sitemap.xml")}
    assert index[f"{SITE}/sitemap-articles-0.xml"] == ["2020-05-03T12:00:00Z"]
    assert edited.pk < released.pk


def test_a_part_that_has_no_pages_is_not_named_and_not_there(client, archive, monkeypatch):
    monkeypatch.setattr(members, "RANGE", 2)
    named = [urlsplit(part).path for part in parts(client)]
    assert len(named) == len(set(named)) > 6
    hidden = Article.objects.get(title="Soon").pk // 2
    for number in (hidden, 10**8, 2**63, 10**30):
        assert client.get(f"/sitemap-articles-{number}.xml").status_code == 404
    assert client.get("/sitemap-lists-1.xml").status_code == 404
    assert client.get("/sitemap-kinds-0.xml").status_code == 404


@pytest.mark.parametrize("works", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/sitemap.xml", 5),
        ("/sitemap-articles-0.xml", 2),
        ("/sitemap-terms-0.xml", 1),
        ("/sitemap-lists-0.xml", 2),
    ],
)
def test_costs_so_many_queries_however_much_there_is(
    client, archive, django_assert_num_queries, works, address, queries
):
    original = Article.objects.get(title="Shown")
    for number in range(works):
        term = makers.make_term("topic", f"Lamp {number}")
        makers.make_article(f"More {number}", terms=[term], language="ru", translation_of=original)
    with django_assert_num_queries(queries):
        b"".join(client.get(address).streaming_content)


def test_a_part_is_within_the_bounds_of_the_protocol():
    longest = "x" * 100
    languages = tuple((f"zh-Hans-{number}", f"/articles/{longest}/") for number in range(10))
    page = sitemaps.Page(f"/articles/{longest}/", timezone.now(), languages)
    assert RANGE <= 50_000
    assert len("".join(sitemaps.written([page])).encode()) * RANGE < 50 * 2**20


def test_the_sitemap_answers_reading_alone_and_may_be_kept_for_an_hour(client, archive):
    for address in ("/sitemap.xml", "/sitemap-articles-0.xml"):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
        assert client.get(address).headers["Cache-Control"] == "public, max-age=3600"
