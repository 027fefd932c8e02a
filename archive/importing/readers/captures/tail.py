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

from archive.importing.readers.captures import people, phrases
from archive.importing.readers.captures.layer import DataLayer
from archive.importing.readers.captures.lines import Line, is_flat, printed, trimmed
from archive.text import strings

_SHORT = 420
_PROSE = 500
_MOST_AFTER_NAMES = 20
_LINK_ALONE = re.compile(r"(?:[-*•]\s+)?\[[^\]\n]+\]\([^()\s]+\)")
_GLUED_TERMS = re.compile(r"(?:[^\W\d_][\w’'.&,-]*[ ]?){1,6}(?<=[a-z])(?=[A-Z])\S.*")


@dataclass(slots=True)
class About:
    """What the page says about one author: the position, and the paragraphs of the biography."""

    name: str
    position: str = ""
    bio: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tail:
    """What stands below the body and is part of the record."""

    outlet: str = ""
    host_center: str = ""
    about: list[About] = field(default_factory=list)
    marks: int = 0


def read(
    lines: Sequence[Line], layer: DataLayer, authors: Sequence[str], teasers: Collection[str]
) -> tuple[list[Line], Tail]:
    """Return the lines of the body, and the tail.

    `authors` are the names the page is by; `teasers` are keys of lines that stood above the data layer.
    """
    return _TailReader(lines, layer, authors, teasers).read()


