"""YAML, TOML and JSON of front matter as plain values: texts, lists and dictionaries of such."""

from __future__ import annotations

import re
from typing import Any

import yaml

from archive.importing import untrusted

DEEPEST = 20
_STRUCTURE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
MOST_NODES = 300_000
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Broken(ValueError):
    """A notation that cannot be read, or is refused; the message says why, without a full stop."""


def yaml_values(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the mapping in a YAML text, every scalar as it was written, and the keys given twice.

    The first of two values is kept. Raises `Broken` for what is no YAML or no mapping, and for aliases, which
    can unfold without end, and nesting over 20 levels.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        place = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Broken(f"{error.problem or 'a sign that cannot stand there'}{place}") from error
    except yaml.YAMLError as error:
        raise Broken("it holds a sign that YAML does not have") from error
    if builder.root is None or builder.root == "":
        return {}, []
    if not isinstance(builder.root, dict):
        raise Broken("it is no list of keys and values")
    return builder.root, builder.twice


class _Builder:
    """Builds plain values from the events of a parser, without recursion."""

    def __init__(self) -> None:
        self.root: Any = None
        self.twice: list[str] = []
        self.open: list[Any] = []
        self.keys: list[str | None] = []
        self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event; raises `Broken` for aliases and for what is beyond the limits."""
        if isinstance(event, yaml.AliasEvent):
            raise Broken(f"the alias *{event.anchor} is not followed")
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
            self._put("" if event.implicit[0] and value in ("~", "null", "Null", "NULL") else value)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise Broken("it holds a second document")

    def _open(self, value: Any) -> None:
        if len(self.open) >= DEEPEST:
            raise Broken(f"it is nested more than {DEEPEST} levels deep")
        if self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None:
            raise Broken("a key is a list")
        self._put(value)
        self.open.append(value)
        self.keys.append(None)

    def _put(self, value: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Broken(f"it has more than {MOST_NODES:,} values")
        if not self.open:
            self.root = value
            return
        holder = self.open[-1]
        if isinstance(holder, list):
            holder.append(value)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = str(value)
            return
        self.keys[-1] = None
        if key in holder:
            self.twice.append(key)
        else:
            holder[key] = value


_LINE = re.compile(
    r"(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w. -]{0,60}?)(?P=quote)[ \t]*[:=](?:[ \t]+(?P<value>.*))?$"
)
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?$")
_SUB = re.compile(r"[ \t]+(?P<key>[A-Za-z_][\w-]{0,60})[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_BLOCK = re.compile(r"[|>][+-]?\d?[ \t]*(?:#.*)?$")


def line_values(text: str, sign: str = ":") -> tuple[dict[str, Any], list[str]]:
    """Return what the lines of broken front matter say, each for itself, and the keys given twice.

    Takes `key: value`, lists of `- item` lines, `[a, b]`, indented `key: value` lines under an empty key,
    block texts (`|`, `>`) and texts that go on in indented lines.
    """
    values: dict[str, Any] = {}
    twice: list[str] = []
    key, block = "", ""
    for line in text.split("\n"):
        line = line.rstrip()
        indented = line[:1] in (" ", "\t")
        if key and block and (indented or not line):
            values[key] = f"{values[key]}{block if values[key] else ''}{line.strip()}"
            continue
        found = None if indented or sign not in line else _LINE.match(line)
        if found:
            key, value = found["key"].strip(), (found["value"] or "").strip()
            block = "" if not _BLOCK.match(value) else "\n" if value[0] == "|" else " "
            if key in values:
                twice.append(key)
                key = ""
                continue
            values[key] = "" if block else _scalar(value)
        elif key and (indented or _ITEM.match(line)) and not line.lstrip().startswith("#"):
            values[key] = _continued(values[key], line)
    return values, twice


def _continued(value: Any, line: str) -> Any:
    """Return the value of a key after one more line under it."""
    item, sub = _ITEM.match(line), _SUB.match(line)
    if item and (value == "" or isinstance(value, list)):
        return [*(value or []), _scalar((item["value"] or "").strip())] if not value else _append(value, item)
    if sub and (value == "" or isinstance(value, dict)):
        holder: dict[str, Any] = value or {}
        holder.setdefault(sub["key"], _scalar((sub["value"] or "").strip()))
        return holder
    if isinstance(value, str):
        return f"{value} {line.strip()}".strip()
    return value


def _append(value: list[Any], item: re.Match[str]) -> list[Any]:
    value.append(_scalar((item["value"] or "").strip()))
    return value


def _scalar(text: str) -> Any:
    """Return a value as written on one line: a list in brackets, or a text without its quotation marks."""
    if len(text) > 1 and text[0] == "[" and text[-1] == "]":
        return [_unquoted(part.strip()) for part in _parts(text[1:-1]) if part.strip()]
    return _unquoted(text)


def _parts(text: str) -> list[str]:
    """Return the items between commas, of which those between quotation marks do not count."""
    return re.findall(r"\"[^\"]*+\"|'[^']*+'|[^,\s][^,]*+", text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"')
    return text


def plain(value: Any, depth: int = 0) -> Any:
    """Return a parsed value with every scalar as a text; what is nested too deep is left out."""
    if isinstance(value, dict):
        return {} if depth > DEEPEST else {str(key): plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [] if depth > DEEPEST else [plain(one, depth + 1) for one in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def end_of_object(text: str, start: int) -> int | None:
    """Return where the JSON object that begins at `start` ends, None where it does not within its depth."""
    depth = 0
    for found in _STRUCTURE.finditer(text, start):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth > untrusted.DEEPEST:
                return None
        elif sign in "]}":
            depth -= 1
            if not depth:
                return found.end()
    return None
