"""What is typed and not saved: kept for who typed it, offered again, nobody else's, gone when saved."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from archive.articles.models import Article
from archive.desk.drafting.keeping import MOST_OF_A_WORK
from archive.desk.models import Draft
from tests.admin.conftest import Form, row
from tests.makers import make_affiliation, make_article, make_author, make_center, make_kind, make_user

pytestmark = pytest.mark.django_db

KEY, OTHER_KEY = "a" * 32, "b" * 32
ADD = reverse("admin:articles_article_add")


@pytest.fixture
def house():
    """Make a center with a writer's colleagues."""
    return make_center("Tarn")


@pytest.fixture
def user(house):
    return make_user("Editor", house)


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def change(work):
    return reverse("admin:articles_article_change", args=[work.pk])


def typed(desk, url, **changes):
    """Return what the form at an address would send, with changes."""
    fields = Form(desk.get(url).content.decode()).fields
    return {name: value for name, value in fields.items() if "__prefix__" not in name} | changes


def keep(desk, fields, work=None, key=KEY):
    address = reverse("draft-keep", kwargs={"key": key} | ({"work": work.pk} if work else {}))
    return desk.post(address, {"form": urlencode(fields), "keep": "1"})


def test_what_is_typed_is_kept_and_the_work_stays_as_it_is(desk, user, house):
    work = make_article("Slack water", centers=[house])
    assert keep(desk, typed(desk, change(work), title="Ebb"), work).status_code == 200
    work.refresh_from_db()
    assert work.title == "Slack water"
    assert [draft.title for draft in Draft.objects.of(user, work)] == ["Ebb"]


def test_it_is_offered_again_and_restored_with_its_rows(desk, house):
    work = make_article("Slack water", centers=[house])
    person = make_author("Wilma Wallaby")
    fields = typed(desk, change(work), title="Ebb", body="<p>Half a sen")
    fields |= {"byline_entries-TOTAL_FORMS": "1"} | row(
        "byline_entries", 0, author=person.pk, name="W. Wallaby"
    )
    keep(desk, fields, work)
    assert f"?draft={KEY}" in desk.get(change(work)).content.decode()
    restored = typed(desk, f"{change(work)}?draft={KEY}")
    assert (restored["title"], restored["body"]) == ("Ebb", "<p>Half a sen")
    assert (restored["byline_entries-0-author"], restored["byline_entries-0-name"]) == (
        str(person.pk),
        "W. Wallaby",
    )
    assert restored["draft"] == KEY


def test_a_new_work_is_kept_before_it_has_a_title(desk):
    keep(desk, typed(desk, ADD, body="<p>It began</p>"))
    page = desk.get(f"{ADD}?draft={KEY}").content.decode()
    assert Form(page).fields["body"] == "<p>It began</p>"
    assert "This field is required" not in page


def test_it_is_forgotten_when_the_work_is_saved(desk, house):
    work = make_article("Slack water", centers=[house])
    fields = typed(desk, change(work), title="Ebb", draft=KEY)
    keep(desk, fields, work)
    assert desk.post(change(work), fields).status_code == 302
    work.refresh_from_db()
    assert work.title == "Ebb"
    assert not Draft.objects.exists()


def test_what_is_restored_is_saved_and_meets_what_was_saved_meanwhile(desk, house):
    work = make_article("Slack water", deck="Flow", centers=[house])
    keep(desk, typed(desk, change(work), title="Ebb"), work)
    Article.objects.filter(pk=work.pk).update(deck="Wallaby")
    assert desk.post(change(work), typed(desk, f"{change(work)}?draft={KEY}")).status_code == 302
    work.refresh_from_db()
    assert (work.title, work.deck) == ("Ebb", "Wallaby")


def test_it_is_forgotten_when_its_writer_discards_it(desk, house):
    work = make_article(centers=[house])
    keep(desk, typed(desk, change(work)), work)
    keep(desk, typed(desk, change(work)), work, key=OTHER_KEY)
    desk.post(reverse("draft-discard", args=[KEY]))
    assert [draft.key for draft in Draft.objects.all()] == [OTHER_KEY]


def test_a_colleague_neither_sees_nor_restores_nor_overwrites_nor_discards_it(desk, client, house):
    work = make_article("Slack water", centers=[house])
    keep(desk, typed(desk, change(work), title="Quokka"), work)
    client.force_login(make_user("Editor", house, name="bo"))
    assert "Quokka" not in client.get(change(work)).content.decode()
    assert "Quokka" not in client.get(f"{change(work)}?draft={KEY}").content.decode()
    assert keep(client, {"title": "Mine"}, work).status_code == 404
    assert client.post(reverse("draft-discard", args=[KEY])).status_code == 404
    assert client.get(reverse("preview-frame", args=[KEY])).status_code == 404
    assert [draft.title for draft in Draft.objects.all()] == ["Quokka"]


def test_nothing_is_kept_for_a_work_that_one_may_not_change(desk):
    work = make_article(centers=[make_center("Moor")])
    assert keep(desk, {"title": "Ebb"}, work).status_code == 404
    assert keep(desk, {"title": "Ebb"}, Article(pk=10**17)).status_code == 404
    assert not Draft.objects.exists()


def test_only_the_last_ones_of_a_work_are_kept(desk, house):
    work = make_article(centers=[house])
    for number in range(MOST_OF_A_WORK + 2):
        keep(desk, {"title": f"Ebb {number}"}, work, key=f"{number:032x}")
    titles = [draft.title for draft in Draft.objects.order_by("pk")]
    assert titles == [f"Ebb {number}" for number in range(2, MOST_OF_A_WORK + 2)]


def test_what_is_missing_is_told_with_its_field_and_nothing_is_kept_by_asking(desk, house):
    there = make_author("Ada Tarn")
    make_affiliation(there, center=house, from_date="2010", to_date="2016")
    gone = make_author("Bo Osier")
    make_affiliation(gone, center=house, from_date="2015")
    shown, hidden = make_article("Ebb"), make_article("Flow", status="draft")
    body = "".join(
        f'<p><a href="{href}">x</a></p>'
        for href in (shown.get_absolute_url(), hidden.get_absolute_url(), "/articles/1999/gone/", "#nowhere")
    )
    fields = {"published": "2014-12-02", "body": f'{body}<p><img src="/media/quay.webp"></p>', "deck": " "}
    fields |= {"byline_entries-TOTAL_FORMS": "2", "primary_center": house.pk, "kind": make_kind().pk}
    fields |= row("byline_entries", 0, author=there.pk) | row("byline_entries", 1, author=gone.pk)
    address = reverse("draft-keep", kwargs={"key": KEY})
    told = desk.post(address, {"form": urlencode(fields)}).json()["misgivings"]
    assert [(one["field"], one["refuses"]) for one in told] == [
        ("id_deck", False),
        ("id_byline_entries-1-author", False),
        ("id_body", True),
        ("id_body", False),
    ]
    assert "Bo Osier has no affiliation on 2014-12-02" in told[1]["text"]
    assert told[3]["text"].endswith(f"#nowhere, {hidden.get_absolute_url()}, /articles/1999/gone/")
    assert not Draft.objects.exists()
