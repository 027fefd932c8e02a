"""How a kept answer is sent: its validators, codings and headers, and what it is kept under."""

from __future__ import annotations

import gzip

import brotli
import pytest
import zstandard

from archive.articles.models import Article, LegacyAddress
from archive.text.addresses import digest, normalise, path_of
from tests import makers

pytestmark = pytest.mark.django_db

PAGE = "/articles/2014/12/the-ferry/"


@pytest.fixture(autouse=True)
def ferry():
    makers.make_center("Tarn", is_default=True)
    return makers.make_article("The Ferry", body="<p>" + "The quay was empty. " * 50 + "</p>")


def edit():
    Article.objects.filter(path="2014/12/the-ferry").update(title="The Boat")


@pytest.mark.parametrize("address", [PAGE, "/articles/", "/articles/feed.rss", "/sitemap.xml"])
def test_each_validator_alone_tells_that_nothing_has_changed(reader, address):
    page = reader.get(address)
    assert not page.headers["ETag"].startswith("W/")
    for headers in (
        {"If-None-Match": page.headers["ETag"]},
        {"If-None-Match": f'"other", W/{page.headers["ETag"]}'},
        {"If-Modified-Since": page.headers["Last-Modified"]},
    ):
        again = reader.get(address, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == page.headers["ETag"]
        assert again.headers["Cache-Control"] == page.headers["Cache-Control"]


def test_a_feed_has_the_validators_of_every_page_whoever_asks_first(reader, client, settings):
    settings.KEEP_PAGES = False
    of_its_own = client.get("/articles/feed.rss").headers["ETag"]
    settings.KEEP_PAGES = True
    first = reader.get("/articles/feed.rss", headers={"If-None-Match": of_its_own})
    assert first.status_code == 200
    assert first.headers["ETag"] == reader.get("/articles/feed.rss").headers["ETag"]


def test_neither_tells_so_after_a_change_even_within_a_second(reader):
    page = reader.get(PAGE)
    edit()
    assert reader.get(PAGE, headers={"If-Modified-Since": page.headers["Last-Modified"]}).status_code == 200
    assert reader.get(PAGE, headers={"If-None-Match": page.headers["ETag"]}).status_code == 200


def test_the_validator_counts_before_the_instant(reader):
    headers = {"If-None-Match": '"other"', "If-Modified-Since": reader.get(PAGE).headers["Last-Modified"]}
    assert reader.get(PAGE, headers=headers).status_code == 200


def test_a_page_that_comes_out_the_same_keeps_its_validators(reader):
    before = reader.get(PAGE)
    Article.objects.filter(path="2014/12/the-ferry").update(doi="")
    after = reader.get(PAGE)
    assert [after.headers[name] for name in ("ETag", "Last-Modified")] == [
        before.headers[name] for name in ("ETag", "Last-Modified")
    ]


@pytest.mark.parametrize(
    ("accepted", "coding", "read"),
    [
        ("br, gzip, zstd", "br", brotli.decompress),
        ("gzip, zstd", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("gzip, br;q=0.5", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("br;q=0, deflate", None, bytes),
        ("gzip;q=0.2, identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_page_is_compressed_as_its_reader_likes(reader, accepted, coding, read):
    plain = reader.get(PAGE).content
    page = reader.get(PAGE, headers={"Accept-Encoding": accepted})
    assert page.headers.get("Content-Encoding") == coding
    assert page.headers["Vary"] == "Accept-Encoding"
    assert read(page.content) == plain
    assert (page.headers["ETag"] == reader.get(PAGE).headers["ETag"]) is (coding is None)


def test_it_is_compressed_once(reader, monkeypatch):
    first = reader.get(PAGE, headers={"Accept-Encoding": "br"}).content
    monkeypatch.setattr("brotli.compress", lambda *_args, **_kwargs: pytest.fail("Compressed again."))
    assert reader.get(PAGE, headers={"Accept-Encoding": "br"}).content == first


@pytest.mark.parametrize("accepted", ["", "br"])
def test_the_head_of_a_page_is_told_alone(reader, accepted):
    head = reader.head(PAGE, headers={"Accept-Encoding": accepted})
    page = reader.get(PAGE, headers={"Accept-Encoding": accepted})
    assert head.content == b""
    assert dict(head.headers) == dict(page.headers)
    assert int(head.headers["Content-Length"]) == len(page.content)


def test_shared_caches_may_keep_it_for_a_little_and_browsers_ask(reader):
    said = reader.get(PAGE).headers["Cache-Control"]
    assert said == "public, max-age=0, s-maxage=30, stale-while-revalidate=60"


def test_pages_carry_no_cookie_and_differ_by_none(reader, django_user_model):
    reader.force_login(django_user_model.objects.create_superuser("ed"))
    for address in (PAGE, "/", "/articles/"):
        page = reader.get(address)
        assert page.cookies == {}
        assert "cookie" not in page.headers["Vary"].lower()
    assert "no-store" in reader.get("/admin/").headers["Cache-Control"]


def test_a_kept_page_keeps_the_protection_of_every_page(reader):
    first, again = reader.get(PAGE).headers, reader.get(PAGE).headers
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert again["X-Content-Type-Options"] == "nosniff"
    assert again["Content-Language"] == "en"


def test_what_a_page_does_not_read_makes_no_second_copy_and_never_reaches_it(
    reader, django_assert_num_queries
):
    strange = "utm_source=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for address in (PAGE, "/articles/?year=2014", "/"):
        mark = "&" if "?" in address else "?"
        first = reader.get(f"{address}{mark}{strange}")
        kept = len(reader.kept.memory.answers)
        assert first.status_code == 200
        assert b"alert" not in first.content
        assert reader.get(address).content == first.content
        assert len(reader.kept.memory.answers) == kept
    with django_assert_num_queries(1):
        reader.get(f"{PAGE}?page=7&q=boats&{strange}")


def test_an_old_page_that_was_a_question_still_leads_where_it_did(reader, ferry):
    assert reader.get("/?p=12").status_code == 200
    address = normalise("http://testserver/?p=12")
    LegacyAddress.objects.create(
        address=address, key=digest(address), path_key=digest(path_of(address)), article=ferry
    )
    assert reader.get("/?p=12").status_code == 301
    assert reader.get("/?utm_source=letter").status_code == 200


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(reader):
    reader.get(PAGE)
    assert reader.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


def test_what_is_not_found_is_not_kept(reader):
    for address in ("/articles/2014/12/nothing/", "/nothing/", "/articles/?page=400"):
        assert reader.get(address).status_code == 404
    assert not reader.kept.memory.answers


def test_memory_is_bounded(reader):
    reader.kept.memory.most = 200_000
    for year in range(1990, 2050):
        reader.get(f"/articles/?year={year}")
    assert 0 < reader.kept.memory.bytes <= 200_000
    assert reader.kept.memory.bytes == sum(size for _answer, size in reader.kept.memory.answers.values())
