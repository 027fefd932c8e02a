"""What a page says about its authors: positions and biographies, each under the right name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from archive.importing.readers.captures import people
from archive.importing.readers.captures.lines import Line, printed
from archive.text import strings

_LONGEST_POSITION = 250
_PRONOUN = re.compile(r"(?i)(?:he|she|they|он|она|они|il|elle|هو|هي|他|她)\b")


@dataclass(slots=True)
class About:
    """What the page says about one author: the position, and the paragraphs of the biography."""

    name: str
    position: str = ""
    bio: list[str] = field(default_factory=list)


class Byline:
    """The names a page is by, and the questions that are asked of a line about them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.keys = {strings.matching_key(name): name for name in names}
        self.surnames = {strings.matching_key(people.surname(name)) for name in names}

    def speaks(self, line: Line) -> bool:
        """Say whether a line is a sentence in which an author is named."""
        return line.sentence and any(surname in line.key for surname in self.surnames)

    def signed(self, line: Line) -> list[str]:
        """Return the names that a line consists of, or []."""
        names = people.split_names(line.words)
        return names if all(people.is_name(name) for name in names) else []


def read(
    lines: Sequence[Line], byline: Byline, *, flat: bool, marked: bool, ends: Callable[[Line], bool]
) -> list[About]:
    """Return what the lines say about each author, in their order, up to a line where it `ends`.

    In a `flat` page, or where no heading `marked` the place, teasers may follow without a sign: there a
    line belongs to an author only when it names one, or is a position. A name that the capture lost is
    found by the biography that speaks of its bearer.
    """
    return _Reader(printed(lines), byline, careful=flat or not marked, flat=flat, ends=ends).read()


class _Reader:
    def __init__(
        self, lines: list[Line], byline: Byline, *, careful: bool, flat: bool, ends: Callable[[Line], bool]
    ) -> None:
        self.lines = lines
        self.byline = byline
        self.careful = careful
        self.flat = flat
        self.ends = ends
        self.found: list[About] = []

    def read(self) -> list[About]:
        current: About | None = None
        for index, line in enumerate(self.lines):
            if self.ends(line):
                break
            name = self._name(line, current)
            if name:
                if any(about.name == name for about in self.found):
                    break
                current = self._begun(name)
                continue
            if current is None or (current.bio and self._begins_another(line)):
                current = self._nameless(self.lines[index:])
            if current is None or not self._belongs(line, current):
                break
            if self._is_position(line, current):
                current.position = "; ".join(filter(None, [current.position, line.words]))
            else:
                current.bio.append(line.words)
        return self.found

    def _begun(self, name: str) -> About:
        self.found.append(About(name))
        return self.found[-1]

    def _name(self, line: Line, current: About | None) -> str:
        name = self.byline.keys.get(line.key, "")
        unknown = not self.byline.names and current is None and people.is_name(line.words)
        return line.words if unknown else name

    def _begins_another(self, line: Line) -> bool:
        """Say whether a position follows a biography: that of the next author, whose name was lost."""
        return self.flat and len(self.found) < len(self.byline.names) and people.is_position(line.words)

    def _nameless(self, lines: Sequence[Line]) -> About | None:
        """Return the author whose name the capture lost: the only one, or the one the biography names."""
        told = {about.name for about in self.found}
        named = {line.key for line in lines}
        left = [
            name for name in self.byline.names if name not in told and strings.matching_key(name) not in named
        ]
        if len(left) > 1:
            said = " ".join(line.words for line in lines[:3])
            left = [name for name in left if people.surname(name) in said]
        if not left and len(self.byline.names) == 1 and not told:
            left = self.byline.names
        return self._begun(left[0]) if left else None

    def _belongs(self, line: Line, current: About) -> bool:
        if not self.careful or self.byline.speaks(line):
            return True
        if line.sentence:
            return not current.bio and bool(_PRONOUN.match(line.words))
        return people.is_position(line.words) or (not current.bio and not self.byline.signed(line))

    def _is_position(self, line: Line, current: About) -> bool:
        short = len(line.words) <= _LONGEST_POSITION and not line.sentence
        return short and not current.bio and not self.byline.speaks(line)
