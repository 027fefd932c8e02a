"""The words that a page prints around an article, in the languages that pages come in.

Only words that belong to the format stand here, never the name of a house: who publishes is read from the
page. A phrase stands for a whole line unless its name says otherwise. Languages: English, Arabic, Russian,
Chinese, French.
"""

from __future__ import annotations

import re

_APOSTROPHE = "['’‘`]"


def _line(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{'|'.join(alternatives)})")


# Above the title ------------------------------------------------------------------------------------

CREDIT_OR_OUTLET = re.compile(
    r"(?i)(?:photo |image )?(?:source|источник|المصدر|来源|來源|quelle|fuente)\s*[:：]\s*(?P<name>\S.*)"
)
NO_IMAGE = _line(r"required image", r"no image( available)?")
PHOTO_CREDIT = re.compile(
    r"(?i)(?P<caption>.*?)\s*"
    r"(?P<credit>\(\s*(?:photo|photos|photograph|image|illustration|фото|صورة|图)\b[^()]*\))\.?"
)
AGENCY = re.compile(
    r"(?P<caption>.*?)(?P<credit>[^/.;]{0,80}(?:/\s*|via\s+|©\s*)"
    r"(?:AFP|AP|EPA|Reuters|Getty Images|Getty|Anadolu|Xinhua|Sputnik|TASS)(?:/[\w ]+)?)\.?"
)

_LABELS = """
in the media|commentary|commentaries|article|paper|working paper|working papers|policy brief|brief|research|
report|book|press release|pressrelease|op-ed|opinion|event|events|q&a|interview|podcast|video|testimony|
collection|other|policy outlook|outlook|blog|blog post|legacyinthemedia|analysis|essay|review|review essay|
book review|capsule review|backgrounder|newsletter|media|multimedia|transcript|statement|announcement|
explainer|feature|dispatch|resource|infographic|data|expert comment|research paper|briefing|briefing paper|
speech|lecture|letter|questions and answers|question time|from the media|media mention|in the news|news|
комментарий|статья|доклад|исследование|аналитика|мнение|интервью|книга|рецензия|пресс-релиз|событие|
мероприятие|в сми|в прессе|подкаст|видео|брифинг|колонка|обзор|рабочий документ|вопросы и ответы|
مقال|مقالة|تعليق|تحليل|دراسة|ورقة|ورقة بحثية|تقرير|بحث|كتاب|بيان صحفي|بيان صحافي|حدث|فعالية|مقابلة|
في الإعلام|في وسائل الإعلام|رأي|بودكاست|فيديو|موجز|ملخص سياسات|مراجعة كتاب|سؤال وجواب|
文章|评论|評論|论文|报告|研究|研究报告|书评|書評|采访|访谈|访谈录|新闻稿|活动|媒体|媒体报道|播客|视频|简报|
政策简报|问答|著作|
commentaire|analyse|étude|rapport|livre|compte rendu|entretien|communiqué|communiqué de presse|événement|
évènement|dans les médias|note|note d'analyse|recension|billet|tribune|vidéo|questions-réponses|
document de travail|point de vue
"""
LABELS = frozenset(label.strip() for label in _LABELS.split("|"))
"""Keys (see `strings.matching_key`) of the lines that name the kind of a work."""
EVENT_LABELS = frozenset(
    ("event", "events", "событие", "мероприятие", "حدث", "فعالية", "活动", "événement", "évènement")
)
INSTITUTION = re.compile(
    r"(?i)\b(?:cent(?:er|re)|endowment|institut(?:e|ion)?|foundation|council|центр|институт|фонд)\b"
    r"|مركز|معهد|مؤسسة|中心|研究院|研究所|基金会"
)

COPIED = _line(
    "link copied[.!]?",
    "copy link",
    "copied to clipboard[.!]?",
    "ссылка скопирована[.!]?",
    "скопировано[.!]?",
    "تم نسخ الرابط[.!]?",
    "نُسخ الرابط",
    "تم النسخ",
    "链接已复制",
    "已复制链接",
    "鏈接已複製",
    "连结已复制",
    "复制链接",
    "lien copié[.!]?",
    "le lien a été copié[.!]?",
)
BYLINE = re.compile(
    r"(?:(?i:by|written by|reviewed by|authored by|par|écrit par|авторы?|автор статьи|"
    r"作者|撰文|بقلم|إعداد|تأليف|الكاتب|الكاتبة)(?:\s*[:：]\s*|\s+)|作者)(?P<names>\S.*)"
)
BYLINE_ALONE = _line("by", "par", "автор", "авторы", "作者", "بقلم")
PUBLISHED_BY = _line("published by")
DATE_LABEL = re.compile(
    r"(?i)(?:published|posted|date|publiée?|parue?|mis en ligne|опубликован[оа]?|дата публикации|"
    r"تم النشر|نُ?شرت?|تاريخ النشر|发布|發布|发表|發表)"
)
RELEASED = re.compile(r"(?i)for immediate release\s*[:：]\s*(?P<date>\S.*)")
READING_TIME = re.compile(r"(?i)(?P<label>[^/\d]{2,40}?) / (?P<place>[^/\d]{2,60}?)\s*\d{1,3} minutes?")
ISSUE = re.compile(r"(?i)(?:[a-z]{3,9}/[a-z]{3,9}|spring|summer|autumn|fall|winter),? (?P<year>[12]\d{3})")
IN_THIS_REVIEW = _line("in this review", "books? reviewed", "reviewed")
READY_MADE = re.compile(r"(?i)\s*(?:date\s+(?P<date>\d{4}-\d{2}-\d{2})\b\s*)?(?P<rest>.*)")
EVENT_CHROME = _line(
    "space",
    "registration",
    "you will receive an email confirming your registration[.]?",
    "register( now)?",
    "add to calendar",
)

