"""“Did you mean”: words of titles and names that look like one that nothing was found for.

Similar words share parts of three letters; of those, the one that fewest slips of the pen lead to is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import Count

from archive.articles.search.analysis import fold, is_unspaced, prepare
from archive.articles.search.engines import engine
from archive.articles.search.han import simplified
from archive.articles.search.models import Spelling, SpellingPart

SHORTEST, LONGEST = 4, 40
"""Letters of words that are learnt and mended."""
SHORTEST_RUN, LONGEST_RUN = 3, 8
"""Signs of what is learnt and mended in scripts without blanks: a name or a short title stands for a word."""
MOST_CANDIDATES = 40
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_SWITCHED = str.maketrans(_LATIN_KEYS + _RUSSIAN_KEYS, _RUSSIAN_KEYS + _LATIN_KEYS)
_WORD = re.compile(r"[^\W\d_]+")


def learn(texts: Iterable[str], using: str) -> None:
    """Add the words of titles and names that are not known yet."""
    words = {word for text in texts for word in _words(text)}
    spellings = Spelling.objects.using(using)
    known = set(spellings.filter(text__among=words).values_list("text", flat=True))
    # In one order everywhere, so that two writers never wait for each other in a circle.
    new = [Spelling(text=word, folded=simplified(fold(word))[:60]) for word in sorted(words - known)]
    if not new:
        return
    spellings.bulk_create(new, ignore_conflicts=True)
    added = (
        spellings.filter(text__among=[one.text for one in new]).order_by("text").values_list("pk", "folded")
    )
    parts = [(pk, part) for pk, folded in added for part in sorted(parts_of(folded))]
    if parts:
        engine(using).write_parts(parts, using)


def forget(using: str) -> None:
    """Drop every word."""
    SpellingPart.objects.using(using).all().delete()
    Spelling.objects.using(using).all().delete()


def similar(word: str, using: str) -> Iterator[str]:
    """Yield known words that a slip of the pen may have turned into `word`, the likeliest first."""
    folded = simplified(fold(prepare(word)))
    if not folded.isalpha() or not _is_learnt(folded):
        return
    shared = (
        SpellingPart.objects.using(using)
        .filter(part__in=parts_of(folded))
        .values("spelling", "spelling__text", "spelling__folded")
        .annotate(number=Count("pk"))
        .order_by("-number", "spelling")[:MOST_CANDIDATES]
    )
    allowed = 1 if len(folded) < 6 or is_unspaced(folded) else 2 if len(folded) < 10 else 3
    found = []
    for candidate in shared:
        slips = distance(folded, candidate["spelling__folded"])
        if 0 < slips <= allowed:
            found.append((slips, -candidate["number"], candidate["spelling__text"]))
    for _, _, text in sorted(found):
        yield text


def retyped(word: str) -> str:
    """Return a word as it would stand had the keyboard been switched from Latin to Russian, or back."""
    return word.lower().translate(_SWITCHED)


def parts_of(folded: str) -> set[str]:
    """Return the parts of three letters of a word, its beginning and end counted in."""
    padded = f"  {folded} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def distance(one: str, other: str) -> int:
    """Return how many letters were added, left out, mistaken or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, before, row = before, row, [i]
        for j, letter_there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != letter_there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == letter_there:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(prepare(text)):
        if _is_learnt(word):
            yield word.casefold()[:60]


def _is_learnt(word: str) -> bool:
    """Whether a word is long enough to be known by its letters, and short enough to be a word."""
    shortest, longest = (SHORTEST_RUN, LONGEST_RUN) if is_unspaced(word) else (SHORTEST, LONGEST)
    return shortest <= len(word) <= longest
