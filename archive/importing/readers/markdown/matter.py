"""Front matter: where it begins and ends, and the values in it, however people wrote it by hand.

Every scalar stays the text that was written: no dates, no numbers, no objects are made of it. Aliases and
tags of YAML are never followed. Where the notation is broken, its lines are read one by one instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.importing import untrusted
from archive.importing.readers.markdown import notation

LARGEST = 12_000_000
"""Characters of front matter; more is not looked at."""
LATEST_LINE = 40
MOST_STRAY_LINES = 5
_MOST_DOTS = 20

_FENCE = re.compile(r"(-{3,}|\+{3,}|;{3,})[ \t]*(yaml|yml|toml|json)?[ \t]*", re.IGNORECASE)
_KEY = re.compile(r"[\"']?([A-Za-z_][\w. -]{0,60}?)[\"']?[ \t]*([:=])(?:[ \t]|$)")
_PLAIN_KEY = re.compile(r"[a-z_][\w-]{0,40}[ \t]*[:=](?:[ \t]|$)")
_TOML_KEY = re.compile(r"[ \t]*(?:\[{1,2}[\w. \"'-]+\]{1,2}|[\"']?[\w.-]+[\"']?[ \t]*=)")
_CONTINUED = re.compile(r"[ \t]+\S|- |-$|#|[\]})]")
_COMMENT = re.compile(r"[ \t]*<!--")
_HEADER = re.compile(r"([A-Z][A-Za-z]{1,20}): ?(\S.*)?$")
_HEADER_WORDS = frozenset(
    ("title", "date", "category", "tags", "slug", "author", "authors", "summary", "status")
)
SURE = frozenset(
    """
    title date slug layout draft published publishdate pubdate author authors tags categories topics permalink
    description
    """.split()
)
"""Keys by which front matter is known behind rubbish."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was wrong with front matter, in the words of a fault."""

    problem: str
    value: str = ""
    remedy: str = ""
    field: str = ""


@dataclass(slots=True)
class Matter:
    """The `values` of front matter by the keys as written, the `body` behind it, and what was mended.

    `kind` is "yaml", "toml", "json", "header" (lines such as "Title: …" without fences), or "" for none.
    """

    values: dict[str, Any]
    body: str
    kind: str = ""
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where front matter lies among the lines: `start` to `end`, the body from `body`."""

    kind: str
    start: int
    end: int
    body: int
    before: str = ""
    open_ended: bool = False


def part(text: str) -> Matter:
    """Return the front matter and the body of a file; a text without any is all body."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        found = _json_object(text)
        if found is not None:
            return found
    lines = text.split("\n")
    place = _place(lines)
    if place is None:
        return Matter({}, text)
    inside = "\n".join(lines[place.start : place.end])
    matter = Matter({}, "\n".join(lines[place.body :]), place.kind)
    if place.before:
        problem = "stood before the front matter and was left out"
        matter.notes.append(Note(problem, place.before, "Begin the file with its front matter"))
    if place.open_ended:
        matter.notes.append(
            Note(
                "The front matter is not closed; it was taken to end with its last key",
                remedy="Close it with ---",
            )
        )
    if len(inside) > LARGEST:
        problem = f"The front matter has {len(inside):,} characters; at most {LARGEST:,} are read"
        matter.notes.append(Note(problem, remedy="Move the text below it"))
        return matter
    matter.values = _values(inside, matter)
    return matter


def data_values(text: str, kind: str) -> dict[str, Any] | list[Any]:
    """Return what a data file of a kind ("yaml", "toml", "json") holds; nothing where it cannot be read."""
    if kind == "json" and text.lstrip().startswith("["):
        text = f'{{"all": {text}}}'
    elif kind == "yaml" and re.match(r"\s*- ", re.sub(r"(?m)^(?:#.*|---)$", "", text)):
        text = "all:\n" + text.removeprefix("---\n")
    try:
        values, _ = {"yaml": notation.yaml_values, "toml": _toml_values, "json": _json_values}[kind](text)
    except notation.Broken:
        return {}
    return values["all"] if list(values) == ["all"] and isinstance(values["all"], list) else values


