"""Works saved through the front door: real forms, posted as a browser posts them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.articles import search
from archive.articles.models import Article, BylineEntry
from archive.publication import Status
from tests.admin.conftest import errors_of, row
from tests.makers import make_article, make_author, make_center, make_term, tomorrow

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def change(work):
    return f"/admin/articles/article/{work.pk}/change/"


def saved(response):
    assert response.status_code == 302, errors_of(response)


def names(work):
    return [entry.name for entry in work.byline_entries.all()]


def test_a_work_is_written_from_nothing_by_an_editor(save):
    person, center, term = make_author("Wilma Oakrest"), make_center(), make_term()
    rows = (
        {"byline_entries-TOTAL_FORMS": 1, "term_links-TOTAL_FORMS": 1}
        | row("byline_entries", 0, author=person.pk, name="", role="", position=0)
        | row("term_links", 0, tag=term.pk, position=0)
    )
    saved(
        save(
            ADD,
            rows,
            title="The Ferry at Noon",
            slug="the-ferry-at-noon",
            body="<p>The quay was empty.</p>",
            status="published",
            published="2 December 2014",
            primary_center=center.pk,
        )
    )
    work = Article.objects.get()
    assert work.path == "2014/12/the-ferry-at-noon"
    assert work.word_count == 4
    assert [link.tag for link in work.term_links.all()] == [term]
    assert work.is_public


def test_the_name_as_printed_is_the_persons_where_none_is_written(save):
    work, person = make_article(), make_author("Wilma Oakrest")
    rows = {"byline_entries-TOTAL_FORMS": 2}
    rows |= row("byline_entries", 0, author=person.pk, name="", role="", position=0)
    rows |= row(
        "byline_entries", 1, author=make_author().pk, name="W. Oakrest-Lind", role="editor", position=1
    )
    saved(save(change(work), rows))
    assert names(work) == ["Wilma Oakrest", "W. Oakrest-Lind"]
    assert work.byline[1].role_label == "Editor"


def test_a_name_of_nobody_known_may_stand_in_a_byline_and_an_empty_row_may_not(save):
    work = make_article()
    rows = {"byline_entries-TOTAL_FORMS": 1} | row(
        "byline_entries", 0, author="", name="The Osier Circle", role=""
    )
    saved(save(change(work), rows | {"byline_entries-0-position": 0}))
    assert names(work) == ["The Osier Circle"]
    rows = {"byline_entries-TOTAL_FORMS": 2} | row(
        "byline_entries", 1, author="", name="", role="speaker", position=1
    )
    assert "Choose a person" in errors_of(save(change(work), rows))


def test_the_byline_is_saved_in_the_order_it_was_given(save):
    work = make_article(authors=[make_author(name) for name in ("Ada Tarn", "Bo Osier", "Cy Quay")])
    rows = row("byline_entries", 0, position=2) | row("byline_entries", 1, position=0)
    saved(save(change(work), rows | row("byline_entries", 2, position=1)))
    assert names(work) == ["Bo Osier", "Cy Quay", "Ada Tarn"]


def test_two_people_may_trade_places_and_a_removed_one_come_back_in_one_save(save):
    ada, bo, cy = (make_author(name) for name in ("Ada Tarn", "Bo Osier", "Cy Quay"))
    work = make_article(authors=[ada, bo, cy])
    rows = row("byline_entries", 0, author=bo.pk, name="") | row("byline_entries", 1, author=ada.pk, name="")
    rows |= {"byline_entries-2-DELETE": "on", "byline_entries-TOTAL_FORMS": 4}
    rows |= row("byline_entries", 3, author=cy.pk, name="C. Quay", role="", position=3)
    saved(save(change(work), rows))
    assert names(work) == ["Bo Osier", "Ada Tarn", "C. Quay"]
    assert [entry.author for entry in work.byline] == [bo, ada, cy]


def test_a_person_named_twice_in_the_same_role_is_an_error_in_words(save):
    ada = make_author("Ada Tarn")
    work = make_article(authors=[ada])
    rows = {"byline_entries-TOTAL_FORMS": 2}
    rows |= row("byline_entries", 1, author=ada.pk, name="A. Tarn", role="", position=1)
    assert "stands here twice" in errors_of(save(change(work), rows))
    saved(save(change(work), rows | {"byline_entries-1-role": "editor"}))
    assert work.byline_entries.count() == 2


def test_a_role_that_nobody_knows_is_kept(save):
    work = make_article(authors=[make_author("Ada Tarn")])
    work.byline_entries.update(role="helmsman")
    saved(save(change(work), title="The Ferry, Corrected"))
    assert work.byline[0].role == "helmsman"


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({"slug": "the-late-ferry"}, "2014/12/the-late-ferry"),
        ({"published": "2015-01"}, "2015/01/ferry"),
        ({"published": "2015"}, "2015/ferry"),
        ({"published": ""}, "undated/ferry"),
    ],
)
def test_a_changed_slug_or_date_leaves_a_past_address(save, changes, moved):
    work = make_article("Ferry", date="2014-12-02")
    saved(save(change(work), changes))
    work.refresh_from_db()
    assert work.path == moved
    assert [past.path for past in work.past_addresses.all()] == ["2014/12/ferry"]


def test_an_address_taken_up_again_is_no_past_one(save):
    work = make_article("Ferry", date="2014-12-02")
    saved(save(change(work), slug="late-ferry"))
    saved(save(change(work), slug="ferry"))
    assert [past.path for past in work.past_addresses.all()] == ["2014/12/late-ferry"]


def test_an_address_that_is_taken_is_an_error_at_the_slug(save):
    make_article("Ferry", date="2014-12-02")
    other = make_article("Quay", date="2014-12-09")
    assert "Another article of that month" in errors_of(save(change(other), slug="ferry"))


@pytest.mark.parametrize(
    ("written", "stored", "precision"),
    [
        ("2014", "2014-01-01", "year"),
        ("2014-12", "2014-12-01", "month"),
        ("2014-12-02", "2014-12-02", "day"),
        ("Dec 2, 2014", "2014-12-02", "day"),
    ],
)
def test_a_date_is_entered_as_far_as_it_is_known(save, form_of, written, stored, precision):
    work = make_article(date="2001-05-06")
    saved(save(change(work), published=written))
    work.refresh_from_db()
    assert (str(work.published_on), work.published_precision) == (stored, precision)
    assert form_of(change(work))["published"] == str(work.published)


@pytest.mark.parametrize("written", ["2014-13", "yesterday", "20145", "٠", "2014-12-02" * 9, "0000-00-00"])
def test_what_is_no_date_is_an_error_that_shows_how_to_write_one(save, written):
    assert "2014-12" in errors_of(save(change(make_article()), published=written))


def test_a_withdrawn_work_needs_a_reason(save):
    work = make_article()
    assert "why readers no longer find" in errors_of(save(change(work), status="withdrawn"))
    saved(save(change(work), status="withdrawn", withdrawal_reason="The tide table was wrong."))
    work.refresh_from_db()
    assert work.status == Status.WITHDRAWN


@pytest.mark.parametrize(
    ("values", "is_shown"),
    [
        ({}, True),
        ({"status": Status.DRAFT}, False),
        ({"status": Status.REVIEW}, False),
        ({"publish_at": tomorrow()}, False),
        ({"status": Status.WITHDRAWN, "withdrawal_reason": "Wrong."}, True),
    ],
)
def test_only_what_has_a_page_for_readers_can_be_viewed_on_the_site(desk, values, is_shown):
    page = desk.get(change(make_article("Ferry", **values))).content.decode()
    link = re.search(r'<a href="([^"]*)" class="viewsitelink"', page)
    assert bool(link) is is_shown
    assert not link or link[1].endswith("/articles/2014/12/ferry/")


def test_the_primary_center_is_implied_among_the_centers_and_steps_back_when_it_is_listed(save):
    center, other = make_center(), make_center()
    work = make_article()
    saved(save(change(work), primary_center=center.pk))
    assert [(link.center, link.is_implied) for link in work.center_links.all()] == [(center, True)]
    rows = {"center_links-TOTAL_FORMS": 2} | row("center_links", 0, center=other.pk, position=0)
    saved(save(change(work), rows | row("center_links", 1, center=center.pk, position=1)))
    assert [(link.center, link.is_implied) for link in work.center_links.all()] == [
        (other, False),
        (center, False),
    ]
    saved(save(change(work), primary_center=""))
    assert work.center_links.count() == 2


def test_unclean_html_is_cleaned_when_it_is_saved(save):
    work = make_article()
    saved(save(change(work), body='<h1 onclick="x()">Tides</h1><script>x()</script><p style="x">Slack.</p>'))
    work.refresh_from_db()
    assert work.body == "<h2>Tides</h2><p>Slack.</p>"


def test_an_editor_is_told_what_the_cleaning_of_the_body_took_away(save, desk):
    work = make_article()
    saved(save(change(work), body="<p>Tides.</p><svg><text>Slack water</text></svg>"))
    page = desk.get("/admin/articles/article/").content.decode()
    assert 'class="warning">Cleaning the body took something away' in page


@pytest.mark.parametrize(
    "body",
    ["<p>" + "quay " * 420_000 + "</p>", "<div>" * 300 + "quay" + "</div>" * 300],
    ids=["two megabytes", "nested 300 levels deep"],
)
def test_a_body_beyond_the_limits_is_an_error_of_the_form(save, body):
    work = make_article()
    assert "body" in errors_of(save(change(work), body=body))
    work.refresh_from_db()
    assert work.body == "<p>The quay was empty.</p>"


TEXTS = [
    "title",
    "deck",
    "credit",
    "image_alt",
    "image_caption",
    "place",
    "english_newsletter",
    "program_affiliation",
]
CODES = [
    "slug",
    "language",
    "doi",
    "published",
    "outlet_url",
    "status",
    "kind",
    "primary_center",
]
ODD = [
    "Ferry\0boat",
    "Ferry\x07\u202eboat\u2066\U000e0041",
    "Ferry" + "\u0301" * 400,
    "\U0001f6a2 \ufffe\uffff",
]
NAMES = ["NUL", "overrides", "marks", "no characters", "too long", "a long number"]


@pytest.mark.parametrize("odd", ODD, ids=NAMES[:4])
def test_odd_text_is_tidied_or_refused_and_never_breaks_the_page(save, odd):
    work = make_article()
    response = save(change(work), dict.fromkeys(TEXTS, odd), body=f"<p>{odd}</p>")
    assert response.status_code in (200, 302)
    work.refresh_from_db()
    stored = "".join(str(value) for value in vars(work).values())
    assert not {"\0", "\x07", "\u202e", "\uffff"} & set(stored)


@pytest.mark.parametrize("odd", [*ODD, "Ferry " * 4000, "9" * 30], ids=NAMES)
def test_odd_text_where_a_code_or_date_belongs_is_refused_in_words(save, odd):
    work = make_article()
    errors = errors_of(save(change(work), dict.fromkeys([*CODES, "opened"], odd)))
    assert all(f"<li>{field}" in errors for field in CODES if field != "slug" or odd.isdigit() is False)


@pytest.mark.parametrize("odd", [*ODD, "Ferry " * 4000, "9" * 30], ids=NAMES)
def test_odd_text_in_rows_never_breaks_the_page(save, odd):
    work = make_article(authors=[make_author()])
    columns = [
        ("byline_entries", ["name", "author", "role", "position"]),
        ("term_links", ["tag", "position"]),
        ("center_links", ["center"]),
        ("attachments", ["title", "url"]),
        ("corrections", ["text", "corrected_on"]),
        ("legacy_addresses", ["address"]),
    ]
    posted = {}
    for prefix, names_of_columns in columns:
        posted |= {f"{prefix}-TOTAL_FORMS": 1} | row(prefix, 0, **dict.fromkeys(names_of_columns, odd))
    assert save(change(work), posted).status_code == 200
    posted = {"byline_entries-TOTAL_FORMS": 1, "corrections-TOTAL_FORMS": 1}
    posted |= row("byline_entries", 0, name=odd, author="", role="", position=0)
    posted |= row("corrections", 0, text=odd, corrected_on="2015-01-02")
    assert save(change(work), posted).status_code in (200, 302)


def test_search_finds_the_new_words_as_soon_as_they_are_saved(save):
    work = make_article("The Ferry", authors=[make_author("Ada Tarn")])
    saved(save(change(work), title="The Lighthouse"))
    assert list(search.search("lighthouse", Article.objects.published()).queryset) == [work]
    rows = row("byline_entries", 0, name="Ada Tarn-Osier")
    saved(save(change(work), rows))
    assert list(search.search("osier", Article.objects.published()).queryset) == [work]


def test_who_saves_later_than_somebody_else_is_told_and_overwrites_nothing(desk, form_of):
    work = make_article("Ferry")
    mine, theirs = form_of(change(work)), form_of(change(work))
    assert desk.post(change(work), theirs | {"deck": "Theirs."}).status_code == 302
    assert "somebody saved this since" in errors_of(desk.post(change(work), mine | {"deck": "Mine."}))
    work.refresh_from_db()
    assert work.deck == "Theirs."


@pytest.mark.postgresql
def test_of_two_who_save_at_once_one_waits(desk, form_of):
    work = make_article("Ferry")
    fields = form_of(change(work))
    with CaptureQueriesContext(connection) as asked:
        desk.post(change(work), fields)
    read = next(at for at, one in enumerate(asked) if '"articles_article"."title"' in one["sql"])
    assert any("FOR UPDATE" in one["sql"] for one in asked.captured_queries[:read])


def test_an_original_with_translations_is_not_made_a_translation(save):
    original, other = make_article("Ferry"), make_article("Lamp")
    make_article("Le bac", translation_of=original, language="fr")
    assert "translations of its own" in errors_of(save(change(original), translation_of=other.pk))


def test_a_legacy_address_is_kept_as_addresses_are_compared(save):
    work = make_article()
    rows = {"legacy_addresses-TOTAL_FORMS": 1}
    saved(
        save(
            change(work),
            rows | row("legacy_addresses", 0, address="https://www.Tarn.example/posts/1/?utm_source=x"),
        )
    )
    assert work.legacy_addresses.get().address == "tarn.example/posts/1"


def test_what_is_no_language_is_an_error_and_a_language_is_written_in_one_way(save):
    work = make_article()
    assert "not the code of a language" in errors_of(save(change(work), language="klingon!!"))
    saved(save(change(work), language="ZH-hans"))
    work.refresh_from_db()
    assert work.language == "zh-Hans"


def test_an_unchanged_form_changes_nothing_but_the_moment_and_that_it_was_reviewed(save):
    center = make_center()
    work = make_article(
        authors=[make_author("Ada Tarn"), "The Osier Circle"], centers=[center], terms=[make_term()]
    )
    before = {
        name: value
        for name, value in vars(work).items()
        if name not in ("_state", "updated_at", "reviewed_at")
    }
    rows = list(BylineEntry.objects.values_list())
    saved(save(change(work)))
    after = vars(Article.objects.get(pk=work.pk))
    assert {name: after[name] for name in before} == before
    assert list(BylineEntry.objects.values_list()) == rows
