"""Words in cells: names of languages and what a workflow calls its states, in several languages."""

from __future__ import annotations

from archive.text.strings import matching_key

_LANGUAGES = {
    "en": "english, anglais, английский, англ, 英语, 英文, الإنجليزية, الانجليزية, eng",
    "fr": "french, français, francais, французский, 法语, 法文, الفرنسية, fra, fre",
    "ru": "russian, russe, русский, 俄语, 俄文, الروسية, rus",
    "ar": "arabic, arabe, арабский, 阿拉伯语, 阿拉伯文, العربية, عربي, ara",
    "zh": "chinese, chinois, китайский, 中文, 汉语, 华语, الصينية, zho, chi, mandarin",
    "zh-Hans": "simplified chinese, chinese (simplified), 简体中文",
    "zh-Hant": "traditional chinese, chinese (traditional), 繁體中文, 繁体中文",
    "de": "german, allemand, немецкий, 德语, الألمانية, deu, ger, deutsch",
    "es": "spanish, espagnol, испанский, 西班牙语, الإسبانية, spa, español, espanol, castellano",
    "pt": "portuguese, portugais, португальский, 葡萄牙语, البرتغالية, por, português",
    "it": "italian, italien, итальянский, 意大利语, الإيطالية, ita, italiano",
    "tr": "turkish, turc, турецкий, 土耳其语, التركية, tur, türkçe",
    "fa": "persian, farsi, persan, персидский, 波斯语, الفارسية, fas, per, فارسی",
    "he": "hebrew, hébreu, иврит, 希伯来语, العبرية, heb, עברית",
    "ja": "japanese, japonais, японский, 日语, اليابانية, jpn, 日本語",
    "ko": "korean, coréen, корейский, 韩语, الكورية, kor, 한국어",
    "uk": "ukrainian, ukrainien, украинский, 乌克兰语, الأوكرانية, ukr, українська",
    "pl": "polish, polonais, польский, 波兰语, pol, polski",
    "nl": "dutch, néerlandais, нидерландский, 荷兰语, nld, dut, nederlands",
    "sv": "swedish, suédois, шведский, swe, svenska",
    "hi": "hindi, хинди, 印地语, hin, हिन्दी",
    "ur": "urdu, ourdou, урду, 乌尔都语, الأردية, urd, اردو",
    "uz": "uzbek, ouzbek, узбекский, uzb",
    "kk": "kazakh, казахский, kaz",
    "hy": "armenian, arménien, армянский, hye, arm",
    "ka": "georgian, géorgien, грузинский, kat, geo",
    "az": "azerbaijani, azerbaijani, азербайджанский, aze",
    "vi": "vietnamese, vietnamien, вьетнамский, 越南语, vie, tiếng việt",
    "id": "indonesian, indonésien, индонезийский, 印尼语, ind, bahasa indonesia",
}

SHOWN, UNKNOWN = "", "?"
_STATES = {
    SHOWN: "published, publish, public, live, online, active, approved, final, released, yes, true, 1, y, "
    "oui, publié, publiée, опубликовано, опубликован, да, 已发布, 已出版, 是, منشور, نعم, current, "
    "complete, completed",
    "draft": "draft, drafts, unpublished, private, hidden, offline, inactive, auto-draft, in progress, "
    "no, false, 0, n, brouillon, non publié, non, черновик, не опубликовано, нет, 草稿, 未发布, 否, "
    "مسودة, غير منشور, لا",
    "review": "review, in review, pending, pending review, needs review, submitted, for review, "
    "to review, en révision, en attente, на проверке, на рассмотрении, 待审核, 审核中, قيد المراجعة",
    "withdrawn": "withdrawn, retracted, removed, deleted, trash, trashed, rejected, retiré, supprimé, "
    "отозвано, удалено, 已撤回, 已删除, محذوف, مسحوب",
}


def _by_word(lines: dict[str, str]) -> dict[str, str]:
    return {matching_key(word): meaning for meaning, line in lines.items() for word in line.split(", ")}


LANGUAGES = _by_word(_LANGUAGES)
"""The tag of each name of a language, by its matching key."""

STATES = _by_word(_STATES)
"""The state of the record for each word of a workflow, by its matching key; "" is shown to readers."""

YES_OR_NO = frozenset("yes no true false 1 0 y n oui non да нет 是 否 نعم لا".split())
