"""The first words of a text, and how long it takes to read."""

from __future__ import annotations

import math
import re

ELLIPSIS = "…"
WORDS_A_MINUTE = 230
"""How fast English is read, and every language that has not been measured."""
_MEASURED = {
    "ar": 138, "de": 179, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "ja": 178, "nl": 202,
    "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166, "zh": 128,
}  # fmt: skip
"""Words a minute in standardised texts (IReST, 2012); of Chinese and Japanese, pairs of signs."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_SIGN = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[^\W_{_CJK}]+(?:['’.-][^\W_{_CJK}]+)*")
_MARKS = b"".join(
    b"a" if _WORD.fullmatch(sign) else b"-" if _WORD.fullmatch(f"a{sign}a") else b" "
    for sign in (bytes([number]).decode("cp1252", "replace") for number in range(256))
)
"""The signs of Western languages as `word_count` sees them: of a word, between two that are one, other."""
_BLANKS = re.compile("[ \t\r\n\v\f]+")
_SENTENCE_END = re.compile("(?:[.!?…؟۔]+[\"'”’»)\\]]*(?=\\s|$)|[。！？]+[”’」』）]*)")
_ABBREVIATION = re.compile(r"(?:^|[\s(«“\"])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|No|vs|cf|[Uu]\.S|Jr|Sr|г|ст)\.$")
_LOOSE_END = " \t\n.,;:–—-(«“‘\"'、，；：（「『،؛"


def reading_rates() -> dict[str, int]:
    """Return how many words a minute are read in the languages that have been measured."""
    return dict(_MEASURED)


def excerpt(text: str, limit: int = 220) -> str:
    """Return the beginning of `text` on one line, at most `limit` characters.

    Ends with a sentence where one ends in the last half of the room, otherwise with a word (in Chinese
    and Japanese: a sign) and an ellipsis. A text that fits comes back whole.
    """
    line = _BLANKS.sub(" ", text[: 4 * limit + 400]).strip()
    if len(line) <= limit:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line[: limit + 1])]
    for end in reversed(ends):
        if limit // 2 <= end <= limit and not _ABBREVIATION.search(line[:end]):
            return line[:end].strip()
    room = max(limit - 1, 0)
    cut = line[:room]
    if room and not (_breaks_between(line[room - 1], line[room])):
        cut = cut[: _last_break(cut)] or cut
    return cut.rstrip(_LOOSE_END) + ELLIPSIS


def _breaks_between(before: str, after: str) -> bool:
    return before.isspace() or after.isspace() or bool(_SIGN.match(before) or _SIGN.match(after))


def _last_break(line: str) -> int:
    """Return where the last whole word of `line` ends; 0 when it is one word."""
    for at in range(len(line) - 1, 0, -1):
        if line[at] == " " or _SIGN.match(line[at]):
            return at if line[at] == " " else at + 1
    return 0


def word_count(text: str) -> int:
    """Return the number of words; two Chinese or Japanese signs count as one."""
    try:
        western = f" {text}".encode("cp1252")
    except UnicodeEncodeError:
        return len(_WORD.findall(text)) + math.ceil(len(_SIGN.findall(text)) / 2)
    # Letters alike and what joins them alike, words can be counted by what they begin with: a quarter of the
    # time, which was the twentieth part of an import. Twice, since "a-a-a" has its joints too close for once.
    marked = western.translate(_MARKS).replace(b"a-a", b"aaa").replace(b"a-a", b"aaa")
    return marked.count(b" a") + marked.count(b"-a")


def reading_minutes(text: str) -> int:
    """Return the minutes of quiet reading, rounded up; 0 for a text without words."""
    return math.ceil(word_count(text) / WORDS_A_MINUTE)


def minutes_to_read(words: int, language: str) -> int:
    """Return the minutes that so many words of a language (BCP 47) take, rounded up; 0 for no words."""
    return math.ceil(words / _MEASURED.get(language.partition("-")[0].lower(), WORDS_A_MINUTE))
