"""Which encoding a delimited text is in: told by its marks, else by whether it is UTF-8, else guessed."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "éèêëàâäáãåæçîïíìñôöóòõøœùûüúßÿÉÈÀÁÂÄÅÆÇÊÍÎÓÔÖØÚÜŒ’‘“”–—…«»•€°©®¡¿§ªº\xa0"
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯё№—–«»"
_COMMON = {
    "cp1252": (_WESTERN, 1.0),
    "cp1251": (_RUSSIAN, 1.0),
    "koi8_r": (_RUSSIAN, 0.99),
    "cp866": (_RUSSIAN, 0.98),
    "cp1253": ("αβγδεζηθικλμνξοπρστυφχψωάέήίόύώςΑΒΓΔΕΗΙΚΛΜΝΟΠΡΣΤΦΧ–—«»’", 0.95),
    "cp1256": ("اليمنوتربةعدسفحكهقجأىشصطخذءئغضزإظثؤآ،؛؟", 0.95),
    "cp1255": ("אבגדהוזחטיכלמנסעפצקרשתםןףךץ–—", 0.94),
    "cp1250": ("ąćęłńóśźżáčďéěíňřšťúůýžäôöüőűăâîșțĄĆĘŁŃÓŚŹŻČŘŠŽ„”–—’", 0.98),
    "cp1254": ("çğıöşüâîûÇĞİÖŞÜ’“”–—", 0.98),
    "cp1257": ("āčēģīķļņšūžąęėįųõäöü–—„“", 0.96),
    "mac_roman": (_WESTERN, 0.97),
}
"""The letters of the texts that are written in an encoding, and what a full score is worth."""

_PAIRS = {
    "euc_jp": (re.compile(rb"[\xa4\xa5][\xa1-\xf6]"), 2.0),
    "shift_jis": (re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]"), 2.0),
    "euc_kr": (re.compile(rb"[\xb0-\xc8][\xa1-\xfe]"), 1.0),
    "gb18030": (re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]"), 0.93),
    "big5": (re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|\xa1[\x41-\x7e\xa1-\xfe]"), 0.92),
}
"""Pairs of bytes that are kana, hangul or the common Chinese signs, and what one is worth."""

_LATIN = frozenset(("cp1252", "mac_roman", "cp1250", "cp1254", "cp1257"))
_SIGNS = {name: frozenset(signs) for name, (signs, _) in _COMMON.items()}
_ODD = re.compile(r"[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]|[а-яё][А-ЯЁ]|[α-ω][Α-Ω]|ς[α-ω]|ة[ا-ي]")
_ODD_LATIN = re.compile(r"[^\W\d_A-Za-z]{3}|[a-z][À-ÖØ-Þ]")
_SURE = 0.3
_NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "cp1256": "windows-1256"}
_CHUNK = 1_000_000
_SAMPLE = 65_536
_BROKEN = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's `name`, how it meets unknown bytes, and what had to be assumed, as a sentence."""

    name: str
    errors: str = "replace"
    assumption: str = ""

    def open(self, path: Path) -> TextIO:
        """Return the text of a file with its line ends as they are. The file's mark is no part of it."""
        return path.open(encoding=self.name, errors=self.errors, newline="")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read single bytes that are not UTF-8 as Western European, which they nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("archive.windows", _as_windows)


def of_head(head: bytes) -> Encoding:
    """Return the encoding of a file by its first bytes, of which the last sign may be cut in two."""
    return _of(io.BytesIO(head), cut=True)


def of_file(path: Path) -> Encoding:
    """Return the encoding of a file by the whole of it, read once in pieces."""
    with path.open("rb") as file:
        return _of(file, cut=False)


def _of(file: io.BufferedIOBase, *, cut: bool) -> Encoding:
    head = file.read(4096)
    mark = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if mark:
        return Encoding(mark)
    wide = _without_mark(head)
    if wide:
        return Encoding(wide, assumption="has no byte order mark; it was read as UTF-16")
    file.seek(0)
    good, broken, sample = _measure(file, cut=cut)
    if not broken:
        return Encoding("utf-8")
    if good > 3 * broken:
        return Encoding(
            "utf-8",
            "archive.windows",
            f"is UTF-8 with {broken:,} bytes that are not; they were read as windows-1252",
        )
    name = older(sample)
    return Encoding(name, assumption=f"is not UTF-8; it was read as {_NAMES.get(name, name)}")


def _without_mark(head: bytes) -> str:
    """Return UTF-16 in the order of bytes that its zeros show, "" where they show none."""
    pairs = len(head) // 2
    if pairs < 8:
        return ""
    high, low = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if low > 0.3 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    if high > 0.3 * pairs and low < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _measure(file: io.BufferedIOBase, *, cut: bool) -> tuple[int, int, bytes]:
    """Return how many signs beyond ASCII are UTF-8, how many bytes are not, and lines that hold such."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = broken = 0
    sample = b""
    while True:
        chunk = file.read(_CHUNK)
        text = decoder.decode(chunk, final=not chunk and not cut)
        if not text.isascii():
            bad = len(_BROKEN.findall(text))
            broken += bad
            good += len(text) - len(text.encode("ascii", "ignore")) - bad
            if bad and len(sample) < _SAMPLE:
                sample += b"\n".join(_BEYOND_ASCII.findall(chunk))[:_SAMPLE]
        if not chunk:
            return good, broken, sample


def older(sample: bytes) -> str:
    """Return the codec of bytes that are not UTF-8: the one under which they hold what its texts hold.

    Where no signs are common enough, charset-normalizer decides; where it cannot, Western European.
    """
    scores = {name: _score(sample, name) for name in (*_COMMON, *_PAIRS)}
    name = max(scores, key=lambda name: scores[name])
    if scores[name] >= _SURE:
        return name
    best = from_bytes(sample).best()
    return best.encoding if best and best.encoding not in ("ascii", "utf_8") else "cp1252"


def _score(sample: bytes, name: str) -> float:
    """Return how much of what is beyond ASCII is common in texts of that encoding: about 1 at most."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(name, "ignore")
    signs = [sign for sign in text if ord(sign) > 127]
    if not signs:
        return 0.0
    if name in _PAIRS:
        pattern, worth = _PAIRS[name]
        return min(1.0, worth * len(pattern.findall(sample)) / len(signs))
    odd = len((_ODD_LATIN if name in _LATIN else _ODD).findall(text))
    return _COMMON[name][1] * (sum(sign in _SIGNS[name] for sign in signs) - 2 * odd) / len(signs)
