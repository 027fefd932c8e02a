"""What the page of an event has and an article has not: sessions and speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.importing.readers.captures import people
from archive.importing.readers.captures.lines import Line
from archive.text import strings

_TIME = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?\s?[Mm]\.?)?"
_SESSION_TIME = re.compile(rf".{{0,60}}?\b{_TIME}\s*[-–—]\s*{_TIME}(?:\s*\(?[A-Z]{{2,5}}\)?)?")
_KIND = re.compile(r"[^.!?:;]{2,60}")
_LONGEST_TITLE = 200


@dataclass(slots=True)
class Program:
    """The sessions and speakers of an event: speakers as (name, position), headings as line numbers."""

    speakers: list[tuple[str, str]] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)


def read(lines: Sequence[Line]) -> Program:
    """Return what the body of an event's page says of its sessions and speakers.

    A speaker is a name on a line of its own with a position under it; one without a profile is named
    twice, and the second line is `repeated`. The heading of a session is no name: it follows its time.
    """
    program = Program()
    shown = [line for line in lines if not line.blank]
    index = 0
    while index < len(shown):
        line = shown[index]
        if _is_session_time(line):
            following = shown[index + 1] if index + 1 < len(shown) else None
            if (
                following
                and not re.search(r"[.。]$", following.words)
                and len(following.words) <= _LONGEST_TITLE
            ):
                program.headings.add(following.number)
                index += 1
        elif people.is_name(line.words) and not _is_kind(shown, index):
            index = _speaker(shown, index, program)
            continue
        index += 1
    return program


def _speaker(shown: list[Line], index: int, program: Program) -> int:
    """Read the name at `index` with what belongs to it; return where the next thing begins."""
    name, after = shown[index].words, index + 1
    twice = after < len(shown) and shown[after].key == shown[index].key
    if twice:
        program.repeated.add(shown[after].number)
        after += 1
    following = shown[after].words if after < len(shown) else ""
    positioned = people.is_position(following) or _is_office(following)
    positioned = positioned and not _is_session_time(shown[after])
    if not positioned and twice and following and not shown[after].sentence and not people.is_name(following):
        positioned = len(following) <= _LONGEST_TITLE and not _is_kind(shown, after)
    known = {strings.matching_key(speaker) for speaker, _ in program.speakers}
    if (positioned or twice) and strings.matching_key(name) not in known:
        program.speakers.append((name, following if positioned else ""))
    return after + 1 if positioned else after


def _is_office(text: str) -> bool:
    """Say whether words that nobody listed name an office and its place: "Harbour Pilot, Port of Lerrin"."""
    office, comma, place = text.partition(", ")
    if not comma or len(text) > _LONGEST_TITLE or re.search(r"[:!?]|\.(?:\s|$)", text):
        return False
    return len(office.split()) > 1 and len(place.split()) > 1


def _is_session_time(line: Line) -> bool:
    return len(line.words) <= 100 and bool(_SESSION_TIME.fullmatch(line.words))


def _is_kind(shown: list[Line], index: int) -> bool:
    """Say whether a line is the kind of a session ("Panel"), the line above its time."""
    after = index + 1
    return after < len(shown) and _is_session_time(shown[after]) and bool(_KIND.fullmatch(shown[index].words))