GLUED_ANCHORS = re.compile(
    r"(?i)(?P<copied>link copied|ссылка скопирована|lien copié)?"
    r"(?P<byline>(?:by|par|автор:?) \S.*?)??\s*[|·•]?\s*"
    r"(?P<date>(?:published on|опубликовано|publié le) \S.*)?"
)
PDF = _line(
    r"(?:(?:view|download|read|full text|télécharger le|скачать|تحميل|下载)\s*)?\(?(?:the )?(?:full )?pdf\)?"
)
BOX = _line(
    "blog",
    "program",
    "project",
    "collection",
    "series",
    "programme",
    "блог",
    "программа",
    "проект",
    "серия",
    "مدونة",
    "برنامج",
    "مشروع",
    "博客",
    "项目",
    "系列",
    "projet",
    "série",
)
BOX_PICTURE = _line(r"(?:blog|program|project|collection|series)\b.{0,20}\bhero image")
BOX_END = _line(
    "learn more",
    "подробнее",
    "узнать больше",
    "اعرف المزيد",
    "لمعرفة المزيد",
    "للمزيد",
    "了解更多",
    "en savoir plus",
)

# Shell ----------------------------------------------------------------------------------------------

LOGO = re.compile(r"(?i)(?:.*\blogo(?:,\s*\w+)?|.*(?:логотип|شعار|标志|徽标).{0,20})")
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b).{0,160}", re.I)

# Below the body -------------------------------------------------------------------------------------

