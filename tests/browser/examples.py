"""One page of every kind that readers can see, and of every shape in which a kind looks different."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Example:
    """A page: the name of its address, the address, what must be on it (CSS selectors), its status."""

    kind: str
    address: str
    shows: tuple[str, ...] = ()
    status: int = 200


LONG = "/articles/2017/03/what-four-hundred-gauges-saw/"
PLAIN = "/articles/2014/12/what-the-quay-is-saying/"
ARABIC = "/articles/2014/05/daftar-al-qarya/"
CHINESE = "/articles/2017/09/neihe-gangkou-de-yeban/"
RUSSIAN = "/articles/2016/11/opis-bez-arkhiva/"
FRENCH = "/articles/2019/11/le-greffier-invisible/"

EXAMPLES: dict[str, Example] = {
    "home": Example("home", "/", (".lead-story img", ".years")),
    "center that is an umbrella": Example("center", "/aldermoor/", (".entry",)),
    "center in Arabic": Example("center", "/aldermoor-levant/", ('html[dir="rtl"]', ".entry")),
    "center in Chinese": Example("center", "/aldermoor-asia/", ('html[lang^="zh"]',)),
    "long article": Example(
        "article", LONG, (".picture img", ".body table", ".footnotes", ".corrections", ".attachment", ".more")
    ),
    "article in a series": Example(
        "article",
        "/articles/2019/06/the-bridge-is-finished/",
        (".in-series .previous", ".in-series .next", ".related"),
    ),
    "article with a portrait": Example("article", PLAIN, (".picture img", ".outlet", ".person")),
    "article with translations": Example(
        "article", "/articles/2018/08/the-town-between-two-mayors/", (".translations a",)
    ),
    "article without a date": Example("article", "/articles/undated/how-we-cite-a-lost-letter/"),
    "article under a very long title": Example(
        "article", "/articles/2022/04/why-the-smallest-power-station-in-the-northern-grid/", ("h1.long",)
    ),
    "article in Arabic": Example("article", ARABIC, ('html[lang="ar"][dir="rtl"]', ".footnotes")),
    "article in Chinese": Example("article", CHINESE, ('html[lang^="zh"]', ".body table")),
    "article in Russian": Example("article", RUSSIAN, ('html[lang="ru"]',)),
    "article in French": Example("article", FRENCH, ('html[lang="fr"]',)),
    "article hosted by a center": Example(
        "article", "/aldermoor-asia" + PLAIN, ('[data-center="aldermoor-asia"]',)
    ),
    "article hosted in Arabic": Example("article", "/aldermoor-levant" + ARABIC, ('html[lang="ar"]',)),
    "list": Example("articles", "/articles/", (".facet .choice", ".years", ".pages")),
    "list, narrowed": Example("articles", "/articles/?region=middle-east&topic=water", (".chosen", ".entry")),
    "list, last page": Example("articles", "/articles/?page=4", ('.pages [rel="prev"]',)),
    "list, empty": Example("articles", "/articles/?region=japan&topic=elections", (".empty",)),
    "list hosted in Arabic": Example(
        "articles", "/aldermoor-levant/articles/", ('html[dir="rtl"]', ".entry")
    ),
    "search": Example("search", "/search/", ("form",)),
    "search with hits": Example("search", "/search/?q=harbour", (".entry mark",)),
    "search without hits": Example("search", "/search/?q=zymurgical", (".empty",)),
    "person": Example("author", "/authors/rima-khattar-sassine/", (".portrait", ".life")),
    "people": Example("authors", "/authors/", (".letters", ".people")),
    "centers": Example("centers", "/centers/", (".centers",)),
    "topics": Example("terms", "/topics/", (".vocabulary",)),
    "regions": Example("terms", "/regions/", (".vocabulary .depth-1",)),
    "programs": Example("terms", "/programs/"),
    "projects": Example("terms", "/projects/"),
    "collections": Example("terms", "/collections/"),
    "topic": Example("term", "/topics/water/", (".entry",)),
    "region in a tree": Example("term", "/regions/northern-eurasia/", (".entry",)),
    "series": Example("series", "/series/riwaq/", (".entry",)),
    "citations": Example("cite", PLAIN + "cite/", (".reference", ".downloads")),
    "citations, Arabic": Example("cite", ARABIC + "cite/", ('.reference[dir="rtl"]',)),
    "archive at a glance": Example("browse", "/browse/", (".numbers", ".years", ".chart .bar", ".spread")),
    "archive at a glance in Arabic": Example("browse", "/aldermoor-levant/browse/", (".chart .bar",)),
    "year": Example("browse-year", "/browse/2022/", (".months .bar", ".unknown", ".entry")),
    "month": Example("browse-month", "/browse/2016/11/", (".days a", ".entry")),
    "month in Arabic": Example("browse-month", "/aldermoor-levant/browse/2016/11/", (".days a",)),
    "titles": Example("browse-titles", "/browse/titles/", (".letters", ".titles-index")),
    "works without a date": Example("browse-undated", "/browse/undated/", (".entry",)),
    "not found": Example("404", "/articles/1999/01/never-written/", ("form",), 404),
    "not found under a center": Example("404", "/aldermoor-levant/nowhere/", ('html[dir="rtl"]',), 404),
    "withdrawn": Example("410", "/articles/2009/04/letters-to-closed-offices/", (".code",), 410),
    "broken": Example("500", "/broken/", (".code",), 500),
}

HOSTS = {
    "Arabic": "/aldermoor-levant",
    "Russian": "/aldermoor-northern-eurasia",
    "Chinese": "/aldermoor-asia",
    "French": "/aldermoor-europe",
}
"""Centers whose pages speak another language than English."""


def in_languages() -> dict[str, Example]:
    """Return the pages that are not a work's own, one of each kind and each of the lists, by every host."""
    pages: dict[str, Example] = {}
    for name, example in EXAMPLES.items():
        of_a_host = example.address.startswith("/aldermoor")
        if (
            of_a_host
            or example.kind in ("article", "cite", "500")
            or name in ("programs", "projects", "collections")
        ):
            continue
        for language, prefix in HOSTS.items():
            pages[f"{name}, in {language}"] = replace(example, address=prefix + example.address, shows=())
    return pages


IN_LANGUAGES = in_languages()
