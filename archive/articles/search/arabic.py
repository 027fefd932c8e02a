"""Arabic words without what is attached to them: article, plural, possessive, ways of writing.

A light stemmer, more careful than Snowball's: السياسة, سياسات, سياستها and سياسة meet in one term, and so do
لبناني and لبنان. One-letter particles (و ب ل ف ك) may as well belong to the word (وزير), so a text keeps
them and `with_particles` lets a query ask for each.
"""

from __future__ import annotations

PARTICLES = "وبلفك"

_WRITING = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
        "ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ے": "ي", "ء": None, "ـ": None,
    }
)  # fmt: skip
_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لال", "ال", "لل")
_POSSESSIVES = ("هما", "كما", "هم", "هن", "ها", "نا", "كم", "ه")
_ENDINGS = (("يات", 3), ("ات", 2), ("ون", 3), ("ين", 3), ("ان", 4), ("يه", 3), ("ي", 3))


def stem(word: str) -> str:
    """Return the term of one word, which has no vowel marks any more (see `analysis.fold`)."""
    return _without_endings(bare(word))


def bare(word: str) -> str:
    """Return the word in one way of writing and without the definite article."""
    word = word.translate(_WRITING)
    if word == "الله":
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (2 if article in ("ال", "لل") else 3):
            return word[len(article) :]
    return word


def with_particles(word: str) -> list[str]:
    """Return the terms under which a text may hold the word: alone, or with a particle written to it."""
    root = bare(word)
    terms = [_without_endings(root), *(_without_endings(particle + root) for particle in PARTICLES)]
    if root[0:1] in PARTICLES and len(root) >= 5 and root == word.translate(_WRITING):
        terms.append(_without_endings(bare(root[1:])))
    return terms


def _without_endings(word: str) -> str:
    """Strip a possessive, then plural, dual and relational endings, as long as a root remains."""
    for ending in _POSSESSIVES:
        if word.endswith(ending) and len(word) - len(ending) >= (2 if ending == "ه" else 3):
            word = word[: -len(ending)]
            if word.endswith("ت") and not word.endswith("ات") and len(word) >= 4:
                return word[:-1]  # the ة of سياسة, opened by the possessive: سياستها
            break
    stripped = True
    while stripped:
        stripped = False
        for ending, least in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: -len(ending)]
                stripped = True
                if ending in ("ان", "ين") and word.endswith("ت") and len(word) >= 4:
                    return word[:-1]  # the dual of a feminine noun: دولتان
                break
    return word
