"""Where the body ends, and what stands below it: notes, biographies, teasers, and the host's own words.

    tail = [originally appeared] [about the authors] [recent work] [names again] [tag line] [disclaimer]
           [more work from HOST] [news from HOST] [footer]

Any of these may be missing, in any order after the first. Captures that lost the headings keep the
biographies and teasers as plain paragraphs; they are told from the body by the names in the data layer,
by the teaser that stood above it, and by the disclaimer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from archive.importing.readers.captures import about, people, phrases, unmarked
from archive.importing.readers.captures.about import About
from archive.importing.readers.captures.layer import DataLayer
from archive.importing.readers.captures.lines import LINK_ALONE, Line, is_flat, printed, trimmed
from archive.text import strings

_LONGEST_TAG_LINE = 5000
_PROSE = 500
_GLUED_TERMS = re.compile(r"(?:[^\W\d_][\w’'.&,-]*[ ]?){1,6}(?<=[a-z])(?=[A-Z])\S.*")


@dataclass(slots=True)
class Tail:
    """What stands below the body and is part of the record."""

    outlet: str = ""
    host_center: str = ""
    disclaimer: str = ""
    about: list[About] = field(default_factory=list)
    marks: int = 0


def read(
    lines: Sequence[Line],
    layer: DataLayer,
    *,
    authors: Sequence[str] = (),
    outlet: str = "",
    teasers: Collection[str] = (),
) -> tuple[list[Line], Tail]:
    """Return the lines of the body, and the tail.

    `authors` and `outlet` are what the head says; `teasers` are keys of lines from above the data layer.
    """
    return _TailReader(lines, layer, authors, outlet, teasers).read()


class _TailReader:
    def __init__(
        self,
        lines: Sequence[Line],
        layer: DataLayer,
        authors: Sequence[str],
        outlet: str,
        teasers: Collection[str],
    ) -> None:
        self.lines = _unglued(lines)
        self.layer = layer
        self.byline = about.Byline(authors)
        self.outlet = outlet
        self.teasers = teasers
        self.terms = sorted(layer.terms, key=len, reverse=True)
        self.flat = is_flat(lines)
        self.tail = Tail()

    def read(self) -> tuple[list[Line], Tail]:
        end, heading = self._first_mark()
        self._host(self.lines[end:])
        self.tail.disclaimer = next((line.words for line in self.lines[end:] if _is_disclaimer(line)), "")
        body = trimmed(self.lines[:end])
        if heading is not None:
            below = self.lines[heading + 1 :]
        else:
            cut = unmarked.end_of_body(
                body, self.byline, has_layer=self.layer.found, flat=self.flat, teasers=self.teasers
            )
            body, below = trimmed(body[:cut]), body[cut:]
        self.tail.about = about.read(
            below, self.byline, flat=self.flat, marked=heading is not None, ends=self._ends_about
        )
        return self._without_last_lines(body, marked=heading is not None), self.tail

    # Marks ------------------------------------------------------------------------------------------

    def _first_mark(self) -> tuple[int, int | None]:
        """Return where the tail begins, and where the authors' heading stands in it."""
        count = len(self.lines)
        shell = next((index for index in range(count) if self._is_shell_mark(index)), count)
        heading = next((index for index in range(shell - 1, -1, -1) if self._is_heading(index)), None)
        ends = [shell] if heading is None else [shell, heading]
        for index in range(shell):
            recent = phrases.RECENT_WORK.fullmatch(self.lines[index].plain)
            if recent and heading is None and (shell < count or self._is_list(index + 1)):
                ends.append(index)
                break
        self.tail.marks += len(ends) - 1 + (shell < count)
        return min(ends), heading

    def _is_heading(self, index: int) -> bool:
        """Say whether the authors' heading stands here, and something about them under it."""
        if not phrases.ABOUT_AUTHORS.fullmatch(self.lines[index].plain):
            return False
        below = printed(self.lines[index + 1 : index + 14])[:4]
        return (
            not below
            or any(
                line.key in self.byline.keys or people.is_position(line.words) or self.byline.speaks(line)
                for line in below
            )
            or (not self.byline.names and people.is_name(below[0].words))
        )

    def _is_shell_mark(self, index: int) -> bool:
        line = self.lines[index]
        words = line.plain
        if not words or len(words) > 1500:
            return False
        if phrases.MORE_NEWS.fullmatch(words):
            return True
        if self._more_from(index):
            return self._is_list(index + 1)
        if _is_disclaimer(line):
            return sum(len(other.raw) > _PROSE for other in self.lines[index + 1 :]) < 2
        return bool(phrases.COPYRIGHT.fullmatch(words)) and index > len(self.lines) - 12

    def _more_from(self, index: int) -> str:
        """Return the host of a line "More Work from HOST"."""
        words = self.lines[index].plain
        match = phrases.MORE_WORK.fullmatch(words)
        if not match or self.lines[index].sentence or len(words) > 140:
            return ""
        return match["center"].strip()

    def _is_list(self, index: int) -> bool:
        """Say whether teasers follow: a list, a link of its own, the label of a kind; or nothing at all."""
        following = printed(self.lines[index : index + 6])[:1]
        if not following:
            return True
        line = following[0]
        return line.bullet or line.key in phrases.LABELS or bool(LINK_ALONE.fullmatch(line.text))

    def _host(self, lines: Sequence[Line]) -> None:
        start = len(self.lines) - len(lines)
        for index in range(start, len(self.lines)):
            center = self._more_from(index)
            if center:
                self.tail.host_center = center
                return
        for index, line in enumerate(lines):
            if phrases.MORE_NEWS.fullmatch(line.plain):
                following = printed(lines[index + 1 : index + 4])[:1]
                if following and len(following[0].words) <= 120 and not following[0].sentence:
                    self.tail.host_center = following[0].words
                    return

    def _ends_about(self, line: Line) -> bool:
        words = line.plain
        return (
            line.bullet
            or bool(phrases.RECENT_WORK.fullmatch(words) or phrases.DISCLAIMER.search(words))
            or bool(phrases.MORE_WORK.fullmatch(words) and not line.sentence)
            or bool(phrases.MORE_NEWS.fullmatch(words) or phrases.LOGO.fullmatch(words))
            or self.is_tag_line(line.words)
            or line.words in self.terms
            or line.key in self.teasers
        )

    # The last lines of the body -----------------------------------------------------------------------

    def _without_last_lines(self, body: list[Line], *, marked: bool) -> list[Line]:
        body = trimmed(body)
        tags = list(takewhile(lambda line: line.blank or line.words in self.terms, reversed(body)))
        if len(printed(tags)) > 1:
            body = trimmed(body[: -len(tags)])
        closed = False
        while body:
            words = body[-1].words
            origin = self._origin(body[-1])
            source = phrases.CREDIT_OR_OUTLET.fullmatch(words) if closed else None
            closed = closed or bool(phrases.CLOSES_BODY.fullmatch(words))
            if phrases.NOT_THE_TEXT.fullmatch(body[-1].text) or self.is_tag_line(words):
                pass
            elif source and not (self.outlet or self.tail.outlet):
                self.tail.outlet = source["name"].strip()
                self.tail.marks += 1
            elif origin and not self.tail.outlet:
                self.tail.outlet = origin
                self.tail.marks += 1
            elif not marked and self._is_name_again(body):
                pass
            else:
                break
            body = trimmed(body[:-1])
        return [line for line in body if not _is_chrome(line)]

    def _origin(self, line: Line) -> str:
        """Return the outlet of "This article originally appeared in ...", unless the head names another."""
        match = phrases.ORIGINALLY.fullmatch(line.plain)
        name = next((name for name in match.groups() if name), "").strip() if match else ""
        return name if not self.outlet or _are_one(name, self.outlet) else ""

    def _is_name_again(self, body: list[Line]) -> bool:
        """Say whether a name, or a name with its position, closes a spaced body above the shell."""
        if self.flat or not self.layer.found or len(printed(body)) < 3 or not self.tail.marks:
            return False
        line, before = body[-1], body[-2]
        if line.key in self.byline.keys:
            return not any(other.key == line.key for other in body[:-3])
        return (
            before.key in self.byline.keys
            and people.is_position(line.words)
            and before.number == line.number - 1
        )

    def is_tag_line(self, words: str) -> bool:
        """Say whether a line is nothing but the page's terms, glued together or not."""
        if not self.layer.found:
            return _is_glued(words)
        count, rest = 0, words[:_LONGEST_TAG_LINE]
        while rest:
            term = next((term for term in self.terms if rest.startswith(term)), "")
            if not term:
                return False
            rest = rest[len(term) :].lstrip(" \u00a0|,•·")
            count += 1
        return count > 1 or (count == 1 and len(self.terms) == 1)


