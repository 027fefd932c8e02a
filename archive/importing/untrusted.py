"""JSON that nobody trusts yet: the only way in which it enters.

Depth is counted before anything is parsed, numbers are bounded, what JSON does not have (NaN, Infinity)
is refused, and keys that are given twice are told instead of the last one winning in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

DEEPEST = 40
MOST_DIGITS = 40
MOST_TOLD = 20

_STRUCTURE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


class NotAnObject(ValueError):
    """A text that is not one JSON object; the message is a sentence without its subject."""


def load(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the JSON object in `text` and the first keys that it gives twice (their first value is kept).

    Raises `NotAnObject` for anything else: broken JSON, another kind of value, nesting over 40 levels,
    numbers of more than 40 digits, NaN and Infinity.
    """
    _measure_depth(text)
    twice: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            else:
                found[key] = value
        return found

    try:
        value = json.loads(
            text,
            object_pairs_hook=collect,
            parse_int=_bounded(int),
            parse_float=_bounded(float),
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise NotAnObject(f"is not JSON: {error.msg.lower()} at column {error.colno}") from error
    except RecursionError as error:  # unreachable behind the depth count, and no reason to trust that
        raise NotAnObject(f"is nested more than {DEEPEST} levels deep") from error
    if not isinstance(value, dict):
        raise NotAnObject(f"is {kind_of(value)} where a JSON object is expected")
    return value, list(dict.fromkeys(twice))[:MOST_TOLD]


def _measure_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for match in _STRUCTURE.finditer(text):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                raise NotAnObject(f"is nested more than {DEEPEST} levels deep")
        elif mark in "]}":
            depth -= 1


def _bounded(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def number(digits: str) -> Any:
        if len(digits) > MOST_DIGITS:
            raise NotAnObject(f"holds a number of {len(digits):,} digits")
        return convert(digits)

    return number


def _refuse_constant(name: str) -> Any:
    raise NotAnObject(f"holds {name}, which JSON does not have")


def kind_of(value: Any) -> str:
    """Return what a value is, in words for a fault."""
    kinds: Iterable[tuple[type, str]] = (
        (bool, "true or false"),
        (int, "a number"),
        (float, "a number"),
        (str, "a text"),
        (list, "a list"),
        (dict, "an object"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "null")
