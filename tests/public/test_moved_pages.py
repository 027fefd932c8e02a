"""Addresses that were once given out, here or before this archive: they lead to where the page is now."""

from __future__ import annotations

import pytest

from archive.articles.models import LegacyAddress, PastAddress
from archive.publication import Status
from archive.text.addresses import normalise_former
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


def test_every_address_of_a_withdrawn_work_says_why_it_is_gone(client, work):
    work.status, work.withdrawal_reason = Status.WITHDRAWN, "The timetable was wrong."
    work.save()
    for address in (
        "/articles/2014/12/the-ferry/", "/moor/articles/2014/12/the-ferry", "/articles/2013/11/the-boat/",
        "/posts/2014/12/ferry", "/publications/?fa=1203",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 410, address
        assert "The timetable was wrong." in response.text


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


@pytest.mark.parametrize(
    "address",
    [
        "/posts/2014/12/ferry/",
        "/posts/2014/12/ferry.",
        "/Posts/2014/12/FERRY",
        "/posts//2014/12///ferry//",
        "/posts/2014/12/%66erry",
        "/posts/2014/12/ferry/index.html",
        "/posts/2014/12/ferry/INDEX.PHP",
        "/posts/2014/12/ferry?ref=letter",
        "/posts/2014/12/ferry?lang=en&gclid=4",
        "/moor/posts/2014/12/ferry",
        "/publications?fa=1203&utm_source=a",
        "/publications/index.php?FA=1203",
        "/PUBLICATIONS/?fa=1203&PHPSESSID=8",
        "/moor/publications/?fa=1203",
        "/heath/publications?fa=1203",
    ],
)
def test_an_old_address_is_known_in_every_spelling(client, work, address):
    assert_moved(client.get(address), "/articles/2014/12/the-ferry/")


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("old-site.example/a%20b?x=1&y=c%20d", "/A+b/?y=c+d&x=1"),
        ("old-site.example/a%20b?x=1&y=c%20d", "/a%20b?y=c%20d&x=1"),
        ("old-site.example/caf%C3%A9", "/caf%e9"),
        ("old-site.example/caf%C3%A9", "/cafe%CC%81/"),
        ("old-site.example/%E9%99%84", "/附"),
        ("old-site.example/статьи/переправа", "/%D0%A1%D1%82%D0%B0%D1%82%D1%8C%D0%B8/переправа/"),
        ("old-site.example/العبّارة", "/%D8%A7%D9%84%D8%B9%D8%A8%D9%91%D8%A7%D8%B1%D8%A9"),
        ("old-site.example/a/b", "/a%2Fb"),
        ("old-site.example/a/b", "/a/./c/../b"),
        ("old-site.example/100%25ab", "/100%25ab"),
        ("old-site.example/" + "quay-" * 1600, "/" + "quay-" * 1600 + "/"),
        ("/anywhere/7", "/anywhere/7/"),
    ],
)
def test_an_old_address_is_found_however_it_is_encoded(client, work, kept, asked):
    work.legacy_addresses.create(address=normalise_former(kept))
    if "+" in asked.partition("?")[0]:
        assert client.get(asked).status_code == 404  # a plus in a path is a plus
        return
    assert_moved(client.get(asked), "/articles/2014/12/the-ferry/")


def test_an_old_question_is_answered_where_a_page_of_ours_stands(client, work):
    work.legacy_addresses.create(address=normalise_former("https://old-site.example/?p=123"))
    LegacyAddress.objects.create(address="old-site.example/articles?id=9", is_gone=True)
    assert_moved(client.get("/?p=123"), "/articles/2014/12/the-ferry/")
    assert_moved(client.get("/?utm_source=x&p=123"), "/articles/2014/12/the-ferry/")
    assert client.get("/articles/?id=9").status_code == 410
    assert client.get("/?p=124").status_code == 200
    assert client.get("/articles/?id=8").status_code == 200


def test_another_id_is_another_page(client, work):
    assert client.get("/publications/?fa=1204", follow=True).status_code == 404
    LegacyAddress.objects.create(address="old-site.example/publications", target="/articles/")
    assert_moved(client.get("/publications/?fa=1203"), "/articles/2014/12/the-ferry/")
    assert_moved(client.get("/publications/?fa=1204"), "/articles/")


def test_the_whole_address_counts_before_its_path(client, work, settings):
    settings.ALLOWED_HOSTS = ["old-site.example", "other-site.example", "third-site.example"]
    other = makers.make_article("The Bridge")
    LegacyAddress.objects.create(article=other, address="other-site.example/posts/2014/12/ferry")
    for host, answer in (
        ("old-site.example", "/articles/2014/12/the-ferry/"),
        ("www.other-site.example:8080", "/articles/2014/12/the-bridge/"),
    ):
        settings.ALLOWED_HOSTS = ["*"]
        assert_moved(client.get("/posts/2014/12/ferry", headers={"host": host}), answer)
    assert client.get("/posts/2014/12/ferry", headers={"host": "third-site.example"}).status_code == 404


