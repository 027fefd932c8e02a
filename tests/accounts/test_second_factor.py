"""The second factor: asked for before anything else, each code once, required by role, lost telephones."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group

from archive.accounts import factors, throttling
from archive.accounts.models import FactorRule, Kind, SecurityEvent
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_signing_in import is_in, sign_in

pytestmark = pytest.mark.django_db

CODE = "/admin/second-factor/"
NEW = "/admin/second-factor/new/"


def kept_key(page):
    """Return the key that a page shows, as hexadecimal digits."""
    import base64

    shown = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page.text)[1]
    return base64.b32decode(shown).hex()


def test_without_the_code_nobody_is_in(client, with_factor):
    answer = sign_in(client)
    assert answer.url.startswith(CODE)
    assert not is_in(client)
    assert client.get("/admin/account/").status_code == 302


def test_the_code_opens_the_door_and_leads_where_one_was_going(client, with_factor, telephone):
    _editor, key, _paper = with_factor
    client.post("/admin/login/?next=/admin/account/", {"username": "ines", "password": PASSWORD})
    answer = client.post(CODE + "?next=/admin/account/", {"code": telephone(key)})
    assert answer.url == "/admin/account/"
    assert is_in(client)


def test_no_other_site_is_led_to(client, with_factor, telephone):
    sign_in(client)
    answer = client.post(CODE + "?next=https://elsewhere.example/", {"code": telephone(with_factor[1])})
    assert answer.url == "/admin/"


def test_a_code_is_taken_once(client, with_factor, telephone):
    code = telephone(with_factor[1])
    sign_in(client)
    client.post(CODE, {"code": code})
    client.post("/admin/logout/")
    sign_in(client)
    assert "not valid now" in client.post(CODE, {"code": code}).text
    assert not is_in(client)


def test_the_code_alone_opens_nothing(client, with_factor, telephone):
    assert client.post(CODE, {"code": telephone(with_factor[1])}).url == "/admin/login/"


def test_a_recovery_code_opens_the_door_once_however_it_is_typed(client, with_factor):
    paper = with_factor[2][0]
    sign_in(client)
    client.post(CODE, {"code": paper.upper().replace("-", " ")})
    assert is_in(client)
    assert SecurityEvent.objects.filter(kind=Kind.RECOVERED).count() == 1
    client.post("/admin/logout/")
    sign_in(client)
    client.post(CODE, {"code": paper})
    assert not is_in(client)


def test_codes_are_tried_ten_times_at_most(client, with_factor, telephone):
    sign_in(client)
    for _ in range(throttling.TRIES):
        client.post(CODE, {"code": "000000"})
    assert "Too many tries" in client.post(CODE, {"code": telephone(with_factor[1])}).text
    assert not is_in(client)


def test_whose_password_changes_meanwhile_begins_anew(client, with_factor, telephone):
    editor, key, _paper = with_factor
    sign_in(client)
    editor.set_password("another lantern, by the weir")
    editor.save()
    assert client.post(CODE, {"code": telephone(key)}).url == "/admin/login/"


def test_an_editor_sets_one_up_and_is_asked_from_then_on(client, editor, telephone):
    sign_in(client)
    elsewhere = type(client)()
    sign_in(elsewhere)
    page = client.get(NEW)
    assert "<svg" in page.text
    answer = client.post(NEW, {"code": telephone(kept_key(page))})
    assert len(re.findall(r"<li><code>", answer.text)) == factors.RECOVERY_CODES
    assert is_in(client)
    assert not is_in(elsewhere)
    assert sign_in(elsewhere).url.startswith(CODE)


def test_a_wrong_first_code_sets_nothing_up(client, editor):
    sign_in(client)
    client.get(NEW)
    assert "not the code" in client.post(NEW, {"code": "000000"}).text
    assert not factors.has_one(editor)


def test_a_role_may_require_one_and_then_nothing_is_open_before_it_is_set_up(client, editor, telephone):
    role = Group.objects.create(name="Night desk")
    FactorRule.objects.create(role=role)
    editor.groups.add(role)
    assert sign_in(client).url.startswith(NEW)
    assert not is_in(client)
    client.post(NEW, {"code": telephone(kept_key(client.get(NEW)))})
    assert is_in(client)


def test_whoever_must_have_one_cannot_remove_it(client, with_factor, telephone):
    editor, key, _paper = with_factor
    role = Group.objects.create(name="Night desk")
    FactorRule.objects.create(role=role)
    editor.groups.add(role)
    client.force_login(editor)
    client.post("/admin/account/factor/", {"code": telephone(key)})
    assert factors.has_one(editor)


def test_others_remove_it_with_a_code_and_not_without(client, with_factor, telephone):
    editor, key, _paper = with_factor
    client.force_login(editor)
    client.post("/admin/account/factor/", {"code": "000000"})
    assert factors.has_one(editor)
    throttling.SecurityEvent.objects.all().delete()
    editor.totpdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post("/admin/account/factor/", {"code": telephone(key)})
    assert not factors.has_one(editor)


def test_who_has_one_cannot_be_given_another_by_whoever_knows_the_password(client, with_factor):
    sign_in(client)
    assert client.get(NEW).url == "/admin/login/"


def test_a_rule_ends_the_sessions_of_those_it_means(client, editor, administrator):
    role = Group.objects.create(name="Night desk")
    editor.groups.add(role)
    sign_in(client)
    boss = type(client)()
    boss.force_login(administrator)
    boss.post("/admin/accounts/factorrule/add/", {"role": role.pk})
    assert FactorRule.objects.get().role == role
    assert not is_in(client)
    assert is_in(boss)


def test_an_administrator_helps_who_lost_her_telephone(client, with_factor, administrator):
    editor, _key, _paper = with_factor
    client.force_login(administrator)
    client.post(
        "/admin/auth/user/", {"action": "remove_factors", "_selected_action": [editor.pk]}, follow=True
    )
    assert not factors.has_one(editor)
    assert SecurityEvent.objects.filter(kind=Kind.FACTOR_OFF, user=editor, by=administrator).exists()


def test_no_page_shows_a_key_or_a_code_that_is_kept(client, with_factor, administrator):
    editor, key, paper = with_factor
    client.force_login(administrator)
    for address in (f"/admin/auth/user/{editor.pk}/change/", "/admin/accounts/securityevent/", "/admin/"):
        page = client.get(address)
        assert page.status_code == 200
        assert key not in page.text
        assert paper[0] not in page.text
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
