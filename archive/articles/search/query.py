"""What a reader asks for: their words, read into a bounded query that no text can break.

Every word must be in a work, in any of its inflections; "words in quotation marks" must stand side by side;
a -word must not be there; a field before a colon says where (author:haddad, year:2010..2014). A query holds
terms of the one analysis only, so the engines never see raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product

from archive.articles.search import analysis, arabic
from archive.articles.search.analysis import PREFIX
from archive.articles.search.fields import FIELDS, VALUES, marked
from archive.articles.search.stopwords import STOP_WORDS
from archive.text.strings import tidy

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 8
"""Words, phrases and fields of a query that are looked for."""
MOST_RELAXED = 16
"""Needs of a query that may be asked for with one of its words missing."""

Phrase = tuple[str, ...]
"""Terms that stand side by side."""
Need = tuple[Phrase, ...]
"""Phrases of which one has to be there."""

_LONGEST_LOOSE_RUN = 24
_LANGUAGES = (*analysis.TAGS, "")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』《》＂″", '"'))
_PIECE = re.compile(
    r'(?P<minus>[-−])?(?:(?P<field>[^\s":：]{1,20})[:：](?=[^\s:：]))?(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+))'
)
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<span>\.\.|…|[-‐‑–—])?(?P<last>\d{4})?")
_GRAMMAR = frozenset("的与與和及或之于於在对對是了为為而从從向由把被将將等中")
"""Signs that mostly stand between words: none of them has to be there."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase, as the reader wrote it, and its needs: each is met by any of its phrases.

    `plain` holds the needs without the mark of a field, as titles and texts have them.
    """

    word: str
    needs: tuple[Need, ...]
    field: str = ""
    plain: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a work itself has to be: of some years (`first` to `last`), or of what a name or a code says."""

    field: str
    text: str
    excluded: bool = False
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the question that says more than a word: its field and words, and where it is written."""

    field: str
    text: str
    excluded: bool
    start: int
    end: int


@dataclass(frozen=True)
class Query:
    """What was understood. `ignored` holds what was not looked for; `titles` what an exact title would be.

    `whole` asks for all words as they stand, side by side. `relaxed` says that one word may be missing.
    """

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    conditions: tuple[Condition, ...] = ()
    pieces: tuple[Piece, ...] = ()
    ignored: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    whole: Clause | None = None
    is_relaxed: bool = False

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded or self.conditions)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that are looked for, as written."""
        return tuple(clause.word for clause in self.clauses)

    @property
    def loose(self) -> tuple[Clause, ...]:
        """The words and phrases that are looked for anywhere."""
        return tuple(clause for clause in self.clauses if not clause.field)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Everything that has to be there."""
        if not self.is_relaxed:
            return tuple(need for clause in self.clauses for need in clause.needs)
        pairs = combinations((clause.needs for clause in self.loose), 2)
        either = [tuple(dict.fromkeys(one + other)) for pair in pairs for one, other in product(*pair)]
        return (*either, *(need for clause in self.clauses if clause.field for need in clause.needs))

    @property
    def has_phrases(self) -> bool:
        """Whether anything has to stand side by side, so that places in a text matter."""
        needs = (*self.needs, *(need for clause in self.excluded for need in clause.needs))
        return any(len(phrase) > 1 for need in needs for phrase in need)

    @property
    def phrases(self) -> set[Phrase]:
        """Everything that would be marked in a text that answers."""
        return self.phrases_in("")

    def phrases_in(self, field: str) -> set[Phrase]:
        """Everything that would be marked in a field: what is asked for anywhere, and there."""
        clauses = (clause for clause in self.clauses if clause.field in ("", field))
        return {phrase for clause in clauses for need in clause.plain for phrase in need}

    def relaxed(self) -> Query | None:
        """Return the query with any one of its words missing; None where that would be no question."""
        if len(self.loose) < 2 or sum(len(clause.needs) for clause in self.loose) > MOST_RELAXED:
            return None
        return replace(self, is_relaxed=True)

    def side_by_side(self) -> Query | None:
        """Return the query for the words as they stand, side by side; None for a single word."""
        return Query(self.text, (self.whole,)) if self.whole else None

    def in_title(self) -> Query | None:
        """Return the query for works with all words in their titles; None where no words are asked for."""
        clauses = tuple(
            replace(one, needs=_marked(one.plain, "title")) for one in self.clauses if not one.field
        )
        return replace(self, clauses=clauses, is_relaxed=False) if clauses else None

    def without(self, piece: Piece) -> str:
        """Return the question with one of its pieces taken away."""
        return " ".join((self.text[: piece.start] + " " + self.text[piece.end :]).split())


def parse(text: str) -> Query:
    """Read a reader's words. Never raises; nothing understood is a query that is false."""
    text = tidy(text, limit=LONGEST).translate(_QUOTES)
    reading = _Reading(text)
    for found in _PIECE.finditer(text):
        reading.take(found)
    return reading.query()


