"""Links for outsiders: one work, 48 hours, revocable, and found by nobody who does not hold them."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.articles.models import Article
from archive.desk.models import PreviewLink
from archive.publication import Status
from tests.desk.test_drafts import change
from tests.makers import make_article, make_center, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_center("Tarn")


@pytest.fixture
def desk(client, house):
    client.force_login(make_user("Editor", house, name="oakrest"))
    return client


@pytest.fixture
def work(house):
    return make_article("Slack water", status="draft", centers=[house], body="<p>Quokka</p>")


@pytest.fixture
def outsider():
    return Client()


def make_link(desk, work, note="Dana"):
    """Make a link as the form does; return its address, which is shown once."""
    told = desk.post(
        reverse("preview-link", args=[work.pk]), {"note": note}, headers={"accept": "application/json"}
    ).json()["html"]
    return re.search(r'value="(http[^"]+)"', told)[1]


def test_whoever_holds_a_link_sees_the_work_as_it_is_saved_and_nothing_else_of_it(desk, work, outsider):
    link = make_link(desk, work)
    page = outsider.get(link)
    assert page.status_code == 200
    assert "<p>Quokka</p>" in page.content.decode()
    assert "Not published" in page.content.decode()
    assert outsider.get(work.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=work.pk).update(body="<p>Wallaby</p>")
    assert "<p>Wallaby</p>" in outsider.get(link).content.decode()
    assert Article.objects.get(pk=work.pk).status == Status.DRAFT


def test_it_is_kept_indexed_framed_and_referred_to_by_nobody(desk, work, outsider):
    headers = outsider.get(make_link(desk, work)).headers
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


def test_its_token_has_128_bits_and_is_kept_nowhere(desk, work):
    token = make_link(desk, work).rstrip("/").rpartition("/")[2]
    assert len(bytes.fromhex(token)) == 16
    assert token not in str(PreviewLink.objects.values_list())
    assert token not in desk.get(change(work)).content.decode()


def test_it_answers_for_48_hours(desk, work, outsider):
    link = make_link(desk, work)
    made = PreviewLink.objects.get()
    assert made.expires_at - made.made_at == pytest.approx(
        dt.timedelta(hours=48), abs=dt.timedelta(minutes=1)
    )
    PreviewLink.objects.update(expires_at=timezone.now())
    assert outsider.get(link).status_code == 404


def test_revoked_unknown_and_odd_ones_are_answered_alike(desk, work, outsider):
    link = make_link(desk, work)
    desk.post(reverse("preview-revoke", args=[work.pk, PreviewLink.objects.get().pk]))
    answers = [outsider.get(address) for address in (link, "/preview/" + "0" * 32 + "/", "/preview/Quokka/")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


@pytest.mark.parametrize("end", ["withdrawn", "maker left", "maker lost the center"])
def test_it_ends_with_the_right_to_make_it_and_with_the_work(desk, work, outsider, end):
    link = make_link(desk, work)
    assert outsider.get(link).status_code == 200
    maker = PreviewLink.objects.get().made_by
    if end == "withdrawn":
        Article.objects.filter(pk=work.pk).update(status=Status.WITHDRAWN)
    elif end == "maker left":
        type(maker).objects.update(is_active=False)
    else:
        maker.memberships.all().delete()
    assert outsider.get(link).status_code == 404


def test_the_form_lists_who_made_it_for_whom_and_how_often_it_was_opened(desk, work, outsider):
    link = make_link(desk, work, note="Dana, who reads proofs")
    outsider.get(link)
    outsider.get(link)
    listed = desk.get(change(work)).content.decode()
    assert "Dana, who reads proofs" in listed
    assert "made by oakrest" in listed
    assert "opened 2 times" in listed


def test_only_who_may_change_the_work_makes_or_revokes_one(desk, work, client):
    make_link(desk, work)
    made = PreviewLink.objects.get()
    client.force_login(make_user("Editor", make_center("Moor"), name="bo"))
    assert client.post(reverse("preview-link", args=[work.pk])).status_code == 404
    assert client.post(reverse("preview-revoke", args=[work.pk, made.pk])).status_code == 404
    assert list(PreviewLink.objects.live()) == [made]


def test_it_opens_its_own_work_only_and_shows_no_other_draft(desk, work, outsider, house):
    make_article("Wallaby", status="draft", centers=[house], series=work.series)
    page = outsider.get(make_link(desk, work)).content.decode()
    assert "Wallaby" not in page


def test_no_export_carries_it(desk, work, tmp_path):
    make_link(desk, work, note="Dana Quokka")
    call_command("export_content", str(tmp_path / "out"), verbosity=0)
    texts = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert texts
    assert not any(b"Dana Quokka" in text for text in texts)
