"""Text that was read in the wrong encoding, put right where only one reading is possible.

UTF-8 that was taken for windows-1252, Latin-1 or windows-1251 leaves sequences that no language writes:
"â€™" for an apostrophe, "Ã©" for é, runs such as "ÐœÐ¸Ñ€". Everything else stays as it is: Vietnamese,
Polish, Arabic or a capital Ã at the end of a Portuguese word are never touched.
"""

from __future__ import annotations

import re

_ROUNDS = 4


def _table(encoding: str) -> dict[str, int]:
    """Return the byte of every sign that `encoding` or Latin-1 makes of the bytes 0x80 to 0xFF."""
    found = {chr(code): code for code in range(0x80, 0x100)} if encoding == "cp1252" else {}
    for code in range(0x80, 0x100):
        try:
            found[bytes([code]).decode(encoding)] = code
        except UnicodeDecodeError:
            found[chr(code)] = code
    return found


_WESTERN, _CYRILLIC = _table("cp1252"), _table("cp1251")


def _signs(table: dict[str, int], first: int, last: int) -> str:
    return "[" + "".join(re.escape(sign) for sign, code in table.items() if first <= code <= last) + "]"


_C = _signs(_WESTERN, 0x80, 0xBF)
_CYRILLIC_C = _signs(_CYRILLIC, 0x80, 0xBF)
_MARKS = "\u00a0\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2039\u203a\u00ab\u00bb"
_CAPITAL = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_SMALL = "a-z\u00df-\u00f6\u00f8-\u00ff"

_CERTAIN = re.compile(
    rf"â[€\x80‚„†ˆŒ\x82\x84\x86\x88\x8c]{_C}"  # punctuation, ™, €, arrows
    rf"|ðŸ{_C}{_C}|ð\x9f{_C}{_C}"  # emoji
    r"|ï»¿|ï¿½"
    rf"|(?:[ã-í]{_C}{_C}){{2,}}"  # Chinese, Japanese, Korean
    rf"|á[º»](?:(?![{_MARKS}]){_C}|{_C}(?=[{_SMALL}]))"  # Vietnamese
    rf"|(?<![{_CAPITAL}])[ÂÃ]{_C}|Ã(?![{_MARKS}]){_C}(?=[{_CAPITAL}])"
    rf"|(?<=[{_SMALL}])[ÄÅ]{_C}|[ÄÅ]{_C}(?=[{_SMALL}])"  # Polish, Czech, Turkish
)
_RUNS = re.compile(rf"(?:[ÎÏÐÑ×ØÙÚÛ]{_C}){{3,}}")
_PAIRS = re.compile(rf"(?:[ÎÏÐÑ×ØÙÚÛ]{_C})+")
_FROM_CYRILLIC = re.compile(rf"вЂ{_CYRILLIC_C}|(?:[РС]{_CYRILLIC_C}){{3,}}")
_CYRILLIC_PAIRS = re.compile(rf"(?:[РС]{_CYRILLIC_C})+")
_SUSPECT = re.compile(r"[ÂÃÄÅÎÏÐÑ×ØÙÚÛá-íïð][^a-zA-Z0-9 .,;:<>()/-]|вЂ|[РС][^а-яА-Я .,]")

_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_QUOTES = re.compile("[\x91-\x97]")
_AS_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def mend(text: str) -> str:
    """Return `text` with what was certainly read in the wrong encoding put right."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    before = text
    for _ in range(_ROUNDS):
        mended = _once(text)
        if mended == text:
            return text
        text = mended
    return before if _once(text) != text else text


def mend_controls(text: str) -> str:
    """Return `text` with the signs U+0080 to U+009F as windows-1252 has them: quotation marks, dashes.

    U+0085 is a line break unless quotation marks or dashes of that kind stand in the text too.
    """
    if text.isascii() or not _CONTROLS.search(text):
        return text
    table = _AS_WINDOWS if _QUOTES.search(text) else {**_AS_WINDOWS, 0x85: "\x85"}
    return text.translate(table)


def _once(text: str) -> str:
    text = _CERTAIN.sub(lambda found: _decoded(found[0], _WESTERN), text)
    if _RUNS.search(text):
        text = _PAIRS.sub(lambda found: _decoded(found[0], _WESTERN), text)
    if _FROM_CYRILLIC.search(text):
        pairs = bool(re.search(rf"(?:[РС]{_CYRILLIC_C}){{3}}", text))
        text = _FROM_CYRILLIC.sub(lambda found: _decoded(found[0], _CYRILLIC), text)
        text = _CYRILLIC_PAIRS.sub(lambda found: _decoded(found[0], _CYRILLIC), text) if pairs else text
    return text


def _decoded(words: str, table: dict[str, int]) -> str:
    try:
        decoded = bytes(table[sign] for sign in words).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return words
    return decoded.removeprefix("\ufeff")
