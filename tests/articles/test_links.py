"""Links in bodies: they lead to the work itself, wherever it stands, and wait for one that is not here."""

from __future__ import annotations

import pytest
from django.conf import settings

from archive.articles import links
from archive.articles.models import Article, BodyLink, FormerHost, LegacyAddress, PastAddress
from archive.publication import Status
from archive.text.addresses import normalise
from tests import makers

pytestmark = pytest.mark.django_db

OLD = "https://tarn.example/posts/2014/12/ferry"


def make(title="", *, old="", links_to=(), **values):
    """Make a work that stood at an old address, with links in its body; follow them."""
    body = "".join(f'<p><a href="{href}" rel="noopener">there</a></p>' for href in links_to)
    work = makers.make_article(title, **{"body": body or "<p>Nothing.</p>"} | values)
    if old:
        LegacyAddress.objects.create(article=work, address=normalise(old))
    links.follow([work])
    return work


def reload(work):
    return Article.objects.get(pk=work.pk)


def targets(work):
    return {link.href: link.target for link in BodyLink.objects.filter(article=work)}


@pytest.mark.parametrize(
    "href",
    [
        OLD,
        "http://www.tarn.example/posts/2014/12/ferry/",
        "https://TARN.example/Posts/2014/12/Ferry?utm_source=letter",
        "//tarn.example/posts/2014/12/ferry#part-2",
        "https://tarn.example/moor/posts/2014/12/ferry?lang=en",
    ],
)
def test_a_link_leads_to_the_work_that_had_its_address_however_that_is_written(href):
    ferry = make("The Ferry", old=OLD)
    work = make(links_to=[href])
    assert targets(work) == {href: ferry}
    fragment = "#part-2" if "#" in href else ""
    assert f'href="{ferry.get_absolute_url()}{fragment}"' in reload(work).html


def test_the_body_keeps_the_address_that_its_source_wrote():
    make("The Ferry", old=OLD)
    assert OLD in reload(make(links_to=[OLD])).body


def test_a_link_survives_a_change_of_slug():
    ferry = make("The Ferry", old=OLD)
    work = make(links_to=[OLD])
    ferry.slug = "the-ferry-at-last"
    ferry.save()
    assert 'href="/articles/2014/12/the-ferry-at-last/"' in reload(work).html


def test_a_link_to_a_work_that_is_not_here_waits_and_finds_it_when_it_arrives():
    work = make(old="https://tarn.example/posts/2012/01/quay", links_to=[OLD])
    assert targets(work) == {OLD: None}
    assert OLD in reload(work).html
    ferry = make("The Ferry", old=OLD)
    assert targets(work) == {OLD: ferry}


def test_a_link_finds_a_work_that_arrives_at_another_former_site_than_its_own():
    work = make(old="https://tarn.example/posts/2012/01/quay", links_to=["https://moor.example/notes/7"])
    assert targets(work) == {}
    moor = make("The Moor", old="https://moor.example/notes/7")
    links.resolve_waiting()
    assert targets(work) == {"https://moor.example/notes/7": moor}
    later = make(links_to=["https://moor.example/notes/8"])
    assert targets(later) == {"https://moor.example/notes/8": None}


def test_a_legacy_address_made_later_leads_the_links_that_wait_for_it():
    work = make(old="https://tarn.example/posts/2012/01/quay", links_to=[OLD])
    ferry = makers.make_article("The Ferry")
    LegacyAddress.objects.create(article=ferry, address=normalise(OLD))
    links.resolve_waiting()
    assert targets(work) == {OLD: ferry}


def test_an_old_address_without_a_host_is_meant_at_every_former_site():
    work = make(old="https://tarn.example/posts/2012/01/quay", links_to=[OLD])
    ferry = makers.make_article("The Ferry")
    LegacyAddress.objects.create(article=ferry, address="/posts/2014/12/ferry")
    links.resolve_waiting()
    assert targets(work) == {OLD: ferry}
    assert targets(make(links_to=[OLD])) == {OLD: ferry}


def test_bodies_that_are_older_than_this_memory_are_read_once():
    ferry = makers.make_article("The Ferry")
    work = makers.make_article(body=f'<p><a href="{OLD}">there</a></p>')
    LegacyAddress.objects.create(article=ferry, address=normalise(OLD))
    links.follow([ferry])
    assert targets(work) == {}
    links.resolve_waiting()
    assert targets(work) == {OLD: ferry}
    assert not FormerHost.objects.exclude(unread_below=0).exists()


@pytest.mark.parametrize(
    "href",
    [
        "#note-1",
        "mailto:harbour@tarn.example",
        "https://elsewhere.example/a",
        "https://tarn.example/",
        "https://tarn.example/files/report.pdf",
        "/topics/harbours/",
        "/media/attachments/a.pdf",
        "/moor/",
        "next.html",
    ],
)
def test_what_means_no_work_is_no_link_between_works(href):
    makers.make_center("Moor", slug="moor")
    assert targets(make(old=OLD, links_to=[href])) == {}


