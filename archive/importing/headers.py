"""What columns of a sheet are called, in the five languages of the interface, and the key that each means.

Headers are compared by `header_key`: case, blanks, punctuation and diacritics do not count. The earlier a
word stands in its line, the better it says what the column holds; where a sheet has several columns of one
text, the best is used.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.importing.records import Record
from archive.text import strings

KEYS: tuple[str, ...] = tuple(info.alias or name for name, info in Record.model_fields.items())
"""The keys of a record as files write them."""

LISTS = frozenset(
    "authors centers topics regions programs projects collections attachments corrections".split()
)
"""The keys that hold several values."""

POSITION, BIO = "authors.position", "authors.bio"
"""Columns that say something of the authors beside them."""

COLUMN_KEYS: tuple[str, ...] = (*KEYS, POSITION, BIO)
"""What a column may be mapped to."""

_WORDS = {
    "id": "id, nid, node id, post id, article id, record id, item id, content id, uuid, identifier, guid, "
    "unique id, reference number, المعرف, معرف, رقم المقال, идентификатор, ид, id записи, 编号, 标识符, "
    "标识, 文章编号, identifiant, id article",
    "url": "url, permalink, canonical url, page url, article url, web address, link, uri, href, address, "
    "original url, الرابط, رابط, رابط المقال, постоянная ссылка, ссылка, адрес, адрес страницы, "
    "url адрес, 永久链接, 链接, 网址, 文章链接, permalien, lien, adresse, adresse web, url de l'article",
    "title": "title, headline, article title, title of article, heading, name, العنوان, عنوان, "
    "عنوان المقال, заголовок, название, название статьи, 标题, 题目, 题名, 篇名, 文章标题, titre, "
    "titre de l'article, intitulé",
    "deck": "deck, dek, standfirst, summary, abstract, excerpt, teaser, subtitle, subheading, subhead, "
    "lede, introduction, intro, blurb, description, الملخص, ملخص, المقدمة, نبذة, الوصف, аннотация, "
    "резюме, лид, подзаголовок, краткое содержание, анонс, описание, 摘要, 导语, 内容摘要, 概要, 简介, "
    "副标题, 描述, chapô, chapeau, résumé, sous-titre, accroche, extrait",
    "body": "body, content, full text, article body, body text, body html, html body, main text, text, "
    "html, article text, contents, نص المقال, النص, المحتوى, المتن, текст, текст статьи, полный текст, "
    "содержание, содержимое, 正文, 内容, 全文, 文章内容, 文本, corps, corps du texte, texte, "
    "texte intégral, contenu",
    "language": "language, lang, langcode, language code, locale, اللغة, لغة, язык, 语言, 语种, langue",
    "published": "published, publication date, date published, published date, pub date, publish date, "
    "published on, published at, date of publication, publishing date, release date, date released, "
    "posted, posted on, date posted, issued, date issued, issue date, date, created, date created, "
    "created at, publication year, year of publication, year, تاريخ النشر, التاريخ, تاريخ, نشر في, "
    "سنة النشر, السنة, дата публикации, опубликовано, дата выхода, дата, год публикации, год издания, "
    "год, 发布日期, 发表日期, 出版日期, 发布时间, 发表时间, 日期, 时间, 出版年份, 年份, "
    "date de publication, publié le, date de parution, parution, année de publication, année",
    "authors": "authors, author, byline, by, written by, authored by, author name, author names, writer, "
    "writers, creator, creators, contributor, contributors, expert, experts, scholar, scholars, المؤلف, "
    "المؤلفون, المؤلفين, الكاتب, بقلم, автор, авторы, 作者, 撰稿人, 撰文, auteur, auteurs, auteure, "
    "auteures, autrice, autrices, auteurrices, par",
    "type": "type, content type, article type, post type, kind, format, genre, document type, النوع, "
    "نوع المحتوى, тип, тип материала, тип публикации, вид, жанр, 类型, 文章类型, type de contenu, nature, "
    "section, category, القسم, الفئة, التصنيف, раздел, рубрика, категория, 栏目, 分类, 类别, rubrique, "
    "catégorie",
    "type_label": "type label",
    "blog": "blog, series, column, blog name, series title, المدونة, السلسلة, сериал, серия, блог, "
    "колонка, 博客, 系列, 专栏, série",
    "primaryCenter": "primary center, primary centre, lead center, lead centre, main center, center, "
    "centre, المركز, центр, 中心, 主办中心, 研究中心, centre principal",
    "centers": "centers, centres, المراكز, центры, 各中心",
    "topics": "topics, topic, tags, tag, keywords, keyword, key words, subjects, subject, themes, theme, "
    "categories, terms, المواضيع, الموضوعات, الموضوع, الوسوم, الكلمات المفتاحية, كلمات مفتاحية, "
    "الكلمات الدالة, темы, тема, тематика, теги, метки, ключевые слова, категории, рубрики, 主题, 标签, "
    "关键词, 关键字, 话题, 议题, thèmes, thème, thématiques, sujets, sujet, mots-clés, étiquettes, "
    "catégories",
    "regions": "regions, region, countries, country, region/country, regions and countries, geography, "
    "المنطقة, المناطق, البلد, البلدان, الدولة, الدول, регион, регионы, страна, страны, 地区, 区域, 国家, "
    "国别, région, régions, pays",
    "programs": "programs, program, programmes, programme, research program, research programme, "
    "البرنامج, البرامج, программа, программы, 计划, 研究计划",
    "projects": "projects, project, المشروع, المشاريع, проект, проекты, 项目, 课题, projet, projets",
    "collections": "collections, collection, المجموعة, المجموعات, коллекция, коллекции, сборник, 合集, "
    "专题, 文集, dossier, dossiers",
    "source": "source, outlet, publication, published in, originally published in, original source, "
    "publication name, media outlet, news outlet, journal, newspaper, magazine, publisher, المصدر, "
    "الصحيفة, المجلة, الناشر, источник, издание, сми, журнал, газета, издатель, 来源, 出处, 媒体, 刊物, "
    "期刊, 报刊, revue, média, éditeur, publié dans",
    "source_url": "source url, source link, outlet url, original link, رابط المصدر, ссылка на источник, "
    "来源链接, 原文链接, lien source, lien d'origine",
    "credit": "credit, image credit, photo credit, picture credit, photographer, المصور, фотограф, 摄影, "
    "crédit photo, crédit, crédits",
    "image": "image, picture, photo, featured image, hero image, lead image, image url, image file, "
    "thumbnail, cover image, cover, الصورة, صورة, изображение, картинка, фото, обложка, 图片, 配图, 照片, "
    "封面, illustration, visuel",
    "image_alt": "image alt, alt text, alt, image alt text, 替代文本, النص البديل, texte alternatif",
    "image_caption": "image caption, photo caption, caption, تعليق الصورة, подпись, подпись к фото, "
    "图片说明, 图注, légende",
    "attachments": "attachments, attachment, pdf, pdfs, pdf url, pdf link, pdf file, file, files, "
    "document, documents, download, downloads, المرفقات, المرفق, الملف, файл, файлы, вложение, вложения, "
    "документ, документы, 附件, 文件, pièce jointe, pièces jointes, fichier, fichiers, téléchargement",
    "corrections": "corrections, correction, errata, erratum",
    "translation_of": "translation of, original id, translated from, traduction de, перевод статьи",
    "doi": "doi, doi url, doi link",
    "place": "place, venue, event location, location, city, المكان, место, место проведения, 地点, lieu",
    "disclaimer": "disclaimer",
    "state": "state, status, post status, publication status, workflow state, moderation state, الحالة, "
    "статус, состояние, 状态, 发布状态, statut, état",
    POSITION: "author title, author position, author role, author affiliation, affiliation, должность, "
    "职务, 作者单位",
    BIO: "author bio, author biography, biography, bio, biographie",
}

ROLES = {
    "translator": "translator, translators, translated by, المترجم, ترجمة, переводчик, перевод, 译者, 翻译, "
    "traducteur, traductrice, traduction",
    "speaker": "speaker, speakers, المتحدثون, докладчик, докладчики, 演讲人, intervenants",
    "editor": "editors, edited by",
}
"""Roles of a byline that have columns of their own."""

PLAIN = frozenset(("category", "section", "القسم", "الفئة", "التصنيف", "раздел", "рубрика", "категория"))
PLAIN |= frozenset(("栏目", "分类", "类别", "rubrique", "catégorie"))
"""Words that mean the kind where no other column does, and topics where one does."""

_BEFORE = ("field", "post", "article", "node", "item", "dcterms", "dc", "meta", "entry")
_NO_FIELDS = frozenset("postname postparent articlename".split())
_IN_BRACKETS = re.compile(r"[(\[（［][^()\[\]（）［］]*[)\]）］]")
_LONGEST = 200


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """Return the key under which two headers are one: "Author(s)", " AUTHORS:" and "author_s" are."""
    return strings.loose_key(strings.tidy(header, _LONGEST)).replace(" ", "")


def _table(words: dict[str, str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for key, line in words.items():
        for rank, word in enumerate(line.split(", "), start=1):
            found.setdefault(header_key(word), (key, rank))
    return found


_KNOWN = _table(_WORDS) | {header_key(key): (key, 0) for key in COLUMN_KEYS}
_KNOWN_ROLES = _table(ROLES)
_PLAIN_KEYS = frozenset(map(header_key, PLAIN))


@lru_cache(maxsize=4096)
def meant(header: str) -> tuple[str, str, int] | None:
    """Return the key that a header means, the role for a byline, and how well it says so (0 is best).

    None for a header of no known meaning. "Author 2", "field_topics", "Date (DD/MM/YYYY)" are understood.
    """
    for words in (header, _IN_BRACKETS.sub(" ", header)):
        key = header_key(words)
        for candidate in _readings(key):
            if candidate in _KNOWN:
                found, rank = _KNOWN[candidate]
                return found, "", rank
            if candidate in _KNOWN_ROLES:
                role, rank = _KNOWN_ROLES[candidate]
                return "authors", role, rank
    return None


def is_plain(header: str) -> bool:
    """Say whether a header is one of those that mean the kind only where no other column does."""
    return bool(_PLAIN_KEYS.intersection(_readings(header_key(header))))


def _readings(key: str) -> list[str]:
    """Return a key as it stands, without a system's prefix, and without a number at its end."""
    if not key or key in _NO_FIELDS:
        return []
    found = [key]
    bare = key.rstrip("0123456789")
    if bare != key and _KNOWN.get(bare, ("",))[0] in LISTS:
        found.append(bare)
    for prefix in _BEFORE:
        rest = bare.removeprefix(prefix)
        if rest and rest != bare:
            found.append(rest)
    return found