def begins(head: str) -> bool:
    """Say whether a text begins with front matter, be it behind a blank line, comments or a stray line."""
    head = head.removeprefix("\ufeff")
    if head.lstrip().startswith("{"):
        return _looks_like_json(head)
    return _place(head.split("\n"), partial=True) is not None


def header_word(line: str) -> str:
    """Return the key of a line "Title: …" of front matter without fences, lower case; "" for another."""
    found = _HEADER.match(line)
    return found[1].lower() if found and found[1].lower() in _HEADER_WORDS else ""


def _place(lines: list[str], *, partial: bool = False) -> _Place | None:
    """Return where front matter lies; with `partial` its end may lie behind the last line."""
    at = _behind_rubbish(lines)
    if at is None:
        return _unfenced(lines)
    fence = _FENCE.fullmatch(lines[at])
    assert fence is not None
    sign, kind = fence[1][0], (fence[2] or "").lower()
    kind = kind or {"-": "yaml", "+": "toml", ";": "json"}[sign]
    kind = "yaml" if kind == "yml" else kind
    before = "\n".join(lines[:at]).strip()
    first = next((line for line in lines[at + 1 : at + 60] if _says_something(line)), "")
    inside = (
        _TOML_KEY.match(first)
        if kind == "toml"
        else first.lstrip()[:1] in "{\"'}"
        if kind == "json"
        else None
    )
    keyed = _KEY.match(first) or (first.startswith("{") and kind == "yaml")
    closing = _FENCE.fullmatch(first)
    if not (inside or keyed or (closing and not before)):
        return _unfenced(lines)
    end = _end(lines, at + 1, sign)
    if before and not _COMMENT.match(before) and not _is_sure(lines[at + 1 : end]):
        return _unfenced(lines)
    if end is not None:
        return _Place(kind, at + 1, end, end + 1, before)
    end = _last_key(lines, at + 1, kind)
    whole = partial and len(lines) > 1 and end >= len(lines) - 1
    if not whole and sum(bool(_KEY.match(line)) for line in lines[at + 1 : end]) < 2:
        return None
    return _Place(kind, at + 1, end, end, before, open_ended=True)


def _behind_rubbish(lines: list[str]) -> int | None:
    """Return the number of the first line that opens front matter, behind blanks, comments, stray lines."""
    stray = 0
    commented = False
    for number, line in enumerate(lines[:LATEST_LINE]):
        if commented:
            commented = "-->" not in line
        elif _FENCE.fullmatch(line):
            return number
        elif _COMMENT.match(line):
            commented = "-->" not in line
        elif line.strip():
            stray += 1
            if stray > MOST_STRAY_LINES or len(line) > 500 or line.lstrip().startswith("<"):
                return None
    return None


def _unfenced(lines: list[str]) -> _Place | None:
    """Return the place of front matter without an opening fence, or of "Title: …" lines above a blank one."""
    start = next((number for number, line in enumerate(lines[:5]) if line.strip()), 0)
    keys = 0
    for number, line in enumerate(lines[start : start + 200], start):
        if _FENCE.fullmatch(line) and line[0] == "-":
            return (
                _Place("yaml", start, number, number + 1)
                if keys > 1 and _is_sure(lines[start:number])
                else None
            )
        if _KEY.match(line):
            keys += 1
        elif not keys or not (_CONTINUED.match(line) or not line.strip()):
            break
    words = []
    for number, line in enumerate(lines[start : start + 40], start):
        word = header_word(line)
        if not word and not (words and (_HEADER.match(line) or re.match(r"[ \t]+\S", line))):
            at_blank = not line.strip() and {"title", "date"} <= set(words) and len(words) > 2
            return _Place("header", start, number, number + 1) if at_blank else None
        words.append(word)
    return None


def _end(lines: list[str], start: int, sign: str) -> int | None:
    """Return the number of the line that closes front matter, None where none does."""
    for number, line in enumerate(lines[start:], start):
        if line[:3] == sign * 3 and _FENCE.fullmatch(line) and line[0] == sign:
            return number
        if sign == "-" and line.rstrip() == "...":
            return number
    return None


def _last_key(lines: list[str], start: int, kind: str) -> int:
    """Return where lines end that can be front matter; behind a blank line only a key of one word goes on."""
    end, blank = start, False
    for number, line in enumerate(lines[start:], start):
        if not line.strip():
            blank = True
            continue
        goes_on = _PLAIN_KEY.match(line) if blank else _KEY.match(line) or _CONTINUED.match(line)
        if not (goes_on or (kind == "toml" and _TOML_KEY.match(line))):
            break
        end, blank = number + 1, False
    return end


