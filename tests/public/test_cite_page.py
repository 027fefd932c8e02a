"""The page on which a work is cited, and the files beside it."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from django.conf import settings

from archive.articles.citing import STYLES
from archive.articles.models import BylineEntry, PastAddress
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db

FILES = {
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
EVERY = ["cite/", *(f"cite.{kind}" for kind in FILES)]


def make_work(**values):
    host = makers.make_center("Tarn")
    return makers.make_article("The Ferry", authors=["Ann Moss"], centers=[host], **values)


def test_shows_the_work_in_every_style(client):
    work = make_work()
    text = client.get(f"{work.get_absolute_url()}cite/").text
    address = settings.BASE_URL + work.get_absolute_url()
    link = f'<a href="{address}"><bdi dir="ltr">{address}</bdi></a>'
    assert list(STYLES) == ["apa", "chicago", "mla"]
    assert f"Moss, A. (2014, December 2). <i>The Ferry</i>. Tarn. {link}</p>" in text
    assert f"Moss, Ann. “The Ferry.” Tarn, December 2, 2014. {link}.</p>" in text
    assert f"Moss, Ann. “The Ferry.” <i>Tarn</i>, 2 Dec. 2014, {link}.</p>" in text


def test_speaks_the_language_of_the_work(client):
    work = makers.make_article("سياسة المياه", slug="water", language="ar", authors=["ليلى حداد"])
    page = client.get(f"{work.get_absolute_url()}cite/")
    assert page.headers["Content-Language"] == "ar"
    assert "حداد، ليلى. «سياسة المياه». " in page.text
    assert '<p class="reference" id="in-chicago" lang="ar" dir="rtl">' in page.text


def test_stands_under_every_host_and_is_one_page(client):
    work = make_work()
    page = client.get(f"/tarn{work.get_absolute_url()}cite/")
    assert page.status_code == 200
    assert page.context["canonical"] == f"{settings.BASE_URL}{work.get_absolute_url()}cite/"
    assert f'href="/tarn{work.get_absolute_url()}"' in page.text


def test_is_not_for_indexes(client):
    text = client.get(f"{make_work().get_absolute_url()}cite/").text
    assert '<meta name="robots" content="noindex, follow">' in text


def test_the_page_of_the_work_leads_here(client):
    work = make_work()
    assert f'href="{work.get_absolute_url()}cite/"' in client.get(work.get_absolute_url()).text
    assert f'href="/tarn{work.get_absolute_url()}cite/"' in client.get(f"/tarn{work.get_absolute_url()}").text


def test_offers_the_files(client):
    work = make_work()
    text = client.get(f"{work.get_absolute_url()}cite/").text
    for kind in FILES:
        assert f'href="{work.get_absolute_url()}cite.{kind}" download' in text


@pytest.mark.parametrize(("kind", "media_type"), FILES.items())
def test_files_are_named_after_the_work_and_say_what_they_are(client, kind, media_type):
    response = client.get(f"{make_work().get_absolute_url()}cite.{kind}")
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="2014-12-the-ferry.{kind}"'
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_files_tell_the_work_to_those_who_read_them(client):
    work = make_work(terms=[makers.make_term("topic", "Lanterns")])
    address = f"{work.get_absolute_url()}cite."
    (reference,) = rispy.loads(client.get(f"{address}ris").text)
    (entry,) = bibtexparser.parse_string(client.get(f"{address}bib").text).entries
    (item,) = json.loads(client.get(f"{address}json").text)
    assert reference["authors"] == [entry["author"]] == ["Moss, Ann"]
    assert reference["title"] == item["title"] == "The Ferry"
    assert reference["keywords"] == [item["keyword"]] == ["Lanterns"]
    assert reference["urls"] == [item["URL"]] == [settings.BASE_URL + work.get_absolute_url()]


@pytest.mark.parametrize("place", EVERY)
@pytest.mark.parametrize(
    "values",
    [{"status": Status.DRAFT}, {"status": Status.REVIEW}, {"publish_at": makers.tomorrow()}],
    ids=["draft", "review", "scheduled"],
)
def test_what_readers_may_not_see_is_not_cited(client, place, values):
    work = make_work(**values)
    response = client.get(work.get_absolute_url() + place)
    assert response.status_code == 404
    assert "The Ferry" not in response.text


@pytest.mark.parametrize("place", EVERY)
def test_a_withdrawn_work_is_gone(client, place):
    work = make_work(status=Status.WITHDRAWN, withdrawal_reason="It was wrong.")
    response = client.get(work.get_absolute_url() + place)
    assert response.status_code == 410
    assert "Moss" not in response.text


def test_the_page_says_why_a_work_was_withdrawn(client):
    work = make_work(status=Status.WITHDRAWN, withdrawal_reason="It was wrong.")
    assert "It was wrong." in client.get(f"{work.get_absolute_url()}cite/").text


@pytest.mark.parametrize("kind", FILES)
def test_a_file_beside_a_past_address_leads_to_the_one_beside_the_present(client, kind):
    work = make_work()
    PastAddress.objects.create(article=work, path="2013/01/the-boat")
    response = client.get(f"/articles/2013/01/the-boat/cite.{kind}")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{work.get_absolute_url()}cite.{kind}",
    )


def test_the_page_at_a_past_address_leads_to_the_present_one(client):
    work = make_work()
    PastAddress.objects.create(article=work, path="2013/01/the-boat")
    for host in ("", "/tarn"):
        response = client.get(f"{host}/articles/2013/01/the-boat/cite/")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{host}{work.get_absolute_url()}cite/"


@pytest.mark.parametrize("address", ["/articles/2014/12/nothing/cite/", "/articles/2014/12/nothing/cite.ris"])
def test_nothing_is_cited_that_is_not_here(client, address):
    make_work()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("place", EVERY)
def test_nothing_can_be_written_here(client, place):
    assert client.post(make_work().get_absolute_url() + place).status_code == 405


@pytest.mark.parametrize("names", [1, 25])
@pytest.mark.parametrize(
    ("place", "queries"), [("cite/", 4), ("cite.ris", 5), ("cite.bib", 5), ("cite.json", 5)]
)
def test_costs_so_many_queries_however_long_the_byline(
    client, django_assert_num_queries, names, place, queries
):
    work = make_work(kind=makers.make_kind("paper"), series=makers.make_series(), outlet=makers.make_outlet())
    for number in range(names):
        author = makers.make_author()
        BylineEntry.objects.create(article=work, author=author, name=author.name, position=number)
    with django_assert_num_queries(queries):
        assert client.get(work.get_absolute_url() + place).status_code == 200
