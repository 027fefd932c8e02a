"""What a body is about: the words it comes back to, and how much, in a few hundred letters.

Kept beside the index, so that both databases rank by the same figures without reading bodies.
"""

from __future__ import annotations

from collections import Counter

from archive.articles.search.analysis import GAP, PREFIX
from archive.articles.search.stopwords import STOP_TERMS

MOST = 80
"""Words of a body that are told."""
HIGHEST = 9
_USUAL_LENGTH = 900
_SATURATION = 3.0


def telling(body: str) -> str:
    """Return the words that a body has more than once, with their weights: ` sanction:7 port:3 `.

    The weight (1 to 9) grows with each mention, by less and less, and is less in a long text.
    """
    words = body.split()
    often = [(word, number) for word, number in Counter(words).items() if number > 1]
    often = [pair for pair in often if pair[0] not in STOP_TERMS and pair[0] != GAP]
    often.sort(key=lambda pair: (-pair[1], pair[0]))
    half = _SATURATION * (0.4 + 0.6 * len(words) / _USUAL_LENGTH)
    told = (f"{word}:{max(1, round(HIGHEST * number / (number + half)))}" for word, number in often[:MOST])
    return f" {' '.join(told)} "


def weight(term: str, told: str) -> int:
    """Return the weight that `telling` gave a term, or the first that begins with it; 0 for none."""
    place = told.find(f" {term.removesuffix(PREFIX)}{'' if term.endswith(PREFIX) else ':'}")
    return int(told[told.index(":", place) + 1]) if place >= 0 else 0
