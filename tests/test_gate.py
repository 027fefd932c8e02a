"""The gate: nothing that readers may not see shows anywhere, not even in a count.

Every named address of the site is walked (a new page is walked as soon as it has a name), and every link
from there. Then drafts, works in review, scheduled and withdrawn ones are made: every page must stay the
same, byte for byte, and whatever belongs to them must answer as if it were not there.
"""

from __future__ import annotations

import itertools
import re
from html import unescape

import pytest
from django.urls import get_resolver
from django.utils import timezone

from archive.articles import links
from archive.articles.models import Article, Attachment, Correction, LegacyAddress
from archive.articles.search import rebuild
from archive.publication import Status
from archive.text.addresses import normalise
from tests import makers

pytestmark = pytest.mark.django_db

SECRET = "Quokka"
OLD_SITE = "https://wallaby.example/notes/"
NOT_FOR_READERS = {
    "admin", "healthz", "readyz", "draft-keep", "draft-discard", "preview", "preview-begin", "preview-frame",
    "preview-link", "preview-revoke", "preview-outside",
}  # fmt: skip
MOST_LINKS = 60
QUESTIONS = ["lighthouse", "wallaby", SECRET, "quoka", "lighthouse quokka"]
HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "review": {"status": Status.REVIEW},
    "scheduled": {"publish_at": makers.tomorrow()},
    "withdrawn": {"status": Status.WITHDRAWN, "withdrawal_reason": "Taken back."},
}


@pytest.fixture
def shown(monkeypatch):
    """Two published works that share everything two works can share; the values of every kind of address."""
    monkeypatch.setattr("archive.articles.sets.members.RANGE", 10**9)  # one part, whatever the keys are
    host = makers.make_center("Tarn")
    moor = makers.make_center("Moor", umbrella=host, languages=["ar"])
    person = makers.make_author("Wilma Wallaby")
    makers.make_affiliation(person, center=host, from_date="2010")
    terms = [
        makers.make_term(facet, f"Wallaby {facet}")
        for facet in ("topic", "region", "program", "project", "collection")
    ]
    makers.make_menu_item(host, "featured", term=terms[0])
    shared = {
        "authors": [person, makers.make_author("Bob Reed")], "centers": [host, moor], "terms": terms,
        "series": makers.make_series("Wallaby Notes", center=host), "kind": makers.make_kind("dispatch"),
        "body": "<p>The lighthouse stood.</p>",
    }  # fmt: skip
    works = [makers.make_article(f"Wallaby {year}", date=f"{year}-05-01", **shared) for year in (2012, 2016)]
    works[0].body = "".join(f'<p><a href="{OLD_SITE}{name}">Of {name}</a></p>' for name in ("2016", *HIDDEN))
    works[0].save()
    LegacyAddress.objects.create(article=works[1], address=normalise(f"{OLD_SITE}2016"))
    links.follow(works)
    rebuild()
    return {"shared": shared, "works": works, "host": host}


def make_hidden(shared):
    """Make works in every hidden state: some share all with the published ones, some bring their own."""
    original = Article.objects.get(title="Wallaby 2016")
    for name, state in HIDDEN.items():
        makers.make_article(
            f"{SECRET} alike", slug=f"hidden-shared-{name}", date="2014-05-01", **shared, **state
        )
        makers.make_article(
            f"{SECRET} translated", slug=f"hidden-translated-{name}", language="ar", translation_of=original,
            authors=shared["authors"], **state,
        )  # fmt: skip
        work = makers.make_article(
            f"{SECRET} apart", slug=f"hidden-{name}", date="1931-05-01", language="eo", deck=SECRET,
            body=f"<p>{SECRET} lighthouse</p>", centers=shared["centers"],
            **own_things(name, shared["centers"][0]), **state,
        )  # fmt: skip
        makers.make_highlight(shared["centers"][0], work)
        day = f"{timezone.now():2012-%m-%d}"
        makers.make_article(f"{SECRET} on this day", slug=f"hidden-day-{name}", date=day, **shared, **state)
        LegacyAddress.objects.create(article=work, address=normalise(f"{OLD_SITE}{name}"))
        links.follow([work])
        Attachment.objects.create(article=work, title=SECRET, url="https://files.example/a.pdf")
        Correction.objects.create(article=work, corrected_on="2020-01-01", text=SECRET)
    rebuild()


