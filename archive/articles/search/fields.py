"""The fields that a question may name (`author:haddad`): their names in five languages, and their marks.

Words of titles, names and files are in the index twice: plainly, and under the mark of their field, which
both engines take for a part of the word. A sign that no term holds ends the mark.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.articles.search.analysis import GAP
from archive.tags.models import Facet

MARKS = {
    "title": "t»", "author": "a»", "outlet": "o»", "file": "f»",
    Facet.TOPIC.value: "1»", Facet.REGION.value: "2»", Facet.PROGRAM.value: "3»", Facet.PROJECT.value: "4»",
    Facet.COLLECTION.value: "5»",
}  # fmt: skip
"""Fields whose words are in the index, and what their terms begin with there."""
TYPED = "w»"
"""The mark of a title's words as they are typed: folded and not stemmed."""
VALUES = ("kind", "center", "series", "year", "language")
"""Fields that are columns or few names, and are asked of the works themselves."""

_NAMES = {
    "title": "title titles titre название заголовок عنوان العنوان 标题 標題 题名",
    "author": "author authors by auteur auteure autrice автор авторы مؤلف المؤلف كاتب الكاتب 作者",
    "outlet": "outlet publication média media журнал издание газета صحيفة الصحيفة ناشر 媒体 媒體 刊物",
    "file": "file files attachment fichier файл вложение ملف مرفق 文件 附件",
    "topic": "topic topics thème theme sujet тема темы موضوع الموضوع 主题 主題 话题",
    "region": "region regions région регион منطقة المنطقة 地区 地區",
    "program": "program programme программа برنامج البرنامج 计划",
    "project": "project projet проект مشروع المشروع 项目 項目",
    "collection": "collection коллекция مجموعة المجموعة 合集",
    "kind": "kind type genre тип вид жанр نوع النوع 类型 類型",
    "center": "center centre центр مركز المركز 中心",
    "series": "series série серия سلسلة السلسلة 系列",
    "year": "year date année annee год سنة السنة عام 年份 年",
    "language": "language lang langue язык لغة اللغة 语言 語言",
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
"""What a reader may write before the colon, in small letters, and the field that is meant."""


def marked(field: str, terms: Iterable[str]) -> list[str]:
    """Return the terms under the mark of a field; gaps between them stay gaps."""
    mark = MARKS[field]
    return [term if term == GAP else mark + term for term in terms]
