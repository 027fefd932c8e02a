"""Twenty-five invented works in five languages, and what readers may ask of them.

Each work has a short name; `QUERIES` says which works answer a query, all of them and no other.
"""

from __future__ import annotations

from archive.articles.models import Article
from archive.articles.search import index
from archive.tags.models import TermName
from authors.models import AuthorName
from tests.makers import make_article, make_author, make_outlet, make_term

WORKS: dict[str, tuple[str, str, str, str]] = {
    # name: (language, title, deck, body)
    "ferry": (
        "en",
        "The Ferry Timetable, Reconsidered",
        "A night boat.",
        "<p>Sanctions closed the quay.</p>",
    ),
    "salt": ("en", "Sanctioned Salt", "", "<p>The U.S.-led inspection found post-Soviet ledgers.</p>"),
    "negotiators": ("en", "What Negotiators Forget", "", "<p>The negotiations of Verrin took a decade.</p>"),
    "cooperation": ("en", "Co-operation on the Lower Tarn", "", "<p>The dam keeper’s notebook.</p>"),
    "together": ("en", "Cooperating Without a Treaty", "", "<p>A harbour shared, not owned.</p>"),
    "naive": ("en", "A Naïve Question", "", "<p>Is the café on the Orlé river neutral?</p>"),
    "ohara": ("en", "O’Hara’s Map", "", "<p>The map of Xi’an hung upside down.</p>"),
    "axis": ("en", "An Axis of Envy", "", "<p>Envy is no axis. The <b>port</b>er knew.</p>"),
    "balance": ("en", "Balance", "Balance, weighed.", "<p>Balance sheets of a quiet port.</p>"),
    "sheets": ("en", "Quiet Ports", "", "<p>Nobody reads a balance sheet in the rain.</p>"),
    "ru-sanctions": ("ru", "Санкции и паром", "", "<p>Переговоры о санкциях шли у причала.</p>"),
    "ru-talks": ("ru", "После переговоров", "", "<p>Ёлочные базары и политика соли.</p>"),
    "ru-policy": ("ru", "Политику делают ночью", "", "<p>О реке Верре знают все.</p>"),
    "ar-policy": ("ar", "السياسة والنهر", "", "<p>تغيرت الحكومة بعد المفاوضات.</p>"),
    "ar-policies": ("ar", "سياسات الموانئ", "", "<p>قالت حكومتهم إن المرفأ هادئ.</p>"),
    "ar-marked": ("ar", "السِّيَاسَةُ عَلَى الوَرَق", "", "<p>دفتر قديم للـــملح.</p>"),
    "ar-lebanese": ("ar", "اللبنانيون والقانون", "", "<p>مقالات عن مدينة أخرى.</p>"),
    "zh-influence": ("zh", "渡轮的影响", "", "<p>中国的影响在港口。</p>"),
    "zh-salt": ("zh", "盐与制裁", "", "<p>朝鲜半岛的盐。</p>"),
    "zh-harbour": ("zh-Hant", "港口之夜", "", "<p>G20峰会没有渡轮。</p>"),
    "fr-published": ("fr", "Une étude publiée trop tôt", "", "<p>L’Europe négocie avec le port d’Orlé.</p>"),
    "fr-publish": ("fr", "Publier ou se taire", "", "<p>Les négociations européennes à l’aube.</p>"),
    "fr-school": ("fr", "L’école du fleuve", "", "<p>Les écoles ferment.</p>"),
    "byline": ("en", "Notes From a Pier", "", "<p>Nothing happened here.</p>"),
    "term": ("en", "A Short Walk", "", "<p>Nothing happened there.</p>"),
}

