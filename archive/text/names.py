"""Names of people: the form they are sorted under, their script, their initials."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from archive.text.strings import tidy

_LONGEST = 400
_SUFFIX = re.compile(r"(?:jr|sr|esq|ph\.?d|m\.?d)\.?|(?:ii|iii|iv)", re.IGNORECASE)
_PARTICLES = frozenset(
    "van von vom zu zum zur der den de del della dello di da das do dos du des la le las los el al as ash "
    "ter ten te 't op bin bint ibn ben bat abu abd abdul af av ap ab ó mac st st. san santa "
    "фон де ван бин ибн аль эль".split()
)
_INVERTED_WITHOUT = {
    "de": frozenset("von vom zu zum zur van der den".split()),
    "nl": frozenset("van der den de ter ten te 't op von".split()),
    "fr": frozenset(("de",)),
    "pt": frozenset("de da das do dos".split()),
    "es": frozenset("de del la las los".split()),
}
"""Languages whose catalogues sort without the particle: "Leyen, Anna von der"."""
_FAMILY_FIRST = frozenset("zh ja ko vi hu".split())
_ARTICLE = re.compile(r"^(?:(?:al|el|as|ash|an|ar)-|[dl]['’])(?=\w)", re.IGNORECASE)
_ARABIC_BEFORE = frozenset("عبد أبو ابو أبي ابن بن بنت آل ال أم".split())


def sort_name(name: str, language: str = "") -> str:
    """Return the form that a list of names is sorted by: "Ilse Brandt-Okafor" gives "Brandt-Okafor, Ilse".

    Particles stay with the family name ("van der Berg, Pieter"), except where the catalogues of the
    given language sort without them (de, nl, fr, pt, es: "Berg, Pieter van der"). "Last, First", single
    names, and names in Chinese, Japanese or Korean signs or languages come back as they are. It is
    a proposal: editors correct it.
    """
    name = tidy(name, _LONGEST)
    primary = language.split("-")[0].split("_")[0].lower()
    written = script(name)
    suffix = ""
    head, comma, tail = name.rpartition(",")
    if comma and _SUFFIX.fullmatch(tail.strip()):
        name, suffix = head.strip(), f", {tail.strip()}"
    if "," in name or "،" in name or written in ("Hani", "Jpan", "Hang") or primary in _FAMILY_FIRST:
        return name + suffix
    words = [word for part in name.split(" ") if (word := part.strip())] or [name]
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = f", {words.pop()}"
    first = _family_starts(words, written)
    if first == 0:
        return name if not suffix else " ".join(words) + suffix
    given, family = words[:first], words[first:]
    left_out = _INVERTED_WITHOUT.get(primary, frozenset())
    while len(family) > 1 and family[0].lower() in left_out:
        given.append(family.pop(0))
    comma = "،" if written == "Arab" else ","
    return f"{' '.join(family)}{comma} {' '.join(given)}{suffix}"


def _family_starts(words: list[str], written: str) -> int:
    """Return the index of the first word of the family name; 0 when there is no given name before it."""
    start = len(words) - 1
    if written == "Arab":
        while start > 0 and words[start - 1] in _ARABIC_BEFORE:
            start -= 1
        return start
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return start


_DOUBLE_FAMILY_NAMES = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 令狐 慕容 夏侯".split()
)
_GLUED = re.compile(r"^(?:Al|El)(?=[A-Z])|^ال(?=\w{3})|^(?i:al|el|as|ash|ad|an|ar|at|az)[-’'](?=\w)")


def divided(name: str) -> tuple[list[str], list[str]]:
    """Return the given and the family names of a bare name, as words; particles and articles left out.

    "Omar al-Masri" gives (["Omar"], ["Masri"]), "林书远" (["书远"], ["林"]), "Trenin D.V." (["D", "V"],
    ["Trenin"]). A single name is a family name.
    """
    written = script(name)
    if written == "Hani" and " " not in name and len(name) > 1:
        family = 2 if len(name) > 2 and name[:2] in _DOUBLE_FAMILY_NAMES else 1
        return [name[family:]], [name[:family]]
    words = [word for part in name.replace(".", ". ").split() if (word := part.strip(".,،"))]
    if len(words) < 2:
        return [], words
    if _is_initial(words[-1]) and not _is_initial(words[0]):
        start = next(at for at, word in enumerate(words) if _is_initial(word))
        return words[start:], _without_particles(words[:start])
    start = _family_starts(words, written)
    return words[:start], _without_particles(words[start:])


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def _without_particles(words: list[str]) -> list[str]:
    bare = [_GLUED.sub("", word) for word in words if word.lower() not in _PARTICLES]
    return bare or words


_SCRIPTS = {
    "LATIN": "Latn", "FULLWIDTH": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "CJK": "Hani",
    "HIRAGANA": "Hira", "KATAKANA": "Kana", "HANGUL": "Hang", "GREEK": "Grek", "HEBREW": "Hebr",
    "DEVANAGARI": "Deva", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "THAI": "Thai", "BENGALI": "Beng",
    "ETHIOPIC": "Ethi", "TAMIL": "Taml", "SYRIAC": "Syrc", "KHMER": "Khmr", "MYANMAR": "Mymr",
    "LAO": "Laoo", "SINHALA": "Sinh", "GUJARATI": "Gujr", "GURMUKHI": "Guru", "TELUGU": "Telu",
    "KANNADA": "Knda", "MALAYALAM": "Mlym", "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "THAANA": "Thaa",
}  # fmt: skip
_NO_SCRIPT = "Zyyy"


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str:
    if not sign.isalpha():
        return ""
    return _SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], "")


def script(name: str) -> str:
    """Return the script (ISO 15924: "Latn", "Cyrl", "Arab", "Hani"...) that most letters of a name are in.

    "Zyyy" when no letter is of a known script; "Jpan" for kana, with Chinese signs or without.
    """
    counts = Counter(filter(None, map(_script_of, name[:_LONGEST])))
    if not counts:
        return _NO_SCRIPT
    if counts["Hira"] or counts["Kana"]:
        kana = counts.pop("Hira", 0) + counts.pop("Kana", 0)
        counts["Jpan"] = kana + counts.pop("Hani", 0)
    return counts.most_common(1)[0][0]


def is_mixed_script(name: str) -> bool:
    """Say whether one word mixes Latin, Greek or Cyrillic letters: a look-alike, to be reported."""
    alike = {"Latn", "Cyrl", "Grek"}
    return any(len(alike & set(map(_script_of, word))) > 1 for word in re.split(r"[\s-]+", name[:_LONGEST]))


def initials(name: str) -> str:
    """Return one or two signs that stand for a person without a portrait: "IB", "МС", "林"."""
    name = tidy(name, _LONGEST)
    letters = [word for word in re.split(r"[\s,،]+", name) if word and word[0].isalpha()]
    if not letters:
        return name[:1]
    if script(name) not in ("Latn", "Cyrl", "Grek", "Armn", "Geor"):
        return letters[0][0]
    _, comma, tail = name.partition(",")
    family_first = bool(comma) and not _SUFFIX.fullmatch(tail.strip())
    words = [word for word in letters if not _SUFFIX.fullmatch(word)] or letters
    capitals = [word for word in map(_without_article, words) if word[0].isupper()] or words
    pair = capitals[:1] if len(capitals) == 1 else [capitals[0], capitals[-1]]
    signs = [word[0].upper()[:1] for word in (reversed(pair) if family_first else pair)]
    return "".join(signs)


def _without_article(word: str) -> str:
    """Return "Masri" for "al-Masri" and "Aubigny" for "d’Aubigny"."""
    return _ARTICLE.sub("", word) or word
