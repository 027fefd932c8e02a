"""What a body is about: the words it comes back to, and how much, in a few hundred letters.

Kept beside the index, so that both databases rank by the same figures without reading bodies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from archive.articles.search.analysis import GAP, PREFIX
from archive.articles.search.stopwords import STOP_TERMS

MOST = 80
"""Words of a body that are told."""
HIGHEST = 9
_USUAL_LENGTH = 900
_SATURATION = 3.0


def telling(terms: Iterable[str]) -> str:
    """Return the terms that a body has more than once, with their weights: ` sanction:7 port:3 `.

    The weight (1 to 9) grows with each mention, by less and less, and is less in a long text.
    """
    counted = Counter(terms)
    often = [
        (term, number)
        for term, number in counted.items()
        if number > 1 and term not in STOP_TERMS and term != GAP
    ]
    often.sort()
    often.sort(key=itemgetter(1), reverse=True)
    half = _SATURATION * (0.4 + 0.6 * counted.total() / _USUAL_LENGTH)
    weights = {
        number: max(1, round(HIGHEST * number / (number + half))) for number in set(map(itemgetter(1), often))
    }
    return f" {' '.join(f'{term}:{weights[number]}' for term, number in often[:MOST])} "


def weight(term: str, told: str) -> int:
    """Return the weight that `telling` gave a term, or the first that begins with it; 0 for none."""
    place = told.find(f" {term.removesuffix(PREFIX)}{'' if term.endswith(PREFIX) else ':'}")
    return int(told[told.index(":", place) + 1]) if place >= 0 else 0
