"""What is marked on the page itself: microdata, RDFa as Drupal writes it, and microformats (hentry)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.importing.readers.html import people
from archive.importing.readers.html.chrome import is_aside
from archive.importing.readers.html.jsonld import ARTICLES, plain
from archive.importing.readers.html.tree import Addresses, attribute, tokens, words
from archive.importing.readers.html.witness import Witness

_PREFIX = re.compile(r"^.*[:/#]")
_TITLES = frozenset(("dc:title", "dcterms:title", "schema:headline", "schema:name"))
_DATES = frozenset(
    (
        "dc:created",
        "dc:date",
        "dcterms:created",
        "dcterms:issued",
        "schema:datepublished",
        "schema:datecreated",
    )
)
_CREATORS = frozenset(("sioc:has_creator", "schema:author", "dc:creator", "dcterms:creator"))
_ITEM_AUTHORS = frozenset(("author", "creator"))
_TAXONOMY = re.compile(
    r"taxonomy-term-reference|field--?name--?field-(?:tags?|topics?|keywords?|subjects?|themes?"
    r"|sector|terms)\b"
)
_BODY_CLASSES = re.compile(r"field--?name--?body|entry-content|comment")


def microdata(root: HtmlElement, addresses: Addresses) -> Witness:
    """Return what `itemprop` says of the page's article."""
    said = Witness("microdata")
    scopes = [
        element
        for element in root.iterfind(".//*[@itemtype]")
        if _PREFIX.sub("", attribute(element, "itemtype")) in ARTICLES and not is_aside(element)
    ]
    top = [
        scope
        for scope in scopes
        if not any(one.get("itemtype") for one in scope.iterancestors() if one in scopes)
    ]
    if len(top) > 1:
        top = [scope for scope in top if scope.find(".//*[@itemprop='articleBody']") is not None] or []
    scope = top[0] if len(top) == 1 else None
    if scope is None:
        if len(scopes) > 2:
            said.refused_as = "a listing"
        return said
    said.is_article = True
    for element in scope.iterfind(".//*[@itemprop]"):
        owner = next((one for one in element.iterancestors() if one.get("itemscope") is not None), None)
        props = attribute(element, "itemprop").lower().split()
        value = plain(attribute(element, "content") or attribute(element, "datetime"))
        if owner is scope:
            if "headline" in props or (
                "name" in props and not said.titles and element.tag in ("h1", "h2", "meta")
            ):
                said.titles.insert(0 if "headline" in props else len(said.titles), value or words(element))
            if "datepublished" in props:
                said.published.append(value or words(element))
            if _ITEM_AUTHORS & set(props):
                said.authors += _person(element, value)
            if "keywords" in props:
                said.topics += [text for text in re.split(r"\s*,\s*", value or words(element)) if text]
            if "articlesection" in props:
                said.sections.append(value or words(element))
            if "inlanguage" in props:
                said.language = value or words(element)
            if "alternativeheadline" in props or "alternatename" in props:
                said.deck = value or words(element)
            if "image" in props and (url := addresses.whole(attribute(element, "src") or value)):
                said.images.append({"url": url, "alt": attribute(element, "alt")})
        if "publisher" in props:
            name = element.find(".//*[@itemprop='name']")
            said.houses.append(value or words(name if name is not None else element))
    return said


def _person(element: HtmlElement, value: str) -> list[dict[str, str]]:
    if element.get("itemscope") is not None:
        named = element.find(".//*[@itemprop='name']")
        if named is not None:
            title = element.find(".//*[@itemprop='jobTitle']")
            name = attribute(named, "content") or words(named)
            return [{"name": name, "position": words(title) if title is not None else ""}] if name else []
    return [{"name": name} for name in people.split(value or words(element))]


