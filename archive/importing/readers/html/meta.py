"""`<meta>` and `<link>`: citation_* of Google Scholar, Dublin Core, Open Graph, and the plain ones."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml.html import HtmlElement

from archive.importing.readers.html import people
from archive.importing.readers.html.jsonld import plain
from archive.importing.readers.html.tree import Addresses, attribute, words
from archive.importing.readers.html.witness import Witness
from archive.text.addresses import is_safe_url

_DUBLIN_CORE = re.compile(r"^(?:dc|dct|dcterms|eprints)[.:_]")
_COMMAS = re.compile(r"\s*[,;،，、]\s*")
MOST = 2_000


class Meta:
    """The `<meta>` elements of a page by their name in lower case; each name may come several times."""

    def __init__(self, root: HtmlElement) -> None:
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        for count, element in enumerate(root.iter("meta")):
            if count > MOST:
                break
            content = plain(element.get("content") or "")
            if not content or element.get("about"):
                continue
            for key in ("name", "property", "itemprop", "http-equiv"):
                for name in (element.get(key) or "").lower().split():
                    if content not in self.values[name]:
                        self.values[name].append(content)

    def all(self, *names: str) -> list[str]:
        """Return the values of the first of `names` that has any."""
        return next((self.values[name] for name in names if self.values.get(name)), [])

    def one(self, *names: str) -> str:
        """Return the first value of the first of `names` that has any."""
        return next(iter(self.all(*names)), "")


def citation(meta: Meta, addresses: Addresses) -> Witness:
    """Return what the tags for Google Scholar say."""
    said = Witness("citation_*")
    said.titles = meta.all("citation_title")
    said.published = meta.all(
        "citation_publication_date",
        "citation_cover_date",
        "citation_date",
        "citation_online_date",
        "citation_year",
    )
    authors = meta.all("citation_author", "citation_authors")
    if len(authors) == 1 and ";" in authors[0]:
        authors = authors[0].split(";")
    said.authors = [{"name": people.turned(name.strip())} for name in authors]
    institutions = meta.all("citation_author_institution")
    if len(institutions) == len(authors):
        for author, institution in zip(said.authors, institutions, strict=True):
            author["position"] = institution
    said.language = meta.one("citation_language")
    said.url = addresses.whole(meta.one("citation_abstract_html_url", "citation_public_url"))
    said.topics = _divided(meta.all("citation_keywords", "citation_keyword"))
    said.doi = meta.one("citation_doi")
    said.documents = [
        {"url": url, "title": ""} for url in map(addresses.whole, meta.all("citation_pdf_url")) if url
    ]
    said.houses = meta.all("citation_publisher") + meta.all("citation_technical_report_institution")
    said.is_article = bool(said.titles)
    return said


def dublin_core(meta: Meta, addresses: Addresses) -> Witness:
    """Return what Dublin Core says, in any of its prefixes."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, given in meta.values.items():
        if _DUBLIN_CORE.match(name):
            values[re.sub(r"[:_]", ".", _DUBLIN_CORE.sub("", name))] += given

    def first(*names: str) -> list[str]:
        return next((values[name] for name in names if values.get(name)), [])

    said = Witness("Dublin Core")
    said.titles = first("title")
    said.published = first(
        "date.issued", "issued", "date.created", "created", "date", "date.available", "available"
    )
    said.authors = [
        {"name": people.turned(one)}
        for name in first("creator", "creator.personalname", "contributor.author", "author", "creators.name")
        for one in (name.split(";") if ";" in name else [name])
    ]
    said.language = next(iter(first("language", "language.iso")), "")
    said.topics = _divided(first("subject", "subject.keywords"))
    said.kinds = [kind for kind in first("type", "type.genre") if kind.lower() not in _NO_KIND]
    said.doi = next(
        (one for one in first("identifier", "identifier.doi") if re.search(r"\b10\.\d{4,9}/", one)), ""
    )
    said.doi = said.doi[said.doi.find("10.") :] if said.doi else ""
    said.houses = first("publisher", "publisher.name")
    said.is_weak = not (said.published or said.authors)
    return said


_NO_KIND = frozenset(
    "text collection dataset image interactiveresource website webpage document html page node".split()
)


