"""Lists of the admin go from row to row, count no further than anybody reads, and order only by an index."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from archive.articles.models import (
    Article,
    BodyLink,
    LegacyAddress,
    MissingAddress,
    Outlet,
)
from archive.editing import RecordAdmin, lists
from archive.importing.models import ImportedRecord, ImportRun
from archive.tags.models import Term
from authors.models import Author
from tests.makers import make_article, make_author, make_center, make_kind, make_term, make_user

pytestmark = pytest.mark.django_db
WORKS = "/admin/articles/article/"
LONG = (Article, Author, Term, Outlet, LegacyAddress, MissingAddress, BodyLink, ImportedRecord, ImportRun)


@pytest.fixture
def short_pages(monkeypatch):
    """Let every list have three rows on a page."""
    monkeypatch.setattr(RecordAdmin, "list_per_page", 3)


def shown(response):
    return [row.pk for row in response.context["cl"].result_list]


def flat(pages):
    return [key for page in pages for key in page]


def leaf(response, name):
    return WORKS + response.context["cl"].leaves[name]


def walk(desk, url):
    """Return the keys of the rows, page by page, as somebody meets them who goes on to the end."""
    pages = [shown(response := desk.get(url))]
    while "next" in response.context["cl"].leaves:
        pages.append(shown(response := desk.get(leaf(response, "next"))))
    return pages


@pytest.mark.parametrize("order", ["", "?o=6", "?o=-6", "?o=7", "?o=-7"])
def test_paging_meets_every_row_once_in_either_direction_and_order(desk, short_pages, order):
    days = ["2014-12-02", "2014-12-02", None, "2013", "2014-12-02", None, "2015-01", "2012"]
    made = {make_article(date=day).pk for day in days}
    pages = walk(desk, WORKS + order)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert sorted(flat(pages)) == sorted(made)
    whole = Article.objects.in_bulk(made)
    column = "updated_at" if "7" in order else "sort_date"
    values = [getattr(whole[key], column) for key in flat(pages)]
    assert values == sorted(values, reverse=order in ("", "?o=-6", "?o=-7"))
    last = desk.get(leaf(desk.get(WORKS + order), "last"))
    assert shown(last) == flat(pages)[-3:]
    assert shown(desk.get(leaf(last, "previous"))) == flat(pages)[-6:-3]
    second = desk.get(leaf(desk.get(WORKS + order), "next"))
    assert shown(desk.get(leaf(second, "previous"))) == pages[0]
    assert shown(desk.get(leaf(second, "first"))) == pages[0]


def test_the_ends_of_a_list_say_so(desk, short_pages):
    for _ in range(4):
        make_article()
    first = desk.get(WORKS)
    assert set(first.context["cl"].leaves) == {"next", "last"}
    assert set(desk.get(leaf(first, "next")).context["cl"].leaves) == {"first", "previous"}
    assert desk.get(WORKS + "?state=withdrawn").context["cl"].leaves == {}
    assert desk.get(WORKS + "?last=1&state=withdrawn").status_code == 200


def test_who_pages_on_misses_nothing_while_others_save(desk, short_pages):
    works = [make_article(date=f"2014-12-{day:02}") for day in range(1, 8)]
    page = desk.get(WORKS)
    make_article(date="2015-01-01")
    works[6].delete()
    assert shown(desk.get(leaf(page, "next"))) == [works[3].pk, works[2].pk, works[1].pk]


def test_a_page_keeps_the_filter_and_a_filter_leaves_the_page(desk, short_pages):
    for _ in range(5):
        make_article(status="draft")
        make_article()
    second = desk.get(leaf(desk.get(WORKS + "?state=draft"), "next"))
    assert {row.status for row in second.context["cl"].result_list} == {"draft"}
    assert len(shown(second)) == 2
    assert "after=" not in second.context["cl"].get_query_string({"state": "review"})
    assert 'name="after"' not in second.content.decode()


NO_PLACES = (
    "x", "[]", "[1]", '["2014-12-02"]', '["2014-12-02","x"]', '["2014-13-02",1]', "[null,null]", "[[],{}]",
    '["2014-12-02",99999999999999999999999]', '{"a":1}', "[" * 3000, '["2014-12-02\\u0000",1]', "[NaN,1]",
)  # fmt: skip


def test_what_names_no_place_opens_the_beginning(desk):
    work = make_article()
    for place in NO_PLACES:
        for name in ("after", "before"):
            response = desk.get(WORKS, {name: place})
            assert response.status_code == 200, (name, place)
            assert shown(response) == [work.pk], (name, place)


def test_no_list_is_counted_further_than_it_says(desk, short_pages, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 4)
    for _ in range(7):
        make_article()
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(WORKS)
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"]]
    assert len(counts) == 1
    assert "LIMIT 5" in counts[0]
    assert not any("OFFSET" in query["sql"] for query in asked)
    assert "more than 4 articles" in " ".join(page.content.decode().split())


def test_a_page_that_is_the_whole_list_counts_nothing(desk):
    make_article()
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(WORKS)
    assert not any("COUNT(" in query["sql"] for query in asked)
    assert '<p class="count">1 article</p>' in page.content.decode()


def begins_an_index(model, column):
    """Whether an index of the table begins with the column; the key is one."""
    if column == "pk":
        return True
    table = model._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    name = model._meta.get_field(column).column
    return any((one["index"] or one["unique"]) and one["columns"][:1] == [name] for one in found.values())


@pytest.mark.parametrize("model", LONG, ids=lambda model: model._meta.model_name)
def test_a_long_list_offers_only_orders_that_an_index_holds(rf, admin_user, model):
    page = admin.site.get_model_admin(model)
    request = rf.get("/")
    request.user = admin_user
    offered = [getattr(page, name).admin_order_field for name in page.get_sortable_by(request)]
    default = (page.get_ordering(request) or model._meta.ordering)[0]
    for column in [*offered, default]:
        if not (model is Article and column == "-sort_date"):  # an index of expressions on PostgreSQL
            assert begins_an_index(model, column.removeprefix("-")), column


def test_an_order_that_is_not_offered_is_not_taken_from_the_address(desk):
    older, newer = make_article("A", date="2010"), make_article("B", date="2020")
    for order in ("1", "2", "3", "99", "x", "1.2", "-1.6"):
        assert shown(desk.get(WORKS, {"o": order})) == [newer.pk, older.pk], order


def test_years_and_months_narrow_a_list_and_what_is_no_date_empties_it(desk):
    december, spring, year = (make_article(date=day) for day in ("2014-12-02", "2014-04-05", "2013"))
    undated = make_article(date=None)
    for when, found in {
        "2014": [december, spring], "2014-12": [december], "2013": [year], "undated": [undated],
        "2014-13": [], "x": [], "0000": [], "١٩٩٩": [],
    }.items():  # fmt: skip
        assert shown(desk.get(WORKS, {"when": when})) == [work.pk for work in found], when
    page = desk.get(WORKS, {"when": "2014"}).content.decode()
    assert '<a href="?when=2014-12">' in page
    assert '<a href="?when=2013">2013</a>' in page


def test_languages_narrow_a_list_with_their_variants(desk):
    written = {tag: make_article(language=tag).pk for tag in ("en", "en-GB", "zh-Hans", "de")}
    assert set(shown(desk.get(WORKS, {"language": "en"}))) == {written["en"], written["en-GB"]}
    assert shown(desk.get(WORKS, {"language": "other"})) == [written["de"]]


def steps(queryset):
    """Return how the database looks for the rows: its own words, without numbers."""
    return re.sub(r"\d+(\.\d+)?", "", queryset.explain()).lower()


@pytest.mark.parametrize(
    "narrowed", ["", "?state=draft", "?lacks=deck", "?lacks=review", "?lacks=alt", "?language=en"]
)
def test_the_newest_of_a_list_are_found_without_sorting_it(client, narrowed):
    center = make_center()
    for number in range(40):
        make_article(centers=[center], kind=make_kind("a"), status="draft" if number % 2 else "published")
    client.force_login(make_user("Editor", center))
    queryset = client.get(WORKS + narrowed).context["cl"].queryset
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
        assert "sort key" not in steps(queryset[:51])
    else:
        assert "temp b-tree for order by" not in steps(queryset[:51])


NARROWED = (
    "", "state=draft", "whose=mine", "whose=mine&lacks=deck", "lacks=links", "language=en", "when=2014",
    "o=7", "kind__id__exact={kind}", "primary_center__id__exact={center}", "author={author}", "term={term}",
)  # fmt: skip


def test_no_page_of_works_takes_more_than_twelve_queries_for_an_editor_of_one_center(client, short_pages):
    center, author, term, kind = make_center(), make_author(), make_term(), make_kind()
    for status in ("draft", "published") * 3:
        make_article(centers=[center], authors=[author], terms=[term], kind=kind, status=status)
    client.force_login(make_user("Editor", center))
    for query in NARROWED:
        address = f"{WORKS}?" + query.format(center=center.pk, author=author.pk, term=term.pk, kind=kind.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12, (query, len(asked))


def choose(desk, term, page=1):
    field = {"app_label": "articles", "model_name": "bylineentry", "field_name": "author"}
    found = desk.get("/admin/authors/author/choose/", field | {"term": term, "page": page}).json()
    return [one["text"] for one in found["results"]], found["pagination"]["more"]


def test_whoever_scrolls_on_meets_every_match_once(desk):
    made = {make_author(f"Ada Tarn {number:03}").name for number in range(45)}
    pages = [choose(desk, "tarn", page) for page in (1, 2, 3)]
    assert [(len(names), more) for names, more in pages] == [(20, True), (20, True), (5, False)]
    assert {name for names, _more in pages for name in names} == made
    for page in ("0", "-1", "x", "٣", "9" * 30):
        assert choose(desk, "tarn", page)[0], page


def test_a_person_is_chosen_by_a_name_in_another_script_by_initials_and_turned(desk):
    make_author("Dmitri Tarnov")
    make_author("Пётр Лишанский")
    make_author("Bo Osier")
    for typed in ("Тарнов", "Дмитрий Тарнов", "D. Tarnov", "Tarnov, D.", "tarnov dmi", "Dmitry Tarnov"):
        assert choose(desk, typed)[0] == ["Dmitri Tarnov"], typed
    for typed in ("Lishansky", "Petr Lishanskiy", "лишан", "Лишанский П."):
        assert choose(desk, typed)[0] == ["Пётр Лишанский"], typed


def test_who_is_spelt_so_comes_before_who_sounds_so(desk):
    make_author("Ada Miller")
    make_author("Zoe Mueller")
    make_author("Bo Muller")
    names, _more = choose(desk, "muller")
    assert names[0] == "Bo Muller"
    assert "Zoe Mueller" in names


def test_a_list_edited_in_place_still_saves(desk):
    kind = make_kind("a")
    form = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": kind.pk,
        "form-0-position": 7,
        "_save": "1",
    }
    desk.post("/admin/articles/kind/?q=" + kind.code, form)
    kind.refresh_from_db()
    assert kind.position == 7


def test_places_hold_instants_to_the_microsecond(desk, short_pages):
    first = dt.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    for number in range(5):
        work = make_article()
        Article.objects.filter(pk=work.pk).update(updated_at=first + dt.timedelta(microseconds=number))
    assert [len(page) for page in walk(desk, WORKS + "?o=-7")] == [3, 2]


def test_every_list_of_records_goes_from_row_to_row():
    strangers = {"auth", "admin"}
    for model, page in admin.site._registry.items():
        if isinstance(page, RecordAdmin) and model._meta.app_label not in strangers:
            assert issubclass(page.get_changelist(None), lists.Ledger), model
            assert page.show_full_result_count is False, model
            assert isinstance(model._meta.pk, models.Field)
