"""Whether two names may be one person's: initials, other scripts, other spellings, a middle name more.

Nobody is merged by what stands here: it finds candidates, says why, and leaves the decision to an editor.
Two names are unlike as soon as one says what the other denies: John is not Jane, an A. no B., Jr. no Sr.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

from archive.text.folding import bare_name
from archive.text.names import divided, script
from archive.text.strings import loose_key

SKETCH_LENGTH = 60
_LEAST = 2
"""Letters of a family name by which candidates are looked for."""
_ENOUGH = 3
"""Consonants of a word from which on its vowels do not count: Mohammed is Muhammad, John is not Jane."""
_SHORT = 3
"""Letters of the shortest short form ("Dan"), and the fewest that it leaves out."""


class Reason(StrEnum):
    """Why two names may be one person's, from the strongest to the weakest."""

    SAME = "same"
    SCRIPT = "script"
    MIDDLE = "middle"
    SPELLING = "spelling"
    GENERATION = "generation"
    ORDER = "order"
    INITIALS = "initials"
    SHORT = "short"


_WEIGHT = {reason: 1 << place for place, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two names have in common: the reasons in order; `distance` sorts candidates, the nearest first."""

    reasons: tuple[Reason, ...]

    @property
    def distance(self) -> int:
        """A number that is the smaller, the likelier the two are one."""
        return sum(_WEIGHT[reason] for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class _Person:
    given: tuple[str, ...]
    family: str
    generation: str
    script: str


def sketch(name: str) -> str:
    """Return the key under which all names that may be one person's are found: "trnn d" for Dmitri Trenin.

    "" for a name of which nothing can be told: a family name alone, or one of a single letter.
    """
    return _sketch(_read(name))


def sketches(name: str) -> list[str]:
    """Return the sketches under which candidates for a name are filed: its own, and with its words turned."""
    person = _read(name)
    return sorted({_sketch(one) for one in (person, *_turned(person))} - {""})


def family_sketch(word: str) -> str:
    """Return how the sketches begin of all who may bear the family name: "trnn " for Trenin, Тренин.

    "" for a word that tells too little: in Latin letters one with a single consonant.
    """
    written = script(word)
    latin = _latin(word, written)
    bones = _bones(_leading(sound(latin))) if len(latin) >= _LEAST else ""
    return f"{bones} " if len(bones) >= _LEAST or (bones and written != "Latn") else ""


def likeness(one: str, other: str) -> Likeness | None:
    """Return why two names may be one person's; None where they cannot be, or nothing speaks for it."""
    first, second = _read(one), _read(other)
    found = _compare(first, second)
    if found is None:
        for turned in _turned(second):
            if _sounds_alike(first, turned):
                return Likeness((Reason.ORDER,) if first.script == second.script else (Reason.SCRIPT,))
    return found


def _compare(one: _Person, other: _Person) -> Likeness | None:
    if not (one.given and other.given) or min(len(one.family), len(other.family)) < _LEAST:
        return None
    if one.generation and other.generation and one.generation != other.generation:
        return None
    reasons: set[Reason] = set()
    unvowelled = "Arab" in (one.script, other.script)
    if one.script != other.script:
        reasons.add(Reason.SCRIPT)
    if one.generation != other.generation:
        reasons.add(Reason.GENERATION)
    if one.family != other.family:
        if not alike(one.family, other.family, unvowelled=unvowelled):
            return None
        reasons.add(Reason.SPELLING)
    mine, theirs = one.given, other.given
    if "".join(mine) != "".join(theirs):  # "Shu-Yuan" is "Shuyuan"
        if len(mine) != len(theirs):
            reasons.add(Reason.MIDDLE)
        for word, counterpart in zip(mine, theirs, strict=False):
            reason = _given_alike(word, counterpart, unvowelled, one.script == other.script)
            if reason is None:
                return None
            reasons.add(reason)
    if Reason.SCRIPT in reasons:
        reasons.discard(Reason.SPELLING)
    reasons.discard(Reason.SAME)
    return Likeness(tuple(reason for reason in Reason if reason in reasons) or (Reason.SAME,))


def _sounds_alike(first: _Person, second: _Person) -> bool:
    """Whether all words of two names sound alike, none of them shortened."""
    return (
        len(first.given) == 1
        and sound(first.family) == sound(second.family)
        and sound("".join(first.given)) == sound("".join(second.given))
    )


def _given_alike(one: str, other: str, unvowelled: bool, one_script: bool) -> Reason | None:
    if one == other:
        return Reason.SAME
    if len(one) == 1 or len(other) == 1:
        fits = one[0] == other[0] or (not one_script and any({one[0], other[0]} <= pair for pair in _TWINS))
        return Reason.INITIALS if fits else None
    if alike(one, other, unvowelled=unvowelled):
        return Reason.SPELLING
    shorter, longer = sorted((one, other), key=len)
    cut = len(longer) - len(shorter)
    is_short = len(shorter) >= _SHORT <= cut and longer.startswith(shorter)
    return Reason.SHORT if is_short else None


def alike(one: str, other: str, *, unvowelled: bool = False) -> bool:
    """Whether two words in Latin letters may be spellings of one: Dmitri and Dmitry, Khaled and Khalid.

    With `unvowelled` one of them comes from a script that writes no short vowels.
    """
    mine, theirs = sound(one), sound(other)
    if mine == theirs or _leading(mine) == _leading(theirs):
        return True
    bones = _bones(mine)
    if bones != _bones(theirs):
        return False
    if unvowelled:
        return len(bones) >= _ENOUGH - 1
    return len(bones) >= _ENOUGH and (mine[-1] in _VOWELS) == (theirs[-1] in _VOWELS)


def initial(word: str) -> str:
    """Return the class of a word's first letter: Yuri and Juri, Constantine and Konstantin share one."""
    return _INITIALS.get(word[:1], word[:1])


_VOWELS = "aiu"
_INITIALS = dict.fromkeys("aeiouyj", "a") | dict.fromkeys("ckqhx", "k") | {"w": "v", "f": "p"}
_TWINS = [set("yjieu"), set("ckqhx"), set("vw"), set("fp")]
"""First letters that one letter of another script may be written with."""
_SOUNDS = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("tsch|tch|kh|ch", "h"),
        ("shch|sch|sh", "s"),
        ("zh|dzh|dj", "j"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("tz", "ts"),
        ("([tdgb])h", r"\1"),
        ("w", "v"),
        ("ae|aa", "a"),
        ("oe|ue|ou|oo", "u"),
        ("ee", "i"),
        ("[ey]", "i"),
        ("o", "u"),
        ("(?<=[^aiu])j(?=[aiu])|(?<=[aiu])j(?![aiu])", "i"),
        (r"(.)\1+", r"\1"),
        ("(?<=[aiu])h$", ""),
    )
]


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return how a word in Latin letters sounds, roughly: spellings of many languages fall together."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def _leading(word: str) -> str:
    """Return a sound with a J at its head as a vowel: Juri is Yuri."""
    return "i" + word[1:].removeprefix("i") if word.startswith("j") else word


