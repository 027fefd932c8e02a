"""The addresses that readers see: each of them at the root, and again under the slug of every center."""

from django.urls import include, path, register_converter

from archive.public.views import (
    browsing,
    citing,
    glimpses,
    houses,
    lists,
    people,
    reading,
    searching,
    vocabulary,
)
from archive.tags.models import FACET_PLURALS


class ArticlePath:
    """An article's place: `2014/12/slug`, `2014/slug` where the month is not known, `undated/slug`."""

    regex = r"(?:[0-9]{4}/(?:[0-9]{2}/)?|undated/)[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Vocabulary:
    """The plural name of a vocabulary: `topics`, `regions`."""

    regex = "|".join(FACET_PLURALS.values())

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    """A year in four figures."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(Year):
    """A month in two figures."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(ArticlePath, "article")
register_converter(Vocabulary, "vocabulary")
register_converter(Year, "year")
register_converter(Month, "month")

pages = [
    path("articles/", lists.articles, name="articles"),
    path("articles/<article:path>/", reading.article, name="article"),
    path("articles/<article:path>/cite/", citing.cite, name="cite"),
    path("articles/<article:path>/glimpse/", glimpses.glimpse, name="glimpse"),
    path("authors/", people.authors, name="authors"),
    path("authors/<slug:slug>/", people.author, name="author"),
    path("browse/", browsing.browse, name="browse"),
    path("browse/titles/", browsing.titles, name="browse-titles"),
    path("browse/undated/", browsing.undated, name="browse-undated"),
    path("browse/<year:year>/", browsing.year, name="browse-year"),
    path("browse/<year:year>/<month:month>/", browsing.month, name="browse-month"),
    path("centers/", houses.centers, name="centers"),
    path("series/<slug:slug>/", lists.series, name="series"),
    path("search/", searching.search, name="search"),
    path("search/suggestions/", searching.suggestions, name="suggestions"),
    path("<vocabulary:vocabulary>/", vocabulary.terms, name="terms"),
    path("<vocabulary:vocabulary>/<slug:slug>/", vocabulary.term, name="term"),
]

urlpatterns = [
    path("", houses.home, name="home"),
    path("accents.css", houses.accents, name="accents"),
    *pages,
    path("<slug:host>/", houses.center, name="center"),
    path("<slug:host>/", include(pages)),
]
