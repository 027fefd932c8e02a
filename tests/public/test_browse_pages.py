"""The ways through the whole archive: at a glance, by year and month, by title, without a date."""

from __future__ import annotations

import pytest

from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db

HIDDEN = [{"status": Status.DRAFT}, {"status": Status.WITHDRAWN}, {"publish_at": makers.tomorrow()}]


@pytest.fixture(autouse=True)
def _house():
    makers.make_center("Tarn")


def marks(rows):
    return {row.value: (row.count, row.share) for row in rows}


# At a glance


def test_the_overview_counts_what_readers_may_see_and_leads_to_it(client):
    tarn, moor = makers.make_center("Tarn Hill"), makers.make_center("Moor")
    fells = makers.make_term("region", "Fells")
    ridge = makers.make_term("region", "Ridge", parent=fells)
    paper, essay = makers.make_kind("paper", "Paper"), makers.make_kind("essay", "Essay")
    shared = {"authors": [makers.make_author("Ann Moss")], "outlet": makers.make_outlet()}
    makers.make_article(date="2014", kind=paper, centers=[tarn, moor], terms=[ridge], **shared)
    makers.make_article(date="2016-03", kind=paper, centers=[moor], terms=[fells], language="fr", **shared)
    makers.make_article(date="2016-03-09", kind=essay, centers=[moor])
    makers.make_article(date=None, kind=paper)
    for number, state in enumerate(HIDDEN):
        makers.make_article(
            date="1990", kind=makers.make_kind(f"hidden-{number}"), language="de", centers=[moor],
            authors=[makers.make_author(f"Hid {number}")], outlet=makers.make_outlet(), terms=[ridge],
            **state,
        )  # fmt: skip
    shown = client.get("/browse/").context
    assert (shown["works"], shown["people"], shown["outlets"], shown["undated"]) == (4, 1, 1, 1)
    assert (shown["first"], shown["last"]) == (2014, 2016)
    assert [(bar["year"], bar["count"]) for bar in shown["histogram"]["bars"]] == [
        (2014, 1), (2015, 0), (2016, 2),
    ]  # fmt: skip
    assert marks(shown["kinds"]) == {"paper": (3, 100), "essay": (1, 33)}
    assert marks(shown["languages"]) == {"en": (3, 100), "fr": (1, 33)}
    assert marks(shown["centers"]) == {"moor": (3, 100), "tarn-hill": (1, 33)}
    assert [(row.value, row.count, row.depth) for row in shown["regions"]] == [
        ("fells", 2, 0),
        ("ridge", 1, 1),
    ]
    for row in [*shown["kinds"], *shown["languages"], *shown["centers"], *shown["regions"]]:
        listing = client.get(row.url).context["listing"]
        assert (row.facet, row.value, listing.total) == (row.facet, row.value, row.count)


def test_the_table_of_years_adds_up_and_its_cells_lead_to_what_they_count(client):
    paper = makers.make_kind("paper", "Paper")
    makers.make_article(date="2014", kind=paper)
    makers.make_article(date="2014-05-01", kind=paper)
    makers.make_article(date="2014-06-01")
    makers.make_article(date="2014", kind=paper, status=Status.DRAFT)
    table = client.get("/browse/").context["table"]
    assert [kind.value for kind in table["kinds"]] == ["paper"]
    [row] = table["rows"]
    assert (row["year"], row["count"], row["rest"]) == (2014, 3, 1)
    assert client.get(row["url"]).context["listing"].total == 3
    [cell] = row["cells"]
    assert cell["count"] == client.get(cell["url"]).context["listing"].total == 2


def test_a_kind_has_its_years_drawn_from_the_first_of_the_archive(client):
    paper = makers.make_kind("paper", "Paper")
    makers.make_article(date="2010")
    for date in ("2012", "2012-02", "2013"):
        makers.make_article(date=date, kind=paper)
    [row] = [row for row in client.get("/browse/").context["kinds"] if row.value == "paper"]
    assert [(column.at, column.height) for column in row.columns] == [(2, 24), (3, 12)]
    assert (row.first, row.last) == (2012, 2013)