ABOUT_AUTHORS = _line(
    r"about the (?:co-?)?authors?(?:\(s\))?:?",
    r"об? автор(?:е|ах):?",
    rf"[àa] propos (?:de l{_APOSTROPHE}(?:auteure?|autrice)|des (?:auteure?s|autrices))\s?:?",
    rf"au sujet (?:de l{_APOSTROPHE}(?:auteure?|autrice)|des (?:auteure?s|autrices))",
    "(?:نبذة )?عن (?:الكاتب|الكاتبة|الكاتبين|الكتاب|المؤلف|المؤلفة|المؤلفين)",
    "关于作者",
    "作者简介",
    "關於作者",
    "作者簡介",
)
RECENT_WORK = _line(
    "recent work",
    "last work",
    "недавние (?:работы|публикации|материалы)",
    "последние (?:работы|публикации|материалы)",
    "أحدث (?:الأعمال|الإصدارات|المقالات|المنشورات)",
    "أعمال حديثة",
    "近期作品",
    "近期文章",
    "近期成果",
    "最近作品",
    "最新作品",
    "travaux récents",
    "publications récentes",
    "dernières publications",
)
DISCLAIMER = re.compile(
    r"(?i)does not take institutional positions"
    r"|do not necessarily reflect the views of \w.{0,80}, its staff, or its trustees"
    r"|не (?:занимает|выражает|придерживается).{0,40}(?:институциональн|организационн|коллективн)\w* позици"
    r"|(?:мнени|взгляд|точк)\w*.{0,80}(?:не обязательно|могут не) (?:отража|совпада)"
    r"|لا [تي]تخذ.{0,80}موقف.{0,20}مؤسسي|لا [تي]تخذ.{0,80}مواقف.{0,20}مؤسسي"
    r"|لا تعكس بالضرورة (?:وجهات|آراء|مواقف)"
    r"|(?:不|未).{0,20}(?:采取|持有|代表).{0,12}(?:机构|官方)性?立场"
    r"|(?:不一定|未必|不必然)(?:代表|反映).{0,40}(?:观点|立场)"
    r"|ne prend pas de positions? institutionnelles?"
    r"|ne reflètent pas nécessairement (?:les (?:vues|opinions|positions)|celles)"
)
GLUED_DISCLAIMER = re.compile(
    r"(?P<text>.*[.!?…”\"»)\]]) ?"
    r"(?P<disclaimer>[A-Z][^.!?]{0,120} does not take institutional positions\b.*)",
    re.DOTALL,
)
MORE_WORK = re.compile(
    r"(?i)(?:more work from|more from"
    r"|(?:ещ[её]|другие|больше) (?:материалы|материалов|работы|публикации|публикаций) (?:от )?"
    r"|المزيد من (?:أعمال|إنتاج|إصدارات|منشورات|مقالات|عمل)|المزيد من"
    r"|(?:plus|davantage) de (?:travaux|publications) (?:de |du |d['’])"
    r"|(?:d['’])?autres (?:travaux|publications) (?:de |du |d['’])"
    r"|更多来自|更多來自)\s*(?P<center>\S.{1,120}?)(?:\s?的(?:作品|文章|成果|更多作品))?"
)
MORE_NEWS = _line(
    "get more news and analysis from",
    "get more news from",
    "получайте (?:больше )?новост(?:и|ей) и аналитик[уи] от",
    "احصل على المزيد من الأخبار والتحليلات من",
    "للمزيد من الأخبار والتحليلات من",
    "获取更多新闻和分析",
    "获取更多来自.{0,4}的新闻和分析",
    rf"recevez (?:plus|davantage) d{_APOSTROPHE}(?:actualités|informations) et d{_APOSTROPHE}analyses de",
)
ORIGINALLY = re.compile(
    r"(?i)(?:this (?:article|piece|op-ed|commentary|essay|column|review|post|interview|paper|report|chapter)"
    r"|an? (?:earlier )?version of this (?:article|piece|essay|op-ed))\s+(?:was )?(?:originally|first)\s+"
    r"(?:appeared|published|posted|ran|broadcast)\s+(?:in|by|on|at|with)\s+(?P<outlet>\S.{0,150}?)\.?"
    r"|(?:эта|данная) (?:статья|публикация|колонка) (?:была )?(?:впервые|первоначально|изначально) (?:была )?"
    r"(?:опубликована|вышла|появилась) (?:в|на) (?P<outlet_ru>\S.{0,150}?)\.?"
    r"|cet? (?:article|texte|tribune|entretien)e? (?:a été (?:initialement|d['’]abord) publiée?"
    r"|a (?:initialement|d['’]abord) été publiée?|est (?:initialement |d['’]abord )?parue?) "
    r"(?:initialement |d['’]abord )?(?:dans|sur|par) (?P<outlet_fr>\S.{0,150}?)\.?"
    r"|本文(?:最初|原|首)(?:发表|刊登|刊载|载|發表|刊)[于於在](?P<outlet_zh>\S.{0,80}?)(?:上)?。?"
    r"|نشرت? (?:هذه المقالة|هذا المقال) (?:في الأصل|أصلا|للمرة الأولى|أول مرة|بداية) (?:في|على) "
    r"(?P<outlet_ar>\S.{0,120}?)\.?"
)
"""A line that tells the outlet again. Arabic is matched without vowel signs (see `Line.plain`)."""
CLOSES_BODY = _line(r"click on (?:the )?pdf icon above.{0,60}")
NOT_THE_TEXT = _line(
    r"click on (?:the )?pdf icon above.{0,60}",
    r"(?:#\s*){3,}",
    r"-?30-?",
    r"required image",
    r"link copied",
    r"\*\*\*?\s*end\s*\*\*\*?",
)
PICTURE_MARK = re.compile(r"IMGXYZ\d+IMGZYX")

# Pages that are no articles -------------------------------------------------------------------------

RESULTS = re.compile(
    r"(?i)(?:showing )?[\d.,\u00a0\u202f ]{1,12}\s?"
    r"(?:results?|résultats?|результат\w*|نتيجة|نتائج|个结果|条结果|項結果)"
)
LISTING_TOOLS = _line(
    r"refine by:?", r"filters?(?: by)?:?", r"sort(?:ed)? by:?.{0,40}", r"load more", r"select all"
)
LEGACY_SITE = re.compile(
    r"(?i)this is a legacy website|this (?:web)?site is no longer (?:being )?updated"
    r"|(?:сайт|центр\w*|деятельност\w*).{0,120}(?:больше не обновляется|закрыт|прекра(?:щ|т)|архив)"
    r"|(?:закрыл|прекратил|прекращен)\w*.{0,120}(?:центр|сайт)|архивн\w+ (?:верси|сайт)"
    r"|سيتوقف الموقع|لم يعد يتم تحديث"
)
NOT_ARTICLE_SEGMENTS = {
    "people": "a person's page",
    "experts": "a person's page",
    "expert": "a person's page",
    "staff": "a staff list",
    "authors": "a person's page",
    "programs": "a program's page",
    "program": "a program's page",
    "topic": "a listing",
    "topics": "a listing",
    "region": "a listing",
    "regions": "a listing",
    "search": "a page of search results",
    "search-results": "a page of search results",
    "about": "a page about the institution",
}
