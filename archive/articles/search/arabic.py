"""Arabic words without what is attached to them: article, plural, possessive, ways of writing.

A light stemmer, more careful than Snowball's: السياسة, سياسات, سياستها and سياسة meet in one term, and so do
لبناني and لبنان. One-letter particles (و ب ل ف ك) may as well belong to the word (وزير), so a text keeps
them and `with_particles` lets a query ask for each. Plurals that are made within a word (دولة, دول) follow no
rule that would be safe: those of the words that politics is written with are in `_PLURALS`, for queries too.
"""

from __future__ import annotations

PARTICLES = "وبلفك"

_WRITING = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
        "ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ے": "ي", "ـ": None,
    }
)  # fmt: skip
_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لال", "ال", "لل")
_POSSESSIVES = ("هما", "كما", "هم", "هن", "ها", "نا", "كم", "ه")
_ENDINGS = (("يات", 3), ("ات", 2), ("ون", 3), ("ين", 3), ("ان", 4), ("يه", 3), ("ي", 3))
_MOST_LETTERS_WITH_HAMZA = 3

_PLURALS = """
    قانون قوانين, حرب حروب, رئيس رؤساء, وزير وزراء, زعيم زعماء, قائد قادة, حاكم حكام, ملك ملوك,
    أمير أمراء, سفير سفراء, نائب نواب, عضو أعضاء, حزب أحزاب, شعب شعوب, جيش جيوش, جندي جنود, سلاح أسلحة,
    صاروخ صواريخ, حدود حد, بلد بلدان بلاد, مدينة مدن, منطقة مناطق, إقليم أقاليم, مشروع مشاريع,
    مصدر مصادر, مورد موارد, مصرف مصارف, بنك بنوك, سوق أسواق, سعر أسعار, أجر أجور, دين ديون, ضريبة ضرائب,
    رسم رسوم, خطة خطط, برنامج برامج, هدف أهداف, مبدأ مبادئ, نظام أنظمة نظم, حق حقوق, فكرة أفكار,
    رأي آراء, قضية قضايا, مسألة مسائل, مشكلة مشاكل, سبب أسباب, أثر آثار, نتيجة نتائج, خطر أخطار مخاطر,
    دور أدوار, طرف أطراف, مصلحة مصالح, مجلس مجالس, محكمة محاكم, قاض قضاة, سجن سجون, مركز مراكز,
    معهد معاهد, مكتب مكاتب, مدرسة مدارس, كتاب كتب, خبير خبراء, عامل عمال, تاجر تجار, صحيفة صحف,
    خبر أخبار, تقرير تقارير, وثيقة وثائق, دفتر دفاتر, خريطة خرائط, رقم أرقام, نهر أنهار, بحر بحار,
    بئر آبار, ماء مياه, سد سدود, ميناء موانئ, مرفأ مرافئ, سفينة سفن, رصيف أرصفة, طريق طرق, جسر جسور,
    جبل جبال, أرض أراض, حقل حقول, بيت بيوت, دكان دكاكين, شارع شوارع, باب أبواب, يوم أيام, شهر أشهر شهور,
    سنة سنوات سنين, عام أعوام, عقد عقود, قرن قرون, مرحلة مراحل, حادث حوادث, حدث أحداث, ظرف ظروف,
    شرط شروط, بند بنود, حل حلول, فصيل فصائل, قبيلة قبائل, طائفة طوائف, عائلة عوائل, رجل رجال,
    امرأة نساء, ولد أولاد, طفل أطفال, شاب شباب, فقير فقراء, غني أغنياء, قوة قوى, مال أموال, نقد نقود,
    مادة مواد, معدن معادن, حبة حبوب, لوح ألواح, مرآة مرايا, سلك أسلاك, خط خطوط, عنصر عناصر, موقف مواقف,
    منصب مناصب, موقع مواقع, حكم أحكام, دستور دساتير, صوت أصوات, صندوق صناديق, حاجز حواجز, معبر معابر,
    ملجأ ملاجئ, هجوم هجمات, ضحية ضحايا, شهيد شهداء, أسير أسرى, قتيل قتلى, جريح جرحى, عدو أعداء,
    حليف حلفاء, صديق أصدقاء, جار جيران, شريك شركاء, خصم خصوم, وكيل وكلاء, عميل عملاء, مدير مدراء,
    كردي أكراد, تركي أتراك, أجنبي أجانب, تاريخ تواريخ, جزيرة جزر, نفط نفوط, فصل فصول, جدول جداول,
    عنوان عناوين
"""


def stem(word: str) -> str:
    """Return the term of one word, which has no vowel marks any more (see `analysis.fold`)."""
    return _without_endings(bare(word))


def written(word: str) -> str:
    """Return the word in one way of writing: hamza, alif and ta marbuta as those write who do not mark them.

    A hamza at an end that is much of the word stays: ماء is not ما.
    """
    word = word.translate(_WRITING)
    if word.endswith("ء") and len(word) <= _MOST_LETTERS_WITH_HAMZA:
        return word[:-1].replace("ء", "") + "ء"
    return word.replace("ء", "")


def bare(word: str) -> str:
    """Return the word in one way of writing and without the definite article."""
    if word == "الله":
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (2 if article in ("ال", "لل") else 3):
            return written(word[len(article) :])
    return written(word)


def with_particles(word: str) -> list[str]:
    """Return the terms under which a text may hold the word: alone, with a particle, in its other number."""
    root = bare(word)
    roots = [root, *_FAMILIES.get(_without_endings(root), ())]
    terms = [_without_endings(start + one) for start in ("", *PARTICLES) for one in roots]
    if root[0:1] in PARTICLES and len(root) >= 5 and root == written(word):
        inner = _without_endings(bare(root[1:]))
        terms += [inner, *map(_without_endings, _FAMILIES.get(inner, ()))]
    return list(dict.fromkeys(terms))


def _without_endings(word: str) -> str:
    """Strip a possessive, then plural, dual and relational endings, as long as a root remains."""
    for ending in _POSSESSIVES:
        if word.endswith(ending) and len(word) - len(ending) >= (2 if ending == "ه" else 3):
            word = word[: -len(ending)]
            if word.endswith("ت") and not word.endswith("ات") and len(word) >= 4:
                return word[:-1]  # the ة of سياسة, opened by the possessive: سياستها
            break
    stripped = True
    while stripped:
        stripped = False
        for ending, least in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: -len(ending)]
                stripped = True
                if ending in ("ان", "ين") and word.endswith("ت") and len(word) >= 4:
                    return word[:-1]  # the dual of a feminine noun: دولتان
                break
    return word


def _families() -> dict[str, tuple[str, ...]]:
    """Return for the term of each word with such a plural the other words of its family, barely written."""
    found: dict[str, tuple[str, ...]] = {}
    for family in _PLURALS.split(","):
        words = [written(word) for word in family.split()]
        for word in words:
            term = _without_endings(word)
            others = (other for other in words if _without_endings(other) != term)
            found[term] = tuple(dict.fromkeys((*found.get(term, ()), *others)))
    return found


_FAMILIES = _families()
