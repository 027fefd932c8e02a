"""Keys under which two spellings are one name beyond doubt: without marks, punctuation, titles and degrees.

Coarser than `strings.matching_key`, which tells "Résumé" from "Resume", and still safe to act on: what is
dropped here never tells two bodies, terms or people apart by itself.
"""

from __future__ import annotations

import re

from archive.text.strings import loose_key, matching_key, tidy

_LONGEST = 400
_ABBREVIATION = re.compile(r"(?<!\w)(?:\w\.\s?){2,}(?!\w)|(?<!\w)(?:\w\.)+\w(?!\w)")
_AND = re.compile(r"\s*[&＆]\s*|\s+\+\s+")
_THE = re.compile(r"^the\s+(?=\S)")
_ARABIC_LETTERS = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا"})


def fold(name: str) -> str:
    """Return a name without case, marks, punctuation and hyphens; "&" is "and", "U.S." is "us".

    Never empty for a name that is not: one of signs alone is its own `matching_key`.
    """
    text = _ABBREVIATION.sub(_undotted, tidy(name, _LONGEST))
    return _bare_key(_AND.sub(" and ", text)) or matching_key(name[:_LONGEST])


def fold_title(name: str) -> str:
    """Return `fold` without a leading "the": newspapers and columns are cited with it and without."""
    key = fold(name)
    return _THE.sub("", key)


def _bare_key(text: str) -> str:
    return loose_key(text).translate(_ARABIC_LETTERS)


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "").replace(" ", "") + " " * found[0].endswith(" ")