def own_things(name, center):
    """Make a person, terms, a series, a kind and an outlet that only one hidden work names."""
    slug = f"hidden-{name}"
    person = makers.make_author(f"{SECRET} {name}", slug=slug)
    makers.make_affiliation(person, center=center, from_date="2010")
    parent = makers.make_term("region", f"{SECRET} above {name}", slug=f"hidden-above-{name}")
    terms = [makers.make_term("region", f"{SECRET} below {name}", slug=slug, parent=parent)]
    terms += [makers.make_term(facet, f"{SECRET} {name}", slug=slug) for facet in ("topic", "program")]
    return {
        "authors": [person, f"{SECRET} Unmatched"],
        "terms": terms,
        "series": makers.make_series(f"{SECRET} Notes {name}", slug=slug, center=center),
        "kind": makers.make_kind(slug, f"{SECRET} {name}"),
        "outlet": makers.make_outlet(f"{SECRET} Courier {name}"),
    }


def known_values(values, name, parameter):
    """Return what a parameter of a page is filled in with; None where the gate does not know."""
    for page in (name, *name.split("_")):
        if found := values.get(f"{page} {parameter}"):
            return found
    return values.get(parameter)


def named_addresses(values):
    """Return every named address of the site, filled in with the values of its parameters.

    Values belong to a parameter, or to "page parameter" where a page takes others; a page called "page_file"
    takes those of the page and those of the file.
    """
    found = set()
    resolver = get_resolver()
    assert set(resolver.namespace_dict) <= NOT_FOR_READERS, "A namespace is not walked: teach it to the gate."
    for name in filter(
        lambda name: isinstance(name, str) and name not in NOT_FOR_READERS, resolver.reverse_dict
    ):
        for forms, *_ in resolver.reverse_dict.getlist(name):
            for form, parameters in forms:
                known = [known_values(values, name, one) for one in parameters]
                assert all(known), (
                    f"The gate does not know every parameter of the page “{name}”: {parameters}."
                )
                for choice in itertools.product(*known):
                    found.add("/" + form % dict(zip(parameters, choice, strict=True)))
    return found


SHOWN_VALUES = {
    "host": ["moor"],
    "path": ["2016/05/wallaby-2016", "2012/05/wallaby-2012"],
    "vocabulary": ["topics", "regions"],
    "author slug": ["wilma-wallaby"],
    "series slug": ["wallaby-notes"],
    "term slug": ["wallaby-topic", "wallaby-region"],
    "feed kind": ["rss", "atom", "json"],
    "export kind": ["csv", "ris", "bib", "json"],
    "citation kind": ["ris", "bib", "json"],
    "section": ["lists", "articles", "authors", "terms", "series", "centers"],
    "part": ["0"],
    "year": ["2012", "2016"],
    "month": ["05"],
    "slug": ["wilma-wallaby", "wallaby-notes", "wallaby-topic"],
    "name": ["pictures/none.webp"],
}
HIDDEN_SLUGS = ["hidden-draft", "hidden-review", "hidden-scheduled", "hidden-withdrawn", "hidden-above-draft"]
HIDDEN_VALUES = SHOWN_VALUES | {
    "path": [f"1931/05/hidden-{name}" for name in HIDDEN]
    + [f"2014/05/hidden-shared-{name}" for name in HIDDEN],
    "slug": HIDDEN_SLUGS,
    "author slug": HIDDEN_SLUGS,
    "series slug": HIDDEN_SLUGS,
    "term slug": HIDDEN_SLUGS,
}


def read(client, address):
    """Return the status and the bytes of an answer."""
    response = client.get(address)
    return response.status_code, b"".join(
        response.streaming_content
    ) if response.streaming else response.content


def walk(client):
    """Return what every named address answers, what a search does, and what their links lead to."""
    asked = ("/search/", "/moor/articles/", "/search/feed.json", "/articles/export.csv")
    questions = {f"{page}?q={question}" for page in asked for question in QUESTIONS}
    waiting = sorted(named_addresses(SHOWN_VALUES) | questions)
    bound = len(waiting) + MOST_LINKS
    answers = {}
    for address in waiting:
        if address in answers:
            continue
        status, content = answers[address] = read(client, address)
        if status == 200 and len(waiting) < bound:
            links = {unescape(link) for link in re.findall(r'href="(/[^"]*)"', content.decode())}
            waiting += sorted(link for link in links if not link.startswith("/static/"))
    return answers


