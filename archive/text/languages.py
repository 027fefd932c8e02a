"""Language tags (BCP 47), the direction of their writing, and a careful guess from the words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_LONGEST = 60
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z\d]{1,8})+)?",
    re.ASCII,
)
_RENAMED = {"iw": "he", "in": "id", "ji": "yi"}
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa glk he lrc mzn pnb ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS = frozenset("Adlm Arab Aran Armi Hebr Mand Nkoo Rohg Samr Syrc Thaa".split())

_NATIVE = {
    "ar": "العربية", "az": "azərbaycanca", "be": "беларуская", "bg": "български", "bn": "বাংলা",
    "ca": "català", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English",
    "es": "español", "et": "eesti", "fa": "فارسی", "fi": "suomi", "fr": "français", "he": "עברית",
    "hi": "हिन्दी", "hr": "hrvatski", "hu": "magyar", "hy": "հայերեն", "id": "Bahasa Indonesia",
    "it": "italiano", "ja": "日本語", "ka": "ქართული", "kk": "қазақ тілі", "ko": "한국어", "ku": "kurdî",
    "lt": "lietuvių", "lv": "latviešu", "ms": "Bahasa Melayu", "nb": "norsk bokmål", "nl": "Nederlands",
    "pl": "polski", "ps": "پښتو", "pt": "português", "pt-BR": "português (Brasil)", "ro": "română",
    "ru": "русский", "sk": "slovenčina", "sl": "slovenščina", "sq": "shqip", "sr": "српски",
    "sv": "svenska", "sw": "Kiswahili", "ta": "தமிழ்", "th": "ไทย", "tr": "Türkçe", "uk": "українська",
    "ur": "اردو", "uz": "oʻzbekcha", "vi": "Tiếng Việt", "zh": "中文", "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}  # fmt: skip


@lru_cache(maxsize=1024)
def normalise(tag: str) -> str:
    """Return a language tag in its canonical case ("zh_hans-cn" is "zh-Hans-CN"), "" if it is not one."""
    if len(tag) > _LONGEST:
        return ""
    found = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if found is None:
        return ""
    language, _, extended = found["language"].partition("-")
    parts = [_RENAMED.get(language, language), extended, (found["script"] or "").title()]
    parts += [(found["region"] or "").upper()]
    rest = found["variants"] + found["extensions"] + (found["private"] or "")
    return "-".join(filter(None, parts)) + rest


def direction(tag: str) -> str:
    """Return "rtl" or "ltr": the side on which text in this language begins."""
    parts = normalise(tag).split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


def native_name(tag: str) -> str:
    """Return what the language calls itself ("العربية"); the tag itself where that is not known here."""
    tag = normalise(tag)
    known = tag
    while known and known not in _NATIVE:
        known = known.rpartition("-")[0]
    return _NATIVE.get(known, tag)


_SAMPLE = 4000
_FEWEST_WORDS = 3
_SCRIPTS = {
    "arabic": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "chinese": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "other": re.compile("[\u0370-\u03ff\u0530-\u05f4\u0900-\u10ff\u1100-\u11ff\u3040-\u30ff\uac00-\ud7a3]"),
}
_NOT_ARABIC = re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9\u0679\u0688\u06d2]")
_NOT_RUSSIAN = re.compile(
    "[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491\u0408\u0409\u040a\u0458\u0459\u045a\u045b\u0452\u045e]"
)
_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS = {
    "en": "the of and to in that is for on with as by are was it from this be has at its not which",
    "fr": "le la les des et du une un est en que qui dans pour pas au par sur avec ce plus se sont aux",
    "de": "der die das und ist nicht ein eine mit den von zu auf für dem des sich auch im",
    "es": "el los las del que y una un por con para es se su como más al lo",
    "it": "il di che e la per un una non sono con del della gli è nel alla dei",
    "pt": "o os as do da que e um uma não com para por dos no na em ao",
    "nl": "de het een van en is niet dat op te zijn voor met aan",
}
_LANGUAGES_OF = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def guess(text: str) -> str:
    """Return the likely language of `text` among en, fr, ru, ar and zh, or "" when unsure.

    By script first, then by the small words. Persian, Ukrainian, Japanese, German, Spanish and others
    are recognised as none of the five rather than taken for one of them.
    """
    text = text[:_SAMPLE]
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    counts["chinese"] *= 3  # one sign says as much as some three letters
    script = max(counts, key=counts.__getitem__)
    if counts[script] < 6 or counts[script] < 0.5 * sum(counts.values()):
        return ""
    if script == "arabic":
        return "" if len(_NOT_ARABIC.findall(text)) * 50 > counts[script] else "ar"
    if script == "cyrillic":
        return "" if len(_NOT_RUSSIAN.findall(text)) * 100 > counts[script] else "ru"
    if script == "chinese":
        return "" if counts["other"] * 10 > counts[script] else "zh"
    return _guess_latin(text) if script == "latin" else ""


def _guess_latin(text: str) -> str:
    votes: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        votes.update(_LANGUAGES_OF.get(word, ()))
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _FEWEST_WORDS:
        return ""
    second = ranked[1][1] if len(ranked) > 1 else 0
    best = ranked[0][0]
    return best if best in ("en", "fr") and ranked[0][1] >= 1.3 * second else ""