# Dropped where at least two words of name stay behind them: what is left of "Dr. Haddad" tells nobody apart.
_TITLES = frozenset(
    """
    dr dr. dr.-ing prof prof. professor profs. mr mr. mrs mrs. ms ms. miss mx mx. sir dame amb amb. ambassador
    sen sen. senator rep. congressman congresswoman gov. governor hon hon. honorable honourable rev rev.
    reverend h.e. gen gen. general lt lt. ltg lieutenant col col. colonel maj. capt capt. captain cmdr.
    adm adm. admiral brig. sgt. msgr. president chancellor minister secretary
    mme mme. mlle mlle. madame monsieur docteur professeur pr. ambassadeur
    herr frau dipl.-ing. dra dra. sr. sra sra. srta. señor señora dott. dott.ssa
    г-н г-жа господин госпожа д-р др. доктор проф. профессор посол академик акад. генерал полковник
    د د. دكتور دكتورة الدكتور الدكتورة أ. أ.د. أ.د السيد السيدة الأستاذ الأستاذة أستاذ الشيخ السفير السفيرة
    اللواء العميد الفريق العقيد معالي سعادة سمو المهندس
    教授 博士 先生 女士 大使
    """.split()
)
_BEFORE_TITLES = frozenset("the rt rt. right his her their most very".split())
_CHINESE_TITLES = re.compile(r"(?<=[\u3400-\u9fff]{2})(?:教授|博士|先生|女士|大使|院士|主任|研究员)$")
_HAN = re.compile(r"(?<=[\u3400-\u9fff])[\s·・•‧]+(?=[\u3400-\u9fff])")
_DEGREES = frozenset(
    """
    phd ph.d ph.d. dphil d.phil d.phil. md m.d m.d. jd j.d j.d. llm ll.m ll.m. llb dsc d.sc. edd ed.d. mba
    m.b.a. mpa mph m.p.h. mpp m.sc. msc m.a. ma b.a. ba esq esq. cbe obe mbe kbe dbe kcmg cmg gcmg frs fba qc
    kc mp rn cpa ret ret. retd retd. (ret) (ret.) (retd) (retd.) emeritus emerita dr. prof.
    """.split()
)
_GENERATIONS = {"junior": "jr", "jr": "jr", "senior": "sr", "sr": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_ASIDE = re.compile(r"\(\s*(?:ret|retd|emeritus|emerita|dr|prof)\.?\s*\)", re.IGNORECASE)
_EXCELLENCY = re.compile(
    r"^(?:h\.\s?(?:e|r\.\s?h)\.|(?:his|her)\s+(?:excellency|royal highness))\s*", re.IGNORECASE
)
_SPACED_DEGREE = re.compile(r"\bph\.\s?d\b\.?|\bd\.\s?phil\b\.?", re.IGNORECASE)
_GLUED_TITLE = re.compile(
    r"\b((?:dr|prof|mr|mrs|ms|amb|sen|gen|col|rev|hon|capt|adm|sr|sra|д-р|د)\.)(?=\w{2})", re.I
)
_COMMA = re.compile(r"\s*[,،，]\s*")


def bare_name(name: str) -> tuple[str, str]:
    """Return a person's name as one would say it, and the generation ("jr", "sr", "ii"...) or "".

    Titles before it and degrees behind it are gone, "Last, First" is turned: "Haddad, Dr. Layla, PhD" gives
    ("Layla Haddad", ""), "King, Martin Luther, Jr." gives ("Martin Luther King", "jr").
    """
    text = _HAN.sub("", tidy(name, _LONGEST))
    if "." in text or "(" in text:
        text = _GLUED_TITLE.sub(r"\1 ", _SPACED_DEGREE.sub(" PhD ", _ASIDE.sub(" ", text)))
    parts = [part for part in _COMMA.split(" ".join(text.split())) if part]
    generation = ""
    kept: list[str] = []
    for part in parts:
        generation_here = _GENERATIONS.get(part.lower().rstrip("."), "")
        if kept and generation_here:
            generation = generation_here
        elif not kept or not _is_degree(part):
            kept.append(part)
    words = _without_titles(" ".join([*kept[1:], kept[0]]) if kept else "")
    while len(words) > 2 and _is_written_degree(words[-1]):
        words.pop()
    last = _GENERATIONS.get(words[-1].lower().rstrip("."), "") if len(words) > 2 else ""
    if last and not generation:
        generation = last
        words.pop()
    return " ".join(words), generation


def fold_person(name: str) -> str:
    """Return `fold` of the bare name, with the generation behind it: "King, Dr. Ann" is "ann king"."""
    bare, generation = bare_name(name)
    key = _bare_key(bare)
    return f"{key} {generation}" if generation and key else key or matching_key(name[:_LONGEST])


def said_name(name: str) -> str:
    """Return the name under which a new person is listed: as printed, but turned and without titles.

    What may be a body's name is left as it is: "Press Office, Harbour Center".
    """
    printed = tidy(name, _LONGEST)
    bare, generation = bare_name(printed)
    parts = [part for part in _COMMA.split(printed) if part]
    is_turned = len(parts) > 1 and not printed.startswith(bare)
    words = printed.lower().replace(",", " ").split()
    if is_turned and (len(words) > _MOST_WORDS or not _BODIES.isdisjoint(words)):
        return printed
    if not generation:
        return bare or printed
    return printed if printed.startswith(bare) else f"{bare} {_WRITTEN.get(generation, generation.upper())}"


_MOST_WORDS = 6
_WRITTEN = {"jr": "Jr.", "sr": "Sr."}
_BODIES = frozenset(
    """
    and & of for the center centre institute institution office university foundation press staff editors
    editor team program programme council department ministry agency group committee news bureau
    """.split()
)


def _without_titles(text: str) -> list[str]:
    turned = _EXCELLENCY.sub("", text)
    text = turned if len(turned.split()) > 1 else text
    words = _CHINESE_TITLES.sub("", text).split()
    while len(words) > 2:
        first = words[0].lower()
        before = first in _BEFORE_TITLES and words[1].lower() in _TITLES | _BEFORE_TITLES
        if first not in _TITLES and not before:
            break
        words.pop(0)
    return words


def _is_degree(part: str) -> bool:
    """Whether everything between two commas is degrees, orders and the like."""
    return all(word.lower() in _DEGREES for word in part.split())


def _is_written_degree(word: str) -> bool:
    """Whether a last word without a comma before it is a degree: it has two capitals ("PhD", "OBE")."""
    return word.lower() in _DEGREES and (word[0] == "(" or sum(sign.isupper() for sign in word) > 1)
