"""Names in bylines and metadata: one person or several, turned round or not, a person or the house itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from archive.text import strings

MOST = 100
_LABEL = re.compile(
    r"(?i)(?:(?:published|posted|submitted|written|authored|prepared|reported|story|text|words|analysis|an? "
    r"(?:commentary|analysis|op-ed|report|essay|article))\s+by|by|authors?(?:\(s\))?|von|par|por|di"
    r"|da|door|av|af"
    r"|авторы?|автор статьи|текст|作者|撰文|文|بقلم|إعداد|الكاتب|الكاتبة|كتبه)"
    r"\s*(?::|：|/|\||\s)\s*(?=\S)"
)
_BYLINE = re.compile(
    r"(?i)(?:(?:published|posted|submitted|written|authored|prepared|reported|story|text"
    r"|words)\s+by\s+|by[:\s]\s*"
    r"|authors?(?:\(s\))?\s*:\s*|von\s+|par\s+|por\s+|авторы?\s*:?\s+|作者\s*[:：/]?\s*|撰文\s*[:：/]?\s*"
    r"|بقلم\s*[:：]?\s*"
    r"|إعداد\s*[:：]?\s*|الكاتب\s*[:：]?\s*)(?P<names>\S.{1,300})"
)
_AND = re.compile(
    r"\s*(?:;|\||•|،|、|，|/|\n)\s*|\s+(?:and|&|и|et|und|y|e|en|og|och|with)\s+|\s*&\s*|\s+و\s+"
    r"|\s+و(?=[^\W\d_]{2,}\s)"
)
_COMMA_AND = re.compile(r",\s*(?:and|&|и|et|und|y)\s+")
_SUFFIX = re.compile(
    r"(?i)(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|m\.?a|m\.?sc|b\.?a|llm|j\.?d|esq|mba|cbe|obe|mp|ret"
    r"|usn|usa)\.?(?:\s*\(ret\.?\))?"
)
POSITION = re.compile(
    r"(?i)\b(?:fellow|director|professor|analyst|researcher|president|chair(?:man|woman|person)?"
    r"|scholar|advis[eo]r|editor"
    r"|economist|ambassador|minister|secretary|correspondent|lecturer|head of|founder|manager"
    r"|officer|associate|expert"
    r"|specialist|coordinator|consultant|candidate|intern|co-?chair|columnist|journalist|strategist"
    r"|counsel|dean"
    r"|chercheu[rs]e?|directeur|directrice|профессор|директор|сотрудник|эксперт|научный"
    r"|руководитель|باحث|باحثة|مدير|زميل|أستاذ"
    r"|研究员|主任|教授|学者)"
)
ORGANISATION = re.compile(
    r"(?i)\b(?:institut\w*|universit\w*|cent(?:er|re)s?|council|foundation|ministry|department"
    r"|committee|commission|bank|agency"
    r"|association|network|team|staff|group|office|bureau|school|college|academy|society|forum"
    r"|programme?|project|coalition|union"
    r"|desk|editors|board|partnership|organi[sz]ation|trust|initiative|lab|press|news|times"
    r"|house)\b|институт|центр|фонд|редакция|معهد|مركز|研究院|研究所|中心|编辑部"
)
_NOBODY = frozenset(
    """
    admin administrator root webmaster editor editors guest anonymous user author unknown none null n/a test
    superadmin sysadmin wordpress drupal cms web siteadmin dev developer author's staff contributor
    contributors редакция администратор админ مدير 管理员 undefined default wpadmin webadmin web-admin
    web_admin system
    """.split()
) | {
    "web editor",
    "site admin",
    "web team",
    "not set",
    "site administrator",
    "web administrator",
    "guest author",
}
_NOT_A_NAME = re.compile(r"(?i)https?:|www\.|@|[<>{}=]|^\W*$|^\d+$|\.(?:com|org|net)/")


def split(text: str) -> list[str]:
    """Return the names in a byline or an author field, in their order, without "By" and positions.

    "Roe, Jane" alone stays one name; what stands behind a comma as a position or institution is left out.
    """
    text = strings.tidy(text, 2_000)
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    text = _COMMA_AND.sub("; ", text)
    pieces = [piece for piece in _AND.split(text) if piece and piece.strip()]
    if len(pieces) > 1 and any(_cannot_stand_alone(piece) for piece in pieces):
        pieces = re.split(r"\s*;\s*", text)
    found: list[str] = []
    for piece in pieces:
        found += _by_commas(_trimmed(piece))
    return [name for name in found if name][:MOST]


def _trimmed(piece: str) -> str:
    """Return a name without the marks around it; the stop of "Jr." and of an initial stays."""
    piece = piece.strip(" ,;:|").lstrip(".")
    last = re.split(r"[\s,]+", piece)[-1]
    return piece if _SUFFIX.fullmatch(last) or len(last) <= 2 else piece.rstrip(".")


def _cannot_stand_alone(piece: str) -> bool:
    """Say whether "and" joins parts of one institution's name ("Ministry of Trade and Industry")."""
    alone = piece.strip(" ,")
    return bool(ORGANISATION.search(alone)) or (alone.isascii() and " " not in alone and len(alone) > 1)


