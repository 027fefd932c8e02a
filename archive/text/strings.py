"""One line or several, made safe to store, and the keys by which two spellings are one name."""

from __future__ import annotations

import re
import unicodedata

MARKS_IN_A_ROW = 30
"""Combining marks kept on one sign. Normalising takes quadratic time in their number."""

_LINE_BREAKS = "\r\v\f\x85\u2028\u2029"
_CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # but for those that part words or lines
_SURROGATES = "\ud800-\udfff"  # halves of pairs: no database stores them
_BYTE_ORDER = "\ufeff\ufffe\uffff"  # marks of byte order, which XML cannot hold
_OVERRIDES = "\u202d\u202e"  # they reorder every sign up to the end of the block
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"  # they reorder what stands around a name
_TAG_SIGNS = "\U000e0000-\U000e007f"  # invisible text

_LINE_BREAK = re.compile(f"\r\n?|[{_LINE_BREAKS}]")
_DROPPED = re.compile(f"[{_CONTROLS}{_SURROGATES}{_BYTE_ORDER}{_DIRECTIONS}{_TAG_SIGNS}]")
_UNSTORABLE = re.compile(f"[{_CONTROLS}{_SURROGATES}{_BYTE_ORDER}{_OVERRIDES}{_TAG_SIGNS}]")
_SUSPECT = re.compile(f"[{_LINE_BREAKS}{_CONTROLS}{_SURROGATES}{_BYTE_ORDER}{_OVERRIDES}{_TAG_SIGNS}]")
_PLAIN = bytes(number for number in range(128) if not _SUSPECT.match(chr(number)))
_BLANK = "\t\n\u1680\u2000-\u200a\u205f\u3000"
_BLANKS = re.compile(f"[ {_BLANK}]{{2,}}|[{_BLANK}]")


def _marks(codes: range) -> str:
    """Return the combining marks among `codes` as a set for a regular expression."""
    return "[" + "".join(chr(code) for code in codes if unicodedata.category(chr(code))[0] == "M") + "]"


# Two sets, because a set with signs beyond U+FFFF in it is searched one range after the other.
_MARK = f"(?:{_marks(range(0x300, 0xFFFF))}|{_marks(range(0x10000, 0x20000))}|[\U000e0100-\U000e01ef])"
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{{MARKS_IN_A_ROW}}}){_MARK}+")
_MAY_HOLD_MARKS = re.compile(f"[^\0-\u02ff\u3400-\ua66e\uac00-\ud7a3]{{{MARKS_IN_A_ROW + 1}}}")


def _composed(text: str) -> str:
    """Return `text` in NFC after cutting long rows of marks, over which normalising would not end."""
    if _MAY_HOLD_MARKS.search(text):
        text = _TOO_MANY_MARKS.sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


def tidy(text: str, limit: int | None = None, multiline: bool = False) -> str:
    """Return `text` as it may be stored and shown: NFC, without controls, overrides and hidden signs.

    A line has its blanks folded to single spaces and its ends stripped; no-break spaces (U+00A0,
    U+202F) inside it stay as they are, for they are spelling. With `multiline`, blanks and tabs stay
    and every kind of line break becomes a newline. At most `limit` characters are returned. What is
    far over the limit is cut before anything else is done, so that the time taken is bounded.
    """
    if limit is not None:
        text = text[: 8 * limit + 64]
    if not text.isprintable():
        text = _DROPPED.sub("", _LINE_BREAK.sub("\n", text))
    if not text.isascii():
        text = _composed(text)
    text = text.strip() if multiline else _BLANKS.sub(" ", text).strip()
    if limit is not None and len(text) > limit:
        text = text[:limit].rstrip()
    return text


def storable(text: str) -> str:
    """Return `text` for a body: NFC, newlines only, without what no database, feed or page can hold.

    Blanks and directional embeddings are the author's and stay; overrides (U+202D, U+202E) go.
    """
    # Most bodies hold plain ASCII alone. To ask for that takes a tenth of the time of looking for each sign.
    if text.isascii() and not text.encode().translate(None, _PLAIN):
        return text
    if _SUSPECT.search(text):
        text = _UNSTORABLE.sub("", _LINE_BREAK.sub("\n", text))
    return text if text.isascii() else _composed(text)


_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02bb\u02b9\u2032\uff07`\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_JOINER = "\u034f"
_FOLDS: dict[int, str] = {ord(_JOINER): ""}
_FOLDS |= {ord(sign): "'" for sign in _APOSTROPHES}
_FOLDS |= {ord(sign): '"' for sign in _QUOTES}
_FOLDS |= {ord(sign): "-" for sign in _DASHES}
_FOLDED = re.compile(f"[{_APOSTROPHES}{_QUOTES}{_DASHES}{_JOINER}]")
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f]+")


def matching_key(text: str) -> str:
    """Return the key under which a name is unique: two spellings with one key are one name.

    Case, composition (NFC or NFD), kinds of blank, of apostrophe and of dash, and invisible signs do
    not count. Diacritics and look-alikes of other scripts do. Equal to the key of its own result.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().replace("`", "'").split())
    if len(text) > MARKS_IN_A_ROW or not text.isprintable():
        text = _HIDDEN.sub("", tidy(text))
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    if _FOLDED.search(text):
        text = unicodedata.normalize("NFC", text.translate(_FOLDS))
    return " ".join(text.split())


_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_TATWEEL = "\u0640"


def loose_key(text: str) -> str:
    """Return `matching_key` without diacritics and punctuation, for proposing likely matches.

    An apostrophe vanishes ("O'Hara" is "ohara"); any other punctuation parts words ("Brandt-Okafor"
    is "brandt okafor"). Two names with one loose key may still be two people.
    """
    text = matching_key(text).replace("'", "")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(sign for sign in text if not unicodedata.combining(sign) and sign != _TATWEEL)
        text = unicodedata.normalize("NFC", text.translate(_LETTERS))
    return " ".join("".join(sign if _is_word(sign) else " " for sign in text).split())


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
