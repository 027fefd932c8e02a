"""What looks like a name, a by-line, a position: the judgements that have no certain mark to go by."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.importing.readers.captures import phrases
from archive.text import names, strings

_PARTICLES = frozenset(
    "de du des del della di da dos das do van von der den ten ter zu af av la le el al bin bint ibn "
    "ben y e e’ of st фон де ван".split()
)
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|obe|cbe)\.?")
_WORD = re.compile(r"[^\W\d_][\w’'`.·-]*")
_JOINED_CAPITAL = re.compile(r"^[^\W\d_]{1,3}[’'-][A-ZÀ-ÞА-ЯЁ]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}[·•．・][\u3400-\u9fff]{1,12}")
_ARABIC_NAME = re.compile(r"(?:[\u0621-\u0652\u0670-\u06d3-]+\.? ){1,4}[\u0621-\u0652\u0670-\u06d3-]+")
_BETWEEN = re.compile(
    r"\s*[,;、，；،]\s*(?:(?:and|et|и|und|with)\s+)?|\s+(?:and|et|и|und|with|avec|و|&|\|)\s+"
    r"|\s*和\s*|\s*与\s*|\s*[•]\s*"
)
_GLUED = re.compile(r"(?<=[a-zà-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])")
_JOINED_PREFIXES = frozenset(
    "mc mac de di da du la le lo van von den der des del dal fitz o al el ter ten san saint st".split()
)
_TITLES = re.compile(
    r"(?i)\b(?:director|fellow|scholar|professor|president|chair(?:man|woman)?|editor|researcher|analyst|"
    r"associate|ambassador|minister|secretary|envoy|advis[eo]r|correspondent|journalist|columnist|economist|"
    r"lecturer|dean|head|(?:co-?)?founder|coordinator|manager|representative|officer|expert|specialist|"
    r"member|partner|commissioner|general|admiral|author|writer|historian|chief|actuary|lead|intern|"
    r"assistant|counsel|trustee|visiting|nonresident|"
    r"экономист|директор|научный сотрудник|эксперт|профессор|(?:главный )?редактор|журналист|обозреватель|"
    r"исследователь|политолог|сотрудник|руководитель|заместитель|посол|историк|"
    r"directeur|directrice|chercheu(?:r|se)|professeure?|rédact(?:eur|rice)|présidente?|"
    r"ambassad(?:eur|rice)|journaliste|économiste|historienn?e?|chargée?)\b"
    r"|مدير|باحث|زميل|أستاذ|رئيس|محرر|سفير|خبير|صحافي|صحفي"
    r"|研究员|主任|教授|编辑|编审|学者|记者|院长|主席|大使|专家|经济学家|分析师"
)


def is_name(text: str) -> bool:
    """Say whether `text` may be one person's name: two to six words, with capitals where there are any."""
    text = text.strip()
    if not 2 <= len(text) <= 70 or any(sign in text for sign in ':;,!?()[]{}/"“”«»'):
        return False
    if _HAN_NAME.fullmatch(text):
        return True
    if names.script(text) == "Arab":
        return bool(_ARABIC_NAME.fullmatch(text)) and len(text) <= 45
    words = text.split()
    if not 2 <= len(words) <= 6 or any(not _WORD.fullmatch(word) for word in words):
        return False
    if len(words[-1]) > 2 and text.endswith(".") and not _SUFFIX.fullmatch(words[-1]):
        return False
    small = [word for word in words if not (word[0].isupper() or _JOINED_CAPITAL.search(word))]
    return len(words) - len(small) >= 2 and all(word.lower() in _PARTICLES for word in small)


def is_position(text: str) -> bool:
    """Say whether `text` may be what is printed under a name: "Former Director, Harbour Center"."""
    if not 3 <= len(text) <= 250 or re.search(r"[.!?:。！？؟]$", text.rstrip()):
        return False
    return bool(_TITLES.search(text))


def split_names(text: str, known: Collection[str] = ()) -> list[str]:
    """Return the names of a by-line in their order; `known` names are never cut."""
    text = _whole(" ".join(text.split()), known)
    parts = [part.strip(" \u00a0\t,;") for part in _BETWEEN.split(text)]
    found: list[str] = []
    for part in filter(None, parts):
        name = _restored(part, known)
        if found and _SUFFIX.fullmatch(name):
            found[-1] = f"{found[-1]}, {name}"
        else:
            found.extend(_unglued(name, known))
    return found


def byline(text: str, known: Collection[str] = (), *, marked: bool = False) -> list[str]:
    """Return the names when `text` is a by-line, else [].

    A by-line begins with "By", "Par", "Автор" and so on, or consists of names that the page is `known`
    to be by. With `marked` a line of nothing but names is one too: what stands around it says so.
    """
    if len(text) > 400 * max(1, len(known)):
        return []
    keys = {strings.matching_key(name) for name in known}
    match = phrases.BYLINE.fullmatch(text)
    if match:
        found = split_names(match["names"], known)
        if any(strings.matching_key(name) in keys for name in found):
            return found
        return found if found and all(_is_credited(name) for name in found) else []
    found = split_names(text, known)
    if not found:
        return []
    if keys and all(strings.matching_key(name) in keys for name in found):
        return found
    return found if marked and all(is_name(name) for name in found) else []


def surname(name: str) -> str:
    """Return the last word of a name: what a biography calls its subject by."""
    words = re.sub(r",.*", "", name).split()
    return words[-1] if words else name


def _is_credited(name: str) -> bool:
    head, comma, suffix = name.rpartition(", ")
    name = head if comma and _SUFFIX.fullmatch(suffix) else name
    return is_name(name) or bool(re.fullmatch(r"[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ][\w’'-]+){0,7}", name))


def _whole(text: str, known: Collection[str]) -> str:
    for index, name in enumerate(known):
        if _BETWEEN.search(name):
            text = text.replace(name, f"\ue000{index}\ue001")
    return text


def _restored(part: str, known: Collection[str]) -> str:
    ordered = list(known)
    return re.sub("\ue000(\\d+)\ue001", lambda match: ordered[int(match[1])], part)


def _unglued(name: str, known: Collection[str]) -> list[str]:
    """Return two names where a capture glued them together: "Anna KellerPaul Adeyemi"."""
    if name in known:
        return [name]
    words = name.split()
    for index, word in enumerate(words):
        cut = _GLUED.search(word)
        if cut is None or not 0 < index < len(words) - 1:
            continue
        head, tail = word[: cut.start()], word[cut.start() :]
        if len(head) < 3 or head.lower() in _JOINED_PREFIXES:
            continue
        first, rest = " ".join([*words[:index], head]), " ".join([tail, *words[index + 1 :]])
        if is_name(first) and is_name(rest):
            return [first, *_unglued(rest, known)]
    return [name]
