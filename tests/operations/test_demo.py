"""`manage.py demo`: sets up what is missing, loses nothing, says where to look and how to sign in."""

import io
import os
import re
import stat

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from archive.articles.models import Article
from archive.operations import server, statics
from archive.operations.management.commands import demo
from tests.makers import make_center
from tests.services import free_port


@pytest.fixture
def embedded(settings, tmp_path, monkeypatch):
    """Give the demonstration a folder of its own, little to collect, and nothing to become."""
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "site.css").write_text("p { margin: 0 }\n")
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    monkeypatch.setattr(server, "start", lambda port, **options: None)
    return tmp_path


@pytest.fixture
def loads(monkeypatch):
    """Count the times that the demonstration is loaded, instead of loading it."""
    calls = []
    genuine = demo.call_command

    def call(name, *args, **options):
        if name == "load_demo":
            calls.append(name)
        else:
            genuine(name, *args, **options)

    monkeypatch.setattr(demo, "call_command", call)
    return calls


def run_demo() -> str:
    out = io.StringIO()
    call_command("demo", port=free_port(), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_fills_an_empty_archive_and_says_where_to_look(embedded, loads):
    said = run_demo()
    assert loads == ["load_demo"]
    assert re.search(r"The archive +http://127\.0\.0\.1:\d+/\n", said)
    assert re.search(r"Its admin +http://127\.0\.0\.1:\d+/admin/\n", said)


@pytest.mark.django_db
def test_prints_passwords_that_open_the_door_each_time(embedded, loads):
    first, second = (dict(re.findall(r"sign in as +(\w+) +(\S+)", run_demo())) for _ in range(2))
    assert first == second
    assert authenticate(username="admin", password=first["admin"]).is_superuser
    assert not authenticate(username="editor", password=first["editor"]).is_superuser


@pytest.mark.django_db
def test_keeps_passwords_for_their_owner_only(embedded, loads):
    run_demo()
    for name in ("admin", "editor"):
        assert stat.S_IMODE((embedded / f"password-of-{name}").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_leaves_a_changed_password_alone_and_says_so(embedded, loads):
    run_demo()
    admin = get_user_model().objects.get(username="admin")
    admin.set_password("something else entirely")
    admin.save()
    assert "(the password was changed in the admin)" in run_demo()
    assert authenticate(username="admin", password="something else entirely")


@pytest.mark.django_db
def test_never_adds_the_demonstration_to_an_archive_with_content(embedded, loads):
    Article.objects.create(title="A work of our own", slug="a-work-of-our-own")
    run_demo()
    assert loads == []


@pytest.mark.django_db
def test_goes_on_loading_after_a_start_that_was_stopped(embedded, loads):
    Article.objects.create(title="The only one that was loaded", slug="the-only-one")
    demo.loading_mark().touch()
    run_demo()
    assert loads == ["load_demo"]
    assert not demo.loading_mark().exists()


@pytest.mark.django_db
def test_says_that_the_port_is_taken_before_anything_else(embedded, loads, monkeypatch):
    def refuse(port):
        raise server.CannotServe("Port 8000 is taken by another program; choose another, ...")

    monkeypatch.setattr(server, "refuse_taken", refuse)
    with pytest.raises(CommandError, match="Port 8000 is taken"):
        run_demo()
    assert loads == []
    assert os.listdir(embedded) == ["source"]


@pytest.mark.django_db
def test_an_editor_curates_but_neither_deletes_articles_nor_manages_users(embedded, loads):
    run_demo()
    editor = get_user_model().objects.get(username="editor")
    assert editor.is_staff
    assert editor.has_perms(["articles.change_article", "articles.delete_bylineentry", "authors.add_author"])
    assert editor.has_perm("importing.view_importrun")
    assert not editor.has_perm("articles.delete_article")
    assert not editor.has_perm("importing.undo_importrun")
    assert not editor.has_perm("auth.change_user")


@pytest.mark.django_db
def test_editor_and_writer_work_for_one_center_that_belongs_to_another(embedded, loads):
    umbrella = make_center("Tarn House")
    house = make_center("Fell House", umbrella=umbrella)
    run_demo()
    users = get_user_model().objects
    assert [users.get(username=name).memberships.get().center for name in ("editor", "writer")] == [house] * 2
    assert not users.get(username="writer").has_perm("articles.publish_article")


def test_static_files_are_collected_once_and_again_when_one_changes(embedded):
    assert statics.collect_changed() is True
    assert statics.collect_changed() is False
    (embedded / "source" / "site.css").write_text("p { margin: 1em }\n")
    assert statics.collect_changed() is True
