"""At the door: tries are counted, nobody learns whether a name is known, and what happens is written down."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from archive.accounts import throttling
from archive.accounts.models import Kind, SecurityEvent
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

DOOR = "/admin/login/"


def sign_in(client, name="ines", password=PASSWORD, **more):
    return client.post(DOOR, {"username": name, "password": password}, **more)


def is_in(client):
    return client.get("/admin/").status_code == 200


def kinds():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_right_password_opens_the_door_and_is_written_down(client, editor):
    assert sign_in(client, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Lantern/1").status_code == 302
    assert is_in(client)
    event = SecurityEvent.objects.get()
    assert (event.kind, event.user, event.address, event.agent) == (
        Kind.SIGNED_IN, editor, "192.0.2.7", "Lantern/1",
    )  # fmt: skip


def test_the_right_password_is_refused_after_ten_wrong_ones(client, editor):
    for _ in range(throttling.TRIES):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert "Too many tries" in answer.text
    assert not is_in(client)
    assert kinds() == [Kind.REFUSED] * 10 + [Kind.THROTTLED]


def test_many_refused_tries_fill_no_log(client, editor):
    for _ in range(throttling.TRIES + 5):
        sign_in(client, password="wrong")
    assert SecurityEvent.objects.count() == throttling.TRIES + 1


def test_the_owner_still_gets_in_from_elsewhere(client, editor):
    for _ in range(throttling.TRIES + 1):
        sign_in(client, password="wrong", REMOTE_ADDR="192.0.2.7")
    sign_in(client, REMOTE_ADDR="192.0.2.8")
    assert is_in(client)


def test_other_spellings_of_a_name_and_addresses_of_one_household_are_one(client, editor):
    for at in range(throttling.TRIES):
        sign_in(client, " INES" if at % 2 else "ines", "wrong", REMOTE_ADDR=f"2001:db8::{at + 1:x}")
    assert "Too many tries" in sign_in(client, REMOTE_ADDR="2001:db8::ff").text


def test_after_five_minutes_one_may_try_again(client, editor):
    for _ in range(throttling.TRIES + 1):
        sign_in(client, password="wrong")
    SecurityEvent.objects.update(at=timezone.now() - throttling.WINDOW - dt.timedelta(seconds=1))
    sign_in(client)
    assert is_in(client)


def test_guesses_from_everywhere_stop_and_who_is_known_gets_in(client, editor, monkeypatch):
    monkeypatch.setattr(throttling, "TRIES_IN_ALL", 3)
    sign_in(client, REMOTE_ADDR="192.0.2.1")
    client.post("/admin/logout/")
    for at in range(4):
        sign_in(client, f"guess{at}", "wrong", REMOTE_ADDR=f"198.51.100.{at + 1}")
    assert "Too many tries" in sign_in(client, REMOTE_ADDR="198.51.100.9").text
    sign_in(client, REMOTE_ADDR="192.0.2.1")
    assert is_in(client)


def test_a_known_and_an_unknown_name_and_one_who_is_no_colleague_are_answered_alike(client, editor):
    get_user_model().objects.create_user("reader", password=PASSWORD)

    def answer(name, password):
        text = sign_in(client, name, password).text
        content = text[text.index('<div id="content"') :].replace(name, "NAME")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content)

    known = answer("ines", "wrong")
    assert "errornote" in known
    assert answer("nobody", "wrong") == known
    assert answer("reader", PASSWORD) == known


def test_names_that_no_database_could_hold_are_refused_like_others(client, editor):
    for name in ("in\x00es", "ı" * 100_000, "'; --"):
        assert sign_in(client, name, "wrong").status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "invented, 203.0.113.9", "203.0.113.9"),
        (2, "invented, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "no address", None),
        (2, "203.0.113.9", None),
    ],
)
def test_behind_proxies_the_address_is_what_ours_wrote_down(
    proxies, forwarded, address, client, editor, settings
):
    settings.PROXIES = proxies
    sign_in(client, REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert SecurityEvent.objects.get().address == address


def test_signing_out_is_written_down(client, editor):
    sign_in(client)
    client.post("/admin/logout/")
    assert kinds() == [Kind.SIGNED_IN, Kind.SIGNED_OUT]


def test_a_new_password_is_written_down_and_ends_the_other_sessions(client, editor):
    sign_in(client)
    other = type(client)()
    sign_in(other)
    new = "another lantern, by the weir"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", fields).status_code == 302
    assert kinds()[-1] == Kind.PASSWORD
    assert is_in(client)
    assert not is_in(other)
