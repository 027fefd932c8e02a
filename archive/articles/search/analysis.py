"""The words of a text, made comparable: one analysis for every text, every query and both databases.

A word becomes a term: case, diacritics, quotation marks and hyphens do not count, and inflections meet in one
stem. Which stemmer is used depends on the language of the text where letters are Latin, on the letters alone
elsewhere. Scripts written without blanks (Chinese, Japanese, Korean, Thai ...) become overlapping pairs of
signs: 朝鲜半岛 is 朝鲜 鲜半 半岛 岛, the last sign alone; 朝鮮 is written 朝鲜.

In a language that is not known here a word in Latin letters is its own stem.

A term holds letters and digits only; that is why it may stand in a database's own query language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import Stemmer

from archive.articles.search import arabic, english, russian
from archive.articles.search.han import simplified

TAGS = {"en": "é", "fr": "ê", "de": "ä", "es": "ñ", "it": "ì", "pt": "õ"}
"""Languages in Latin letters whose words are stemmed, and the letter that ends a stem of each.

Folded words hold no such letter. It keeps the stem of French “porter” apart from the English “port”.
"""
GAP = "·"
"""Stands between words that are not neighbours: no phrase reaches over it."""
PREFIX = "*"
"""Ends a term of a question that stands for every term beginning with it."""
LONGEST_TERM = 60

_STEMMERS = {
    "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "pt": "portuguese",
}  # fmt: skip
_REMEMBERED = 100_000

UNSPACED = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3040-\u30ff\U00020000-\U0003134f"  # Chinese, Japanese
    "\uac00-\ud7a3"  # Korean
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u104f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
_WITHIN = (  # signs that are no letters and yet part no word: vowel points, joiners, soft hyphens
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0abc-\u0acd"
    "\u0b82\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3e-\u0d4d\u00ad\u200c\u200d\ufe00-\ufe0f"
)
_APOSTROPHE = "'\u2019\u2018\u02bc\u02bb\uff07`\u00b4"
_HYPHEN_SIGNS = "-\u2010\u2011"
_HYPHEN = f"\\{_HYPHEN_SIGNS}"
_ABBREVIATION = r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?|\b[^\W\d_]\.(?:[^\W\d_]\.)+"
_SIGN = f"[\\w{_WITHIN}]"
_WORD = re.compile(f"{_ABBREVIATION}|{_SIGN}+(?:[{_APOSTROPHE}]{_SIGN}+)*")
_SPACED_SIGN = f"(?![{UNSPACED}]){_SIGN}"
_SPACED_WORD = f"(?:{_SPACED_SIGN})+(?:[{_APOSTROPHE}](?:{_SPACED_SIGN})+)*"
_WORD_OR_RUN = re.compile(f"[{UNSPACED}]+|{_ABBREVIATION}|{_SPACED_WORD}")
_UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")
_CHUNK = re.compile(r"\S+")
_RUN = re.compile(f"([{UNSPACED}]+)")
_HYPHENED = re.compile(f"[^\\W\\d_{UNSPACED}]+(?:[{_HYPHEN}][^\\W\\d_{UNSPACED}]+){{1,3}}")
_HYPHENS = re.compile(f"[{_HYPHEN}]")
_APOSTROPHES = re.compile(f"[{_APOSTROPHE}]")
_NOT_IN_A_TERM = re.compile("[^\\w\u0900-\u0dff]+")
_POSSESSIVE = re.compile(f"[{_APOSTROPHE}]s$|(?<=s)[{_APOSTROPHE}]$")
_ELISION = re.compile(f"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell?|all|nell|sull|un)[{_APOSTROPHE}]")
_ELIDING = ("fr", "it")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_CYRILLIC = str.maketrans({"ё": "е", "\u0300": None, "\u0301": None, "\u00ad": None, "\u200d": None})
_FRENCH_PARTICIPLE = re.compile("e?es?$")
_FRENCH_WORDS = {"travaux": "travail", "baux": "bail", "yeux": "oeil", "cieux": "ciel", "vitraux": "vitrail"}
_PORTUGUESE_PLURAL = re.compile("oes$")


def terms(text: str, language: str) -> list[str]:
    """Return the terms of a text in order, with `GAP` where no phrase may reach over.

    After the text come the joined forms of its hyphened words, so that "cooperation" finds "co-operation".
    """
    known = _vocabulary(stemmed_as(language))
    chunks = prepare(text).split()
    found = " ".join(map(known.__getitem__, chunks)).split()
    if any(map(text.__contains__, _HYPHEN_SIGNS)):
        for joined in sorted({known.joined[chunk] for chunk in known.joined.keys() & set(chunks)}):
            found += [GAP, *joined.split()]
    return found


def sequence(text: str, language: str) -> list[str]:
    """Return the terms of a text in order and nothing else: what a phrase has to find side by side."""
    known = _vocabulary(stemmed_as(language))
    return " ".join(map(known.__getitem__, prepare(text).split())).split()


def joined(text: str, language: str) -> list[str]:
    """Return the joined forms of the hyphened words of a text."""
    return [term for _, _, term in _vocabulary(stemmed_as(language)).joined_spans(prepare(text))]


def indexed(text: str, language: str) -> str:
    """Return the terms of a text as the index keeps them, with single blanks between them."""
    return " ".join(terms(text, language))


def chunks(text: str, language: str) -> list[tuple[int, str, list[str]]]:
    """Return what stands between blanks in a `prepare`d text: where it starts, and its terms."""
    known = _vocabulary(stemmed_as(language))
    return [(found.start(), found[0], known[found[0]].split()) for found in _CHUNK.finditer(text)]


def spans(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return start, end and term of each word of a `prepare`d text, in order."""
    return list(_vocabulary(stemmed_as(language)).spans(text))


