"""Pages of a list: every work once, in order, at any depth, forwards and backwards."""

from __future__ import annotations

import pytest

from archive.articles import sets
from archive.articles.listing import MOST_PAGES, Among, Page, Position, page_of
from archive.articles.models import Article
from tests.makers import make_article

pytestmark = pytest.mark.django_db

DATES = ["2014-12-02", "2014-12-02", "2014-12", "2013", "2015-06-01", None, None, "2014-12-02", "2012-02-29"]


def published() -> Among:
    now = sets.current()
    return Among(now, now.everything)


def walk(start: Page, sort: str, size: int) -> list[str]:
    """Follow the pages onwards to the end; return the titles met."""
    titles, page = [], start
    while True:
        titles += [work.title for work in page.works]
        if page.next is None:
            return titles
        page = page_of(published(), Position.parse(str(page.next)), sort=sort, size=size)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 4, 50])
def test_every_work_is_met_once_by_number_and_by_place(sort, size):
    made = [make_article(f"Work {n}", date=date) for n, date in enumerate(DATES)]
    works = Article.objects.published()
    expected = [work.title for work in (works.newest() if sort == "newest" else works.oldest())]
    assert len(expected) == len(made)

    assert walk(page_of(published(), Position(), sort=sort, size=size), sort, size) == expected

    first = page_of(published(), Position(), sort=sort, size=1)
    after = page_of(published(), Position.after(first.works[0]), sort=sort, size=size)
    assert [first.works[0].title, *walk(after, sort, size)] == expected


def test_going_back_from_a_place_shows_the_page_before():
    for n in range(7):
        make_article(f"Work {n}", date=f"2014-01-{n + 1:02}")
    works = published()
    third = page_of(works, Position.after(Article.objects.newest()[3]), size=2)

    back = page_of(works, Position.parse(str(third.previous)), size=2)

    assert [work.title for work in third.works] == ["Work 2", "Work 1"]
    assert [work.title for work in back.works] == ["Work 4", "Work 3"]
    assert [work.title for work in page_of(works, Position.parse(str(back.next)), size=2).works] == [
        "Work 2",
        "Work 1",
    ]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_nothing_is_missed_or_met_twice_while_works_are_being_published(sort):
    for n in range(10):
        make_article(f"Work {n}", date=f"2014-01-{n + 1:02}")
    met, position, number = [], Position(), 1
    while position is not None:
        page = page_of(published(), position, sort=sort, size=3)
        assert page.position.number == number
        met += [work.title for work in page.works]
        make_article(f"New {number}", date=f"20{15 if sort == 'newest' else 10}-01-{number:02}")
        position, number = page.next and Position.parse(str(page.next)), number + 1
    works = [f"Work {n}" for n in range(10)]
    assert met == (works[::-1] if sort == "newest" else works)


def test_who_goes_on_from_page_to_page_never_pays_for_the_pages_before(django_assert_num_queries):
    for n in range(60):
        make_article(f"Work {n}", date=f"2014-{1 + n % 12:02}-{1 + n // 12:02}")
    page = page_of(published(), Position(), size=5)
    while page.next is not None:
        with django_assert_num_queries(3) as asked:
            page = page_of(published(), page.next, size=5)
        assert not [one for one in asked.captured_queries if "OFFSET" in one["sql"]]
    assert page.position.number == 12


def test_newest_first_undated_last():
    make_article("Undated", date=None)
    make_article("Only a year", date="2014")
    make_article("A day of it", date="2014-12-02")
    page = page_of(published(), Position())
    assert [work.title for work in page.works] == ["A day of it", "Only a year", "Undated"]


def test_after_the_last_numbered_page_places_take_over(monkeypatch):
    monkeypatch.setattr("archive.articles.listing.MOST_PAGES", 2)
    for n in range(5):
        make_article(f"Work {n}", date=f"2014-01-{n + 1:02}")
    page = page_of(published(), Position(number=2), size=2)
    assert page.next.day is not None
    rest = page_of(published(), page.next, size=2)
    assert [work.title for work in rest.works] == ["Work 0"]
    assert rest.next is None


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-1",
        "x",
        "1.5",
        str(10**20),
        str(MOST_PAGES + 1),
        "²",
        "٣",
        "2014-02-30.1",
        "2014-12-02",
        "2014-12-02.",
        "2014-12-02.x",
        "--2014-12-02.1",
        "\x00",
        "2014-12-02.1\n",
    ],
)
def test_an_address_that_names_no_page_is_told_apart(text):
    assert Position.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "500",
        "2014-12-02.812",
        "-2014-12-02.812",
        "0001-01-01.5",
        "3.2014-12-02.812",
        "3.-2014-12-02.812",
    ],
)
def test_a_position_is_written_as_it_is_read(text):
    assert str(Position.parse(text)) == text


def test_an_id_larger_than_any_is_still_a_place():
    make_article()
    assert page_of(published(), Position.parse(f"9999-12-31.{'9' * 19}")).works


@pytest.mark.parametrize("rows", [1, 20])
def test_costs_three_queries_for_any_number_of_rows(rows, django_assert_num_queries):
    for _ in range(rows):
        make_article(authors=["Wilma Oakrest"])
    with django_assert_num_queries(3):
        page = page_of(published(), Position())
        for work in page.works:
            assert [entry.name for entry in work.byline] == ["Wilma Oakrest"]
            str(work.kind), str(work.primary_center), str(work.series), work.published, work.deck