def test_no_page_changes_by_a_work_that_readers_may_not_see(client, shown):
    before = walk(client)
    make_hidden(shown["shared"])
    assert [address for address in before if read(client, address) != before[address]] == []

    makers.make_article("Wallaby 2014", date="2014-05-01", **shown["shared"])
    rebuild()
    for address in (
        "/", "/moor/", "/articles/", "/articles/2012/05/wallaby-2012/", "/authors/",
        "/authors/wilma-wallaby/",
        "/feed.rss", "/articles/feed.atom", "/authors/wilma-wallaby/feed.json", "/moor/feed.rss",
        "/search/feed.json?q=lighthouse", "/articles/export.csv", "/topics/wallaby-topic/export.bib",
        "/series/wallaby-notes/export.ris", "/search/export.json", "/sitemap-articles-0.xml", "/sitemap.xml",
        "/series/wallaby-notes/", "/topics/", "/regions/wallaby-region/", "/moor/articles/?q=lighthouse",
    ):  # fmt: skip
        assert read(client, address) != before[address], (
            "This page does not change for a visible work either."
        )


def test_the_walk_meets_what_is_published_and_no_link_leads_nowhere(client, shown):
    answers = walk(client)
    for word in ("Wallaby 2012", "Wilma Wallaby", "Wallaby Notes", "Wallaby topic", "Wallaby region"):
        assert sum(word.encode() in content for _, content in answers.values()) > 10
    assert sum("?" in address for address in answers) > 20
    links = answers.keys() - named_addresses(SHOWN_VALUES)
    assert {address: answers[address][0] for address in links if answers[address][0] != 200} == {}


def test_what_belongs_to_hidden_works_answers_as_if_it_were_not_there(client, shown):
    make_hidden(shown["shared"])
    absent = {}
    for address in sorted(named_addresses(HIDDEN_VALUES) - named_addresses(SHOWN_VALUES)):
        status, content = read(client, address)
        if "withdrawn/" in address and "/articles/" in address:
            assert status == 410
            continue
        prefix = address.startswith("/moor/")
        absent.setdefault(prefix, read(client, "/moor/topics/absent/" if prefix else "/topics/absent/"))
        assert (address, status, content) == (address, *absent[prefix])
        assert SECRET.lower() not in content.decode().lower()


def test_a_link_in_a_body_leads_to_a_published_work_and_never_betrays_where_a_hidden_one_stands(
    client, shown
):
    make_hidden(shown["shared"])
    body = client.get("/articles/2012/05/wallaby-2012/").text
    assert 'href="/articles/2016/05/wallaby-2016/"' in body
    for work in Article.objects.filter(slug__in=[f"hidden-{name}" for name in HIDDEN]):
        assert work.linked_from.count() == 1
        assert work.get_absolute_url() not in body
    for name in HIDDEN:
        assert f'href="{OLD_SITE}{name}"' in body


@pytest.mark.parametrize("parameter", ["kind", "topic", "region", "program", "author", "series"])
def test_a_hidden_choice_finds_nothing_and_keeps_its_name_to_itself(client, shown, parameter):
    make_hidden(shown["shared"])
    for name in HIDDEN:
        response = client.get(f"/articles/?{parameter}=hidden-{name}")
        assert response.context["listing"].total == 0
        assert SECRET not in response.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_search_finds_and_suggests_nothing_hidden(client, shown, question):
    make_hidden(shown["shared"])
    context = client.get(f"/search/?q={question}").context
    assert all(work in shown["works"] for work in context["listing"].works)
    assert context["listing"].total == len(context["listing"].works)
    assert context["suggestion"] is None


def test_a_scheduled_work_shows_as_soon_as_its_instant_comes(client, shown):
    work = makers.make_article(f"{SECRET} soon", publish_at=makers.tomorrow())
    assert SECRET not in client.get("/articles/").text
    work.publish_at = makers.yesterday()
    work.save()
    assert SECRET in client.get("/articles/").text
