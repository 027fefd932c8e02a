"""What a question asks of the works themselves: their year, language, kind, center, series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf.locale import LANG_INFO
from django.db.models import Q, QuerySet
from pyroaring import BitMap

from archive.articles import presence
from archive.articles.search.analysis import plain
from archive.articles.search.query import Condition
from archive.articles.sets import Sets
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


_NAMED: dict[str, Callable[[str], Names]] = {"kind": _kinds, "center": _centers, "series": _series}
"""Fields of few names, and how they are read."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a condition means: the keys of what it names; a span of years; a language with its variants."""

    field: str
    keys: tuple[int, ...] = ()
    first: int = 0
    last: int = 0
    tag: str = ""

    def as_question(self) -> Q:
        """Return it as a condition on works."""
        if self.field == "year":
            return Q(published_on__year__gte=self.first, published_on__year__lte=self.last)
        if self.field == "language":
            return Q(language=self.tag) | Q(language__startswith=f"{self.tag}-")
        return Q(**{{"center": "center_links__center__in"}.get(self.field, f"{self.field}__in"): self.keys})

    def members(self, sets: Sets) -> BitMap:
        """Return the works as a set."""
        keys = self.keys
        if self.field == "year":
            keys = tuple(year for year in sets.keys_of("year") if self.first <= year <= self.last)
        elif self.field == "language":
            tags = sets.keys_of("language")
            keys = tuple(tag for tag in tags if tag == self.tag or tag.startswith(f"{self.tag}-"))
        return sets.of(self.field, *keys)


class Conditions:
    """The conditions of one question, looked up once: `narrow()` and `members()` ask nothing themselves."""

    def __init__(self, conditions: tuple[Condition, ...], using: str) -> None:
        self.conditions = conditions
        self.using = using

    @cached_property
    def _asked(self) -> list[tuple[Condition, Meaning | None]]:
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
                known = articles.model.objects.using(articles.db)
                matching = known.filter(meaning.as_question()).order_by().values("pk")
                articles = (
                    articles.exclude(pk__in=matching) if one.excluded else articles.filter(pk__in=matching)
                )
            else:
                question = meaning.as_question()
                articles = articles.exclude(question) if one.excluded else articles.filter(question)
        return articles

    def members(self, sets: Sets, works: BitMap) -> BitMap:
        """Narrow a set of published works likewise."""
        for one, meaning in self._asked:
            asked = meaning.members(sets) if meaning else BitMap()
            works = works - asked if one.excluded else works & asked
        return works


def _meaning(one: Condition, using: str) -> Meaning | None:
    if one.field == "year":
        return Meaning("year", first=one.first, last=one.last)
    if one.field == "language":
        tag = _LANGUAGES.get(one.text.casefold(), "") or normalise(one.text)
        return Meaning("language", tag=tag) if tag else None
    wanted = _words(one.text)
    keys = {pk for pk, name in _NAMED[one.field](using) if _answers(wanted, _words(name))}
    return Meaning(one.field, tuple(sorted(keys))) if keys else None


def _words(name: str) -> list[str]:
    """The words of a name as one types them; those of codes and slugs parted."""
    return plain(name.replace("-", " "))


def _answers(wanted: list[str], there: list[str]) -> bool:
    """Whether a name has all words that are wanted; each may be the beginning of its word."""
    return bool(wanted) and all(any(word.startswith(one) for word in there) for one in wanted)
