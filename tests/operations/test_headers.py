"""What every answer carries besides its content."""

import pytest

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


def test_every_page_is_kept_to_its_own_origin(client):
    headers = client.get("/healthz").headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
def test_the_admin_may_style_its_elements_but_not_script_inline(client):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


@pytest.mark.django_db
def test_the_admin_is_never_cached(client):
    assert "no-store" in client.get("/admin/login/").headers["Cache-Control"]


@pytest.mark.django_db
def test_public_pages_set_no_cookie_and_do_not_vary_by_one(client):
    response = client.get("/", HTTP_ACCEPT_LANGUAGE="ar")
    assert response.cookies == {}
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert "language" not in response.headers.get("Vary", "").lower()


@pytest.mark.django_db
def test_a_broken_cookie_is_not_answered_with_a_new_one_that_a_cache_would_hand_to_all(client):
    client.cookies["csrftoken"] = "broken"
    assert client.get("/").cookies == {}
    assert "csrftoken" in client.get("/admin/login/").cookies


@pytest.mark.django_db
def test_the_admin_speaks_the_editors_language_and_the_next_page_does_not(client):
    french = client.get("/admin/login/", HTTP_ACCEPT_LANGUAGE="fr")
    assert 'lang="fr"' in french.text
    client.get("/healthz", HTTP_ACCEPT_LANGUAGE="fr")
    assert 'lang="en' in client.get("/admin/login/").text


def test_static_files_carry_the_same_protection(client):
    headers = client.get("/static/admin/css/base.css").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
