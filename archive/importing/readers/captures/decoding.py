"""From bytes to lines: byte order marks, line ends, and encodings older than UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from archive.text import languages

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER = ("cp1251", "koi8-r", "cp1256", "gb18030", "big5", "cp1252", "latin-1")
_LANGUAGE_OF = {"cp1251": "ru", "koi8-r": "ru", "cp1256": "ar", "gb18030": "zh", "big5": "zh"}
_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\v\x1b")
_LATIN = re.compile("[A-Za-z]")
_FEW = 0.002
_COMMON_SIGNS = frozenset(
    "的是一不在有人这中大来上国个到说们为和年会地出也时要就可以对生能自发成方多经后家作里用道行所然前而已分当现新无過這國個們"
    "會來對發經後現無學"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a capture with "\\n" as its only line end, and what had to be assumed to get it."""

    text: str
    assumption: str = ""


def decode(data: bytes) -> Decoded:
    """Return the text of `data`. Never raises: what cannot be read is shown as U+FFFD and said."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if mark:
        return Decoded(_with_newlines(data.decode(mark, "replace")))
    try:
        return Decoded(_with_newlines(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    nearly = data.decode("utf-8", "replace")
    broken = nearly.count("\ufffd")
    if broken <= 2 or broken < _FEW * len(nearly):
        return Decoded(_with_newlines(nearly), f"holds {broken} broken characters, shown as \ufffd")
    text, encoding = _older(data)
    return Decoded(_with_newlines(text), f"is not UTF-8; it was read as {encoding}")


def is_text(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of a text."""
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return True
    if b"\x00" in head:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= len(head) // 200


def _older(data: bytes) -> tuple[str, str]:
    """Return the reading of the first encoding whose language shows in it, else Western European."""
    for encoding in _OLDER:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = "".join(sign for sign in text if ord(sign) > 127)
        expected = _LANGUAGE_OF.get(encoding)
        if expected and (languages.guess(letters * 2) != expected or not _reads_well(text, encoding)):
            continue
        return text, encoding
    return data.decode("latin-1"), "latin-1"


def _reads_well(text: str, encoding: str) -> bool:
    """Say whether the letters stand as that script writes them: small ones, in words of several."""
    foreign = [word for word in text.split() if any(ord(sign) > 127 and sign.isalpha() for sign in word)]
    if encoding in ("gb18030", "big5"):
        signs = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
        return bool(signs) and sum(sign in _COMMON_SIGNS for sign in signs) > 0.08 * len(signs)
    mixed = sum(bool(_LATIN.search(word)) for word in foreign)
    if mixed * 5 > len(foreign):
        return False
    if not foreign or sum(len(word) for word in foreign) < 3 * len(foreign):
        return False
    if encoding in ("cp1251", "koi8-r"):
        letters = [sign for sign in text if "\u0410" <= sign <= "\u044f"]
        return sum(sign.islower() for sign in letters) > 0.75 * len(letters)
    return sum("\u0620" <= sign <= "\u064a" for sign in text) > 0.3 * len(text)


def _with_newlines(text: str) -> str:
    text = text.removeprefix("\ufeff")
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text
