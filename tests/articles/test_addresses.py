"""Old addresses point at pages of ours, never at one another; what readers ask for in vain is counted."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from archive.articles import addresses, whereabouts
from archive.articles.addresses import (
    GONE,
    Destination,
    destination_of,
    destinations_of,
    keep_legacy_address,
    keep_past_address,
    lead,
    note_missing,
)
from archive.articles.models import LegacyAddress, MissingAddress, PastAddress
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferry():
    """A work that has moved, in an archive where other things have moved too."""
    makers.make_center("Tarn")
    makers.make_center("Moor").past_slugs.create(slug="heath")
    makers.make_author("Ann Moss").past_slugs.create(slug="a-moss")
    makers.make_term("region", "Fells").past_slugs.create(slug="hills", facet="region")
    makers.make_series("Slate").past_slugs.create(slug="shale")
    work = makers.make_article("The Ferry")
    PastAddress.objects.create(article=work, path="2013/11/the-boat")
    return work


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/authors/ann-moss/", "/authors/ann-moss/"),
        ("/authors/a-moss", "/authors/ann-moss/"),
        ("/Regions//hills/index.html", "/regions/fells/"),
        ("/series/shale/", "/series/slate/"),
        ("/heath/", "/moor/"),
        ("/heath/series/shale/", "/moor/series/slate/"),
        ("/topics/", "/topics/"),
        ("/moor/articles", "/moor/articles/"),
        ("https://www.archive.example/authors/a-moss/?utm_source=x#top", "/authors/ann-moss/"),
        ("archive.example/topics", "/topics/"),
        ("articles/", "/articles/"),
        ("https://archive.example", "/"),
    ],
)
def test_a_page_of_ours_is_found_where_it_is_now(ferry, settings, text, path):
    settings.BASE_URL = "https://archive.example"
    assert destination_of(text) == Destination(path=path)


@pytest.mark.parametrize(
    "text",
    [
        "/articles/2014/12/the-ferry/", "/moor/articles/2013/11/the-boat/", "/articles/2014/12/THE-FERRY?x=1",
        "http://127.0.0.1:8000/articles/2014/12/the-ferry", "https://old.example/posts/7?lang=en",
        "/posts/7", "https://archive.example/old/7/",
    ],
)  # fmt: skip
def test_whatever_is_a_works_leads_to_the_work_itself(ferry, text, settings):
    if "archive.example" in text:
        settings.BASE_URL = "https://archive.example"
    ferry.legacy_addresses.create(address="old.example/posts/7")
    ferry.legacy_addresses.create(address="/old/7")
    assert destination_of(text) == Destination(work=ferry.pk)


@pytest.mark.parametrize(
    "text",
    [
        "https://elsewhere.example/", "//elsewhere.example/articles/", "/\\elsewhere.example",
        "/authors/nobody/", "/articles/2014/12/nothing/", "/admin/", "/media/x.pdf", "/nowhere/topics/",
        "javascript:alert(1)",
        "", "/search/?q=a", "/?p=7", "/static/x.css", "/posts/8", "mailto:a@archive.example",
        "/%00/", "/a\n/b",
    ],
)  # fmt: skip
def test_what_is_no_page_of_ours_is_refused_with_a_sentence(ferry, text):
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        destination_of(text)


def test_a_path_that_two_sites_had_for_two_works_names_neither(ferry):
    ferry.legacy_addresses.create(address="old.example/posts/7")
    makers.make_article().legacy_addresses.create(address="other.example/posts/7")
    with pytest.raises(ValueError, match="no page of ours"):
        destination_of("/posts/7")


def test_a_thousand_addresses_are_followed_in_a_dozen_queries(ferry, django_assert_max_num_queries):
    for number in range(30):
        makers.make_article(f"Work {number}").legacy_addresses.create(address=f"old.example/{number}")
    texts = [f"/articles/2014/12/work-{number}/" for number in range(30)]
    texts += [f"https://old.example/{number}" for number in range(30)]
    texts += ["/authors/a-moss/", "/regions/hills/", "/series/shale/", "/heath/topics/"]
    with django_assert_max_num_queries(12):
        found = destinations_of(texts)
    assert all(isinstance(one, Destination) for one in found.values())


def test_a_row_points_at_a_page_and_never_at_an_old_address(ferry):
    lead("https://old.example/a/", Destination(work=ferry.pk))
    assert lead("old.example/b", destination_of("https://OLD.example/A")).article == ferry
    row = LegacyAddress(
        address="old.example/c", target="https://old.example/b".replace("https://old.example", "")
    )
    row.full_clean()
    assert (row.article_id, row.target) == (ferry.pk, "")
    assert lead("old.example/d", GONE).is_gone
    assert destination_of("old.example/d").is_gone


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"target": "/articles/", "is_gone": True},
        {"target": "articles/"},
        {"target": "//elsewhere.example/"},
        {"target": "/\\elsewhere.example/"},
        {"target": "/articles/?q=x"},
        {"target": "https://elsewhere.example/"},
    ],
)
def test_the_database_itself_refuses_what_leads_to_two_things_or_away(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        LegacyAddress.objects.create(address="old.example/a", **values)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://old.example/articles/2014/12/the-ferry/", "which always wins"),
        ("/articles/2013/11/the-boat", "which always wins"),
        ("/moor/articles/2014/12/the-ferry/?id=7", "which always wins"),
        ("/regions/", "which always wins"),
        ("https://old.example/", "no address of a page"),
        ("urn:isbn:9780000000000", "no address of a page"),
        ("OLD.example/Taken?lang=en", "leads somewhere already"),
    ],
)
def test_an_address_that_cannot_lead_is_refused(ferry, address, said):
    ferry.legacy_addresses.create(address="old.example/taken")
    with pytest.raises(ValidationError, match=said):
        lead(address, GONE)


def test_a_row_that_came_before_its_page_can_still_be_saved(ferry):
    ferry.legacy_addresses.create(address="old.example/articles/2014/12/the-ferry")
    LegacyAddress.objects.get().full_clean()


def test_an_address_at_a_former_site_is_kept_for_whom_it_came_first(ferry):
    assert keep_legacy_address(ferry, "https://www.old.example/posts/7/?lang=en")
    assert not keep_legacy_address(ferry, "http://old.example/Posts/7")
    assert not keep_legacy_address(makers.make_article(), "http://old.example/posts/7")
    assert [(row.address, row.article) for row in LegacyAddress.objects.all()] == [
        ("old.example/posts/7", ferry)
    ]


@pytest.mark.parametrize(
    "url",
    ["", "urn:x:1", "https://old.example/", "http://127.0.0.1:8000/articles/2014/12/the-ferry/", "http://["],
)
def test_what_is_no_address_at_a_former_site_is_not_kept(ferry, url):
    assert not keep_legacy_address(ferry, url)


def test_a_path_in_use_again_is_no_past_one(ferry):
    ferry.slug = "the-boat"
    ferry.save()
    assert keep_past_address(ferry, "2014/12/the-ferry")
    ferry.slug = "the-ferry"
    ferry.save()
    assert keep_past_address(ferry, "2014/12/the-boat")
    assert not PastAddress.objects.filter(path="2014/12/the-ferry").exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.PUBLISHED])
def test_readers_find_no_page_of_what_they_may_not_know(status):
    person = makers.make_author("Ann Moss")
    work = makers.make_article("Hidden", status=status, publish_at=makers.tomorrow(), authors=[person])
    for address in (work.get_absolute_url(), person.get_absolute_url()):
        assert whereabouts.find(address)
        assert whereabouts.find(address, to_readers=True) is None


def test_a_withdrawn_work_is_known_as_such():
    work = makers.make_article("Gone", status=Status.WITHDRAWN)
    page = whereabouts.find(work.get_absolute_url(), to_readers=True)
    assert (page.work, page.is_withdrawn) == (work.pk, True)


def test_what_is_asked_for_again_is_counted(django_assert_num_queries):
    note_missing("/posts/7", "https://other.example/list")
    note_missing("/Posts/7", "")
    row = MissingAddress.objects.get()
    assert (row.path, row.hits, row.referrer) == ("/posts/7", 2, "https://other.example/list")
    assert row.last_seen > row.first_seen


def test_the_list_is_bounded_and_the_least_asked_and_oldest_go(monkeypatch):
    monkeypatch.setattr(addresses, "MOST_MISSING", 10)
    monkeypatch.setattr(addresses, "ROOM_MADE", 3)
    note_missing("/often", "")
    note_missing("/often", "")
    for number in range(40):
        note_missing(f"/{number}", "")
        assert MissingAddress.objects.count() <= 10
    left = set(MissingAddress.objects.values_list("path", flat=True))
    assert {"/often", "/39"} <= left
    assert "/0" not in left


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_note_does_not_wait_for_who_writes_the_same_row():
    note_missing("/posts/7", "")
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            MissingAddress.objects.select_for_update().get()
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(10)
        with pytest.raises(DatabaseError):
            note_missing("/posts/7", "")
    finally:
        done.set()
        other.join()
    assert MissingAddress.objects.get().hits == 1


def fill(number):
    """Make so many rows that a database prefers an index to reading them all."""
    LegacyAddress.objects.bulk_create(
        LegacyAddress(address=f"old.example/posts/{one}", is_gone=True) for one in range(number)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_legacyaddress")


def test_five_thousand_addresses_are_asked_by_their_indexes(client, ferry, django_assert_num_queries):
    fill(5000)
    ferry.legacy_addresses.create(address="old.example/quays/7")
    plan = LegacyAddress.objects.spelt("any.example/quays/7?x=1", "any.example/quays/7").explain()
    assert "path_key" in plan
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan
    with django_assert_num_queries(1):
        assert client.get("/quays/7").status_code == 301
