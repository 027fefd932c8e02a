"""The order of the rooms: imports go downward only, wherever in a file they stand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. The rooms of one storey do not know each other.
STOREYS = (
    ("archive.text", "archive.environment"),
    ("archive.plumbing",),
    ("archive.freshness", "archive.history", "archive.accounts"),
    ("archive.tags",),
    ("archive.centers",),
    ("authors",),
    ("archive.articles",),
    ("archive.importing", "archive.desk", "archive.public", "archive.syndication", "archive.operations"),
    ("archive.urls", "archive.settings", "archive.wsgi", "archive.asgi"),
)
# What makes one room together, though it stands apart.
PLUMBING = (
    "archive.fields",
    "archive.lookups",
    "archive.files",
    "archive.authority",
    "archive.merging",
    "archive.publication",
    "archive.rights",
    "archive.editing",
)
STOREY = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}
LABELS = {room.split(".")[-1]: room for room in STOREY}
BY_NAME = ("import_module", "__import__", "import_string", "get_model")
TO_MODEL = ("ForeignKey", "OneToOneField", "ManyToManyField", "TaggableManager")


def room_of(module: str) -> str:
    """Return the room that a module stands in, "" for what is not ours."""
    for known in PLUMBING:
        if module == known or module.startswith(known + "."):
            return "archive.plumbing"
    for room in STOREY:
        if module == room or module.startswith(room + "."):
            return room
    return ""


def reached(source: str, module: str, *, is_package: bool = False) -> list[tuple[int, str]]:
    """Return (line, module) for everything that the source imports, by statement or by a name in quotes."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, node.module] if node.module else base)
            found += [(node.lineno, f"{name}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Call):
            found += [(node.lineno, name) for name in named_in(node)]
    return found


def named_in(call: ast.Call) -> list[str]:
    """Return the room that a call names in quotes: a module to import, a model to fetch or to point at."""
    called = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if called not in BY_NAME + TO_MODEL:
        return []
    first = [*call.args[:1], *(word.value for word in call.keywords if word.arg in ("to", "through"))]
    words = [node.value for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if called in BY_NAME[:3]:
        return words
    return [LABELS[label] for word in words if (label := word.split(".")[0]) in LABELS]


def breaches(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Return one sentence for each import that goes up or sideways, or against its own room's rule."""
    room = room_of(module)
    found = []
    for line, name in reached(source, module, is_package=is_package):
        other = room_of(name)
        if other and other != room and STOREY[other] >= STOREY[room] and module != "archive.settings":
            found.append(f"{module}, line {line}: {room} may not import {name}.")
        if room == "archive.text" and name.split(".")[0] == "django":
            found.append(f"{module}, line {line}: archive.text is pure and may not import {name}.")
        if module.startswith("archive.importing.readers") and knows_rows(name):
            found.append(f"{module}, line {line}: a reader gives records and may not import {name}.")
    return found


def knows_rows(name: str) -> bool:
    parts = name.split(".")
    return name.startswith("django.db") or bool({"models", "querysets", "matching", "saving"} & set(parts))


def modules() -> list[tuple[str, Path]]:
    """Return every module of the project, with its dotted name."""
    paths = [*(ROOT / "archive").rglob("*.py"), *(ROOT / "authors").rglob("*.py")]
    return [(".".join(path.relative_to(ROOT).with_suffix("").parts), path) for path in sorted(paths)]


def test_every_room_imports_downward_only():
    found = []
    for name, path in modules():
        is_package = path.name == "__init__.py"
        name = name.removesuffix(".__init__")
        if name != "archive":
            assert room_of(name), f"{name} stands in no room of tests/test_imports.py."
        if room_of(name):
            found += breaches(path.read_text(), name, is_package=is_package)
    assert found == []


def test_the_project_has_modules_to_guard():
    rooms = {room_of(name) for name, _ in modules()}
    assert {"archive.operations", "archive.urls", "archive.settings"} <= rooms


@pytest.mark.parametrize("room", [room for room in STOREY if (ROOT / room.replace(".", "/")).is_dir()])
def test_every_room_opens_with_its_rule(room):
    opening = ROOT / room.replace(".", "/") / "__init__.py"
    assert ast.get_docstring(ast.parse(opening.read_text())), f"{opening} does not open with the room's rule."


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("archive.tags.models", "from archive.articles.models import Article"),
        ("archive.tags.models", "import archive.articles.models"),
        ("archive.tags.models", "from archive import articles"),
        ("archive.tags.models", "from ..articles import models"),
        ("archive.tags.models", "def late():\n    from authors.models import Author"),
        ("archive.tags.models", "if TYPE_CHECKING:\n    from authors.models import Author"),
        ("archive.tags.models", 'import_module("archive.centers.models")'),
        ("archive.tags.models", 'apps.get_model("articles", "Article")'),
        ("archive.tags.models", 'models.ForeignKey("authors.Author", on_delete=models.CASCADE)'),
        ("archive.tags.models", 'models.ManyToManyField(to="articles.Article")'),
        ("archive.public.views", "from archive.desk import preview"),
        ("archive.publication", "from archive.tags.models import Term"),
        ("archive.text.dates", "from archive.fields import PartialDateField"),
        ("archive.text.dates", "from django.db import models"),
        ("archive.text.html", "from django.utils.html import escape"),
        ("archive.importing.readers.jsonl", "from archive.articles.models import Article"),
        ("archive.importing.readers.jsonl", "from django.db import models"),
        ("archive.articles.models", "from archive import urls"),
    ],
)
def test_the_guard_sees_what_goes_up_or_sideways(module, source):
    assert len(breaches(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("archive.articles.models", "from archive.tags.models import Term"),
        ("archive.articles.models", "from authors.models import Author"),
        ("archive.articles.models", 'models.ForeignKey("self", on_delete=models.CASCADE)'),
        ("archive.articles.models", 'models.ForeignKey("articles.Outlet", on_delete=models.CASCADE)'),
        ("archive.publication", "from archive.fields import SlugField"),
        ("archive.public.views", "from . import filters"),
        ("archive.text.html", "from archive.text.strings import tidy"),
        ("archive.importing.readers.jsonl", "from archive.importing.records import Record"),
        ("archive.settings", "from archive import environment"),
        ("archive.urls", "from archive.public import views"),
    ],
)
def test_the_guard_lets_pass_what_goes_down_or_stays(module, source):
    assert breaches(source, module) == []


def test_the_guard_counts_the_dots_of_relative_imports():
    assert len(breaches("from ..desk import board", "archive.public.views")) == 1
    assert len(breaches("from ..desk import board", "archive.public", is_package=True)) == 1
    assert breaches("from ..desk import board", "archive.public.pages", is_package=True) == []
