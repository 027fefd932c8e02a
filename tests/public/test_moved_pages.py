"""Addresses that were once given out, here or before this archive: they lead to where the page is now."""

from __future__ import annotations

import pytest

from archive.articles.models import LegacyAddress, PastAddress
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A work whose slug and date have changed, in an archive of two centers."""
    makers.make_center("Tarn")
    moor = makers.make_center("Moor")
    moor.past_slugs.create(slug="heath")
    work = makers.make_article("The Ferry")
    PastAddress.objects.create(article=work, path="2013/11/the-boat")
    LegacyAddress.objects.create(article=work, address="old-site.example/posts/2014/12/ferry")
    LegacyAddress.objects.create(article=work, address="old-site.example/publications?fa=1203")
    return work


def assert_moved(response, address):
    assert (response.status_code, response.headers.get("Location")) == (301, address)


def test_a_past_address_leads_to_the_present_one_under_the_same_host(client, work):
    assert_moved(client.get("/articles/2013/11/the-boat/"), "/articles/2014/12/the-ferry/")
    assert_moved(client.get("/moor/articles/2013/11/the-boat/"), "/moor/articles/2014/12/the-ferry/")


def test_a_past_address_of_a_hidden_work_leads_nowhere(client, work):
    for values in ({"status": Status.DRAFT}, {"status": Status.PUBLISHED, "publish_at": makers.tomorrow()}):
        for name, value in values.items():
            setattr(work, name, value)
        work.save()
        for address in ("/articles/2013/11/the-boat/", "/posts/2014/12/ferry"):
            assert client.get(address, follow=True).status_code == 404


def test_a_past_address_of_a_withdrawn_work_leads_to_the_reason(client, work):
    work.status = Status.WITHDRAWN
    work.save()
    assert_moved(client.get("/articles/2013/11/the-boat/"), "/articles/2014/12/the-ferry/")


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: makers.make_author("Ann Moss"), "/authors/{}/"),
        (lambda: makers.make_series("Slate"), "/series/{}/"),
        (lambda: makers.make_term("region", "Fells"), "/regions/{}/"),
    ],
)
def test_a_past_slug_leads_to_the_present_one(client, work, make, address):
    one = make()
    facet = {"facet": one.facet} if hasattr(one, "facet") else {}
    one.past_slugs.create(slug="as-before", **facet)
    assert client.get(address.format("as-before")).status_code == 404
    values = {"region": {"terms": [one]}}.get(getattr(one, "facet", ""), {})
    values = values or ({"series": one} if hasattr(one, "center") else {"authors": [one]})
    makers.make_article("Shown", **values)
    assert_moved(client.get(address.format("as-before")), address.format(one.slug))
    assert_moved(
        client.get("/moor" + address.format("as-before") + "?year=2014"),
        f"/moor{address.format(one.slug)}?year=2014",
    )


@pytest.mark.parametrize(
    "address", ["/", "/articles/", "/articles/2014/12/the-ferry/", "/topics/", "/search/?q=a"]
)
def test_a_past_slug_of_a_center_leads_to_its_present_one(client, work, address):
    assert_moved(client.get("/heath" + address), "/moor" + address)


def test_a_past_slug_of_a_center_and_a_past_address_are_mended_at_once(client, work):
    assert_moved(client.get("/heath/articles/2013/11/the-boat/"), "/moor/articles/2014/12/the-ferry/")


@pytest.mark.parametrize(
    "address",
    [
        "/posts/2014/12/ferry",
        "/posts/2014/12/ferry?lang=en&utm_source=letter",
        "/europe/posts/2014/12/ferry?center=europe",
        "/publications/?fa=1203",
    ],
)
@pytest.mark.parametrize("host", ["old-site.example", "testserver"])
def test_an_address_from_before_this_archive_leads_to_the_work(client, work, settings, address, host):
    settings.ALLOWED_HOSTS = [host]
    assert_moved(client.get(address, headers={"host": host}), "/articles/2014/12/the-ferry/")


def test_a_path_that_two_works_had_leads_to_neither(client, work):
    LegacyAddress.objects.create(
        article=makers.make_article(), address="other-site.example/posts/2014/12/ferry"
    )
    assert client.get("/posts/2014/12/ferry/").status_code == 404


def test_an_address_in_capitals_leads_to_the_one_without(client, work):
    assert_moved(client.get("/Articles/"), "/articles/")
    assert_moved(client.get("/MOOR/Articles/2014/12/The-Ferry/?x=A"), "/moor/articles/2014/12/the-ferry/?x=A")


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/moor/nowhere/", "/articles/2014/12/nothing/", "/%00/", "/a%ffb/", "/x/y/z"]
)
def test_what_was_never_here_is_not_found_in_the_hosts_chrome(client, work, address):
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert response.context["host"].slug == ("moor" if address.startswith("/moor") else "tarn")
    assert not response.cookies


def test_a_broken_page_asks_nothing_of_the_database(rf, django_assert_num_queries):
    from archive.public.errors import broken

    with django_assert_num_queries(0):
        response = broken(rf.get("/"))
    assert response.status_code == 500
