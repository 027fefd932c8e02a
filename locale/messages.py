#!/usr/bin/env python3
"""Gather what the public site says, and refresh the catalogues of its languages that stand beside this file.

    python locale/messages.py

reads the templates and modules of the readers' pages, adds to each `django.po` what is new (untranslated),
takes out what no page says any more, and compiles `django.mo` with gettext's `msgfmt`. Only what readers
see is gathered; the admin speaks with Django's own translations. A changed English sentence is a new one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "fr", "ru", "zh_Hans")

TEMPLATES = ("templates/*.html", "templates/public/**/*.html", "templates/components/**/*.html")
MODULES = ("archive/public/**/*.py", "archive/syndication/**/*.py", "archive/articles/filters.py")
CHOICES = {"archive/tags/models.py": ("Facet",), "archive/articles/models/parts.py": ("Role",)}
"""Modules of which only these enumerations are shown to readers."""

_CALL = re.compile(
    r"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*"
    r"((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)"
)
_SHAPES = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}

Key = tuple[str, str]
"""What identifies a message: its context ("" for none) and the English words."""


@dataclass(slots=True)
class Message:
    """One thing the site says: in English, in one translation (none yet: empty), and where it is said."""

    msgid: str
    context: str = ""
    plural: str = ""
    forms: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    flags: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def gather() -> dict[Key, Message]:
    """Return everything that the readers' pages say, in the order of the files that say it."""
    said: dict[Key, Message] = {}
    for place, message in _everything():
        known = said.setdefault(message.key, message)
        known.plural = known.plural or message.plural
        known.places.add(place)
    return said


def _everything() -> Iterator[tuple[str, Message]]:
    for path in _files(TEMPLATES):
        yield from ((_name(path), message) for message in _in_template(path))
    for path in _files(MODULES):
        yield from ((_name(path), message) for message in _in_code(ast.parse(path.read_text("utf-8"))))
    for name, classes in CHOICES.items():
        for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name in classes:
                yield from ((name, message) for message in _in_code(node))


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _in_template(path: Path) -> Iterator[Message]:
    """Read a template through Django's own eyes: it turns the tags into calls."""
    for call in _CALL.finditer(templatize(path.read_text("utf-8"), origin=str(path))):
        words = ast.literal_eval(f"({call[2].rstrip().rstrip(',')},)")
        if shape := _SHAPES[call[1]][: len(words)]:
            yield Message(**dict(zip(shape, words, strict=False)))


def _in_code(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        shape = _SHAPES.get(node.func.id.removesuffix("_lazy"))
        words = [word.value for word in node.args if isinstance(word, ast.Constant)]
        if shape and len(words) >= len(shape):
            yield Message(**dict(zip(shape, words, strict=False)))


def read(path: Path) -> tuple[str, dict[Key, Message]]:
    """Return a catalogue's header and its messages."""
    header, messages = "", {}
    for block in re.split(r"\n\s*\n", path.read_text("utf-8") if path.exists() else ""):
        values: dict[str, str] = {}
        name, flags = "", ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags = line[2:].strip()
            elif found := re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+(".*")$', line):
                name = found[1]
                values[name] = _unquoted(found[2])
            elif line.startswith('"'):
                values[name] += _unquoted(line)
        forms = [text for name, text in sorted(values.items()) if name.startswith("msgstr")]
        if values.get("msgid") == "":
            header = forms[0]
        elif "msgid" in values:
            message = Message(
                values["msgid"], values.get("msgctxt", ""), values.get("msgid_plural", ""), forms, flags=flags
            )
            messages[message.key] = message
    return header, messages


def write(path: Path, header: str, messages: Iterable[Message]) -> None:
    """Write a catalogue, one message after the other, with the files that say it."""
    blocks = ["\n".join(['msgid ""', 'msgstr ""', *(_quoted(line) for line in header.splitlines(True))])]
    for message in messages:
        lines = [f"#: {place}" for place in sorted(message.places)]
        words = (message.msgid, message.plural)
        if any(re.search(r"%\(\w+\)[sd]", text) for text in words):
            lines.append("#, python-format")
        elif any(re.search(r"\{\w+\}", text) for text in words):
            lines.append("#, python-brace-format")
        if message.context:
            lines.append(f"msgctxt {_quoted(message.context)}")
        lines.append(f"msgid {_quoted(message.msgid)}")
        if message.plural:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
            lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(message.forms or ["", ""])]
        else:
            lines.append(f"msgstr {_quoted(message.forms[0] if message.forms else '')}")
        blocks.append("\n".join(lines))
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text.strip()[1:-1])


def refresh() -> list[str]:
    """Bring every catalogue up to date and compile it; return a line on each."""
    said, lines = gather(), []
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        header, known = read(path)
        for key, message in said.items():
            old = known.get(key)
            fits = old is not None and bool(old.plural) == bool(message.plural)
            message.forms = old.forms if fits else []
        write(path, header, said.values())
        missing = sum(not all(message.forms or [""]) for message in said.values())
        gone = len(known.keys() - said.keys())
        lines.append(f"{language}: {len(said)} messages, {missing} untranslated, {gone} taken out")
        subprocess.run(["msgfmt", "--check", "-o", path.with_suffix(".mo"), path], check=True)
    return lines


if __name__ == "__main__":
    try:
        sys.stdout.write("\n".join(refresh()) + "\n")
    except FileNotFoundError as missing:
        sys.exit(f"{missing.filename} was not found; gettext brings msgfmt, install it and start again.")
