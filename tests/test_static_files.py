"""Static files under production's rules: a name that leads nowhere is found here, not by a reader."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def named_in_templates():
    """Return (template, static name) for each name in quotes."""
    templates = [*(ROOT / "templates").rglob("*.*"), *ROOT.glob("a*/**/templates/**/*.*")]
    return [(path, name) for path in templates for name in NAMED.findall(path.read_text())]


def test_every_static_file_that_a_template_names_is_there():
    missing = [f"{path}: {name}" for path, name in named_in_templates() if not finders.find(name)]
    assert missing == []


def test_every_file_that_a_style_sheet_or_script_names_is_there(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize("kind", ["*.css", "*.js", "*.html", "*.svg"])
def test_no_page_asks_another_site_for_anything(kind):
    asks = re.compile(r"""(?:src=|url\(|@import\s|<link[^>]+href=|from )["']?(?:https?:)?//""")
    for folder in ("templates", "static"):
        for path in (ROOT / folder).rglob(kind):
            assert not asks.search(path.read_text()), f"{path} asks another site for a file."
