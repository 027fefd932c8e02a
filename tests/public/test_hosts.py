"""Host centers: whose chrome frames a page, where its links lead, in which language it speaks."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests import makers

pytestmark = pytest.mark.django_db

EVERYWHERE = ["/articles/", "/authors/", "/centers/", "/topics/", "/regions/", "/search/"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_page_stands_under_every_center_with_one_canonical_address(client, address):
    tarn, moor = makers.make_center("Tarn"), makers.make_center("Moor")
    for prefix, host in (("", tarn), ("/tarn", tarn), ("/moor", moor)):
        context = client.get(prefix + address).context
        assert context["host"] == host
        assert context["hosted"] == bool(prefix)
        assert context["canonical"] == settings.BASE_URL + address


def test_the_same_works_stand_under_every_host(client):
    makers.make_center("Tarn")
    work = makers.make_article(centers=[makers.make_center("Moor")])
    for prefix in ("", "/tarn", "/moor"):
        assert client.get(f"{prefix}/articles/").context["listing"].works == [work]


def test_the_home_of_a_center_is_its_own_canonical_page(client):
    makers.make_center("Tarn")
    assert client.get("/").context["canonical"] == f"{settings.BASE_URL}/"
    assert client.get("/tarn/").context["canonical"] == f"{settings.BASE_URL}/tarn/"


def test_links_stay_under_the_prefix_and_centers_keep_their_own(client):
    makers.make_center("Tarn")
    moor = makers.make_center("Moor")
    ann, term = makers.make_author("Ann Moss"), makers.make_term("topic", "Lanterns")
    work = makers.make_article(
        "The Work", authors=[ann], terms=[term], centers=[moor], series=makers.make_series("Slate")
    )
    text = client.get("/moor" + work.get_absolute_url()).text
    for link in (
        "/moor/authors/ann-moss/",
        "/moor/topics/lanterns/",
        "/moor/series/slate/",
        "/moor/search/",
        "/moor/",
    ):
        assert f'href="{link}' in text
    assert "/moor/moor/" not in text


def test_the_chrome_is_the_hosts_in_its_order(client):
    tarn, moor = makers.make_center("Tarn"), makers.make_center("Moor")
    term = makers.make_term("region", "Fells")
    makers.make_menu_item(tarn, "main", label="Ours", url="/ours/")
    makers.make_menu_item(moor, "main", label="Second", url="/second/", position=2)
    makers.make_menu_item(moor, "main", label="First", url="https://first.example/", position=1)
    makers.make_menu_item(moor, "featured", term=term)
    makers.make_menu_item(moor, "footer", term=term, label="The fells")
    makers.make_newsletter(moor, "Moor Letter", url="https://letter.example/", language="fr")
    chrome = client.get("/moor/articles/").context["chrome"]
    assert [(item.text, item.address) for item in chrome.main] == [
        ("First", "https://first.example/"),
        ("Second", "/second/"),
    ]
    assert [(item.text, item.address) for item in chrome.featured] == [("Fells", "/moor/regions/fells/")]
    assert [(item.text, item.address) for item in chrome.footer] == [("The fells", "/moor/regions/fells/")]
    assert [(letter.name, letter.language) for letter in chrome.newsletters] == [("Moor Letter", "fr")]


def test_a_page_speaks_the_first_language_of_its_host(client):
    makers.make_center("Tarn")
    makers.make_center("Moor", languages=["ar", "en"])
    makers.make_center("Weir", languages=["zh-Hans"])
    response = client.get("/moor/articles/")
    assert (response.context["language"], response.context["direction"]) == ("ar", "rtl")
    assert '<html lang="ar" dir="rtl"' in response.text
    assert client.get("/weir/articles/").headers["Content-Language"] == "zh-Hans"
    assert client.get("/articles/").headers["Content-Language"] == "en"


def test_the_language_of_a_page_is_its_own_and_never_the_readers(client):
    makers.make_center("Tarn")
    response = client.get("/articles/", headers={"accept-language": "ru"})
    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/", *EVERYWHERE, "/articles/2014/12/the-work/"])
def test_a_prefix_that_is_no_center_is_not_found(client, address):
    makers.make_center("Tarn")
    makers.make_article("The Work")
    assert client.get(f"/nowhere{address}").status_code == 404


def test_an_empty_archive_has_pages_too(client):
    for address in ("/", *EVERYWHERE):
        response = client.get(address)
        assert response.status_code == 200
        assert response.context["host"] is None


@pytest.mark.parametrize("address", ["/", "/tarn/", *EVERYWHERE, "/nowhere/", "/accents.css"])
def test_no_page_sets_a_cookie_or_varies_by_one(client, address):
    makers.make_center("Tarn")
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_pages_are_for_reading_only(client):
    assert client.post("/articles/").status_code == 405
    assert client.head("/articles/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/articles", "/tarn/articles", "/authors/ann-moss", "/tarn", "/articles/2014/12/the-work"]
)
def test_a_missing_slash_is_added(client, address):
    makers.make_center("Tarn")
    makers.make_article("The Work", authors=[makers.make_author("Ann Moss")])
    response = client.get(address)
    assert (response.status_code, response.url) == (301, f"{address}/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_request_that_would_write_is_told_that_pages_only_read(method):
    makers.make_center("Tarn House")
    reader = Client(enforce_csrf_checks=True)
    response = getattr(reader, method)("/articles/")
    assert response.status_code == 405
    assert not response.cookies