def _bones(word: str) -> str:
    """Return the consonants of a sound, behind an "a" for any vowel at its head."""
    head = "a" if word[0] in _VOWELS else word[0]
    return head + re.sub("[aiu]", "", word[1:])


def _sketch(person: _Person) -> str:
    if not person.given or len(person.family) < _LEAST:
        return ""
    bones = _bones(_leading(sound(person.family)))
    return f"{bones[: SKETCH_LENGTH - 2]} {initial(person.given[0])}"


def _turned(person: _Person) -> Iterator[_Person]:
    """Yield the name read with its family name first, where it has two words and neither is an initial."""
    given = "".join(person.given) if person.script == "Hani" else person.given[0] if person.given else ""
    if len(person.given) == 1 and len(given) > 1 and len(person.family) > 1:
        yield _Person((person.family,), given, person.generation, person.script)


@lru_cache(maxsize=20_000)
def _read(name: str) -> _Person:
    bare, generation = bare_name(name)
    written = script(bare)
    given, family = divided(bare)
    latin = [letters for word in given for letters in _given_words(word, bare) if letters]
    joined = "".join(_latin(word, written) for word in family)
    return _Person(tuple(latin), joined, generation, written)


def _given_words(word: str, name: str) -> list[str]:
    """Return a given name in Latin letters: one word, or the letters of initials written together ("DV")."""
    written = script(name)
    are_initials = 1 < len(word) < 4 and word.isupper() and not name.isupper()
    if are_initials and written in ("Latn", "Cyrl") and not re.search("[AEIOUYАЕИОУЭЮЯЫ]", word):
        return [_latin(sign, written)[:1] for sign in word]
    letters = _latin(word, written)
    return [letters[:1] if len(word) == 1 and written != "Hani" else letters]


_NOT_LETTERS = re.compile("[^a-z]+")


def _latin(word: str, written: str) -> str:
    """Return a word in small Latin letters without marks: "Тренин" is "trenin", "السيد" is "alsid"."""
    word = loose_key(word)
    if written == "Arab":
        word = re.sub("^[اعآأإ]", "a", word).translate(_ARABIC)
    latin = anyascii(word).lower()
    if written == "Grek":
        latin = latin.replace("oy", "ou")
    return _NOT_LETTERS.sub("", latin)


_ARABIC = str.maketrans(
    {"ا": "a", "و": "u", "ي": "i", "ى": "a", "ی": "i", "ة": "a", "ع": "", "ء": "", "ئ": "i"}
)

_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁАВЕКМНОРСТУХІЈЅоαονιρτυκχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdABEKMHOPCTYXIJSoaoviptukxABEZHIKMNOPTYX",
)


def plain_letters(name: str) -> str:
    """Return a name with Cyrillic and Greek letters that look like Latin ones replaced by these."""
    return name.translate(_LOOK_ALIKES)