def open_graph(meta: Meta, addresses: Addresses) -> Witness:
    """Return what Open Graph and its relatives (article:*, twitter:*) say."""
    said = Witness("Open Graph")
    said.titles = meta.all("og:title", "twitter:title")
    said.deck = meta.one("og:description", "twitter:description")
    said.published = meta.all(
        "article:published_time", "article:published", "og:published_time", "og:article:published_time"
    )
    said.authors = [
        {"name": name}
        for value in meta.all("article:author", "og:article:author", "article:author:name", "og:author")
        for name in people.split(value)
    ]
    if not said.authors and meta.one("twitter:label1").lower() in (
        "written by",
        "автор",
        "par",
        "écrit par",
        "كتبه",
    ):
        said.authors = [{"name": name} for name in people.split(meta.one("twitter:data1"))]
    said.language = meta.one("og:locale")
    said.url = addresses.whole(meta.one("og:url"))
    said.sections = meta.all("article:section", "og:article:section")
    said.topics = _divided(meta.all("article:tag", "og:article:tag"))
    image = meta.one("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    url = addresses.whole(image)
    said.images = [{"url": url, "alt": meta.one("og:image:alt", "twitter:image:alt")}] if url else []
    said.houses = meta.all("og:site_name")
    said.is_article = meta.one("og:type").lower() in _OG_ARTICLES and bool(said.published or said.authors)
    kind = meta.one("og:type").lower()
    said.refused_as = "a person's page" if kind == "profile" else ""
    return said


_OG_ARTICLES = frozenset(("article", "book", "news", "blog.post", "news.article"))


def plain_meta(meta: Meta) -> Witness:
    """Return what the plain names of `<meta>` say (author, keywords, date, and those of some systems)."""
    said = Witness("<meta>")
    said.titles = meta.all("parsely-title", "sailthru.title", "headline", "title", "hdl")
    said.published = meta.all(
        "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publish_date", "pubdate",
        "publication_date",
        "publicationdate", "published", "article.published", "dateposted", "date", "article:date",
        "cxenseparse:recs:publishtime",
        "originalpublicationdate", "displaydate",
    )  # fmt: skip
    authors = meta.all(
        "parsely-author", "sailthru.author", "byl", "authors", "author", "article.author", "dc-author"
    )
    said.authors = [{"name": name} for value in authors for name in people.split(value)]
    said.language = meta.one("content-language", "language")
    said.sections = meta.all("parsely-section", "section", "category", "article.section")
    said.topics = _divided(meta.all("parsely-tags", "news_keywords", "sailthru.tags", "keywords", "keyword"))
    said.kinds = meta.all("content-type-label", "contenttype", "content_type", "pagetype", "article.type")
    said.kinds = [kind for kind in said.kinds if "/" not in kind]
    said.houses = meta.all(
        "application-name", "apple-mobile-web-app-title", "copyright", "publisher", "owner", "site_name"
    )
    said.is_weak = True
    return said


def canonical(root: HtmlElement, addresses: Addresses) -> str:
    """Return the address that `<link rel="canonical">` gives; "" where there is none."""
    for element in root.iter("link"):
        if "canonical" in attribute(element, "rel").lower().split():
            return addresses.whole(attribute(element, "href")) if addresses.page or _is_whole(element) else ""
    return ""


def stated_address(root: HtmlElement) -> str:
    """Return the whole address that a page gives itself, by which its others are made whole; "" for none."""
    for element in root.iter("link", "meta"):
        is_canonical = "canonical" in attribute(element, "rel").lower().split()
        value = attribute(element, "href" if is_canonical else "content")
        if (is_canonical or attribute(element, "property").lower() == "og:url") and is_safe_url(value):
            return value
    return ""


def _is_whole(element: HtmlElement) -> bool:
    return attribute(element, "href").lower().startswith(("http://", "https://"))


def page_title(root: HtmlElement) -> str:
    """Return the words of `<title>`."""
    for element in root.iter("title"):
        parent = element.getparent()
        if parent is None or parent.tag != "svg":
            return words(element)
    return ""


def _divided(values: list[str]) -> list[str]:
    if len(values) == 1:
        return [text for text in _COMMAS.split(values[0]) if text][:200]
    return values[:200]