def _is_sure(lines: list[str] | None) -> bool:
    """Say whether lines hold a key by which front matter is known, and no more than front matter does."""
    keys = [found[1].lower().replace("_", "") for line in lines or [] if (found := _KEY.match(line))]
    return not SURE.isdisjoint(keys)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _values(inside: str, matter: Matter) -> dict[str, Any]:
    if matter.kind == "header":
        return _headers(inside.split("\n"))
    reader = {"yaml": notation.yaml_values, "toml": _toml_values, "json": _json_values}[matter.kind]
    try:
        values, twice = reader(inside)
    except notation.Broken as error:
        mended = inside.replace("\t", "    ") if matter.kind == "yaml" and "\t" in inside else ""
        if mended:
            try:
                values, twice = notation.yaml_values(mended)
            except notation.Broken:
                pass
            else:
                matter.notes.append(Note("The front matter is indented with tabs, which were read as blanks"))
                matter.notes += _told_twice(twice)
                return values
        values, twice = notation.line_values(inside, "=" if matter.kind == "toml" else ":")
        matter.notes.append(
            Note(
                f"The front matter is not {matter.kind.upper() if matter.kind != 'toml' else 'TOML'} "
                f"({error}); it was read line by line",
                remedy="Put values with colons, brackets or quotation marks between quotation marks",
            )
        )
    matter.notes += _told_twice(twice)
    return values


def _told_twice(keys: list[str]) -> Iterator[Note]:
    for key in dict.fromkeys(keys[:20]):
        yield Note("is given twice in the front matter; the first was used", field=key)


def _headers(lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    last = ""
    for line in lines:
        found = _HEADER.match(line)
        if found:
            last = found[1]
            values.setdefault(last, (found[2] or "").strip())
        elif last:
            values[last] = f"{values[last]} {line.strip()}"
    return values


def _toml_values(text: str) -> tuple[dict[str, Any], list[str]]:
    if re.search(rf"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{_MOST_DOTS}}}", text):
        raise notation.Broken(f"a key has more than {_MOST_DOTS} parts")
    try:
        return {key: notation.plain(value) for key, value in tomllib.loads(text, parse_float=str).items()}, []
    except (ValueError, RecursionError) as error:
        words = (
            str(error)
            if isinstance(error, tomllib.TOMLDecodeError)
            else "nested too deep, or a number too long"
        )
        raise notation.Broken(words[:160].rstrip(".")) from error


def _json_values(text: str) -> tuple[dict[str, Any], list[str]]:
    text = text.strip()
    try:
        values, twice = untrusted.load(text if text.startswith("{") else f"{{{text}}}")
    except untrusted.NotAnObject as error:
        raise notation.Broken(str(error)) from error
    return {key: notation.plain(value) for key, value in values.items()}, twice


def _json_object(text: str) -> Matter | None:
    """Return the JSON object with which a text begins, and the body behind it; None where it is none."""
    start = text.index("{")
    end = notation.end_of_object(text, start)
    if end is None:
        return None
    try:
        values, twice = untrusted.load(text[start:end])
    except untrusted.NotAnObject:
        return None
    matter = Matter({key: notation.plain(value) for key, value in values.items()}, text[end:], "json")
    matter.notes += _told_twice(twice)
    return matter


_JSON_SURE = re.compile(r'"(?:date|draft|slug|publishDate|weight|layout|tags|categories|permalink)"\s*:')
_JSON_RECORD = re.compile(r'"(?:primaryCenter|centers|centerAffiliationAll|body|id)"\s*:')


def _looks_like_json(head: str) -> bool:
    """Say whether a text begins with an object of front matter on its own lines, with a text behind it."""
    start = head.index("{")
    end = notation.end_of_object(head, start)
    if (
        end is None
        or not head[end:].strip()
        or head[end:].lstrip()[0] in "{,["
        or "\n" not in head[start:end]
    ):
        return False
    inside = head[start:end]
    return bool('"title"' in inside and _JSON_SURE.search(inside) and not _JSON_RECORD.search(inside))