def test_a_hidden_work_does_not_hide_whose_path_it_shares(client, work):
    draft = makers.make_article("Secret", status=Status.DRAFT)
    LegacyAddress.objects.create(article=draft, address="other-site.example/posts/2014/12/ferry")
    assert_moved(client.get("/posts/2014/12/ferry/"), "/articles/2014/12/the-ferry/")


def test_an_old_address_of_a_hidden_work_answers_as_an_absent_one(client, work):
    draft = makers.make_article("Secret", status=Status.DRAFT)
    draft.legacy_addresses.create(address="old-site.example/hidden-one")
    person = makers.make_author("Ann Moss")
    LegacyAddress.objects.create(address="old-site.example/people/ann", target=person.get_absolute_url())
    absent = client.get("/x/absent-one/")
    for address in ("/hidden-one/", "/people/ann/"):
        response = client.get(address)
        assert (response.status_code, response.content) == (404, absent.content)
        assert dict(response.headers) == dict(absent.headers)


@pytest.mark.parametrize(
    ("make", "kept"),
    [
        (lambda: makers.make_author("Ann Moss"), "/authors/{}/"),
        (lambda: makers.make_series("Slate"), "/series/{}/"),
        (lambda: makers.make_term("region", "Fells"), "/regions/{}/"),
    ],
)
def test_an_old_address_leads_to_where_its_page_is_now_in_one_hop(client, work, make, kept):
    one = make()
    facet = {"facet": one.facet} if hasattr(one, "facet") else {}
    values = {"terms": [one]} if facet else {"series": one} if hasattr(one, "center") else {"authors": [one]}
    makers.make_article("Shown", **values)
    LegacyAddress.objects.create(address="old-site.example/page/4", target=kept.format(one.slug))
    one.past_slugs.create(slug=one.slug, **facet)
    one.slug = "as-now"
    one.save()
    assert_moved(client.get("/page/4"), kept.format("as-now"))
    assert client.get(kept.format("as-now")).status_code == 200


def test_an_old_address_leads_to_a_center_by_the_name_it_has_now(client, work):
    LegacyAddress.objects.create(address="old-site.example/page/5", target="/heath/topics/")
    LegacyAddress.objects.create(address="old-site.example/page/6", target="/heath/")
    assert_moved(client.get("/page/5"), "/moor/topics/")
    assert_moved(client.get("/page/6"), "/moor/")


def test_what_is_gone_for_good_says_so(client, work):
    LegacyAddress.objects.create(address="old-site.example/guestbook", is_gone=True)
    for address in ("/guestbook/", "/GUESTBOOK?x=1", "/moor/guestbook/"):
        response = client.get(address)
        assert response.status_code == 410
        assert response.context["host"].slug == ("moor" if address.startswith("/moor") else "tarn")


def test_a_page_of_ours_always_wins(client, work):
    other = makers.make_article("The Bridge")
    other.legacy_addresses.create(address="old-site.example/articles/2014/12/the-ferry")
    other.legacy_addresses.create(address="old-site.example/moor/articles")
    assert client.get("/articles/2014/12/the-ferry/").status_code == 200
    assert client.get("/articles/2014/12/the-ferry/?id=5").status_code == 200
    assert client.get("/moor/articles/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/articles/2013/11/the-boat", "/articles/2013/11/the-boat?utm_source=x",
        "/Articles/2013/11/The-Boat/",
        "/heath/articles/2013/11/the-boat", "//articles//2013/11/the-boat/index.html", "/moor", "/HEATH",
        "/articles/2014/12/the-ferry", "/index.html", "/Articles", "/articles/index.php?year=2014",
        "/posts/2014/12/ferry", "/europe/posts/2014/12/ferry/?center=europe",
    ],
)  # fmt: skip
def test_no_answer_is_led_on_again(client, work, address):
    path, _, query = address.partition("?")
    response = client.generic("GET", path if path[:2] != "//" else "/", QUERY_STRING=query, PATH_INFO=path)
    assert response.status_code == 301
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_capitals_do_not_lead_to_what_is_not_there(client, work, status):
    assert client.get("/Articles/2014/12/Nothing/").status_code == 404
    makers.make_article("Hidden", status=status, publish_at=makers.tomorrow())
    assert client.get("/Articles/2014/12/Hidden/").status_code == 404


def test_the_address_of_a_former_site_is_found_in_one_query(client, work, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert_moved(client.get("/posts/2014/12/ferry"), "/articles/2014/12/the-ferry/")
    with django_assert_num_queries(1):
        assert_moved(client.get("/publications/index.php?fa=1203"), "/articles/2014/12/the-ferry/")


def test_an_address_over_eight_thousand_characters_asks_nothing(client, work, django_assert_num_queries):
    client.get("/a/b/c/")
    with django_assert_num_queries(3):  # the host and the chrome of the page that says so
        assert client.get("/a/b/" + "c" * 8200).status_code == 404


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