def test_a_file_that_is_known_as_the_address_of_a_work_leads_there():
    paper = make("The Paper", old="https://tarn.example/files/paper.pdf")
    work = make(links_to=["https://tarn.example/files/paper.pdf"])
    assert targets(work) == {"https://tarn.example/files/paper.pdf": paper}


@pytest.mark.parametrize(
    "href",
    [
        "/articles/2014/12/the-ferry/",
        "/moor/articles/2014/12/the-ferry/",
        f"{settings.BASE_URL}/articles/2014/12/the-ferry/#end",
    ],
)
def test_an_address_of_this_site_leads_to_its_work_wherever_that_moves(href):
    ferry = make("The Ferry")
    work = make(links_to=[href])
    assert targets(work) == {href: ferry}
    ferry.slug = "crossing"
    ferry.save()
    assert "/articles/2014/12/crossing/" in reload(work).html


def test_a_past_address_of_this_site_leads_to_its_work():
    ferry = make("The Ferry")
    PastAddress.objects.create(article=ferry, path="2013/01/boats")
    work = make(links_to=["/articles/2013/01/boats/"])
    assert targets(work) == {"/articles/2013/01/boats/": ferry}


def test_an_address_of_this_site_waits_for_its_work():
    work = make(links_to=["/articles/2014/12/the-ferry/"])
    assert targets(work) == {"/articles/2014/12/the-ferry/": None}
    ferry = make("The Ferry")
    assert targets(work) == {"/articles/2014/12/the-ferry/": ferry}


def test_a_path_alone_leads_to_the_one_work_that_had_it_at_a_former_site():
    ferry = make("The Ferry", old=OLD)
    assert targets(make(links_to=["/posts/2014/12/ferry"])) == {"/posts/2014/12/ferry": ferry}
    make("Another Ferry", old=OLD.replace("tarn", "moor"))
    assert targets(make(links_to=["/posts/2014/12/ferry"])) == {"/posts/2014/12/ferry": None}


@pytest.mark.parametrize(
    "state",
    [
        {"status": Status.DRAFT},
        {"status": Status.REVIEW},
        {"status": Status.WITHDRAWN, "withdrawal_reason": "Taken back."},
        {"publish_at": makers.tomorrow()},
    ],
)
def test_a_link_to_a_hidden_work_stays_as_its_source_wrote_it(state):
    ferry = make("The Ferry", old=OLD, **state)
    work = make(links_to=[OLD])
    assert targets(work) == {OLD: ferry}
    assert f'href="{OLD}"' in reload(work).html
    assert ferry.slug not in reload(work).html.replace(OLD, "")


def test_a_link_waits_again_when_its_work_is_deleted():
    ferry = make("The Ferry", old=OLD)
    work = make(old="https://tarn.example/posts/2012/01/quay", links_to=[OLD])
    ferry.delete()
    assert targets(work) == {OLD: None}


def test_a_note_on_the_page_itself_stays_on_the_page():
    work = make(old=OLD, links_to=[f"{OLD}#note-1"])
    assert 'href="#note-1"' in reload(work).html


def test_a_changed_body_has_the_links_that_it_has_now():
    ferry = make("The Ferry", old=OLD)
    work = make(links_to=[OLD, "https://tarn.example/a"])
    work.body = f'<p><a href="{OLD}">there</a> <a href="https://tarn.example/b">b</a></p>'
    work.save()
    links.follow([work])
    assert targets(work) == {OLD: ferry, "https://tarn.example/b": None}


def test_following_again_writes_nothing(django_assert_num_queries):
    make("The Ferry", old=OLD)
    work = reload(make(links_to=[OLD]))
    keys = set(BodyLink.objects.values_list("pk", flat=True))
    with django_assert_num_queries(6):
        links.follow([work])
    assert set(BodyLink.objects.values_list("pk", flat=True)) == keys


@pytest.mark.parametrize("number", [3, 60])
def test_many_works_cost_as_many_queries_as_few(django_assert_num_queries, number):
    make("The Ferry", old=OLD)
    works = [makers.make_article(body=f'<p><a href="{OLD}">a</a></p>') for _ in range(number)]
    with django_assert_num_queries(7):
        links.follow(works)
    assert BodyLink.objects.filter(target__title="The Ferry").count() == number


def test_a_body_without_links_asks_the_database_nothing(django_assert_num_queries):
    work = reload(make())
    with django_assert_num_queries(0):
        assert work.html == "<p>Nothing.</p>"


def test_a_body_with_more_links_than_anybody_reads_is_followed_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(links, "MOST_LINKS", 3)
    work = make(old=OLD, links_to=[f"https://tarn.example/{number}" for number in range(9)])
    assert len(targets(work)) == 3
