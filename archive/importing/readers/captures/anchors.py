"""Copied-marker, by-line and date line: the three marks that hold the head of a page together."""

from __future__ import annotations

from collections.abc import Sequence

from archive.importing.readers.captures import people, phrases
from archive.importing.readers.captures.lines import Line
from archive.text import strings
from archive.text.dates import find_printed

_FURTHEST = 16
_LONGEST_ABOVE = 1500


class Anchors:
    """What may be asked about the printed lines of a head: which is a date line, which a by-line.

    `authors` are the names of the data layer. In a `flat` page neighbours say nothing by standing close.
    """

    def __init__(self, lines: Sequence[Line], authors: Sequence[str], *, flat: bool) -> None:
        self.lines = lines
        self.authors = authors
        self.keys = {strings.matching_key(name) for name in authors}
        self.flat = flat

    def first(self, start: int) -> int | None:
        """Return the first anchor of a head that begins at `start`, or None.

        A mark that can be nothing else goes before a bare date or bare names, which may be a title.
        """
        window = range(start, self._end_of_search(start))
        strong = next((index for index in window if self._is_certain(index, start)), None)
        if strong is not None:
            while strong > start and self._is_byline(strong - 1, start):
                strong -= 1
            return strong
        for index in window:
            if index > start and phrases.CREDIT_OR_OUTLET.fullmatch(self._words(index)):
                return None
            if self.is_date(index) or self._is_byline(index, start):
                return index
        return None

    def is_date(self, index: int) -> bool:
        """Say whether a line is a date line, also one whose date is none."""
        words = self._words(index)
        if not words or len(words) > 80 or len(words.split()) > 12:
            return False
        return find_printed(words) is not None or self._is_labelled(words)

    def is_marked(self, index: int) -> bool:
        """Say whether a copied-marker stands above a line, or a date line right under it."""
        if phrases.COPIED.fullmatch(self._words(index - 1)):
            return True
        together = self.flat or self._number(index + 1) == self._number(index) + 1
        return together and self.is_date(index + 1)

    def _end_of_search(self, start: int) -> int:
        end = min(start + _FURTHEST, len(self.lines))
        for index in range(start, end):
            words = self._words(index)
            if phrases.IN_THIS_REVIEW.fullmatch(words) or len(words) > _LONGEST_ABOVE:
                return index
        return end

    def _is_certain(self, index: int, start: int) -> bool:
        words = self._words(index)
        if phrases.COPIED.fullmatch(words):
            return True
        if any(phrases.CREDIT_OR_OUTLET.fullmatch(self._words(above)) for above in range(start + 1, index)):
            return False
        if phrases.PUBLISHED_BY.fullmatch(words) or (self._is_labelled(words) and self.is_date(index)):
            return True
        return bool(phrases.BYLINE.fullmatch(words)) and self._is_byline(index, start)

    def _is_labelled(self, words: str) -> bool:
        digits = any(sign.isdigit() for sign in words)
        return digits and len(words) <= 60 and bool(phrases.DATE_LABEL.match(words))

    def _is_byline(self, index: int, start: int) -> bool:
        words = self._words(index)
        if phrases.BYLINE_ALONE.fullmatch(words):
            return bool(people.byline(self._words(index + 1), self.authors, marked=True))
        marked = self.is_marked(index)
        names = people.byline(words, self.authors, marked=marked and self._has_title_above(index, start))
        if not names or marked:
            return bool(names)
        meant = any(strings.matching_key(name) in self.keys for name in names)
        return bool(phrases.BYLINE.fullmatch(words)) and (meant or not self.keys or self.is_date(index + 1))

    def _has_title_above(self, index: int, start: int) -> bool:
        above = self.lines[start:index]
        return any(
            line.key not in phrases.LABELS and not phrases.COPIED.fullmatch(line.words) for line in above
        )

    def _number(self, index: int) -> int:
        return self.lines[index].number if 0 <= index < len(self.lines) else 0

    def _words(self, index: int) -> str:
        return self.lines[index].words if 0 <= index < len(self.lines) else ""


def unglued(line: Line) -> list[Line]:
    """Return copied-marker, by-line and date line apart where the capture lost the line ends between them."""
    if len(line.raw) > 400:
        return [line]
    match = phrases.GLUED_ANCHORS.fullmatch(line.text)
    parts = [part for part in match.groups() if part] if match else []
    return [Line(line.number, part) for part in parts] if len(parts) > 1 else [line]
