"""Where a title stands in an alphabet: the key it is filed under, and the letter of that key.

Titles are filed as libraries file them: word by word, without the article that opens them, without case,
diacritics and punctuation; Cyrillic and Arabic in the order of their own alphabets, Chinese by the sound of
each sign (one reading of each, so a sign with several may stand where a reader does not expect it).

A key consists of a-z and 0-9 alone, so that every database puts keys in one order, whatever its collation.
It opens with the number of its script; after that "0" parts words, a number is "1", a letter for its length
and its figures, letters of Latin are themselves, and letters of another alphabet are two signs each, in that
alphabet's order.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from archive.text.strings import matching_key

KEY_LENGTH = 120
_LONGEST = 160

FIGURES, CHINESE, OTHER = "0", "中", "*"
"""Signs of what is filed under no letter: titles that begin with a figure, in Chinese, in another script."""

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгґғдђѓеєжҗзѕиіїйјкқќлљмнњңоөпрстћуўүұфхһцчџшщъыьэюя"
_ARABIC = "ابپتثجچحخدذرزژسشصضطظعغفقكگلمنهوي"
_ALIKE = str.maketrans(
    {"'": "", "ё": "е", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ء": "", "ـ": ""}
    | dict.fromkeys("أإآٱ", "ا")
)
_GROUPS = {"1": _LATIN, "2": _CYRILLIC, "3": _ARABIC}
_WORD = re.compile(r"\d+|[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+")
_OWN_ORDER = ("2", "3")
_HAN, _REST = "4", "5"

_ARTICLES = {
    language: re.compile(rf"(?:{written})(?=\w)")
    for language, written in {
        "en": r"(?:the|an?)\s",
        "fr": r"(?:les?|la|une?|des)\s|l'",
        "de": r"(?:der|die|das|eine?)\s",
        "es": r"(?:el|la|los|las|una?)\s",
        "it": r"(?:il|lo|la|i|gli|le|un|uno|una)\s|l'|un'",
        "pt": r"(?:os?|as?|uma?)\s",
        "nl": r"(?:de|het|een)\s",
        "ar": r"ال(?=\w{2})",
    }.items()
}


def _code(at: int) -> str:
    """Return the two signs of the letter that stands so far on in its alphabet: "aa", "ab", "ac", "ba"..."""
    return chr(ord("a") + at // 3) + "abc"[at % 3]


_LETTERS = {
    group: {letter: letter if group == "1" else _code(at) for at, letter in enumerate(alphabet)}
    for group, alphabet in _GROUPS.items()
}
_SIGNS = {group + code: letter for group, letters in _LETTERS.items() for letter, code in letters.items()} | {
    "0": FIGURES,
    _HAN: CHINESE,
    _REST: OTHER,
}
_PREFIXES = {sign: prefix for prefix, sign in _SIGNS.items()}


def filing_key(title: str, language: str = "") -> str:
    """Return the key that titles are sorted by; `language` (BCP 47) says which words open as articles."""
    text = unicodedata.normalize("NFKC", matching_key(title[:_LONGEST])).lower()
    text = re.sub(r"^\W+", "", "".join(sign for sign in text if unicodedata.category(sign)[0] != "M"))
    if article := _ARTICLES.get(language.split("-")[0]):
        text = article.sub("", text, count=1) if article.match(text) else text
    words = _WORD.findall(text.translate(_ALIKE))
    key = _key(words, _group(words[0][0]) if words else FIGURES)
    return key if initial(key) != OTHER else _key(words, _REST)


def initial(key: str) -> str:
    """Return the letter that a key is filed under, or FIGURES, CHINESE or OTHER."""
    return next((_SIGNS[key[:size]] for size in (3, 2, 1) if key[:size] in _SIGNS), OTHER)


def prefix_of(sign: str) -> str:
    """Return what the keys under a letter begin with; "" for what is no letter."""
    return _PREFIXES.get(sign, "")


def _group(sign: str) -> str:
    """Return the number of the script in whose alphabet a letter or figure is filed."""
    name = unicodedata.name(sign, "").partition(" ")[0]
    return (
        "0"
        if sign.isdecimal()
        else {"LATIN": "1", "CYRILLIC": "2", "ARABIC": "3", "CJK": _HAN}.get(name, _REST)
    )


def _key(words: list[str], group: str) -> str:
    return (group + "0".join(filter(None, (_written(word, group) for word in words))))[:KEY_LENGTH]


def _written(word: str, group: str) -> str:
    """Return a word, a number or a Chinese sign as a key in this group writes it."""
    if word[0].isdecimal():
        figures = "".join(str(unicodedata.digit(figure)) for figure in word)
        return f"1{chr(ord('a') + min(len(figures), 25))}{figures}"
    letters = _LETTERS.get(group, {})
    return "".join(letters.get(sign) or _spelt(sign, group) for sign in word)


def _spelt(sign: str, group: str) -> str:
    """Return how a sign is written that is no letter of the group's alphabet as it stands."""
    bare = unicodedata.normalize("NFKD", sign)[:1]
    if group in _OWN_ORDER and (code := _LETTERS[group].get(bare)):
        return code
    latin = [letter for letter in anyascii(sign).lower() if letter in _LATIN]
    return "".join(f"z{letter}" if group in _OWN_ORDER else letter for letter in latin)
