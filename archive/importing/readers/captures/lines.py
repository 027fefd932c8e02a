"""A capture as lines that remember where they stood, and the few questions asked of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.text import strings

_BLANKS = " \t"
_BULLET = re.compile(r"(?:[•·▪◦●]|[-*–](?=\s))\s*")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*\s*$")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,200})(?<=\S)\1(?![\w*_])")
_LINK = re.compile(r"\[([^\]\n]{1,400})\]\(([^()\s]{1,2000})\)")
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
LINK_ALONE = re.compile(r"(?:[-*•]\s+)?\[[^\]\n]+\]\([^()\s]+\)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")


@dataclass(frozen=True)
class Line:
    """One line: `number` in the file (from 1) and `raw`, its characters as they stand.

    What is asked of it again and again is found out once.
    """

    number: int
    raw: str

    @cached_property
    def text(self) -> str:
        """The line without the blanks around it; no-break spaces are characters, and stay."""
        return self.raw.strip(_BLANKS)

    @cached_property
    def words(self) -> str:
        """The line as read aloud: without bullet, Markdown marks and any blank around it."""
        text = _BULLET.sub("", self.text, count=1) if self.bullet else self.text
        heading = _HEADING.fullmatch(text)
        text = heading[1] if heading else text
        if "**" in text or "__" in text:
            text = _STRONG.sub(r"\2", text)
        if "*" in text or "_" in text:
            text = _EMPHASIS.sub(r"\2", text)
        if "](" in text:
            text = _LINK.sub(r"\1", text)
        return text.strip()

    @cached_property
    def plain(self) -> str:
        """The words without Arabic vowel signs, which some editors set and some do not."""
        return self.words if self.words.isascii() else _ARABIC_MARKS.sub("", self.words)

    @cached_property
    def key(self) -> str:
        """What two lines that say the same have in common."""
        return strings.matching_key(self.words[:2000])

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.raw.strip()

    @property
    def bullet(self) -> bool:
        """Whether it is an item of a list."""
        return bool(_BULLET.match(self.text))

    @property
    def heading(self) -> bool:
        """Whether it is a heading in Markdown."""
        return bool(_HEADING.fullmatch(self.text))

    @cached_property
    def sentence(self) -> bool:
        """Whether it ends as sentences end."""
        return bool(_SENTENCE_END.search(self.text))


def split(text: str) -> list[Line]:
    """Return the lines of `text`, numbered from 1."""
    return [Line(number, raw) for number, raw in enumerate(text.split("\n"), start=1)]


def printed(lines: Iterable[Line]) -> list[Line]:
    """Return the lines in which something is printed."""
    return [line for line in lines if not line.blank]


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without the blank ones at both ends."""
    start, end = 0, len(lines)
    while start < end and lines[start].blank:
        start += 1
    while end > start and lines[end - 1].blank:
        end -= 1
    return list(lines[start:end])


def blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the groups of lines that blank lines separate."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.blank:
            if groups[-1]:
                groups.append([])
        else:
            groups[-1].append(line)
    return groups if groups[-1] else groups[:-1]


def is_flat(lines: Sequence[Line]) -> bool:
    """Say whether the capture lost its blank lines, so that every line is a paragraph of its own."""
    inside = trimmed(lines)
    return sum(line.blank for line in inside) * 5 < len(inside)
