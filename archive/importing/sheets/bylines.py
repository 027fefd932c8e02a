"""The people of one cell. A comma parts two names or the halves of one: only sure cases are parted."""

from __future__ import annotations

import re

from archive.text.names import script
from archive.text.strings import tidy

STRONG = re.compile(r"[;|\r\n；؛、]|\s/\s")
"""Signs that part values and stand in none."""

_COMMA = re.compile(r"\s*[,，،]\s*")
_AND = re.compile(r"\s+(?:and|&|et|и|und|و|avec|with)\s+|\s*[和与與]\s*")
_COMMA_OR_AND = re.compile(rf"(?:{_COMMA.pattern})(?:(?:and|&|et|и|und|و)\s+)?|{_AND.pattern}")
_LEADING_AND = re.compile(r"(?i)^(?:and|&|et|и|و)\s+")
_BY = re.compile(
    r"(?i)^(?:by\s+|by:\s*|par\s*:\s*|автор(?:ы)?\s*:\s*|作者\s*[:：]\s*|文\s*[/／:：]\s*|بقلم\s*:?\s+)"
)
_SUFFIX = re.compile(
    r"(?i)(?:jr|sr|esq|ii|iii|iv|ph\.?\s?d|d\.?phil|m\.?d|m\.?a|b\.?a|ll\.?[bm]|m\.?sc|mba|jd|cbe|obe|ret)\.?"
)
_PARTICLE = re.compile(
    r"(?:van|von|vom|zu|zum|zur|der|den|de|del|della|di|da|das|do|dos|du|des|la|le|los|las|al|el|bin|ibn|bint|"
    r"ter|ten|te|af|av|abu|st\.?|фон|де|ван|бин|ибн|аль|эль)"
)
_OFFICE = re.compile(
    r"(?i)\b(?:cent(?:er|re)|institute?|universit\w*|college|school|council|department|ministry|program(?:me)?|"
    r"foundation|director|professor|fellow|editor|president|minister|ambassador|analyst|researcher|chair|"
    r"staff|team|press|news|agency|inc|ltd|the|of|for|центр|институт|университет|директор|профессор)\b"
)
_MOST_WORDS = 5
_LONGEST = 100


def people(cell: str, *, split: str = "", inverted: bool = False) -> tuple[list[str], bool]:
    """Return the names of a cell in order, given names first, and whether that is in doubt.

    `split` is the sign that staff named. `inverted` says that the column writes "Last, First". Doubtful is
    what can be one name or several; it is then kept whole.
    """
    cell = _BY.sub("", cell.strip())
    if split or STRONG.search(cell):
        parts = _joined(_parts(cell.split(split) if split else STRONG.split(cell)))
        inverted = inverted or any(map(is_inverted, parts))
        return [_upright(_LEADING_AND.sub("", part), sure=inverted) for part in parts], False
    cell = tidy(cell)
    if not (_COMMA.search(cell) or _AND.search(cell)):
        return _signs(cell), False
    return _weakly(cell, inverted)


def is_inverted(cell: str) -> bool:
    """Say whether a cell can only be "Last, First": one word, a comma, a given name or initials."""
    halves = _COMMA.split(cell.strip()[:_LONGEST])
    return len(halves) == 2 and not STRONG.search(cell) and _is_inverted(*halves)


def _weakly(cell: str, inverted: bool) -> tuple[list[str], bool]:
    """Return the names between commas and words such as "and"."""
    if not inverted:
        pieces = _joined(_parts(_COMMA_OR_AND.split(cell)))
        if all(map(_is_name, pieces)):
            return pieces, False
    parts = _joined(_parts(_AND.split(cell)))
    names = [_upright(part, sure=inverted) for part in parts]
    if all(
        not _COMMA.search(name) and (_is_name(name) or name != part)
        for name, part in zip(names, parts, strict=True)
    ):
        return names, False
    if len(parts) == 1 and _SUFFIX.fullmatch(_COMMA.split(cell)[-1]) and len(_COMMA.split(cell)) == 2:
        return [cell], False
    return [cell], True


def _parts(pieces: list[str]) -> list[str]:
    return [part for part in (tidy(piece).strip(" ,，،") for piece in pieces) if part]


def _joined(pieces: list[str]) -> list[str]:
    """Return the pieces with suffixes at the names that they follow ("Brandt", "Jr." is "Brandt, Jr.")."""
    found: list[str] = []
    for piece in pieces:
        if found and _SUFFIX.fullmatch(piece):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found


def _signs(cell: str) -> list[str]:
    """Return Chinese names that only blanks part; anything else is one name."""
    words = cell.split()
    chinese = len(words) > 1 and all(script(word) == "Hani" and 2 <= len(word) <= 4 for word in words)
    return words if chinese else [cell]


def _upright(name: str, *, sure: bool = True) -> str:
    """Return "Ines Okafor" for "Okafor, Ines"; anything else as it stands."""
    halves = _COMMA.split(name)
    suffix = ""
    if len(halves) == 3 and _SUFFIX.fullmatch(halves[2]):
        suffix = f", {halves.pop()}"
    if len(halves) != 2 or not all(halves) or _SUFFIX.fullmatch(halves[1]):
        return name
    family, given = halves
    if script(name) == "Hani" or _OFFICE.search(name) or len(given.split()) > 3 or len(family.split()) > 4:
        return name
    return f"{given} {family}{suffix}" if sure or _is_inverted(family, given) else name


def _is_inverted(family: str, given: str) -> bool:
    words = [word for word in family.split() if not _PARTICLE.fullmatch(word)]
    if len(words) != 1 or _SUFFIX.fullmatch(given) or _OFFICE.search(f"{family} {given}"):
        return False
    return 1 <= len(given.split()) <= 3 and script(family) != "Hani" and family[-1:].isalpha()


def _is_name(piece: str) -> bool:
    """Say whether a piece is a whole name by itself: two words or more, none of an office or a house."""
    piece = _COMMA.split(piece)[0]
    if len(piece) > _LONGEST or any(sign.isdigit() for sign in piece) or _OFFICE.search(piece):
        return False
    if script(piece) == "Hani":
        return 2 <= len(piece.replace(" ", "").replace("·", "")) <= 8
    words = piece.split()
    whole = [word for word in words if not _PARTICLE.fullmatch(word)]
    return 2 <= len(words) <= _MOST_WORDS and bool(whole) and all(not word[0].islower() for word in whole)