def _is_glued(words: str) -> bool:
    """Say whether a line looks like terms glued together, where nothing says which terms there are."""
    joints = len(re.findall(r"[a-z](?=[A-Z])", words))
    return joints >= 3 and not re.search(r"[.!?,;:] ", words) and bool(_GLUED_TERMS.fullmatch(words))


def _are_one(one: str, other: str) -> bool:
    """Say whether two names of outlets mean one: each word of the shorter begins as one of the longer.

    Languages with cases print a name in another form within a sentence.
    """
    shorter, longer = sorted((strings.loose_key(one).split(), strings.loose_key(other).split()), key=len)
    starts = {word[:4] for word in longer}
    return bool(shorter) and all(word[:4] in starts for word in shorter)


def _is_chrome(line: Line) -> bool:
    words = line.words
    return bool(phrases.NO_IMAGE.fullmatch(words) or phrases.COPIED.fullmatch(words)) or bool(
        re.match(r"(?i)click on (?:the )?pdf icon above", words) and len(words) < 90
    )


def _is_disclaimer(line: Line) -> bool:
    words = line.plain
    return len(words) <= 1500 and not line.bullet and bool(phrases.DISCLAIMER.search(words[:260]))


def _unglued(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with a disclaimer that was glued to the last sentence on a line of its own."""
    apart: list[Line] = []
    for line in lines:
        match = (
            phrases.GLUED_DISCLAIMER.fullmatch(line.raw) if "institutional positions" in line.raw else None
        )
        if match:
            apart += [Line(line.number, match["text"]), Line(line.number, match["disclaimer"])]
        else:
            apart.append(line)
    return apart