class _Reading:
    """What has been read of a question so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.free: list[str] = []
        self.clauses: dict[str, Clause] = {}
        self.excluded: dict[str, Clause] = {}
        self.conditions: dict[str, Condition] = {}
        self.pieces: list[Piece] = []
        self.ignored: list[str] = []

    def take(self, found: re.Match[str]) -> None:
        """Read one piece: a word, a phrase, or either in a field."""
        field = FIELDS.get((found["field"] or "").casefold(), "")
        value, excluded = (found["phrase"] or found["word"]).strip(), bool(found["minus"])
        condition = _condition(field, value, excluded) if field in VALUES else None
        if condition and not self._is_full(found[0]):
            self.conditions.setdefault(found[0], condition)
            self.pieces.append(Piece(field, value, excluded, *found.span()))
        elif field and field not in VALUES:
            needs = _quoted(value) if found["phrase"] else _loose(value)
            if needs and not self._is_full(found[0]):
                self._add(Clause(value, _marked(needs, field), field, needs), found[0], excluded)
                self.pieces.append(Piece(field, value, excluded, *found.span()))
        elif not condition:
            self._take_words(found, value, excluded)

    def _take_words(self, found: re.Match[str], value: str, excluded: bool) -> None:
        """Read words that may be anywhere; a field that is none is a word before them."""
        words = [(word, _loose(word)) for word in (found["field"],) if word]
        words.append((f"“{value}”", _quoted(value)) if found["phrase"] else (value, _loose(value)))
        for word, needs in words:
            if not needs:
                continue
            if word not in self.clauses and word not in self.excluded and self._is_full(word):
                continue
            self._add(Clause(word, needs, "", needs), word, excluded)
            if not excluded:
                self.free.append(word.strip("“”") if found["phrase"] else word)
        if excluded and words[-1][1]:
            self.pieces.append(Piece("", words[-1][0], excluded, *found.span()))

    def _add(self, clause: Clause, key: str, excluded: bool) -> None:
        (self.excluded if excluded else self.clauses).setdefault(key, clause)

    def _is_full(self, word: str) -> bool:
        """Whether no more can be looked for; then the word is one that is ignored."""
        full = len(self.clauses) + len(self.excluded) + len(self.conditions) >= MOST_WORDS
        if full:
            self.ignored.append(word)
        return full

    def query(self) -> Query:
        """Return what was read, without the words that have no weight beside others."""
        clauses = list(self.clauses.values())
        telling = [one for one in clauses if one.field or one.word.casefold() not in STOP_WORDS]
        if telling:
            self.ignored += [one.word for one in clauses if one not in telling]
        clauses = telling or clauses
        free = " ".join(self.free)
        plain = [one for one in clauses if not one.field]
        whole = _quoted(free) if sum(len(one.needs) for one in plain) > 1 else ()
        titles = dict.fromkeys(analysis.indexed(free, language) for language in _LANGUAGES) if plain else ()
        return Query(
            self.text,
            tuple(clauses),
            tuple(self.excluded.values()),
            tuple(self.conditions.values()),
            tuple(self.pieces),
            tuple(self.ignored),
            tuple(titles),
            Clause(free, whole, "", whole) if whole else None,
        )


def _condition(field: str, value: str, excluded: bool) -> Condition | None:
    """Read the value of a field; None for a year that is none."""
    if field != "year":
        return Condition(field, value, excluded)
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in value)
    found = _YEARS.fullmatch(digits)
    if not found or not (found["first"] or found["last"]) or (found["last"] and not found["span"]):
        return None
    first = max(1, int(found["first"] or 1))
    last = max(1, int(found["last"] or (9999 if found["span"] else first)))
    return Condition(field, value, excluded, min(first, last), max(first, last))


def _marked(needs: tuple[Need, ...], field: str) -> tuple[Need, ...]:
    """Return the needs as a field has them."""
    return tuple(tuple(tuple(marked(field, phrase)) for phrase in need) for need in needs)


def _quoted(text: str) -> tuple[Need, ...]:
    """One need: the words side by side, analysed as each language would."""
    phrases = [_phrase(text, language) for language in _LANGUAGES]
    return _needs([phrases])


def _loose(chunk: str) -> tuple[Need, ...]:
    """The needs of what stands between two blanks: mostly one word."""
    parts = analysis.runs(chunk)
    return _needs(
        [need for part in parts for need in (_run(part) if analysis.is_unspaced(part) else [_word(part)])]
    )


def _word(text: str) -> list[Phrase]:
    """The ways to find a word: its stem in each language, its joined form, its Arabic particles."""
    found: list[Phrase] = []
    for language in _LANGUAGES:
        phrase = _phrase(text, language)
        found.append(phrase)
        found += [(term,) for term in analysis.joined(text, language) if len(phrase) > 1]
    folded = analysis.fold(analysis.prepare(text))
    if folded and analysis.is_arabic(folded) and len(found[0]) == 1:
        found += [(term,) for term in arabic.with_particles(folded) if term]
    return found


def _run(run: str) -> list[list[Phrase]]:
    """The needs of a run of signs: every sign beside one of its neighbours; a long run as it stands.

    Nobody has to know where words begin: 俄罗斯能源政策 finds 俄罗斯的能源与政策, for no sign stands alone.
    """
    if len(run) > _LONGEST_LOOSE_RUN or len(run) < 3:
        return [[_phrase(run, "")]]
    pairs = [_phrase(run[place : place + 2], "") for place in range(len(run) - 1)]
    return [
        [*pairs[max(place - 1, 0) : place + 1]] for place, sign in enumerate(run) if sign not in _GRAMMAR
    ] or [[_phrase(run, "")]]


def _phrase(text: str, language: str) -> Phrase:
    """The terms side by side. The last sign of a run may go on in the text, so it is no term of its own."""
    found = analysis.sequence(text, language)
    parts = analysis.runs(text)
    if found and parts and analysis.is_unspaced(parts[-1].strip()):
        if len(found) > 1 and len(found[-2]) == 2 and found[-2][1:] == found[-1]:
            return tuple(found[:-1])
        return (*found[:-1], found[-1] + PREFIX)
    return tuple(found)


def _needs(needs: list[list[Phrase]]) -> tuple[Need, ...]:
    """Leave out what is empty or said twice."""
    distinct = (tuple(dict.fromkeys(filter(None, phrases))) for phrases in needs)
    return tuple(dict.fromkeys(filter(None, distinct)))