QUERIES: dict[str, set[str]] = {
    # inflections
    "sanctions": {"ferry", "salt"},
    "sanctioned": {"ferry", "salt"},
    "negotiation": {"negotiators"},
    "санкций": {"ru-sanctions"},
    "санкции": {"ru-sanctions"},
    "переговорам": {"ru-sanctions", "ru-talks"},
    "политикой": {"ru-talks", "ru-policy"},
    "елочные": {"ru-talks"},
    "السياسة": {"ar-policy", "ar-policies", "ar-marked"},
    "سياسة": {"ar-policy", "ar-policies", "ar-marked"},
    "سياسات": {"ar-policy", "ar-policies", "ar-marked"},
    "بالسياسات": {"ar-policy", "ar-policies", "ar-marked"},
    "النهر": {"ar-policy"},
    "نهر": {"ar-policy"},
    "حكومة": {"ar-policy", "ar-policies"},
    "لبناني": {"ar-lebanese"},
    "المقال": {"ar-lebanese"},
    "اخري": {"ar-lebanese"},
    "الملح": {"ar-marked"},
    "publiées": {"fr-published", "fr-publish"},
    "publiees": {"fr-published", "fr-publish"},
    "négocier": {"fr-published", "fr-publish"},
    "europe": {"fr-published"},
    "ecole": {"fr-school"},
    # marks that do not count
    "naive": {"naive"},
    "Orle": {"naive", "fr-published"},
    "CAFÉ": {"naive"},
    "O'Hara": {"ohara"},
    "O’Hara": {"ohara"},
    "ohara": {"ohara"},
    "Xi'an": {"ohara"},
    "keeper": {"cooperation"},
    "cooperation": {"cooperation", "together"},
    "co-operation": {"cooperation", "together"},
    "co\u2010operation": {"cooperation", "together"},
    "postsoviet": {"salt"},
    "post-Soviet": {"salt"},
    "US": {"salt"},
    "U.S.": {"salt"},
    "porter": {"axis", "fr-published"},  # a verb of the French port, and no port in English
    # scripts without blanks
    "影响": {"zh-influence"},
    "中国影响": {"zh-influence"},
    "中国的影响": {"zh-influence"},
    "渡轮": {"zh-influence", "zh-harbour"},
    "港口": {"zh-influence", "zh-harbour"},
    "朝鲜": {"zh-salt"},
    "半岛": {"zh-salt"},
    "鲜半": {"zh-salt"},
    "盐": {"zh-salt"},
    "岛": {"zh-salt"},
    "朝鲜制裁": {"zh-salt"},
    "G20峰会": {"zh-harbour"},
    "Ｇ２０": {"zh-harbour"},
    "中国人": set(),
    "港口與渡輪": {"zh-influence", "zh-harbour"},
    "渡轮影响": {"zh-influence"},
    "朝鮮半島": {"zh-salt"},
    "中国与影响": {"zh-influence"},
    "ماء": set(),
    "organisation": set(),
    # phrases, exclusions, several words
    '"axis of envy"': {"axis"},
    "“axis of envy”": {"axis"},
    '"envy of axis"': set(),
    "«balance sheet»": {"balance", "sheets"},
    "balance sheet": {"balance", "sheets"},
    "balance -rain": {"balance"},
    'balance -"quiet port"': set(),
    '"中国的影响"': {"zh-influence"},
    '"的影响"': {"zh-influence"},
    '"影响中国"': set(),
    "the night of a boat": {"ferry"},
    # names, in whatever script they are known
    "Oakrest": {"byline"},
    "Оукрест": {"byline"},
    "أوكرست": {"byline"},
    "Lanterns": {"term"},
    "меридиан": {"term"},
    "子午线": {"term"},
    "Fenwick": {"term"},
}


def make_works() -> dict[str, Article]:
    """Make the works, index them, and return them by name."""
    author = make_author("Wilma Oakrest")
    AuthorName.objects.create(author=author, name="Вильма Оукрест", language="ru", script="Cyrl")
    AuthorName.objects.create(author=author, name="ويلما أوكرست", language="ar", script="Arab")
    term = make_term(name="Lanterns of the Meridian")
    TermName.objects.create(term=term, name="Фонари меридиана", language="ru")
    TermName.objects.create(term=term, name="子午线的灯", language="zh")
    more = {
        "byline": {"authors": [author]},
        "term": {"terms": [term], "outlet": make_outlet("Fenwick Courier")},
    }
    works = {
        name: make_article(title, language=language, deck=deck, body=body, **more.get(name, {}))
        for name, (language, title, deck, body) in WORKS.items()
    }
    index(Article.objects.all())
    return works
