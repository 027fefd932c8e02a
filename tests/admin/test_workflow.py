"""From draft to readers: who may take which step, what is asked with it, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.articles.models import Article, Review
from archive.centers.models import Center, Preferences
from archive.desk.roles import make_roles, make_roles_once
from archive.publication import Status
from tests.admin.conftest import Form
from tests.makers import make_article, make_center, make_user, tomorrow, yesterday

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Center:
    """Return the center that everybody here works for."""
    return make_center("Tarn House")


@pytest.fixture
def writer(house: Center) -> Any:
    return make_user("Writer", house, first_name="Wilma", last_name="Oakrest")


@pytest.fixture
def editor(house: Center) -> Any:
    return make_user("Editor", house, first_name="Ida", last_name="Fell")


@pytest.fixture
def draft(house: Center, writer: Any) -> Article:
    return make_article("Osier beds", centers=[house], status=Status.DRAFT, begun_by=writer)


@pytest.fixture
def step(client: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Return a function that opens a work as somebody and presses a button of its form."""

    def press(user: Any, work: Article, move: str = "", **told: Any) -> Any:
        client.force_login(user)
        page = client.get(change(work))
        fields = Form(page.content.decode()).fields | {"move": move} | told
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(change(work), fields)
        work.refresh_from_db()
        return response

    return press


