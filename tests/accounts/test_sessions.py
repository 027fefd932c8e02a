"""Sessions: seen, ended, and over after an hour away; what administrators change is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from archive.accounts import sessions
from archive.accounts.models import Kind, SecurityEvent, StaffSession
from tests.accounts.test_signing_in import is_in, sign_in

pytestmark = pytest.mark.django_db


def away(client, **time):
    """Let a client's session have begun and been seen so long ago."""
    session = client.session
    then = int((timezone.now() - dt.timedelta(**time)).timestamp())
    address, agent, began, _seen = session[sessions.VISIT]
    session[sessions.VISIT] = [address, agent, min(began, then), then]
    session.save()


def test_an_hour_away_ends_the_session_and_says_so(client, editor):
    sign_in(client)
    away(client, minutes=61)
    answer = client.get("/admin/", follow=True)
    assert "have been signed out" in answer.text
    assert not is_in(client)
    assert SecurityEvent.objects.filter(kind=Kind.AWAY, user=editor).exists()


def test_less_than_an_hour_does_not(client, editor):
    sign_in(client)
    away(client, minutes=59)
    assert is_in(client)
    assert StaffSession.objects.get(user=editor).seen > timezone.now() - dt.timedelta(minutes=1)


def test_half_a_day_is_enough_even_for_who_never_rests(client, editor):
    sign_in(client)
    session = client.session
    now = int(timezone.now().timestamp())
    session[sessions.VISIT] = [None, "", now - 12 * 3600 - 1, now]
    session.save()
    assert not is_in(client)


def test_a_user_sees_where_she_is_signed_in_and_ends_the_others(client, editor):
    sign_in(client, REMOTE_ADDR="192.0.2.7")
    other = type(client)()
    sign_in(other, REMOTE_ADDR="192.0.2.8", HTTP_USER_AGENT="Lantern/1")
    page = client.get("/admin/account/")
    assert "192.0.2.8" in page.text
    assert "Lantern/1" in page.text
    client.post("/admin/account/sessions/", {"session": sessions.handle(other.session.session_key)})
    assert is_in(client)
    assert not is_in(other)


def test_nobody_ends_a_session_of_somebody_else(client, editor, administrator):
    boss = type(client)()
    boss.force_login(administrator)
    sign_in(client)
    client.post("/admin/account/sessions/", {"session": sessions.handle(boss.session.session_key)})
    client.post("/admin/account/sessions/")
    assert is_in(boss)


def test_no_page_shows_the_key_of_a_session(client, editor):
    sign_in(client)
    assert client.session.session_key not in client.get("/admin/account/").text


def test_an_administrator_ends_the_sessions_of_a_user(client, editor, administrator):
    sign_in(client)
    boss = type(client)()
    boss.force_login(administrator)
    boss.post("/admin/auth/user/", {"action": "end_sessions", "_selected_action": [editor.pk]})
    assert not is_in(client)


def test_what_a_user_may_do_from_now_on_is_written_down(client, editor, administrator):
    role = Group.objects.create(name="Night desk")
    client.force_login(administrator)
    address = f"/admin/auth/user/{editor.pk}/change/"
    form = client.get(address).context["adminform"].form
    fields = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    for part in client.get(address).context["inline_admin_formsets"]:
        fields |= {f"{part.formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    fields |= {"date_joined_0": "2020-01-01", "date_joined_1": "00:00:00", "groups": [role.pk]}
    fields["user_permissions"] = []
    answer = client.post(address, {key: value for key, value in fields.items() if key != "date_joined"})
    assert answer.status_code == 302, answer.context["errors"]
    event = SecurityEvent.objects.get(kind=Kind.RIGHTS)
    assert (event.user, event.by) == (editor, administrator)
    assert event.detail == "roles: +Night desk"


def test_who_may_edit_users_makes_no_administrator(client, editor, administrator):
    from django.contrib.auth.models import Permission

    editor.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(editor)
    assert client.get(f"/admin/auth/user/{administrator.pk}/change/").status_code == 302
    client.post(f"/admin/auth/user/{editor.pk}/change/", {"username": "ines", "is_superuser": "on"})
    editor.refresh_from_db()
    assert not editor.is_superuser


def test_readers_get_no_session(client, editor):
    client.get("/articles/")
    assert not StaffSession.objects.exists()


def test_the_log_is_read_and_never_changed(client, editor, administrator):
    sign_in(client, password="wrong")
    client.force_login(administrator)
    assert "sign-in refused" in client.get("/admin/accounts/securityevent/").text
    event = SecurityEvent.objects.first()
    assert (
        client.post(f"/admin/accounts/securityevent/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    )
