"""From bytes to text: byte order marks, what the server and the page say, and what the bytes themselves say.

A byte order mark cannot stand there by accident, so it goes before all else, as browsers have it; then what
the server's header said, then the page's own `<meta>`, then UTF-8, then what the bytes look like.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from archive.text import languages

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MEANS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "gb-2312": "gb18030",
    "x-gbk": "gb18030", "euc-cn": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "x-sjis": "cp932",
    "shift-jis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8",
    "tis-620": "cp874", "iso-8859-11": "cp874", "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman",
    "iso-8859-8-i": "iso-8859-8", "unicode": "utf-8", "utf-8859-1": "utf-8", "koi8r": "koi8-r",
}  # fmt: skip
"""Names as pages write them, and the encoding that browsers read under them."""
_KNOWN = re.compile(
    r"utf-8|utf-16(?:le|be)?|utf-32(?:le|be)?|(?:cp|windows-|ibm)\d{3,4}|iso-?8859-\d{1,2}|koi8-[rut]"
    r"|mac-\w+|gb18030|big5hkscs|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|latin\d|hz|johab|ptcp154"
)
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PROLOG = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([a-zA-Z-]{2,20})", re.IGNORECASE)
_TAGS = re.compile(
    rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL
)
_HEAD = 8192
_SAMPLE = 60_000
_FEW = 0.002
_BY_LANGUAGE = {
    "ru": ("cp1251", "koi8-r", "iso-8859-5"), "uk": ("cp1251", "koi8-u"), "be": ("cp1251",),
    "bg": ("cp1251",),
    "sr": ("cp1251",), "zh": ("gb18030", "big5hkscs"), "ar": ("cp1256", "iso-8859-6"), "fa": ("cp1256",),
    "ja": ("cp932", "euc-jp"), "ko": ("cp949",), "he": ("cp1255",), "el": ("cp1253",), "tr": ("cp1254",),
    "pl": ("iso-8859-2", "cp1250"), "cs": ("cp1250", "iso-8859-2"), "hu": ("cp1250", "iso-8859-2"),
    "th": ("cp874",), "vi": ("cp1258",),
}  # fmt: skip
_GUESSED = {
    "cp1251": "ru",
    "koi8-r": "ru",
    "iso-8859-5": "ru",
    "gb18030": "zh",
    "big5hkscs": "zh",
    "cp1256": "ar",
}
_UNLIKELY = frozenset(
    ("mac_iceland", "mac_latin2", "mac_roman", "mac_turkish", "cp037", "cp500", "cp1026", "cp1140")
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, and what had to be assumed to get it, a sentence without its subject."""

    text: str
    assumption: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; `declared` is the charset of the server's header. Never raises."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if mark:
        return Decoded(data.decode(mark, "replace"))
    if data[:8].count(b"\x00") >= 3 and b"\x00" in data[:2]:
        return Decoded(data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace"))
    said = [encoding for encoding in (known(declared), _by_page(data)) if encoding]
    utf_8 = _strictly(data, "utf-8")
    if utf_8 is not None:
        other = next(
            (encoding for encoding in said[:1] if encoding not in ("utf-8", "iso-2022-jp", "hz")), ""
        )
        if other and not data.isascii() and not _either_way(data, other):
            return Decoded(utf_8, f"says that it is {other}, and is UTF-8; it was read as UTF-8")
        if not other or not data.isascii():
            return Decoded(utf_8)
    for encoding in said:
        text = _strictly(data, encoding)
        if text is not None:
            return Decoded(text)
    if not said or "utf-8" in said:
        nearly = data.decode("utf-8", "replace")
        broken = nearly.count("\ufffd")
        if broken <= 2 or broken < _FEW * len(nearly):
            return Decoded(nearly, f"holds {broken} broken characters, shown as \ufffd")
    single = next((encoding for encoding in said if encoding != "utf-8"), "")
    if single:
        text = data.decode(single, "replace")
        return Decoded(text, f"is not quite {single}; {text.count('\ufffd'):,} signs are shown as \ufffd")
    encoding = _by_bytes(data)
    return Decoded(data.decode(encoding, "replace"), f"does not say its encoding; it was read as {encoding}")


def known(label: str) -> str:
    """Return the encoding that a label in a page or header means; "" for none that pages are written in."""
    label = label.strip().strip("\"'").lower()
    encoding = _MEANS.get(label, label)
    if not _KNOWN.fullmatch(encoding):
        return ""
    try:
        codecs.lookup(encoding)
    except LookupError:
        return ""
    return encoding


def _by_page(data: bytes) -> str:
    head = data[:_HEAD]
    found = _PROLOG.match(head) or _META.search(head)
    if found is None:
        return ""
    encoding = known(found[1].decode("ascii", "replace"))
    return "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding


def _either_way(data: bytes, encoding: str) -> bool:
    """Say whether so little is beyond ASCII that bytes of another encoding may pass for UTF-8."""
    beyond = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return beyond < 4 and encoding.startswith(("gb", "big5", "cp9", "euc"))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _by_bytes(data: bytes) -> str:
    """Return the encoding of a page that does not say it, from its language or its letters."""
    words = _TAGS.sub(b" ", data[: 4 * _SAMPLE])[:_SAMPLE]
    found = _LANGUAGE.search(data[:_HEAD])
    language = found[1].decode("ascii").lower().split("-")[0] if found else ""
    for encoding in (*_BY_LANGUAGE.get(language, ()), *_GUESSED):
        text = words.decode(encoding, "ignore")
        expected = _GUESSED.get(encoding)
        letters = "".join(sign for sign in text if ord(sign) > 127)
        if expected and languages.guess(letters * 2) == expected and _in_lower_case(letters, expected):
            return encoding
        if (
            encoding in _BY_LANGUAGE.get(language, ())
            and not expected
            and _strictly(words, encoding) is not None
        ):
            return encoding
    beyond = len(words) - len(words.translate(None, bytes(range(128, 256))))
    if beyond * 12 < len(words):
        return "cp1252"
    best = from_bytes(words[:20_000]).best()
    encoding = best.encoding if best else ""
    return "cp1252" if not encoding or encoding in _UNLIKELY or encoding == "ascii" else encoding


def _in_lower_case(letters: str, language: str) -> bool:
    """Say whether Cyrillic letters are mostly small, as they are in no other encoding of the same bytes."""
    if language == "zh":
        return sum(sign in _COMMON for sign in letters) * 12 > len(letters)
    if language != "ru":
        return True
    cased = [sign for sign in letters if "\u0410" <= sign <= "\u044f"]
    return sum(sign.islower() for sign in cased) * 4 > 3 * len(cased)


_COMMON = frozenset("的是一不在有人这中大来上国个到说们为和年会地出也时要就可以对这發經後現過國個們會來對")
