"""A kept page is the page as it would be made now, at every web server, whatever has changed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BodyLink,
    Correction,
)
from archive.centers.models import Center, MenuItem
from archive.merging import fold
from archive.publication import Status
from archive.tags.models import Term
from authors.models import Affiliation, Author
from tests import makers

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/",
    "/articles/",
    "/articles/2014/12/the-ferry/",
    "/moor/articles/2014/12/the-ferry/",
    "/articles/2013/05/the-weir/",
    "/articles/2014/12/the-ferry/cite.json",
    "/articles/feed.rss",
    "/authors/ann-moss/",
    "/moor/",
    "/topics/boats/",
    "/browse/2014/",
    "/sitemap-articles-0.xml",
)
OTHERS = (
    "/articles/?year=2014",
    "/articles/2014/12/the-ferry/cite/",
    "/authors/",
    "/authors/ann-moss/feed.atom",
    "/centers/",
    "/series/slate/",
    "/topics/",
    "/topics/boats/feed.json",
    "/browse/",
    "/search/?q=quay",
    "/sitemap.xml",
    "/accents.css",
    "/robots.txt",
)


@pytest.fixture
def made():
    """An archive in which two works have all that a page shows, and others wait."""
    tarn = makers.make_center("Tarn", is_default=True)
    moor = makers.make_center("Moor", umbrella=tarn)
    ann, bob = makers.make_author("Ann Moss"), makers.make_author("Bob Reed")
    position = makers.make_affiliation(ann, "Director", center=moor, from_date="2010")
    boats, fells = makers.make_term("topic", "Boats"), makers.make_term("region", "Fells")
    item = makers.make_menu_item(tarn, "main", term=boats)
    makers.make_newsletter(moor)
    shared = {"kind": makers.make_kind("paper"), "series": makers.make_series("Slate", center=moor)}
    ferry = makers.make_article(
        "The Ferry", authors=[ann], centers=[moor, tarn], terms=[boats, fells], outlet=makers.make_outlet(),
        body='<p>The quay was empty. <a href="https://old.example/2">Two</a></p>', **shared,
    )  # fmt: skip
    weir = makers.make_article(
        "The Weir", date="2013-05-01", authors=[ann, bob], centers=[moor], terms=[boats], **shared
    )
    plain = makers.make_article("Plain", date="2011-02-01", authors=[bob], centers=[tarn], terms=[fells])
    draft = makers.make_article(
        "Draft",
        date="2014-12-03",
        authors=[ann],
        centers=[moor],
        terms=[boats],
        status=Status.DRAFT,
        **shared,
    )
    link = BodyLink.objects.create(article=ferry, href="https://old.example/2", target=draft)
    return SimpleNamespace(**locals())


CHANGES = {
    "works": {
        "a title is edited": lambda m: Article.objects.filter(pk=m.ferry.pk).update(title="The Boat"),
        "a draft is published": lambda m: Article.objects.filter(pk=m.draft.pk).update(
            status=Status.PUBLISHED
        ),
        "a body is edited": lambda m: Article.objects.filter(pk=m.weir.pk).update(body="<p>Water.</p>"),
        "a work is dated otherwise": lambda m: Article.objects.filter(pk=m.plain.pk).update(
            published_on=dt.date(2016, 1, 1)
        ),
        "a work is withdrawn": lambda m: Article.objects.filter(pk=m.weir.pk).update(
            status=Status.WITHDRAWN, withdrawal_reason="Wrong."
        ),
        "a work is deleted": lambda m: Article.objects.filter(pk=m.weir.pk).delete(),
    },
    "what hangs on works": {
        "a translation is added": lambda m: makers.make_article(
            "Le bac", language="fr", translation_of=m.ferry
        ),
        "a work is said to be another person's": lambda m: m.plain.byline_entries.update(author=m.ann),
        "a work gets a center": lambda m: ArticleCenter.objects.create(
            article=m.plain, center=m.moor, position=1
        ),
        "a work gets a term": lambda m: ArticleTerm.objects.create(content_object=m.plain, tag=m.boats),
        "a work loses its terms": lambda m: m.weir.term_links.all().delete(),
        "a correction is added": lambda m: Correction.objects.create(
            article=m.ferry, corrected_on=dt.date(2020, 1, 1), text="One became two."
        ),
        "a file is added": lambda m: Attachment.objects.create(
            article=m.ferry, title="Map", url="https://a.example/"
        ),
    },
    "people and terms": {
        "a person is renamed": lambda m: Author.objects.filter(pk=m.ann.pk).update(name="Anna Moss"),
        "two people are one": lambda m: fold([m.bob], m.ann),
        "a position ends": lambda m: Affiliation.objects.filter(pk=m.position.pk).update(to_date="2012"),
        "a term is renamed": lambda m: Term.objects.filter(pk=m.boats.pk).update(name="Ships"),
        "a person gets another address": lambda m: Author.objects.filter(pk=m.ann.pk).update(slug="moss"),
    },
    "houses": {
        "a center is renamed": lambda m: Center.objects.filter(pk=m.moor.pk).update(name="Heath"),
        "a menu says something else": lambda m: MenuItem.objects.filter(pk=m.item.pk).update(label="Vessels"),
        "a kind is called otherwise": lambda m: type(m.shared["kind"]).objects.update(label="Study"),
        "an outlet is called otherwise": lambda m: type(m.ferry.outlet).objects.update(name="The Post"),
        "a series is called otherwise": lambda m: type(m.shared["series"]).objects.update(name="Chalk"),
        "a work is put forward": lambda m: makers.make_highlight(m.moor, m.plain),
    },
}


def told(reader, addresses=ADDRESSES):
    """What a reader is answered, by address."""
    found = {}
    for address in addresses:
        response = reader.get(address)
        found[address] = response.status_code, response.getvalue().decode()
    return found


@pytest.mark.parametrize("of", CHANGES)
def test_a_change_shows_on_the_next_request_at_every_server(reader_at, client, made, settings, of):
    here, there = reader_at(), reader_at()
    before = told(here)
    assert told(there) == before
    for change, make in CHANGES[of].items():
        make(made)
        settings.KEEP_PAGES = False
        now = told(client)
        settings.KEEP_PAGES = True
        assert now != before, change
        assert told(there) == now, change
        assert told(here) == now, change
        before = now


def test_a_work_appears_everywhere_when_its_instant_comes(reader_at, client, settings, made, monkeypatch):
    soon = timezone.now() + dt.timedelta(hours=1)
    Article.objects.filter(pk=made.draft.pk).update(status=Status.PUBLISHED, publish_at=soon)
    here, there = reader_at(), reader_at()
    before = told(here)
    assert told(there) == before
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon + dt.timedelta(seconds=1))
    settings.KEEP_PAGES = False
    now = told(client)
    settings.KEEP_PAGES = True
    assert "Draft" in now["/articles/2014/12/the-ferry/"][1]
    assert told(there) == now
    assert told(here) == now


def test_another_year_shows_at_the_foot_of_every_page(reader, made, monkeypatch):
    address = "/articles/2013/05/the-weir/"
    reader.get(address)
    later = timezone.now().replace(year=timezone.now().year + 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert reader.kept.right(address, _version()) is None


def _version():
    from archive import freshness

    return freshness.version()


def test_a_page_is_read_again_for_one_query(reader, made, django_assert_num_queries):
    for address in (*ADDRESSES, *OTHERS):
        first = reader.get(address)
        assert first.status_code == 200
        with django_assert_num_queries(1):
            again = reader.get(address)
        assert again.getvalue() == first.getvalue()


def test_saving_a_draft_drops_nothing(reader, made, django_assert_num_queries):
    told(reader)
    Article.objects.filter(pk=made.draft.pk).update(title="Another word", body="<p>Quay</p>")
    made.draft.byline_entries.update(name="A. M.")
    makers.make_article("One more", status=Status.DRAFT, authors=[made.ann], terms=[made.boats])
    for address in ADDRESSES:
        with django_assert_num_queries(1):
            reader.get(address)


def test_a_change_leaves_the_page_of_an_unrelated_work_where_it_is(reader, made):
    boats = "/articles/2013/05/the-weir/"
    for number in range(8):  # so many that the page has no room for older work of its host
        makers.make_article(f"Newer {number}", date=f"2015-01-0{number + 1}", centers=[made.moor])
    makers.make_article("Old", date="2001-01-01", centers=[made.tarn], terms=[makers.make_term()])
    reader.get(boats)
    Article.objects.filter(title="Old").update(body="<p>Better.</p>")
    assert reader.kept.right(boats, _version())
    Article.objects.filter(title="Newer 7").update(title="Newest")
    assert reader.kept.right(boats, _version()) is None


def test_new_people_leave_pages_where_they_are_and_an_edited_center_does_not(reader, made):
    page = "/articles/2013/05/the-weir/"
    reader.get(page)
    makers.make_author("Cyd Thorn")
    makers.make_term("topic", "Lamps")
    assert reader.kept.right(page, _version())
    made.tarn.newsletters.create(name="Tidings", code="t")
    assert reader.kept.right(page, _version()) is None
