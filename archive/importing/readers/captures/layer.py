"""The data layer: the JSON object that a page carries for its statistics, wherever the capture left it.

It stands indented, flush left or on one line; its closing brace may be glued to the first words of the
page. What is in it is trusted more than what is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from archive.importing import untrusted

KEYS = (
    "authors", "type", "blog", "centerAffiliationAll", "centers", "collections", "englishNewsletterAll",
    "nonEnglishNewsletterAll", "primaryCenter", "programAffiliation", "programs", "projects", "regions",
    "topics",
)  # fmt: skip
TERMS = ("topics", "regions", "programs", "projects", "collections")

_KEY = "|".join(KEYS)
_START = re.compile(r'(?m)^[ \t\u00a0]*(\{)\s*"[^"\n]{1,60}"\s*:')
_END = re.compile(r"(?m)^[ \t]*\}")
_VALUE = re.compile(r'\n[ \t]*(?:"[^"\n]*"|[\]}]|\d+),?[ \t]*(?=\n|$)')
_ANY_KEY = re.compile(rf'"(?:{_KEY})"\s*:')
_FEWEST_KEYS = 3
_MOST_CANDIDATES = 20
LONGEST = 200_000
"""Characters looked through for the closing brace."""


@dataclass(slots=True)
class DataLayer:
    """The data layer of a page and where it stood.

    `values` holds the keys of the format only. `start` and `end` are offsets in the text (0, 0 when the
    page carries none); `trouble` says, without a subject, why one that is there could not be read.
    """

    values: dict[str, Any] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    trouble: str = ""
    twice: list[str] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Whether the page carries one, readable or not."""
        return self.end > 0

    def names(self, key: str) -> list[str]:
        """Return the names of a list, whatever stands there."""
        value = self.values.get(key)
        items = value if isinstance(value, list) else [value]
        names = [item.get("name") if isinstance(item, dict) else item for item in items]
        return [name.strip() for name in names if isinstance(name, str) and name.strip()]

    def name(self, key: str) -> str:
        """Return the single text of a key, "" when there is none."""
        return next(iter(self.names(key)), "")

    @property
    def terms(self) -> list[str]:
        """Return every term, topics and regions first: the order of the page's tag line."""
        return [name for key in TERMS for name in self.names(key)]


def find(text: str) -> DataLayer:
    """Return the first data layer of `text`: an object that has at least three of the format's keys."""
    for start in islice(_START.finditer(text), _MOST_CANDIDATES):
        begin = start.start(1)
        end = _closing_brace(text, begin)
        if len(set(_ANY_KEY.findall(text, begin, end if end > 0 else begin + LONGEST))) < _FEWEST_KEYS:
            continue
        if end < 0:
            return _given_up(text, begin)
        try:
            values, twice = untrusted.load(text[begin:end])
        except untrusted.NotAnObject as error:
            return DataLayer(start=begin, end=end, trouble=str(error))
        kept = {key: value for key, value in values.items() if key in KEYS}
        return DataLayer(kept, begin, end, twice=[key for key in twice if key in KEYS])
    return DataLayer()


def _closing_brace(text: str, begin: int) -> int:
    """Return the offset behind the brace that closes the one at `begin`, or -1."""
    depth, quoted, escaped = 0, False, False
    for offset in range(begin, min(len(text), begin + LONGEST)):
        sign = text[offset]
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = sign == "\\", sign not in '"\n'
        elif sign == '"':
            quoted = True
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth == 0:
                return offset + 1
    return -1


def _given_up(text: str, begin: int) -> DataLayer:
    """Return an unreadable layer that ends with its last line that looks like one."""
    end = _END.search(text, begin)
    if end:
        return DataLayer(start=begin, end=end.end(), trouble="is not JSON: its brackets do not match")
    last = begin + 1
    for key in _ANY_KEY.finditer(text, begin, begin + LONGEST):
        newline = text.find("\n", key.end())
        last = newline if newline >= 0 else len(text)
    while value := _VALUE.match(text, last):
        last = value.end()
    return DataLayer(start=begin, end=last, trouble="is not JSON: it is cut off")
