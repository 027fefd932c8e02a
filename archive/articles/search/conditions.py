"""What a question asks of the works themselves: their year, language, kind, center, series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from django.conf.locale import LANG_INFO
from django.db.models import Q, QuerySet

from archive.articles import presence
from archive.articles.search.analysis import plain
from archive.articles.search.query import Condition
from archive.centers.models import Center
from archive.text.languages import native_name, normalise

_LANGUAGES = {
    name.casefold(): tag.partition("-")[0]
    for tag, one in LANG_INFO.items()
    for name in (one.get("name", ""), one.get("name_local", ""), native_name(tag))
} | {
    "английский": "en", "арабский": "ar", "китайский": "zh", "французский": "fr", "немецкий": "de",
    "испанский": "es", "anglais": "en", "russe": "ru", "arabe": "ar", "chinois": "zh", "allemand": "de",
    "espagnol": "es", "chinese": "zh", "الإنجليزية": "en", "الروسية": "ru", "الصينية": "zh", "الفرنسية": "fr",
    "英语": "en", "俄语": "ru", "阿拉伯语": "ar", "法语": "fr", "汉语": "zh", "中文": "zh",
}  # fmt: skip
Names = Iterable[tuple[int, str]]


def _kinds(using: str) -> Names:
    rows = (
        presence.kinds().using(using).order_by().values_list("pk", "code", "label", "plural", "names__name")
    )
    return ((pk, name) for pk, *names in rows for name in names if name)


def _centers(using: str) -> Names:
    rows = (
        Center.objects.using(using).order_by().values_list("pk", "slug", "name", "short_name", "names__name")
    )
    return ((pk, name) for pk, *names in rows for name in names if name)


def _series(using: str) -> Names:
    rows = presence.series().using(using).order_by().values_list("pk", "slug", "name")
    return ((pk, name) for pk, *names in rows for name in names if name)


_NAMED: dict[str, tuple[Callable[[str], Names], Callable[[list[int]], Q]]] = {
    "kind": (_kinds, lambda keys: Q(kind__in=keys)),
    "center": (_centers, lambda keys: Q(center_links__center__in=keys)),
    "series": (_series, lambda keys: Q(series__in=keys)),
}
"""Fields of few names: how they are read, and what narrows works to those found."""


class Conditions:
    """The conditions of one question, looked up once: `narrow()` asks nothing itself."""

    def __init__(self, conditions: tuple[Condition, ...], using: str) -> None:
        self.conditions = conditions
        self.using = using

    @cached_property
    def _asked(self) -> list[tuple[Condition, Q | None]]:
        return [(one, _meaning(one, self.using)) for one in self.conditions]

    @property
    def unknown(self) -> list[Condition]:
        """The conditions whose words name nothing that readers may know."""
        return [one for one, meaning in self._asked if meaning is None]

    def narrow(self, articles: QuerySet) -> QuerySet:
        """Narrow to the articles that are as asked; what names nothing is never the case."""
        for one, meaning in self._asked:
            if meaning is None:
                articles = articles if one.excluded else articles.none()
            elif one.field == "center":
                matching = articles.model.objects.using(articles.db).filter(meaning).order_by().values("pk")
                articles = (
                    articles.exclude(pk__in=matching) if one.excluded else articles.filter(pk__in=matching)
                )
            else:
                articles = articles.exclude(meaning) if one.excluded else articles.filter(meaning)
        return articles


def _meaning(one: Condition, using: str) -> Q | None:
    if one.field == "year":
        return Q(published_on__year__gte=one.first, published_on__year__lte=one.last)
    if one.field == "language":
        tag = _LANGUAGES.get(one.text.casefold(), "") or normalise(one.text)
        return Q(language=tag) | Q(language__startswith=f"{tag}-") if tag else None
    names, narrowed_to = _NAMED[one.field]
    wanted = _words(one.text)
    keys = {pk for pk, name in names(using) if _answers(wanted, _words(name))}
    return narrowed_to(sorted(keys)) if keys else None


def _words(name: str) -> list[str]:
    """The words of a name as one types them; those of codes and slugs parted."""
    return plain(name.replace("-", " "))


def _answers(wanted: list[str], there: list[str]) -> bool:
    """Whether a name has all words that are wanted; each may be the beginning of its word."""
    return bool(wanted) and all(any(word.startswith(one) for word in there) for one in wanted)
