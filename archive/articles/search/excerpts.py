"""Excerpts: the passage of a text that answers best, as HTML with what was asked for in `<mark>`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from html import escape

from django.utils.safestring import SafeString, mark_safe

from archive.articles.search.analysis import chunks, joined_spans, prepare, spans
from archive.articles.search.query import PREFIX, Phrase
from archive.text.excerpts import excerpt as beginning

LENGTH = 240
"""Characters of an excerpt, about."""
FIRST_READ, LONGEST_READ = 4_000, 60_000
"""Characters of a text that are looked through for an excerpt: at first, and at most."""
_LEAD = 60
Span = tuple[int, int, str]
"""Start, end and term of a word."""


def highlight(text: str, phrases: AbstractSet[Phrase], language: str) -> SafeString:
    """Return the whole text, escaped, with what was asked for in `<mark>`."""
    text = prepare(text)
    return mark_safe(_marked(text, places(text, phrases, language), 0, len(text)))  # noqa: S308


def excerpt(
    text: str, phrases: AbstractSet[Phrase], language: str, *, enough: int = 3, length: int = LENGTH
) -> SafeString:
    """Return the passage where most of what was asked for stands together, marked; else the beginning.

    Where the first pages hold `enough` different words to mark, the others are not looked through.
    """
    whole, text, found = text, "", []
    for read in (FIRST_READ, LONGEST_READ):
        text = " ".join(prepare(whole[:read]).split())
        found = places(text, phrases, language)
        if len(whole) <= read or len({text[start:end].casefold() for start, end in found}) >= enough:
            break
    if not found:
        return mark_safe(escape(beginning(text, length)))  # noqa: S308
    start, end = _passage(text, _densest(text, found, length), length)
    before = "… " if start else ""
    after = " …" if end < len(text) or len(whole) > read else ""
    return mark_safe(before + _marked(text, found, start, end) + after)  # noqa: S308


def places(text: str, phrases: AbstractSet[Phrase], language: str) -> list[tuple[int, int]]:
    """Return where in a prepared text the phrases stand, in order and not one over another."""
    single = {phrase[0] for phrase in phrases if len(phrase) == 1}
    beginnings = tuple(term.removesuffix(PREFIX) for term in single if term.endswith(PREFIX))
    by_first: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if len(phrase) > 1:
            by_first.setdefault(phrase[0], []).append(phrase)
    words, found = _telling(text, {term for phrase in phrases for term in phrase}, language)
    found = [(start, end) for start, end, term in found if term in single]
    for number, (start, end, term) in enumerate(words):
        if term in single:
            found.append((start, end))
        elif beginnings and term.startswith(beginnings):
            found.append((start, start + 1))
        for phrase in by_first.get(term, ()):
            if _stands(phrase, [there for _, _, there in words[number : number + len(phrase)]]):
                found.append((start, words[number + len(phrase) - 1][1]))
    return _merged(found)


def _telling(text: str, wanted: set[str], language: str) -> tuple[list[Span], list[Span]]:
    """Return the words around which something may be marked, and hyphened words joined.

    Most of a text is passed over quickly; a word of no term stands for what was.
    """
    beginnings = tuple(term.removesuffix(PREFIX) for term in wanted if term.endswith(PREFIX))
    words: list[Span] = []
    joined: list[Span] = []
    for at, chunk, terms in chunks(text, language):
        tells = not wanted.isdisjoint(terms)
        if not tells and beginnings:
            tells = any(term.startswith(beginnings) for term in terms)
        if tells:
            words += [(at + start, at + end, term) for start, end, term in spans(chunk, language)]
        elif terms:
            words.append((at, at, ""))
        if "-" in chunk or "\u2010" in chunk or "\u2011" in chunk:
            joined += [(at + start, at + end, term) for start, end, term in joined_spans(chunk, language)]
    return words, joined


def _stands(phrase: Phrase, there: list[str]) -> bool:
    if len(there) < len(phrase) or tuple(there[:-1]) != phrase[:-1]:
        return False
    last = phrase[-1]
    return there[-1].startswith(last.removesuffix(PREFIX)) if last.endswith(PREFIX) else there[-1] == last


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1] and (start < merged[-1][1] or end - start < 3):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _densest(text: str, found: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return start and end of the group of places with most different words that fits in the length."""
    best, best_score = (found[0][0], found[0][1]), 0
    last = 0
    for first, (start, _) in enumerate(found):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1] - start <= length - _LEAD:
            last += 1
        group = found[first : last + 1]
        score = 4 * len({text[a:b].casefold() for a, b in group[:20]}) + min(len(group), 3)
        if score > best_score:
            best, best_score = (start, group[-1][1]), score
    return best


def _passage(text: str, around: tuple[int, int], length: int) -> tuple[int, int]:
    """Widen a group of places to the length, from word to word."""
    start = max(0, around[0] - _LEAD)
    if start:
        blank = text.find(" ", start, around[0])
        start = blank + 1 if blank >= 0 else start
    end = max(start + length, around[1])
    if end >= len(text):
        return start, len(text)
    blank = text.rfind(" ", around[1], end)
    return start, blank if blank > around[1] and end - blank < 40 else end


def _marked(text: str, found: list[tuple[int, int]], start: int, end: int) -> str:
    parts, place = [], start
    for first, last in found:
        if first >= start and last <= end:
            parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    parts.append(escape(text[place:end]))
    return "".join(parts)