def test_an_empty_archive_and_one_of_undated_works_have_an_overview(client):
    assert client.get("/browse/").context["works"] == 0
    makers.make_article(date=None)
    shown = client.get("/browse/").context
    assert (shown["works"], shown["undated"], shown["histogram"]) == (1, 1, None)


# By year and month


def test_a_year_shows_its_works_month_by_month_and_those_of_no_known_month_last(client):
    for title, date in [
        ("Late", "2014-12-31"), ("Vague", "2014"), ("Early", "2014-01-01"), ("March", "2014-03"),
        ("After", "2015-01-01"), ("Before", "2013-12-31"), ("Never", None),
    ]:  # fmt: skip
        makers.make_article(title, date=date)
    makers.make_article("Hidden", date="2014-02-01", status=Status.DRAFT)
    shown = client.get("/browse/2014/").context
    assert [(group["at"], [work.title for work in group["works"]]) for group in shown["groups"]] == [
        (1, ["Early"]), (3, ["March"]), (12, ["Late"]), (0, ["Vague"]),
    ]  # fmt: skip
    assert [part.count for part in shown["span"].parts] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (shown["total"], shown["span"].unknown.count) == (4, 1)


def test_a_month_shows_its_works_day_by_day_and_those_of_no_known_day_last(client):
    for title, date in [
        ("Ninth", "2014-03-09"), ("Vague", "2014-03"), ("First", "2014-03-01"), ("Whole year", "2014"),
        ("April", "2014-04-01"), ("Last", "2014-03-31"),
    ]:  # fmt: skip
        makers.make_article(title, date=date)
    makers.make_article("Hidden", date="2014-03-02", publish_at=makers.tomorrow())
    shown = client.get("/browse/2014/03/").context
    assert [(group["at"], [work.title for work in group["works"]]) for group in shown["groups"]] == [
        (1, ["First"]), (9, ["Ninth"]), (31, ["Last"]), (0, ["Vague"]),
    ]  # fmt: skip
    days = [part for week in shown["span"].weeks() for part in week if part]
    assert [str(day.date) for day in days if day.count] == ["2014-03-01", "2014-03-09", "2014-03-31"]


def test_years_and_months_lead_to_the_nearest_that_have_works(client):
    for date in ("2003-05-01", "2009-11", "2014-03-01", "2014-06-01", "2020"):
        makers.make_article(date=date)
    makers.make_article(date="2012-01-01", status=Status.DRAFT)
    span = client.get("/browse/2014/").context["span"]
    assert (span.earlier.url, span.later.url) == ("/browse/2009/", "/browse/2020/")
    span = client.get("/browse/2014/03/").context["span"]
    assert (span.earlier.url, span.later.url) == ("/browse/2009/11/", "/browse/2014/06/")
    assert client.get("/browse/2003/").context["span"].earlier is None
    assert client.get("/browse/2014/06/").context["span"].later is None, "2020 has a work, but no month has"


@pytest.mark.parametrize(
    "address",
    [
        "/browse/2013/", "/browse/2014/05/", "/browse/2014/13/", "/browse/2014/00/", "/browse/0001/",
        "/browse/9999/", "/browse/2014/?page=2", "/browse/2014/?page=0", "/browse/2014/?page=x",
        "/browse/2014/03/?page=2014-03-01.1", "/browse/titles/?letter=z", "/browse/titles/?letter=%25",
        "/browse/titles/?page=2", "/browse/undated/?page=2",
    ],
)  # fmt: skip
def test_what_has_no_works_is_not_found(client, address):
    makers.make_article("Quay", date="2014-03-01")
    makers.make_article("Zeal", date="2014-05-01", status=Status.DRAFT)
    makers.make_article("Zest", date="2013", publish_at=makers.tomorrow())
    assert client.get(address).status_code == 404


def test_a_year_turns_its_pages_and_every_work_stands_on_one(client):
    for number in range(60):
        makers.make_article(date=f"2014-{1 + number % 12:02}-{1 + number % 28:02}" if number > 5 else "2014")
    first, second = (client.get(f"/browse/2014/{page}").context for page in ("", "?page=2"))
    works = [work.pk for shown in (first, second) for group in shown["groups"] for work in group["works"]]
    assert len(works) == len(set(works)) == 60
    assert second["span"].unknown.url == "/browse/2014/?page=2#part-0"
    assert 'id="part-0"' in client.get("/browse/2014/?page=2").text
    assert second["canonical"].endswith("/browse/2014/?page=2")


