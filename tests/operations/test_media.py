"""Uploaded files, where no web server stands in front to serve them."""

import pytest


@pytest.fixture
def uploaded(settings, tmp_path):
    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits" / "ferry.webp").write_bytes(b"RIFF....WEBP")
    (tmp_path / "letter.html").write_text("<script>alert(1)</script>")
    (tmp_path.parent / "secret-key").write_text("not for readers")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": "/media/"},
        }
    }
    return tmp_path


def test_a_picture_is_shown(client, uploaded):
    response = client.get("/media/portraits/ferry.webp")
    assert response.getvalue() == b"RIFF....WEBP"
    assert response.headers["Content-Type"] == "image/webp"
    assert "attachment" not in response.headers.get("Content-Disposition", "")
    assert "public" in response.headers["Cache-Control"]


def test_a_page_that_was_uploaded_is_handed_over_and_never_shown(client, uploaded):
    response = client.get("/media/letter.html")
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_may_be_shown_wherever_a_feed_is_read(client, uploaded):
    headers = client.get("/media/portraits/ferry.webp").headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_unchanged_file_is_not_sent_again(client, uploaded):
    seen = client.get("/media/portraits/ferry.webp").headers["Last-Modified"]
    assert client.get("/media/portraits/ferry.webp", HTTP_IF_MODIFIED_SINCE=seen).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["portraits/", "portraits", "absent.webp", "../secret-key", "%2e%2e/secret-key", "a%00b", "x" * 300],
)
def test_nothing_but_an_uploaded_file_is_found(client, uploaded, path):
    assert client.get(f"/media/{path}").status_code == 404
