"""One line or several, made safe to store, and the keys by which two spellings are one name."""

from __future__ import annotations

import re
import unicodedata

MARKS_IN_A_ROW = 30
"""Combining marks kept on one sign. Normalising takes quadratic time in their number."""

_LINE_BREAKS = "\r\n|[\r\v\f\x85\u2028\u2029]"
_UNWANTED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, apart from those that separate words or lines
    "\ud800-\udfff"  # halves of surrogate pairs: no database stores them
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: they reorder what stands around a name
    "\ufeff\ufffe\uffff"  # byte order mark and its reverse, which XML cannot hold
    "\U000e0000-\U000e007f"  # tag characters: invisible text
)


def _marks() -> str:
    """Return every combining mark as ranges for a regular expression (they end below U+E01F0)."""
    ranges: list[list[int]] = []
    for code in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _marks()
_LINE_BREAK = re.compile(_LINE_BREAKS)
_DROPPED = re.compile(f"[{_UNWANTED}]+")
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{{MARKS_IN_A_ROW}}})[{_MARKS}]+")
_BLANKS = re.compile("[ \t\n\u1680\u2000-\u200a\u205f\u3000]+")
_BLANKS_IN_LINE = re.compile("[ \t]+\n")
_KEPT_BLANKS = " \t\n\u00a0\u202f\u1680\u2000-\u200a\u205f\u3000"
_ANY_BLANKS = re.compile(f"[{_KEPT_BLANKS}\r\v\f\x1c-\x1f\x85\u2028\u2029]+")


def tidy(text: str, limit: int | None = None, multiline: bool = False) -> str:
    """Return `text` as it may be stored and shown: NFC, without controls, overrides and hidden signs.

    A line has its blanks folded to single spaces and its ends stripped; no-break spaces (U+00A0,
    U+202F) inside it stay as they are, for they are spelling. With `multiline`, blanks and tabs stay
    and every kind of line break becomes a newline. At most `limit` characters are returned. What is
    far over the limit is cut before anything else is done, so that the time taken is bounded.
    """
    if limit is not None:
        text = text[: 8 * limit + 64]
    if not (text.isascii() and text.isprintable()):
        text = _LINE_BREAK.sub("\n", text)
        text = _DROPPED.sub("", text)
        if not text.isascii():
            text = _TOO_MANY_MARKS.sub(r"\1", text)
            text = unicodedata.normalize("NFC", text)
    text = text.strip() if multiline else _BLANKS.sub(" ", text).strip()
    if limit is not None and len(text) > limit:
        text = text[:limit].rstrip()
    return text


_UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202d\u202e\ufeff\ufffe\uffff\U000e0000-\U000e007f]+"
)


def storable(text: str) -> str:
    """Return `text` for a body: NFC, newlines only, without what no database, feed or page can hold.

    Blanks and directional embeddings are the author's and stay; overrides (U+202D, U+202E) go.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSTORABLE.sub("", _LINE_BREAK.sub("\n", text))
    return text if text.isascii() else unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", text))


_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02bb\u02b9\u2032\uff07`\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\u206a-\u206f"
_FOLDS = {ord(sign): "'" for sign in _APOSTROPHES}
_FOLDS |= {ord(sign): '"' for sign in _QUOTES}
_FOLDS |= {ord(sign): "-" for sign in _DASHES}
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")


def matching_key(text: str) -> str:
    """Return the key under which a name is unique: two spellings with one key are one name.

    Case, composition (NFC or NFD), kinds of blank, of apostrophe and of dash, and invisible signs do
    not count. Diacritics and look-alikes of other scripts do. Equal to the key of its own result.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().replace("`", "'").split())
    text = _HIDDEN.sub("", tidy(text))
    text = unicodedata.normalize("NFD", text).casefold()
    text = unicodedata.normalize("NFC", text).translate(_FOLDS)
    return _ANY_BLANKS.sub(" ", text).strip()


_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def loose_key(text: str) -> str:
    """Return `matching_key` without diacritics and punctuation, for proposing likely matches.

    An apostrophe vanishes ("O'Hara" is "ohara"); any other punctuation parts words ("Brandt-Okafor"
    is "brandt okafor"). Two names with one loose key may still be two people.
    """
    text = matching_key(text).replace("'", "")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
        text = "".join(sign for sign in text if not unicodedata.combining(sign) and sign != "\u0640")
    return " ".join("".join(sign if _is_word(sign) else " " for sign in text).split())


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