@pytest.fixture
def review(client: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Return a function that takes a step of the review without saving the form."""

    def press(user: Any, work: Article, move: str = "", **told: Any) -> Any:
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            url = reverse("admin:articles_article_step", args=[work.pk])
            response = client.post(url, {"move": move} | told, follow=True)
        work.refresh_from_db()
        return response

    return press


def change(work: Article) -> str:
    return reverse("admin:articles_article_change", args=[work.pk])


def buttons(client: Client, user: Any, work: Article) -> set[str]:
    """Return the codes of the steps that the form offers."""
    client.force_login(user)
    return {one.code for one in client.get(change(work)).context["adminform"].form.steps}


def test_a_writer_is_offered_to_submit_and_an_editor_to_publish(client, draft, writer, editor):
    assert buttons(client, writer, draft) == {"submit"}
    assert buttons(client, editor, draft) == {"submit", "publish", "schedule"}


def test_a_writer_who_sends_the_status_published_is_refused_in_a_sentence(step, draft, writer):
    response = step(writer, draft, status="published")
    assert "You may not take this step with the work as it stands: Publish." in response.content.decode()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("move", ["publish", "schedule", "withdraw", "reopen", "approve", "no-such-step"])
def test_a_button_that_is_not_offered_is_refused(step, draft, writer, move):
    told = {"visible_from": "2099-01-01T09:00", "withdrawal_reason": "Wrong."}
    assert step(writer, draft, move, **told).status_code == 200
    assert draft.status == Status.DRAFT


def test_submitting_asks_the_reviewer_by_letter_in_her_language(step, draft, writer, editor):
    Preferences.objects.create(user=editor, language="fr")
    assert step(writer, draft, "submit", reviewer=editor.pk, remark="Mind the dates.").status_code == 302
    assert draft.status == Status.REVIEW
    [letter] = mail.outbox
    assert letter.to == [editor.email]
    assert change(draft) in letter.body
    assert "Mind the dates." in letter.body
    assert "Osier beds" in letter.subject


def test_a_writer_takes_back_what_is_in_review_and_does_not_change_it(client, step, review, draft, writer):
    step(writer, draft, "submit")
    assert 'name="_save"' not in client.get(change(draft)).content.decode()
    review(writer, draft, "take-back")
    assert draft.status == Status.DRAFT
    assert draft.reviews.get().decision == Review.Decision.TAKEN_BACK


def test_a_reviewer_of_another_center_approves_without_publishing(
    client, step, review, draft, writer, editor
):
    guest = make_user("Writer", make_center("Fell House"))
    step(writer, draft, "submit", reviewer=guest.pk)
    assert buttons(client, guest, draft) == {"approve", "return"}
    review(guest, draft, "approve", remark="Sound.")
    assert draft.status == Status.REVIEW
    assert draft.reviews.get().decision == Review.Decision.APPROVED
    assert list(Article.objects.waiting_for(editor)) == [draft]
    assert not Article.objects.waiting_for(guest).exists()
    assert mail.outbox[-1].to == [writer.email]


def test_a_return_asks_for_a_remark_and_tells_the_writer(review, step, draft, writer, editor):
    step(writer, draft, "submit", reviewer=editor.pk)
    review(editor, draft, "return")
    assert draft.status == Status.REVIEW
    review(editor, draft, "return", remark="The second table is missing.")
    assert draft.status == Status.DRAFT
    assert mail.outbox[-1].to == [writer.email]
    assert "The second table is missing." in mail.outbox[-1].body
    assert [(one.writer_name, one.move) for one in draft.remarks.all()] == [
        ("Wilma Oakrest", "submit"),
        ("Ida Fell", "return"),
    ]


def test_a_letter_that_cannot_be_sent_loses_nothing(settings, step, draft, writer, editor):
    settings.MAILERS = {"default": {"BACKEND": "tests.admin.nowhere.NoBackend"}}
    step(writer, draft, "submit", reviewer=editor.pk)
    assert draft.status == Status.REVIEW


def test_nobody_is_written_to_of_a_work_she_may_not_see(review, step, draft, writer, editor):
    step(writer, draft, "submit", reviewer=editor.pk)
    writer.memberships.all().delete()
    mail.outbox.clear()
    review(editor, draft, "", remark="For the house alone.")
    assert mail.outbox == []


def test_publishing_dates_a_work_without_a_date_and_shows_it(client, step, house, editor):
    work = make_article("Loam", centers=[house], status=Status.DRAFT, date=None)
    step(editor, work, "publish")
    assert work.is_public
    assert work.published_on == timezone.now().date()
    assert client.get(work.get_absolute_url()).status_code == 200


def test_a_schedule_is_by_the_editors_clock_and_said_in_words(client, step, draft, editor):
    told = {"visible_from": "2099-07-01T09:00", "zone": "Asia/Tokyo"}
    response = step(editor, draft, "schedule", **told)
    assert draft.publish_at == dt.datetime(2099, 7, 1, 0, 0, tzinfo=dt.UTC)
    page = client.get(response.url, follow=True).content.decode()
    assert "09:00 (Asia/Tokyo)" in page
    assert not draft.is_public
    assert 'value="2099-07-01T09:00"' in client.get(change(draft)).content.decode()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"visible_from": "2001-07-01T09:00", "zone": "UTC"}, "visible_from"),
        ({"visible_from": "tomorrow", "zone": "UTC"}, "visible_from"),
        ({"visible_from": "", "zone": "UTC"}, "visible_from"),
        ({"visible_from": "2099-07-01T09:00", "zone": "Tarn/House"}, "zone"),
        ({"visible_from": "2027-03-28T02:30", "zone": "Europe/Berlin"}, "visible_from"),
    ],
    ids=["past", "words", "empty", "no zone", "an hour that the clocks skip"],
)
def test_an_instant_that_is_none_is_refused(step, draft, editor, told, field):
    response = step(editor, draft, "schedule", **told)
    assert field in response.context["adminform"].form.errors
    assert draft.status == Status.DRAFT


def test_a_scheduled_work_is_taken_off_the_schedule(step, house, editor):
    work = make_article("Loam", centers=[house], publish_at=tomorrow())
    step(editor, work, "unschedule")
    assert (work.status, work.publish_at) == (Status.DRAFT, None)


def test_a_withdrawal_asks_for_the_reason_that_readers_are_told(client, step, house, editor):
    work = make_article("Loam", centers=[house], publish_at=yesterday())
    assert "withdrawal_reason" in step(editor, work, "withdraw").context["adminform"].form.errors
    step(editor, work, "withdraw", withdrawal_reason="Its figures were wrong.")
    assert work.status == Status.WITHDRAWN
    answer = client.get(work.get_absolute_url())
    assert (answer.status_code, "Its figures were wrong." in answer.content.decode()) == (410, True)


def test_a_writer_changes_no_published_work(client, house, writer):
    work = make_article("Loam", centers=[house])
    client.force_login(writer)
    assert client.post(change(work), {"title": "Clay"}).status_code == 403


def test_a_remark_is_kept_only_by_who_takes_part(review, house, writer):
    work = make_article("Loam", centers=[make_center("Fell House")])
    assert review(writer, work, remark="Hello.").status_code == 403
    assert not work.remarks.exists()


def test_the_list_narrows_to_what_waits_for_the_user(client, step, draft, writer, editor, house):
    make_article("Loam", centers=[house], status=Status.DRAFT)
    step(writer, draft, "submit", reviewer=editor.pk)
    client.force_login(editor)
    page = client.get(reverse("admin:articles_article_changelist"), {"whose": "waiting"}).content.decode()
    assert ("Osier beds" in page, "Loam" in page) == (True, False)


def test_a_new_work_begins_in_the_only_center_of_its_writer(client, house, writer):
    client.force_login(writer)
    form = client.get(reverse("admin:articles_article_add")).context["adminform"].form
    assert form.get_initial_for_field(form.fields["primary_center"], "primary_center") == house.pk


def test_roles_are_made_once_and_what_a_house_changes_stays():
    writer = Group.objects.get(name="Writer")
    writer.permissions.clear()
    Group.objects.get(name="Librarian").delete()
    make_roles_once(plan=[])
    assert not Group.objects.filter(name="Librarian").exists()
    assert [group.name for group in make_roles()] == ["Librarian"]
    assert not writer.permissions.exists()
