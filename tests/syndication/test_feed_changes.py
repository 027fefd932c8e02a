"""Who has a feed is told cheaply that it is the same, and never when it is not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from archive.articles.models import Article, Attachment, BodyLink
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db

FEED = "/topics/lanterns/feed.atom"


@pytest.fixture
def works():
    """Three works of a term, the last one with everything that can hang on a work."""
    host = makers.make_center("Tarn", umbrella=makers.make_center("Fund", is_default=False), is_default=True)
    terms = [makers.make_term("topic", "Lanterns")]
    shared = {"terms": terms, "centers": [host], "kind": makers.make_kind("paper", "Paper")}
    made = [makers.make_article(f"Work {day}", date=f"2014-01-0{day}", **shared) for day in (1, 2)]
    made.append(
        makers.make_article(
            "Work 3",
            date="2014-01-03",
            authors=[makers.make_author("Ann Moss")],
            outlet=makers.make_outlet(),
            body='<p><a href="https://old.example/2">Two</a></p>',
            **shared,
        )
    )
    Attachment.objects.create(article=made[2], title="File", url="https://files.example/a.pdf")
    BodyLink.objects.create(article=made[2], href="https://old.example/2", target=made[1])
    long_ago = timezone.now() - dt.timedelta(days=9)
    Article.objects.update(updated_at=long_ago)
    return made


def validators(client, address=FEED):
    headers = client.get(address).headers
    return {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]}


def again(client, headers, address=FEED):
    return client.get(address, headers=headers).status_code


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_an_unchanged_feed_is_not_sent_again(client, works, kind):
    address = f"/topics/lanterns/feed.{kind}"
    headers = validators(client, address)
    response = client.get(address, headers=headers)
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == headers["If-None-Match"]
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert again(client, {"If-None-Match": headers["If-None-Match"]}, address) == 304
    assert again(client, {"If-Modified-Since": headers["If-Modified-Since"]}, address) == 304
    assert again(client, {"If-None-Match": '"other"'}, address) == 200


def test_that_costs_five_queries(client, works, django_assert_num_queries):
    headers = validators(client)
    with django_assert_num_queries(5):
        assert again(client, headers) == 304


def test_an_empty_feed_is_not_sent_again_either(client, works):
    address = "/articles/feed.rss?q=nowhere"
    assert again(client, validators(client, address), address) == 304


def test_formats_lists_hosts_and_questions_have_validators_of_their_own(client, works):
    addresses = [FEED, "/topics/lanterns/feed.rss", "/articles/feed.atom", "/tarn/topics/lanterns/feed.atom"]
    addresses += ["/articles/feed.atom?year=2014", "/feed.atom"]
    assert len({client.get(address).headers["ETag"] for address in addresses}) == len(addresses)


CHANGES = {
    "a work is published": lambda works: makers.make_article("New", terms=works[0].terms.all()),
    "the oldest work is taken back": lambda works: Article.objects.filter(pk=works[0].pk).update(
        status=Status.WITHDRAWN
    ),
    "the newest work is a draft again": lambda works: Article.objects.filter(pk=works[2].pk).update(
        status=Status.DRAFT
    ),
    "a work is edited": lambda works: works[1].save(),
    "a term is called otherwise": lambda works: works[0].terms.update(name="Lamps"),
    "a kind is called otherwise": lambda works: type(works[0].kind).objects.update(label="Study"),
    "an outlet is called otherwise": lambda works: type(works[2].outlet).objects.update(name="The Post"),
    "a name is printed otherwise": lambda works: works[2].byline_entries.update(name="A. Moss"),
    "a person has another address": lambda works: works[2].authors.update(slug="moss"),
    "a file is called otherwise": lambda works: works[2].attachments.update(title="Annex"),
    "a linked work may not be read any more": lambda works: Article.objects.filter(pk=works[1].pk).update(
        publish_at=makers.tomorrow()
    ),
    "the institution is called otherwise": lambda works: (
        type(works[0].primary_center).objects.filter(slug="fund").update(name="The Trust")
    ),
    "the host is called otherwise": lambda works: (
        type(works[0].primary_center).objects.filter(slug="tarn").update(name="Fell")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_feed_is_sent_again_as_soon_as(client, works, change):
    headers = validators(client)
    before = client.get(FEED).content
    CHANGES[change](works)
    assert again(client, {"If-None-Match": headers["If-None-Match"]}) == 200
    assert again(client, headers) == 200
    assert client.get(FEED).content != before


def test_an_instant_that_passes_brings_a_scheduled_work_into_the_feed(client, works, monkeypatch):
    soon = makers.make_article(
        "Soon", date="2013-01-01", terms=works[0].terms.all(), publish_at=makers.tomorrow()
    )
    Article.objects.filter(pk=soon.pk).update(updated_at=works[0].updated_at - dt.timedelta(days=30))
    headers = validators(client)
    assert again(client, headers) == 304
    later = makers.tomorrow() + dt.timedelta(hours=1)
    monkeypatch.setattr("archive.publication.timezone.now", lambda: later)
    assert again(client, {"If-None-Match": headers["If-None-Match"]}) == 200
    assert again(client, {"If-Modified-Since": headers["If-Modified-Since"]}) == 200
    assert "Soon" in client.get(FEED).text


def test_an_older_last_change_does_not_pass_for_the_same(client, works):
    Article.objects.filter(pk=works[2].pk).update(updated_at=timezone.now())
    headers = validators(client)
    Article.objects.filter(pk=works[2].pk).update(status=Status.WITHDRAWN)
    assert again(client, {"If-Modified-Since": headers["If-Modified-Since"]}) == 200


def test_what_readers_may_not_see_leaves_the_validators_as_they_are(client, works):
    headers = validators(client)
    for state in ({"status": Status.DRAFT}, {"status": Status.REVIEW}, {"publish_at": makers.tomorrow()}):
        makers.make_article(terms=works[0].terms.all(), **state)
    assert validators(client) == headers
