"""The templates and style sheets as they are written: what no page may carry, and how much it may weigh."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = settings.ROOT / "templates"
STATIC = settings.ROOT / "static"
PUBLIC = sorted(path for part in ("", "public/", "components/") for path in TEMPLATES.glob(f"{part}*.html"))
SHEETS = sorted((STATIC / "css").glob("*.css"))


@pytest.mark.parametrize("template", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_opens_by_saying_what_it_takes(template: Path):
    assert re.match(r"\{# .+ #\}", template.read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_no_style_and_no_script_of_its_own(template: Path):
    text = re.sub(r"\{%.*?%\}", "", template.read_text(encoding="utf-8"))
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize(
    ("names", "most"),
    [
        (("fonts", "base", "lists", "print"), 13_000),
        (("fonts", "base", "lists", "print", "article", "sidenotes"), 20_000),
    ],
)
def test_the_style_of_a_page_weighs_little_compressed(names, most):
    sheets = [STATIC / "css" / f"{name}.css" for name in names]
    assert sum(len(gzip.compress(sheet.read_bytes(), 6)) for sheet in sheets) < most


def test_every_face_in_the_style_sheet_is_kept_here_and_every_file_is_used():
    named = set(re.findall(r'url\("\.\./fonts/([^"]+)"\)', (STATIC / "css" / "fonts.css").read_text()))
    assert named == {path.name for path in (STATIC / "fonts").glob("*.woff2")}


def test_capitals_and_spaced_letters_are_never_forced_on_a_script():
    for sheet in SHEETS:
        text = sheet.read_text(encoding="utf-8")
        assert "text-transform" not in text, sheet.name
        for spacing in re.findall(r"letter-spacing: ([^;]+);", text):
            assert float(spacing.removesuffix("em")) <= 0, f"{sheet.name} sets letters apart by {spacing}"
