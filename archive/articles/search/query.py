"""What a reader asks for: their words, read into a bounded query that no text can break.

Every word must be in a work, in any of its inflections; "words in quotation marks" must stand side by side;
a -word must not be there. A query holds terms of the one analysis only, so the engines never see raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.articles.search import analysis, arabic
from archive.text.strings import tidy

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 8
"""Words or phrases of a query that are looked for."""
PREFIX = "*"
"""Ends a term that stands for every term beginning with it: one sign of a script without blanks."""

Phrase = tuple[str, ...]
"""Terms that stand side by side."""

_LONGEST_LOOSE_RUN = 8
_LANGUAGES = (*analysis.TAGS, "")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』《》＂″", '"'))
_PIECE = re.compile(r'(?P<minus>[-−])?(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+))')
_NEAR_WORDLESS = "的"
_STOP_WORDS = frozenset(
    """a an and are as at be by for from has in into is it its of on or that the their this to was were
    will with
    au aux ce ces d dans de des du en est et il l la le les leur ou par pour que qui sa se ses son sur un une
    и в во на с со по о об от до для из за к не что как это а но или у
    في من على عن إلى الى مع أو او أن ان إن هذا هذه التي الذي ما لا و
    der die das und von den dem im zu mit auf für ist ein eine
    el los las y del al con para por una""".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase, as the reader wrote it, and its needs: each is met by any of its phrases."""

    word: str
    needs: tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood. `ignored` holds what was not looked for; `titles` what an exact title would be."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    ignored: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that are looked for, as written."""
        return tuple(clause.word for clause in self.clauses)

    @property
    def has_phrases(self) -> bool:
        """Whether anything has to stand side by side, so that places in a text matter."""
        needs = (need for clause in (*self.clauses, *self.excluded) for need in clause.needs)
        return any(len(phrase) > 1 for need in needs for phrase in need)

    @property
    def phrases(self) -> set[Phrase]:
        """Everything that would be marked in a text that answers."""
        return {phrase for clause in self.clauses for need in clause.needs for phrase in need}


def parse(text: str) -> Query:
    """Read a reader's words. Never raises; nothing understood is a query that is false."""
    text = tidy(text, limit=LONGEST).translate(_QUOTES)
    clauses: dict[str, Clause] = {}
    excluded: dict[str, Clause] = {}
    ignored = []
    for piece in _PIECE.finditer(text):
        phrase, word = piece["phrase"], piece["word"]
        needs = _quoted(phrase) if phrase else _loose(word)
        if not needs:
            continue
        word = f"“{phrase.strip()}”" if phrase else word
        if len(clauses) + len(excluded) >= MOST_WORDS and word not in clauses:
            ignored.append(word)
        elif piece["minus"]:
            excluded.setdefault(word, Clause(word, needs))
        else:
            clauses.setdefault(word, Clause(word, needs))
    telling = [clause for clause in clauses.values() if clause.word.casefold() not in _STOP_WORDS]
    if telling:
        ignored += [word for word in clauses if word.casefold() in _STOP_WORDS]
    found = tuple(telling or clauses.values())
    titles = dict.fromkeys(analysis.indexed(text, language) for language in _LANGUAGES) if found else ()
    return Query(text, found, tuple(excluded.values()), tuple(ignored), tuple(titles))


def _quoted(text: str) -> tuple[tuple[Phrase, ...], ...]:
    """One need: the words side by side, analysed as each language would."""
    phrases = [_phrase(text, language) for language in _LANGUAGES]
    return _needs([phrases])


def _loose(chunk: str) -> tuple[tuple[Phrase, ...], ...]:
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
    """The needs of a run of signs: its pairs, anywhere in the text; a longer run as it stands."""
    if len(run) > _LONGEST_LOOSE_RUN:
        return [[_phrase(run, "")]]
    needs = []
    for part in _without_particle(run):
        if len(part) == 1:
            needs.append([_phrase(part, "")])
        starts = [*range(0, len(part) - 1, 2)]
        if len(part) > 2 and len(part) % 2:
            starts.append(len(part) - 2)
        needs += [[_phrase(part[start : start + 2], "")] for start in starts]
    return needs


def _without_particle(run: str) -> list[str]:
    """Part 中国的影响 into 中国 and 影响; leave 目的 and whatever else would fall to single signs."""
    parts = run.split(_NEAR_WORDLESS)
    return parts if all(len(part) > 1 for part in parts) else [run]


def _phrase(text: str, language: str) -> Phrase:
    """The terms side by side. The last sign of a run may go on in the text, so it is no term of its own."""
    found = analysis.sequence(text, language)
    parts = analysis.runs(text)
    if found and parts and analysis.is_unspaced(parts[-1].strip()):
        if len(found) > 1 and len(found[-2]) == 2 and found[-2][1:] == found[-1]:
            return tuple(found[:-1])
        return (*found[:-1], found[-1] + PREFIX)
    return tuple(found)


def _needs(needs: list[list[Phrase]]) -> tuple[tuple[Phrase, ...], ...]:
    """Leave out what is empty or said twice."""
    distinct = (tuple(dict.fromkeys(filter(None, phrases))) for phrases in needs)
    return tuple(dict.fromkeys(filter(None, distinct)))
