"""Two editors with one record open: the second is told, loses nothing, and overwrites nothing unasked."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client

from archive.articles.models import Article, ArticleTerm
from tests.admin.conftest import Form, errors_of, row
from tests.makers import make_article, make_author, make_center, make_term

pytestmark = pytest.mark.django_db


def change(record):
    meta = record._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/"


@pytest.fixture
def opened(form_of, desk):
    """Open a form; return what sends it later, with changes."""

    def open_form(record):
        fields = form_of(change(record))
        return lambda **changes: desk.post(change(record), fields | changes)

    return open_form


def saved(response):
    assert response.status_code == 302, errors_of(response)
    return [str(one) for one in get_messages(response.wsgi_request)]


def questions(response):
    assert response.status_code == 200, "It was saved."
    return [one.name for one in response.context["meeting"].questions]


def stored(work):
    return Article.objects.get(pk=work.pk)


def byline(work):
    return [entry.name for entry in work.byline_entries.all()]


def terms(work):
    return [link.tag.name for link in work.term_links.all()]


def again(response, **choices):
    """What the form that came back would send."""
    fields = Form(response.content.decode()).fields
    return {name: value for name, value in fields.items() if "__prefix__" not in name} | choices


def test_fields_that_only_one_of_two_changed_are_merged_with_a_notice(opened):
    work = make_article("Ferries", deck="Old deck.")
    mine, theirs = opened(work), opened(work)
    saved(theirs(deck="Their deck."))
    said = saved(mine(title="My ferries"))
    assert (stored(work).title, stored(work).deck) == ("My ferries", "Their deck.")
    assert "Somebody else saved this while you had it open. Kept from there: Deck." in said


def test_a_field_that_both_changed_is_asked_about_and_nothing_typed_is_lost(opened):
    work = make_article("Ferries", place="Tarn")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Their ferries", place="Osier"))
    response = mine(title="My ferries", deck="My deck.")
    page = response.content.decode()
    assert questions(response) == ["title"]
    assert stored(work).title == "Their ferries"
    assert "My ferries</textarea>" in page
    assert "My deck.</textarea>" in page
    assert 'value="Osier"' in page
    assert "Nothing is saved yet" in page


def test_the_editor_may_keep_hers(opened, desk):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Their ferries"))
    response = mine(title="My ferries")
    saved(desk.post(change(work), again(response, **{"stale-title": "mine"})))
    assert stored(work).title == "My ferries"


def test_the_editor_may_take_theirs_and_keeps_the_rest_of_what_she_typed(opened, desk):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Their ferries"))
    response = mine(title="My ferries", deck="My deck.")
    saved(desk.post(change(work), again(response, **{"stale-title": "theirs"})))
    assert (stored(work).title, stored(work).deck) == ("Their ferries", "My deck.")


def test_who_decides_nothing_is_asked_again(opened, desk):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Their ferries"))
    response = mine(title="My ferries")
    assert questions(desk.post(change(work), again(response))) == ["title"]
    assert stored(work).title == "Their ferries"


def test_a_third_save_while_the_editor_decides_is_met_too(opened, desk):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Their ferries"))
    response = mine(title="My ferries")
    saved(opened(work)(title="Third ferries"))
    response = desk.post(change(work), again(response, **{"stale-title": "mine"}))
    assert questions(response) == ["title"]
    assert stored(work).title == "Third ferries"


def test_both_may_change_a_field_alike(opened):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="Ferries at Dawn"))
    saved(mine(title="Ferries at Dawn"))
    assert stored(work).title == "Ferries at Dawn"


def test_a_body_is_shown_with_what_each_put_in_and_took_out(opened):
    work = make_article(body="<p>The quay was empty.</p><p>Nobody came.</p>")
    mine, theirs = opened(work), opened(work)
    saved(theirs(body="<p>The quay was full.</p><p>Nobody came.</p>"))
    response = mine(body="<p>The quay was empty.</p><p>Everybody came.</p>")
    page = " ".join(response.content.decode().split())
    assert questions(response) == ["body"]
    assert "<del>empty" in page
    assert "<ins>full" in page
    assert "<ins>Everybody" in page


def test_changes_of_different_paragraphs_may_both_be_taken(opened, desk):
    work = make_article(body="<p>The quay was empty.</p><p>Gulls.</p><p>Nobody came.</p>")
    mine, theirs = opened(work), opened(work)
    saved(theirs(body="<p>The quay was full.</p><p>Gulls.</p><p>Nobody came.</p>"))
    response = mine(body="<p>The quay was empty.</p><p>Gulls.</p><p>Everybody came.</p>")
    assert "Take both" in response.content.decode()
    saved(desk.post(change(work), again(response, **{"stale-body": "both"})))
    assert str(stored(work).body).split() == [
        *"<p>The quay was full.</p> <p>Gulls.</p> <p>Everybody came.</p>".split()
    ]


def test_changes_of_one_paragraph_are_one_or_the_others(opened):
    work = make_article(body="<p>The quay was empty.</p>")
    mine, theirs = opened(work), opened(work)
    saved(theirs(body="<p>The quay was full.</p>"))
    assert "Take both" not in mine(body="<p>The quay was quiet.</p>").content.decode()


def test_a_body_that_the_browser_only_wrote_differently_counts_as_untouched(opened):
    work = make_article("Ferries", body="<p>The quay was empty.</p><ul><li>Nobody came.</li></ul>")
    mine, theirs = opened(work), opened(work)
    saved(theirs(body="<p>The quay was full.</p>"))
    written = "<p>The quay was empty.</p>\r\n<ul>\r\n<li>Nobody came.</li>\r\n</ul>\r\n"
    saved(mine(body=written, title="My ferries"))
    assert (stored(work).title, str(stored(work).body)) == ("My ferries", "<p>The quay was full.</p>")


def test_rows_added_by_both_stand_in_both_their_places(opened):
    first, second = make_author("Ada Quill"), make_author("Bo Reed")
    work = make_article(authors=[first])
    mine, theirs = opened(work), opened(work)
    new = {"byline_entries-TOTAL_FORMS": 2}
    saved(theirs(**new | row("byline_entries", 1, author=second.pk, name="", role="", position=1)))
    saved(mine(**new | row("byline_entries", 1, author="", name="Cy Ward", role="", position=1)))
    assert sorted(byline(work)[1:]) == ["Bo Reed", "Cy Ward"]
    assert byline(work)[0] == "Ada Quill"


def test_a_row_that_one_removed_and_a_row_that_the_other_moved(opened):
    some = [make_term(name=name) for name in ("Ants", "Bees", "Crows")]
    work = make_article(terms=some)
    mine, theirs = opened(work), opened(work)
    saved(theirs(**{"term_links-0-DELETE": "on"}))
    saved(mine(**{"term_links-1-position": 2, "term_links-2-position": 1}))
    assert terms(work) == ["Crows", "Bees"]


def test_the_same_term_added_by_both_is_added_once(opened):
    term = make_term(name="Harbours")
    work = make_article()
    mine, theirs = opened(work), opened(work)
    new = {"term_links-TOTAL_FORMS": 1} | row("term_links", 0, tag=term.pk, position=0)
    saved(theirs(**new))
    saved(mine(**new, deck="Mine"))
    assert terms(work) == ["Harbours"]


def test_a_row_that_both_changed_is_asked_about(opened, desk):
    work = make_article(authors=["Ada Quil", "Bo Reed"])
    mine, theirs = opened(work), opened(work)
    saved(theirs(**{"byline_entries-0-name": "Ada Quill"}))
    response = mine(**{"byline_entries-0-name": "A. Quil", "byline_entries-1-name": "B. Reed"})
    assert questions(response) == ["byline_entries"]
    assert byline(work) == ["Ada Quill", "Bo Reed"]
    saved(desk.post(change(work), again(response, **{"stale-byline_entries": "theirs"})))
    assert byline(work) == ["Ada Quill", "Bo Reed"]


def test_a_row_changed_here_and_removed_there_is_asked_about(opened, desk):
    work = make_article(authors=["Ada Quil", "Bo Reed"])
    mine, theirs = opened(work), opened(work)
    saved(theirs(**{"byline_entries-0-DELETE": "on"}))
    response = mine(**{"byline_entries-0-name": "Ada Quill"})
    assert questions(response) == ["byline_entries"]
    saved(desk.post(change(work), again(response, **{"stale-byline_entries": "mine"})))
    assert sorted(byline(work)) == ["Ada Quill", "Bo Reed"]


def test_an_order_that_both_changed_differently_is_asked_about(opened):
    work = make_article(authors=["Ada", "Bo", "Cy"])
    mine, theirs = opened(work), opened(work)
    saved(theirs(**{"byline_entries-0-position": 2, "byline_entries-2-position": 0}))
    response = mine(**{"byline_entries-0-position": 1, "byline_entries-1-position": 0})
    assert questions(response) == ["byline_entries"]


def test_rows_written_anew_by_an_import_are_the_rows_that_were_opened(opened):
    term, other = make_term(name="Ants"), make_term(name="Bees")
    work = make_article(terms=[term])
    mine = opened(work)
    ArticleTerm.objects.all().delete()
    ArticleTerm.objects.create(content_object=work, tag=term, position=0)
    ArticleTerm.objects.create(content_object=work, tag=other, position=1)
    saved(mine(title="Mine", **{"term_links-0-DELETE": "on"}))
    assert terms(work) == ["Bees"]


def test_a_change_that_no_form_made_is_met_as_well(opened):
    work = make_article("Ferries")
    mine = opened(work)
    Article.objects.filter(pk=work.pk).update(title="Changed in bulk")
    assert questions(mine(title="Mine")) == ["title"]


def test_people_terms_and_centers_are_met_too(opened):
    for record in (make_author("Ada Quill"), make_term(name="Ants"), make_center("Tarn House")):
        mine, theirs = opened(record), opened(record)
        saved(theirs(name="Theirs", slug="theirs"))
        response = mine(name="Mine")
        assert questions(response) == ["name"]
        record.refresh_from_db()
        assert (record.name, record.slug) == ("Theirs", "theirs")


def test_a_form_carries_nothing_of_another_record(opened, form_of, desk):
    work, other = make_article("One"), make_article("Two")
    fields = form_of(change(work)) | {"opened": form_of(change(other))["opened"], "title": "Mine"}
    saved(desk.post(change(work), fields))
    assert (stored(work).title, stored(other).title) == ("Mine", "Two")


def test_what_was_typed_is_shown_as_text(opened):
    work = make_article("Ferries")
    mine, theirs = opened(work), opened(work)
    saved(theirs(title="<script>theirs</script>"))
    response = mine(title="<script>mine</script>", body="<p>x</p>")
    assert "<script>theirs" not in response.content.decode()
    assert "<script>mine" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="Threads share the one connection to a database in memory."
)
def test_of_two_who_save_at_the_same_moment_the_second_is_told(form_of, editor):
    work = make_article("Ferries")
    fields = form_of(change(work))
    start = threading.Barrier(2)

    def send(title):
        client = Client()
        client.force_login(editor)
        start.wait(30)
        try:
            return client.post(change(work), fields | {"title": title}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, ["One", "Two"]))
    assert sorted(answers) == [200, 302]
    assert stored(work).title == ["One", "Two"][answers.index(302)]