def _by_commas(piece: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"\s*,\s*", piece) if part.strip()]
    if len(parts) < 2:
        return [piece]
    if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]):
        return [piece]
    if (
        len(parts) == 2
        and " " not in parts[0]
        and not POSITION.search(parts[1])
        and not ORGANISATION.search(parts[1])
    ):
        return [", ".join(parts)]  # "Roe, Jane"
    names: list[str] = []
    for part in parts:
        if POSITION.search(part) or (names and ORGANISATION.search(part)):
            break
        if names and _SUFFIX.fullmatch(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names or [parts[0]]


def turned(name: str) -> str:
    """Return "Jane Roe" for "Roe, Jane"; any other name as it is."""
    parts = [part.strip() for part in re.split(r"[,،]", name)]
    if (
        len(parts) != 2
        or not all(parts)
        or _SUFFIX.fullmatch(parts[1])
        or any(sign.isdigit() for sign in name)
    ):
        return name
    if max(len(part.split()) for part in parts) > 4 or ORGANISATION.search(name):
        return name
    return f"{parts[1]} {parts[0]}"


def from_byline(line: str) -> list[str]:
    """Return the names of a printed byline such as "By Jane Roe and Ivan Petrov"; [] for any other line."""
    if len(line) > 320:
        return []
    found = _BYLINE.fullmatch(line)
    if found is None:
        return []
    line = re.split(r",?\s+(?=\d)", found["names"])[0]
    names = split(re.split(r"\s*(?:\||•|·|—|–| - |\bon\s+(?=\w+,? \d|\d))\s*", line)[0])
    return names if names and all(looks_like_name(name) for name in names) else []


def looks_like_name(name: str) -> bool:
    """Say whether some words can be the name of a person or a body: short, capitalised, no sentence."""
    parts = name.split()
    if (
        not parts
        or len(name) > 90
        or len(parts) > 9
        or name[-1:] in "?!:"
        or any(sign.isdigit() for sign in name)
    ):
        return False
    cased = [part for part in parts if part[0].isalpha() and part[0].lower() != part[0].upper()]
    return not cased or sum(part[0].isupper() for part in cased) * 2 >= len(cased)


def listed(
    entries: Iterable[dict[str, Any]], houses: Iterable[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the people of a byline, each once, and the names that are nobody's: house or account."""
    own = {strings.loose_key(house) for house in houses if house}
    kept: dict[str, dict[str, Any]] = {}
    nobody: list[str] = []
    for entry in list(entries)[: 5 * MOST]:
        name = strings.tidy(str(entry.get("name") or ""), 500).strip(" ,;|·•")
        key = strings.matching_key(name)
        if not name or _NOT_A_NAME.search(name):
            continue
        if key in _NOBODY or strings.loose_key(name) in own:
            nobody.append(name)
            continue
        known = kept.setdefault(key, {**entry, "name": name})
        for field in ("position", "bio"):
            known[field] = known.get(field) or entry.get(field) or ""
    return list(kept.values()), nobody