def joined_spans(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return start, end and joined term of each hyphened word of a `prepare`d text."""
    return list(_vocabulary(stemmed_as(language)).joined_spans(text))


def runs(text: str) -> list[str]:
    """Part a text where a script without blanks begins or ends: "G20峰会" is "G20" and "峰会"."""
    return [part for part in _RUN.split(text) if part.strip()]


def prepare(text: str) -> str:
    """Return the text composed (NFC), with blanks for underlines; what it marks is in these places."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.replace("_", " ")


def stemmed_as(language: str) -> str:
    """Return the language whose stemmer serves for a BCP 47 tag, "" for none."""
    primary = language.partition("-")[0].lower()
    return primary if primary in _STEMMERS else ""


def is_unspaced(word: str) -> bool:
    """Whether a word begins in a script that is written without blanks."""
    return _UNSPACED_SIGN.match(word) is not None


def is_arabic(word: str) -> bool:
    """Whether a word begins in Arabic letters."""
    return "\u0600" <= word[:1] <= "\u06ff" or "\u0750" <= word[:1] <= "\u077f"


def plain(text: str) -> list[str]:
    """Return the words of a text folded and not stemmed, scripts without blanks as pairs: what one types.

    An Arabic word with the article is followed by itself without it.
    """
    found: list[str] = []
    for word in _WORD_OR_RUN.findall(prepare(text)):
        if is_unspaced(word):
            found += _pairs(word)
        elif folded := fold(word.replace(".", ""))[:LONGEST_TERM]:
            found.append(arabic.written(folded) if is_arabic(folded) else folded)
            if is_arabic(folded) and (bare := arabic.bare(folded)) != found[-1]:
                found.append(bare)
    return found


def fold(word: str) -> str:
    """Return the word without case, diacritics, joiners and apostrophes; any script's digits as 0-9.

    Cyrillic keeps what makes another letter (й, ї) and loses stress marks; ё is е.
    """
    word = word.casefold()
    if word.isascii():
        return _APOSTROPHES.sub("", word) if "'" in word or "`" in word else word
    if "\u0400" <= word[0] <= "\u052f":
        word = unicodedata.normalize("NFC", word.translate(_CYRILLIC))
    else:
        spread = unicodedata.normalize("NFKD", word.translate(_LETTERS)).casefold()
        word = "".join(sign for sign in spread if not unicodedata.combining(sign))
        word = _APOSTROPHES.sub("", word)
    if not word.isalpha():
        word = "".join(str(unicodedata.decimal(sign, sign)) for sign in word)
        word = _NOT_IN_A_TERM.sub("", word)
    return word


class _Vocabulary(dict[str, str]):
    """The terms of what stood between two blanks in texts of one language: most of it is met again soon.

    `joined` holds the joined forms of what is hyphened.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.joined: dict[str, str] = {}
        self.language = language
        self.tag = TAGS.get(language, "")
        self.stemmer = Stemmer.Stemmer(_STEMMERS[language], 0) if language else None

    def __missing__(self, chunk: str) -> str:
        if _UNSPACED_SIGN.search(chunk):
            return " ".join(term for _, _, term in self.spans(chunk))
        found = " ".join(filter(None, map(self.term, _WORD.findall(chunk))))
        if len(chunk) > LONGEST_TERM:
            return found
        if len(self) >= _REMEMBERED:
            self.clear()
            self.joined.clear()
        if joined := [term for _, _, term in self.joined_spans(chunk)]:
            self.joined[chunk] = f" {GAP} ".join(joined)
        self[chunk] = found
        return found

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and term of each word."""
        for word in _WORD_OR_RUN.finditer(text):
            start, end = word.span()
            if _UNSPACED_SIGN.match(word[0]):
                for place, pair in enumerate(_pairs(word[0])):
                    yield start + place, start + place + len(pair), pair
            elif term := self.term(word[0]):
                yield start, end, term

    def joined_spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and joined term of each hyphened word."""
        for word in _HYPHENED.finditer(text):
            if term := self.term(_HYPHENS.sub("", word[0])):
                yield *word.span(), term

    def term(self, word: str) -> str:
        """Return the term of one word; "" where nothing of it can be searched."""
        word = word[: 4 * LONGEST_TERM]
        if "." in word:
            word = word.replace(".", "")
        if not word.isascii() or "'" in word or "`" in word:
            word = _POSSESSIVE.sub("", word)
            if self.language in _ELIDING:
                word = _ELISION.sub("", word.casefold())
        if not word:
            return ""
        word = fold(word)[:LONGEST_TERM]
        if not word or word.isdigit():
            return word
        if is_arabic(word):
            return arabic.stem(word)
        if "\u0400" <= word[0] <= "\u052f":
            return russian.stem(word)
        return self._latin(word) + self.tag if self.stemmer and word.isascii() else word

    def _latin(self, word: str) -> str:
        if self.language == "en":
            word = english.spelt(word)
        elif self.language == "fr":
            word = _FRENCH_WORDS.get(word, word)
            word = self.stemmer.stemWord(_FRENCH_PARTICIPLE.sub("e", word))
            return word[:-1] if len(word) > 4 and word[-1] == "i" else word  # publier, publié
        elif self.language == "pt":
            word = _PORTUGUESE_PLURAL.sub("ao", word)
        return self.stemmer.stemWord(word)


@cache
def _vocabulary(language: str) -> _Vocabulary:
    return _Vocabulary(language)


def _pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run of signs, then the last sign alone."""
    run = simplified(unicodedata.normalize("NFKC", run).casefold())
    return [run[place : place + 2] for place in range(len(run))]