class _TailReader:
    def __init__(
        self, lines: Sequence[Line], layer: DataLayer, authors: Sequence[str], teasers: Collection[str]
    ) -> None:
        self.lines = _unglued(lines)
        self.layer = layer
        self.authors = list(authors)
        self.author_keys = {strings.matching_key(name): name for name in authors}
        self.surnames = {strings.matching_key(people.surname(name)) for name in authors}
        self.teasers = teasers
        self.terms = sorted(layer.terms, key=len, reverse=True)
        self.flat = is_flat(lines)
        self.tail = Tail()

    def read(self) -> tuple[list[Line], Tail]:
        end, about = self._first_mark()
        self._host(self.lines[end:])
        if about is not None:
            self._about(self.lines[about + 1 :])
        body = trimmed(self.lines[:end])
        if about is None:
            body, after = self._unmarked(body)
            self._about(after, unmarked=True)
        return self._without_last_lines(body, marked=about is not None), self.tail

    # Marks ------------------------------------------------------------------------------------------

    def _first_mark(self) -> tuple[int, int | None]:
        """Return where the tail begins, and where the authors' heading stands in it."""
        count = len(self.lines)
        shell = next((index for index in range(count) if self._is_shell_mark(index)), count)
        about = next((index for index in range(shell - 1, -1, -1) if self._is_about(index)), None)
        ends = [shell] if about is None else [shell, about]
        for index in range(shell):
            recent = phrases.RECENT_WORK.fullmatch(self.lines[index].plain)
            if recent and about is None and (shell < count or self._is_list(index + 1)):
                ends.append(index)
                break
        self.tail.marks += len(ends) - 1 + (shell < count)
        return min(ends), about

    def _is_about(self, index: int) -> bool:
        """Say whether the authors' heading stands here, and something about them under it."""
        if not phrases.ABOUT_AUTHORS.fullmatch(self.lines[index].plain):
            return False
        below = printed(self.lines[index + 1 : index + 14])[:4]
        return (
            not below
            or any(
                line.key in self.author_keys or people.is_position(line.words) or self._speaks_of_author(line)
                for line in below
            )
            or (not self.authors and people.is_name(below[0].words))
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
        if phrases.DISCLAIMER.search(words[:260]) and not line.bullet:
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
        return line.bullet or line.key in phrases.LABELS or bool(_LINK_ALONE.fullmatch(line.text))

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

    # About the authors ------------------------------------------------------------------------------

    def _about(self, lines: Sequence[Line], *, unmarked: bool = False) -> None:
        current: About | None = None
        shown = printed(lines)
        for index, line in enumerate(shown):
            if self._ends_about(line):
                return
            name = self.author_keys.get(line.key, "")
            if not name and not self.author_keys and current is None and people.is_name(line.words):
                name = line.words
            if name:
                if any(about.name == name for about in self.tail.about):
                    return
                current = self._begun(name)
                continue
            if current is None or (current.bio and self._begins_another(line)):
                current = self._nameless(shown[index:])
            if current is None or not self._belongs(line, current, unmarked=unmarked):
                return
            if (
                not current.bio
                and not line.sentence
                and len(line.words) <= 250
                and not self._speaks_of_author(line)
            ):
                current.position = "; ".join(filter(None, [current.position, line.words]))
            else:
                current.bio.append(line.words)

    def _begun(self, name: str) -> About:
        about = About(name)
        self.tail.about.append(about)
        return about

    def _begins_another(self, line: Line) -> bool:
        """Say whether a position follows a biography: that of the next author, whose name was lost."""
        return self.flat and len(self.tail.about) < len(self.authors) and people.is_position(line.words)

    def _ends_about(self, line: Line) -> bool:
        words = line.plain
        return (
            line.bullet
            or bool(phrases.RECENT_WORK.fullmatch(words) or phrases.DISCLAIMER.search(words))
            or bool(phrases.MORE_WORK.fullmatch(words) and not line.sentence)
            or bool(phrases.MORE_NEWS.fullmatch(words) or phrases.LOGO.fullmatch(words))
            or self.is_tag_line(line.words)
            or line.key in self.teasers
        )

    def _nameless(self, lines: Sequence[Line]) -> About | None:
        """Return the author whose name the capture lost: the only one, or the one the biography speaks of."""
        told = {about.name for about in self.tail.about}
        named = {line.key for line in lines}
        left = [name for name in self.authors if name not in told and strings.matching_key(name) not in named]
        if len(left) > 1:
            said = " ".join(line.words for line in lines[:3])
            left = [name for name in left if people.surname(name) in said]
        if not left and len(self.authors) == 1 and not told:
            left = self.authors
        return self._begun(left[0]) if left else None

    def _belongs(self, line: Line, current: About, *, unmarked: bool) -> bool:
        """Say whether a line under a name is still about that person, and no teaser or other name."""
        words = line.words
        if not self.flat and not unmarked:
            return True
        if self._speaks_of_author(line):
            return True
        if line.sentence:
            return not current.bio and bool(
                re.match(r"(?i)(?:he|she|they|его|он|она|il|elle|هو|هي|他|她)\b", words)
            )
        names = people.split_names(words)
        return (
            not current.bio and not (names and all(people.is_name(name) for name in names))
        ) or people.is_position(words)

    def _speaks_of_author(self, line: Line) -> bool:
        key = line.key
        return line.sentence and any(surname in key for surname in self.surnames)

    # Captures that lost the headings ----------------------------------------------------------------

    def _unmarked(self, body: list[Line]) -> tuple[list[Line], list[Line]]:
        """Return body and biographies where no heading stands between them."""
        cuts = [
            cut
            for cut in (
                self._known_teaser(body),
                self._biographies(body),
                self._signature(body),
                self._pairs(body),
                self._linked_teasers(body),
            )
            if cut is not None and cut > 0
        ]
        if not cuts:
            return body, []
        return trimmed(body[: min(cuts)]), body[min(cuts) :]

    def _known_teaser(self, body: list[Line]) -> int | None:
        for index, line in enumerate(body):
            if index and len(line.words) > 40 and line.key in self.teasers:
                return index
        return None

    def _biographies(self, body: list[Line]) -> int | None:
        if not (self.layer.found and self.authors):
            return None
        shown = [index for index, line in enumerate(body) if not line.blank]
        for place, index in enumerate(shown):
            rest = [body[other] for other in shown[place:]]
            if place == 0 or len(rest) > _MOST_AFTER_NAMES:
                continue
            if self._begins_biography(rest, [body[other] for other in shown[:place]]):
                return index
        return None

    def _begins_biography(self, rest: list[Line], before: list[Line]) -> bool:
        line = rest[0]
        after = rest[1] if len(rest) > 1 else None
        if line.key in self.author_keys:
            if (
                any(other.key == line.key for other in before)
                or sum(other.key == line.key for other in rest) > 2
            ):
                return False
            return after is None or not _is_speech(after) or people.is_position(after.words) or self.flat
        if not people.is_position(line.words) or not re.match(r"[^\W\d_]", line.words):
            return False
        if "," not in line.words and not re.match(
            r"(?i)(?:former|senior|nonresident|director|fellow|vice)\b", line.words
        ):
            return False
        return after is not None and self._speaks_of_author(after) and len(line.words) < _SHORT

    def _signature(self, body: list[Line]) -> int | None:
        """Return the line behind a signature: in a flat page without data layer, only teasers follow it."""
        if self.layer.found or not self.flat:
            return None
        for index, line in enumerate(body):
            names = people.split_names(line.words)
            if not names or not all(people.is_name(name) for name in names):
                continue
            rest = printed(body[index + 1 :])
            signed = any(strings.matching_key(name) in self.author_keys for name in names)
            if index < 2 or not (signed or (len(rest) >= 2 and not self.authors)):
                return None
            if len(rest) <= _MOST_AFTER_NAMES and all(len(o.words) <= _SHORT and o.sentence for o in rest):
                return index + 1
            return None
        return None

    def _pairs(self, body: list[Line]) -> int | None:
        """Return where a row of teasers begins, each a sentence and the names of other authors."""
        if not (self.layer.found and self.flat):
            return None
        end, pairs = len(body), 0
        while end >= 3:
            names, deck = body[end - 1], body[end - 2]
            split = people.split_names(names.words)
            if not split or not all(people.is_name(name) for name in split) or names.key in self.author_keys:
                break
            if deck.blank or len(deck.words) > _SHORT or not deck.sentence:
                break
            end, pairs = end - 2, pairs + 1
        return end if pairs >= 2 or (pairs == 1 and end + 2 == len(body) and self.teasers) else None

    def _linked_teasers(self, body: list[Line]) -> int | None:
        """Return where, in Markdown, a row of teasers begins: a line that is one link, then names."""
        end, shown = len(body), [index for index, line in enumerate(body) if not line.blank]
        while len(shown) >= 3:
            names = people.split_names(body[shown[-1]].words)
            linked = _LINK_ALONE.fullmatch(body[shown[-2]].text)
            if not linked or not names or not all(people.is_name(name) for name in names):
                break
            end, shown = shown[-2], shown[:-2]
        return end if end < len(body) else None

    # The last lines of the body -----------------------------------------------------------------------

    def _without_last_lines(self, body: list[Line], *, marked: bool) -> list[Line]:
        body = trimmed(body)
        while body:
            words = body[-1].words
            origin = phrases.ORIGINALLY.fullmatch(body[-1].plain)
            if phrases.NOT_THE_TEXT.fullmatch(words) or self.is_tag_line(words):
                pass
            elif origin and not self.tail.outlet:
                self.tail.outlet = next(name for name in origin.groups() if name).strip()
                self.tail.marks += 1
            elif not marked and self._is_name_again(body):
                pass
            else:
                break
            body = trimmed(body[:-1])
        return [line for line in body if not _is_chrome(line)]

    def _is_name_again(self, body: list[Line]) -> bool:
        """Say whether a name, or a name with its position, closes a spaced body above the shell."""
        if self.flat or not self.layer.found or len(printed(body)) < 3 or not self.tail.marks:
            return False
        line, before = body[-1], body[-2]
        if line.key in self.author_keys:
            return not any(other.key == line.key for other in body[:-3])
        return (
            before.key in self.author_keys
            and people.is_position(line.words)
            and before.number == line.number - 1
        )

    def is_tag_line(self, words: str) -> bool:
        """Say whether a line is nothing but the page's terms, glued together or not."""
        if not self.layer.found or not self.terms or len(words) > 3000:
            return bool(not self.layer.found and _GLUED_TERMS.fullmatch(words) and not re.search(r"[.!?,;:] ", words)
                        and len(re.findall(r"[a-z](?=[A-Z])", words)) >= 3)  # fmt: skip
        count = 0
        rest = words
        while rest:
            term = next((term for term in self.terms if rest.startswith(term)), "")
            if not term:
                return False
            rest = rest[len(term) :].lstrip(" \u00a0|,•·")
            count += 1
        return count > 1 or len(self.terms) == 1


def _is_speech(line: Line) -> bool:
    return line.sentence


def _is_chrome(line: Line) -> bool:
    words = line.words
    return bool(phrases.NO_IMAGE.fullmatch(words) or phrases.COPIED.fullmatch(words)) or bool(
        re.match(r"(?i)click on (?:the )?pdf icon above", words) and len(words) < 90
    )


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