def test_a_day_of_a_month_leads_to_the_page_on_which_its_works_begin(client):
    for number in range(55):
        makers.make_article(date="2014-03-02" if number < 52 else "2014-03-20")
    span = client.get("/browse/2014/03/").context["span"]
    assert [part.url for part in span.parts if part.count] == [
        "/browse/2014/03/#part-2", "/browse/2014/03/?page=2#part-20",
    ]  # fmt: skip


def test_a_week_begins_where_the_language_of_the_page_begins_it(client):
    makers.make_center("Moor", languages=["fr"])
    makers.make_article(date="2014-03-09")
    for prefix, first in (("", "Sunday"), ("/moor", "lundi")):
        assert f'title="{first}"' in client.get(f"{prefix}/browse/2014/03/").text.partition("</th>")[0]


# Without a date, and by title


def test_works_without_a_date_stand_together(client):
    makers.make_article("The Quay", date=None)
    makers.make_article("A Ferry", date=None)
    makers.make_article("Dated", date="2014")
    makers.make_article("Hidden", date=None, status=Status.DRAFT)
    assert [work.title for work in client.get("/browse/undated/").context["found"]] == ["A Ferry", "The Quay"]


def test_titles_stand_under_the_letters_of_every_script(client):
    for title, language in [
        ("The Ferry", "en"), ("Fees", "en"), ("L’écluse", "fr"), ("Дамба", "ru"), ("الميناء", "ar"),
        ("内河港口", "zh-Hans"), ("3 Locks", "en"),
    ]:  # fmt: skip
        makers.make_article(title, language=language)
    makers.make_article("Quiet", status=Status.DRAFT)
    shown = client.get("/browse/titles/").context
    assert [(group["letter"], [work.title for work in group["works"]]) for group in shown["groups"]] == [
        ("0", ["3 Locks"]), ("E", ["L’écluse"]), ("F", ["Fees", "The Ferry"]), ("Д", ["Дамба"]),
        ("م", ["الميناء"]), ("中", ["内河港口"]),
    ]  # fmt: skip
    offered = [letter for letters in shown["alphabets"] for letter in letters if letter["url"]]
    assert [letter["letter"] for letter in offered] == ["0", "E", "F", "Д", "م", "中"]
    for letter in offered:
        assert client.get(letter["url"]).context["total"] == letter["count"]


def test_a_letter_keeps_to_its_own_pages(client):
    for number in range(101):
        makers.make_article(f"Ferry {number}")
    makers.make_article("Gauge")
    shown = client.get("/browse/titles/?letter=f&page=2").context
    assert [work.title for work in shown["found"]] == ["Ferry 100"]
    assert shown["pages"]["newer"] == "/browse/titles/?letter=f"
    assert shown["canonical"].endswith("/browse/titles/?letter=f&page=2")


# Under every host


@pytest.mark.parametrize(
    "address", ["/browse/", "/browse/2014/", "/browse/2014/03/", "/browse/titles/", "/browse/undated/"]
)
def test_every_host_shows_the_same_and_links_stay_under_its_prefix(client, address):
    makers.make_center("Moor", languages=["ar"])
    makers.make_article("Quay", date="2014-03-01", kind=makers.make_kind("paper"))
    makers.make_article("Lost", date=None)
    root, hosted = client.get(address), client.get("/moor" + address)
    assert root.context["canonical"] == hosted.context["canonical"]
    assert hosted.context["language"] == "ar"
    assert root.text.count("/articles/") == hosted.text.count("/moor/articles/")
    assert 'href="/browse' not in hosted.text


def test_kinds_and_regions_have_the_names_of_the_pages_language(client):
    makers.make_center("Moor", languages=["fr"])
    paper, fells = makers.make_kind("log", "Log"), makers.make_term("region", "Fells")
    paper.names.create(name="Carnet", language="fr")
    fells.names.create(name="Les Fells", language="fr")
    makers.make_article(kind=paper, terms=[fells])
    shown = client.get("/moor/browse/").context
    assert [row.label for row in (*shown["kinds"], *shown["regions"])] == ["Carnet", "Les Fells"]