def rdfa(root: HtmlElement) -> Witness:
    """Return what RDFa says, as Drupal 7 and later write it (dc, sioc, foaf, schema)."""
    said = Witness("RDFa")
    scope = next(
        (
            one
            for one in root.iterfind(".//*[@typeof]")
            if one.tag not in ("span", "a", "img") and not is_aside(one)
        ),
        None,
    )
    if scope is None:
        return said
    for element in scope.iter():
        if not isinstance(element.tag, str) or is_aside(element):
            continue
        props = set(attribute(element, "property").lower().split())
        rels = set(attribute(element, "rel").lower().split())
        value = plain(attribute(element, "content"))
        owner = next((one for one in element.iterancestors() if one.get("typeof") or one.get("about")), None)
        if (
            props & _TITLES
            and (owner is scope or element is scope)
            and not said.titles
            and element.tag != "img"
        ):
            text = value or words(element)
            said.titles += [text] if text else []
        if props & _DATES and not said.published and (value or element.get("datetime")):
            said.published.append(value or attribute(element, "datetime"))
        if (rels | props) & _CREATORS and not said.authors:
            named = next(
                (
                    one
                    for one in element.iter()
                    if "username" in tokens(one) or "name" in attribute(one, "property")
                ),
                None,
            )
            if named is None and element.getparent() is not None:
                named = next((one for one in element.getparent().iter() if "username" in tokens(one)), None)
            name = words(named) if named is not None else attribute(element, "content") or words(element)
            if people.looks_like_name(name) or named is not None:
                said.authors = [{"name": name}] if name else []
    said.topics = list(_drupal_terms(scope))
    said.is_article = bool(said.published)
    return said


def _drupal_terms(scope: HtmlElement) -> Iterator[str]:
    seen = set()
    for field in scope.iterfind(".//*[@class]"):
        if not _TAXONOMY.search(field.get("class") or "") or is_aside(field):
            continue
        for link in field.iter("a"):
            text = words(link)
            if text and text not in seen:
                seen.add(text)
                yield text


def drupal_terms(root: HtmlElement) -> list[str]:
    """Return the terms printed in Drupal's taxonomy fields, wherever they stand in the main column."""
    return list(_drupal_terms(root))


def microformats(root: HtmlElement) -> Witness:
    """Return what hentry and its successor h-entry say, and `rel` of links."""
    said = Witness("microformats")
    entries = [
        element
        for element in root.iterfind(".//*[@class]")
        if {"hentry", "h-entry"} & set(tokens(element)) and not is_aside(element)
    ]
    if len(entries) > 1:
        entries = [one for one in entries if one.find(".//h1") is not None]
    scope = entries[0] if len(entries) == 1 else None
    where = scope if scope is not None else root
    for element in where.iterfind(".//*[@class]"):
        names = set(tokens(element))
        if not names or is_aside(element):
            continue
        if (
            names & {"entry-title", "p-name"}
            and scope is not None
            and not said.titles
            and element.tag in ("h1", "h2", "h3")
        ):
            said.titles.append(words(element))
        if (
            names & {"published", "entry-date", "dt-published"} or "pubdate" in element.attrib
        ) and not said.published:
            if "updated" in names and "published" not in names:
                continue
            stamp = attribute(element, "datetime") or (
                attribute(element, "title") if element.tag == "abbr" else ""
            )
            if stamp or (element.tag == "time" and words(element)):
                said.published.append(stamp or words(element))
        if {"fn", "p-author"} & names and scope is not None and _in_byline(element):
            said.authors += [{"name": name} for name in people.split(words(element))]
    for link in where.iterfind(".//a[@rel]"):
        rels = attribute(link, "rel").lower().split()
        if is_aside(link) or _in_body(link):
            continue
        if "author" in rels and not said.authors and people.looks_like_name(words(link)):
            said.authors = [
                {"name": words(one)}
                for one in (link.getparent() if link.getparent() is not None else where).iterfind(
                    ".//a[@rel]"
                )
                if "author" in attribute(one, "rel").lower().split() and words(one)
            ]
        if "tag" in rels and (text := words(link).lstrip("#")):
            (said.sections if "category" in rels else said.topics).append(text)
    said.is_article = scope is not None and bool(said.published) and scope.find(".//h1") is not None
    return said


def _in_byline(element: HtmlElement) -> bool:
    marks = {"author", "byline", "vcard", "p-author", "h-card", "entry-author"}
    return any(marks & set(tokens(one)) for one in (element, *list(element.iterancestors())[:4]))


def _in_body(element: HtmlElement) -> bool:
    return any(_BODY_CLASSES.search(one.get("class") or "") for one in element.iterancestors())
