"""What can be a title, and what a deck, in a page that lost the marks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.importing.readers.captures import phrases
from archive.importing.readers.captures.lines import Line
from archive.text import strings

_LONGEST_TITLE = 300
_LONGEST_DECK = 400
_LONGEST_WITHOUT_WITNESS = 200
_LONG_SENTENCE = 140
_DATELINE = re.compile(r"[A-ZА-ЯЁ][A-ZА-ЯЁ .,’'-]{2,40}(?:\([A-Za-z]+\))?\s?[—–-]")
_LOST_DROP_CAP = re.compile(r"[a-z]|[A-Z]{7,} (?=[a-z])")
_QUESTION = re.compile(r"[^:]{1,200}[?？؟]")
_ABBREVIATION = re.compile(r"\b(?:Jr|Sr|U\.S|U\.N|D\.C|Inc|Co|etc)\.$")


def is_title(line: Line, address_title: str, *, doubtful: bool) -> bool:
    """Say whether a line can be the title: the address agrees, or it does not end as sentences do.

    `address_title` is the address's last part as words. Where it is `doubtful` that the page has a title
    at all, only an address that agrees will do, if there is one.
    """
    words = line.words
    if line.heading:
        return True
    if len(words) > _LONGEST_TITLE or re.search(r"[:：;,،]$", words):
        return False
    if phrases.CREDIT_OR_OUTLET.fullmatch(words) or (len(words) > 90 and words.endswith(".")):
        return False
    closed = re.search(r"[.。]$", words) and not _ABBREVIATION.search(words)
    if matches_address(line, address_title):
        return not closed or _says_no_more(line, address_title)
    if closed or (address_title and doubtful):
        return False
    return len(words) <= _LONGEST_WITHOUT_WITNESS and not _DATELINE.match(words)


def matches_address(line: Line, address_title: str) -> bool:
    """Say whether most words of the address's last part stand in the line, and it has few others."""
    wanted = [word for word in strings.loose_key(address_title).split() if len(word) > 2]
    present = set(strings.loose_key(line.words).split())
    if not wanted or len(line.words) > _LONGEST_TITLE or len(present) > 3 * len(wanted) + 4:
        return False
    return sum(word in present for word in wanted) >= 0.6 * len(wanted)


def _says_no_more(line: Line, address_title: str) -> bool:
    """Say whether a sentence has hardly a word that the address lacks: a deck on its subject has."""
    wanted = strings.loose_key(address_title).split()
    return sum(len(word) > 3 and word not in wanted for word in strings.loose_key(line.words).split()) <= 1


def is_deck(line: Line) -> bool:
    """Say whether the first line above a body can be its deck: one short paragraph, no dateline.

    A line that begins in the middle of a sentence, or in capitals, lost its first word with a drop cap.
    """
    words = line.words
    if len(words) > _LONGEST_DECK or line.bullet or not line.sentence:
        return False
    if _DATELINE.match(words) or _LOST_DROP_CAP.match(words):
        return False
    return words.count(". ") <= 3 and not phrases.RELEASED.match(words)


def is_first_question(line: Line, below: Sequence[Line]) -> bool:
    """Say whether a line is the first of the questions that an interview has for headings."""
    return _is_question(line) and any(_is_question(other) for other in below)


def opens_interview(line: Line, below: Sequence[Line]) -> bool:
    """Say whether a line is the one sentence between a title and the first question under it."""
    return bool(below) and _is_question(below[0]) and not (_is_question(line) or ". " in line.words)


def _is_question(line: Line) -> bool:
    return bool(_QUESTION.fullmatch(line.words))


def is_long_sentence(line: Line) -> bool:
    """Say whether a line is rather a deck than a title."""
    return line.sentence and len(line.words) > _LONG_SENTENCE
