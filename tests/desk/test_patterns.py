"""The pattern page shows every component of the public pages, to staff."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from archive.desk.patterns import OUT_OF_SIGHT

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/patterns/"
COMPONENTS = {path.name for path in (settings.ROOT / "templates/components").glob("*.html")}


def test_every_component_is_shown_or_has_a_reason_not_to_be(admin_client):
    used = {template.name for template in admin_client.get(ADDRESS).templates if template.name}
    shown = {name.removeprefix("components/") for name in used if name.startswith("components/")}
    assert COMPONENTS - shown == set(OUT_OF_SIGHT)


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_speaks_every_language_in_both_schemes(admin_client, language, scheme):
    text = admin_client.get(ADDRESS, {"language": language, "scheme": scheme}).text
    direction = "rtl" if language == "ar" else "ltr"
    assert re.search(
        rf'<html lang="{language}" dir="{direction}" data-scheme="{scheme}">', text, re.IGNORECASE
    )


def test_an_unknown_language_or_scheme_is_the_first(admin_client):
    shown = admin_client.get(ADDRESS, {"language": "tlh", "scheme": "dusk"}).context
    assert (shown["spoken"], shown["scheme"]) == ("en", "light")


def test_no_id_stands_on_it_twice(admin_client):
    ids = re.findall(r'\sid="([^"]+)"', admin_client.get(ADDRESS).text)
    assert sorted(ids) == sorted(set(ids))


def test_it_asks_the_database_for_nothing_of_the_archive(admin_client, django_assert_num_queries):
    with django_assert_num_queries(2):  # who is signed in
        admin_client.get(ADDRESS)


def test_readers_are_led_to_the_sign_in(client):
    assert client.get(ADDRESS).url.startswith("/admin/login/")
