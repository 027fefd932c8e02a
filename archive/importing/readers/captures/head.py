"""The head of a page: everything between its shell and the first word of the body.

    head    = [credit] [kicker] [title] [deck] [anchors] [outlet] [boxes]
    kicker  = label, then the center or the series whose work it is
    anchors = copied-marker, by-line, date line (and for an event its place), in this order, none needed

The anchors hold the grammar together: what stands above them is title and deck, what stands below is
outlet and body. A capture that lost them is read line by line, with the address as a witness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.importing.readers.captures import people, phrases, titles
from archive.importing.readers.captures.anchors import Anchors, unglued
from archive.importing.readers.captures.layer import DataLayer
from archive.importing.readers.captures.lines import Line, is_flat
from archive.text import strings
from archive.text.addresses import AddressHints
from archive.text.dates import PartialDate, find_printed

HOUSES = ("primaryCenter", "blog", "centers", "programs", "projects", "collections")
_LONGEST_OUTLET = 150
_TIME = re.compile(r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)|\d{1,2}[:h]\d{2}")
_ON_DATE = re.compile(r"(?i)on\s+(?P<date>\S.*)")


@dataclass(slots=True)
class Head:
    """What the head of a page says. `date_words` holds a date line that is no date."""

    credit: str = ""
    caption: str = ""
    label: str = ""
    kicker: list[str] = field(default_factory=list)
    title: str = ""
    deck: str = ""
    byline: list[str] = field(default_factory=list)
    published: PartialDate | None = None
    date_words: str = ""
    date_line: int = 0
    outlet: str = ""
    place: str = ""
    marks: int = 0

    @property
    def is_event(self) -> bool:
        """Whether the page announces an event."""
        return strings.matching_key(self.label) in phrases.EVENT_LABELS


def read(lines: Sequence[Line], layer: DataLayer, hints: AddressHints) -> tuple[Head, list[Line]]:
    """Return the head and the lines behind it."""
    reader = _HeadReader(lines, layer, hints)
    reader.read()
    return reader.head, list(reader.all[reader.offset() :])


class _HeadReader:
    """A cursor over the printed lines; each method takes what it knows and moves on."""

    def __init__(self, lines: Sequence[Line], layer: DataLayer, hints: AddressHints) -> None:
        self.head = Head()
        self.layer = layer
        self.hints = hints
        self.flat = is_flat(lines[:60])
        self.all = [part for line in lines[:80] for part in unglued(line)] + list(lines[80:])
        self.lines = [line for line in self.all if not line.blank]
        self.at = 0
        self.authors = layer.names("authors")
        self.anchors = Anchors(self.lines, self.authors, flat=self.flat)
        self.houses = {strings.matching_key(name) for key in HOUSES for name in layer.names(key)}

    def offset(self) -> int:
        """Return where in all lines the cursor stands."""
        if self.at >= len(self.lines):
            return len(self.all)
        return next(index for index, line in enumerate(self.all) if line is self.lines[self.at])

    def read(self) -> None:
        """Read the head and leave the cursor on the first line of the body."""
        self._credit()
        anchor = None if self._is_dated_event() else self.anchors.first(self.at)
        if anchor is not None:
            above, self.at = self.lines[self.at : anchor], anchor
            self._above_anchors(above)
            self._anchors()
        else:
            self._without_anchors()
        self._below()

    # The picture ------------------------------------------------------------------------------------

    def _credit(self) -> None:
        without_picture = False
        while line := self._line():
            source = phrases.CREDIT_OR_OUTLET.fullmatch(line.words)
            ready = phrases.READY_MADE.fullmatch(line.words)
            if phrases.NO_IMAGE.fullmatch(line.words):
                without_picture = True
            elif source and not self.head.credit and not without_picture:
                self.head.credit = source["name"].strip()
            elif not self.head.credit and self._caption(line):
                pass
            elif ready and ready["date"]:
                self.head.published = find_printed(ready["date"])
                self.head.date_line = line.number
                self.head.label = self.head.label or "event"
                rest = ready["rest"]
                if rest and not phrases.EVENT_CHROME.fullmatch(rest):
                    self.lines[self.at] = Line(line.number, rest)
                    self.all = [self.lines[self.at] if old is line else old for old in self.all]
                    self.head.marks += 1
                    return
            elif not phrases.EVENT_CHROME.fullmatch(line.words):
                return
            self.head.marks += 1
            self.at += 1

    def _caption(self, line: Line) -> bool:
        if len(line.words) > 600 or self.at > 3:
            return False
        match = phrases.PHOTO_CREDIT.fullmatch(line.words)
        if not match and len(line.words) <= 250:
            match = phrases.AGENCY.fullmatch(line.words)
        if not match:
            return False
        self.head.caption = match["caption"].strip()
        self.head.credit = match["credit"].strip("() .")
        return True

    # The anchors ------------------------------------------------------------------------------------

    def _is_dated_event(self) -> bool:
        """Say whether the page has told its date, and goes on with prose instead of its label."""
        line = self._line()
        return self.head.published is not None and not (line and line.key in phrases.LABELS)

    def _anchors(self) -> None:
        head = self.head
        dated = False
        while line := self._line():
            words = line.words
            if phrases.COPIED.fullmatch(words) or phrases.NO_IMAGE.fullmatch(words):
                pass
            elif phrases.PUBLISHED_BY.fullmatch(words):
                self._published_by()
                dated = True
                continue
            elif phrases.BYLINE_ALONE.fullmatch(words) and not head.byline:
                self.at += 1
                head.byline = people.byline(self._words(self.at), self.authors, marked=True)
            elif not dated and self.anchors.is_date(self.at):
                self._date(line)
                dated = True
                if head.is_event:
                    self.at += 1
                    self._place(line)
                    continue
            elif not head.byline and self._names_here(words):
                head.byline = self._names_here(words)
            elif head.byline and not dated and self._is_more_byline(words):
                head.byline += [
                    name for name in people.byline(words, self.authors) if name not in head.byline
                ]
            elif self._said_already(line):
                pass
            else:
                return
            head.marks += 1
            self.at += 1

    def _names_here(self, words: str) -> list[str]:
        return people.byline(
            words, self.authors, marked=self.anchors.is_marked(self.at) and bool(self.head.title)
        )

    def _is_more_byline(self, words: str) -> bool:
        return not phrases.BYLINE.fullmatch(words) and bool(people.byline(words, self.authors))

    def _said_already(self, line: Line) -> bool:
        said = (self.head.deck, self.head.title)
        return bool(line.words) and line.key in {strings.matching_key(text) for text in said if text}

    def _date(self, line: Line) -> None:
        self.head.date_line = line.number
        self.head.published = find_printed(line.words) or self.head.published
        if find_printed(line.words) is None:
            self.head.date_words = line.words

    def _published_by(self) -> None:
        """Read three lines of an older page: "published by", the outlet, "on July 5, 2007"."""
        self.at += 1
        line = self._line()
        if line and not _ON_DATE.fullmatch(line.words) and len(line.words) <= _LONGEST_OUTLET:
            self.head.outlet = line.words
            self.at += 1
            line = self._line()
        match = _ON_DATE.fullmatch(line.words) if line else None
        if line and match:
            self._date(Line(line.number, match["date"]))
            self.at += 1

    def _place(self, date_line: Line) -> None:
        line = self._line()
        if line is None or line.sentence or len(line.words) > 100 or _TIME.search(line.words):
            return
        if self.flat or line.number == date_line.number + 1:
            self.head.place = line.words
            self.at += 1

    # Title and deck ---------------------------------------------------------------------------------

    def _above_anchors(self, above: list[Line]) -> None:
        rest = self._kicker(above)
        rest = self._without_repetition(rest)
        if not rest:
            return
        if len(rest) == 1 and not self._is_title(rest[0]) and titles.is_long_sentence(rest[0]):
            self.head.deck = rest[0].words
            return
        self.head.title = rest[0].words
        self.head.deck = " ".join(line.words for line in rest[1:])

    def _kicker(self, above: list[Line]) -> list[Line]:
        """Take label and center off the lines above the anchors; return the rest."""
        if len(above) < 2:
            return above
        end = 0
        if above[0].key in phrases.LABELS or self._is_unknown_label(above):
            self.head.label = above[0].words
            self.head.marks += 1
            end = 1
            if not self.flat:
                while end < len(above) - 1 and above[end].number == above[end - 1].number + 1:
                    end += 1
        elif self._is_reading_time(above[0]):
            end = 1
        while end < len(above) - 1 and self._is_house(above[end]):
            end += 1
        self.head.kicker = [line.words for line in above[1 if self.head.label else 0 : end]]
        return above[end:]

    def _is_unknown_label(self, above: list[Line]) -> bool:
        """Say whether an unknown label stands first: short, a house under it or in a block of its own."""
        first, second = above[0], above[1]
        if (
            self.flat
            or len(first.words) > 60
            or first.sentence
            or titles.matches_address(first, self.hints.title)
        ):
            return False
        together = second.number == first.number + 1
        if (
            together
            and (self._is_house(second) or phrases.INSTITUTION.search(second.words))
            and len(above) > 2
        ):
            return True
        alone = not together and len(above) > 2 and len(first.words) <= 30 and len(first.words.split()) <= 3
        return alone and second.number > first.number + 1 and not second.sentence and above[2].sentence

    def _is_house(self, line: Line) -> bool:
        return line.key in self.houses

    def _is_reading_time(self, line: Line) -> bool:
        match = phrases.READING_TIME.fullmatch(line.words)
        if match:
            self.head.label = match["label"].strip()
            self.head.marks += 1
        return bool(match)

    def _without_repetition(self, rest: list[Line]) -> list[Line]:
        kept: list[Line] = []
        for line in rest:
            if line.key in {other.key for other in kept}:
                self.head.marks += 1
            elif not kept and (issue := phrases.ISSUE.fullmatch(line.words)):
                self.head.published = find_printed(issue["year"])
            elif not (phrases.NO_IMAGE.fullmatch(line.words) or self._is_reading_time(line)):
                kept.append(line)
        return kept

    def _is_title(self, line: Line) -> bool:
        doubtful = not self.layer.found and not self.head.marks
        return titles.is_title(line, self.hints.title, doubtful=doubtful)

    def _without_anchors(self) -> None:
        """Read title and deck by what they look like."""
        line = self._line()
        more = len(self.lines) > self.at + 1
        if line and more and (line.key in phrases.LABELS or self._is_reading_time(line)):
            self.head.label = self.head.label if line.key not in phrases.LABELS else line.words
            self.head.marks += 1
            self.at += 1
            while (line := self._line()) and self._is_house(line):
                self.head.kicker.append(line.words)
                self.at += 1
        if line and phrases.IN_THIS_REVIEW.fullmatch(line.words) and self._words(self.at + 1):
            self.head.marks += 1
            self.at += 1
            line = self._line()
        if line and self._is_title(line):
            self.head.title = line.words
            self.at += 1
            while (line := self._line()) and self._repeats_head(line):
                self.head.marks += 1
                self.at += 1
        self._deck()

    def _repeats_head(self, line: Line) -> bool:
        """Say whether a line under the title repeats it, captions the picture, or counts the minutes."""
        if self._said_already(line) or self._is_reading_time(line):
            return True
        return not self.head.credit and self._caption(line)

    def _deck(self) -> None:
        outlet = next(
            (index for index in range(self.at, min(self.at + 3, len(self.lines))) if self._outlet_at(index)),
            None,
        )
        line = self._line()
        if line is None or (outlet is not None and phrases.CLOSES_BODY.fullmatch(self._words(outlet + 1))):
            return
        if outlet is not None:
            self.head.deck = " ".join(line.words for line in self.lines[self.at : outlet])
            self.at = outlet
        elif self._words(self.at + 1) and self.lines[self.at + 1].key == line.key:
            self.head.deck = line.words
            self.head.marks += 1
            self.at += 2
        elif self._is_deck(line):
            self.head.deck = line.words
            self.at += 1

    def _is_deck(self, line: Line) -> bool:
        below = self.lines[self.at + 1 : self.at + 12]
        known = self.layer.found or bool(self.head.credit)
        if not self.layer.found and titles.is_first_question(line, below):
            return False
        known = known or (bool(self.head.title) and titles.opens_interview(line, below))
        return known and bool(below) and titles.is_deck(line)

    # Between head and body --------------------------------------------------------------------------

    def _below(self) -> None:
        moved = True
        while moved and self._line():
            moved = self._outlet() or self._box() or self._repeated_deck()

    def _repeated_deck(self) -> bool:
        line, deck = self._line(), strings.matching_key(self.head.deck)
        again = bool(line and deck and line.key == deck and self.at + 1 < len(self.lines))
        self.at += again
        return again

    def _outlet_at(self, index: int) -> re.Match[str] | None:
        line = self.lines[index]
        match = phrases.CREDIT_OR_OUTLET.fullmatch(line.words)
        fits = match and len(match["name"]) <= _LONGEST_OUTLET and not re.search(r"[.;:]$", match["name"])
        return match if fits else None

    def _outlet(self) -> bool:
        match = self._outlet_at(self.at)
        known = strings.matching_key(self.head.outlet)
        if not match or (known and known != strings.matching_key(match["name"])):
            return False
        self.head.outlet = match["name"].strip()
        self.head.marks += 1
        self.at += 1
        return True

    def _box(self) -> bool:
        """Pass over the box of a blog or program: its kind, name, description and "Learn More"."""
        words = self._words(self.at)
        if any(mark.fullmatch(words) for mark in (phrases.BOX_PICTURE, phrases.NO_IMAGE, phrases.PDF)):
            self.at += 1
            return True
        if not phrases.BOX.fullmatch(words):
            return False
        for index in range(self.at + 1, min(self.at + 10, len(self.lines))):
            if phrases.BOX_END.fullmatch(self._words(index)):
                self.at = index + 1
                return True
        if not (self.at + 1 < len(self.lines) and self._is_house(self.lines[self.at + 1])):
            return False
        name = self._words(self.at + 1)
        self.at += 3 if self._words(self.at + 2).startswith(name) else 2
        return True

    def _line(self) -> Line | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def _words(self, index: int) -> str:
        return self.lines[index].words if 0 <= index < len(self.lines) else ""
