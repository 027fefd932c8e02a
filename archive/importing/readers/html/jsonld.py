"""JSON-LD: the article among the nodes of a page, with its people, days and pictures."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from archive.importing import untrusted
from archive.importing.readers.html import people
from archive.importing.readers.html.tree import Addresses
from archive.importing.readers.html.witness import Witness
from archive.importing.records import Reading
from archive.text import strings
from archive.text.addresses import normalise

NAME = "JSON-LD"
MOST_NODES = 5_000
LONGEST = 3_000_000

ARTICLES = frozenset(
    """
    Article NewsArticle BlogPosting ScholarlyArticle Report AnalysisNewsArticle OpinionNewsArticle TechArticle
    ReportageNewsArticle ReviewNewsArticle BackgroundNewsArticle SocialMediaPosting LiveBlogPosting
    MedicalScholarlyArticle DiscussionForumPosting Review Book Chapter Thesis PodcastEpisode Event
    PresentationDigitalDocument TextDigitalDocument DigitalDocument Interview PublicationIssue
    PublicationVolume EducationEvent BusinessEvent SocialEvent Lecture RadioEpisode SatiricalArticle
    """.split()
)
_EVENTS = frozenset(("Event", "EducationEvent", "BusinessEvent", "SocialEvent", "Lecture"))
_PAGES = {
    "CollectionPage": "a listing", "SearchResultsPage": "a page of search results",
    "ProfilePage": "a person's page",
    "AboutPage": "a page about the institution", "ContactPage": "a page of contact details",
    "ItemList": "a listing",
    "FAQPage": "a page of questions about the site", "Dataset": "the page of a data set",
    "DataCatalog": "a catalogue",
    "JobPosting": "an advertisement of a post", "Product": "the page of a product", "Blog": "a listing",
    "CheckoutPage": "a page of the shop",
}  # fmt: skip
_LABELS = {
    "Report": "Report", "PodcastEpisode": "Podcast", "RadioEpisode": "Podcast", "Book": "Book",
    "Interview": "Interview",
    "OpinionNewsArticle": "Opinion", "AnalysisNewsArticle": "Analysis", "Event": "Event",
    "EducationEvent": "Event",
    "BusinessEvent": "Event", "SocialEvent": "Event", "Lecture": "Event", "ReviewNewsArticle": "Review",
}  # fmt: skip
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage", "@list", "itemReviewed")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>"
    r"|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING = re.compile(r",(\s*[}\]])")
_BROKEN_LINES = re.compile(r"[\x00-\x1f]+")


def hear(root: HtmlElement, addresses: Addresses, reading: Reading) -> Witness:
    """Return what the JSON-LD of a page says of its article."""
    nodes = list(_nodes(root, reading))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    witness = Witness(NAME)
    _houses(nodes, known, witness)
    articles = [node for node in nodes if ARTICLES & set(types(node))]
    chosen = _chosen(articles, nodes, addresses.page)
    if chosen is not None:
        _read(chosen, known, addresses, witness)
    for node in nodes:
        kind = next((_PAGES[one] for one in types(node) if one in _PAGES), "")
        if kind and not witness.is_article:
            witness.refused_as = witness.refused_as or kind
        if "WebPage" in types(node) or kind:
            witness.published = (
                witness.published or _texts(node.get("datePublished")) if chosen else witness.published
            )
            witness.language = witness.language or _text(node.get("inLanguage"))
    if chosen is None and len(articles) > 1:
        witness.refused_as = witness.refused_as or "a listing"
    return witness


def types(node: dict[str, Any]) -> list[str]:
    """Return the types of a node without their vocabulary."""
    return [re.split(r"[/#:]", name)[-1] for name in _texts(node.get("@type"))]


def _nodes(root: HtmlElement, reading: Reading) -> Iterator[dict[str, Any]]:
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        value = load(script.text)
        if value is None:
            reading.fault(
                "has JSON-LD that is not JSON; the page was read without it", value=script.text.strip()[:80]
            )
            continue
        waiting = [value]
        while waiting and count < MOST_NODES:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting = node + waiting
            elif isinstance(node, dict):
                count += 1
                if "@type" in node or "@id" in node:
                    yield node
                waiting = [node[key] for key in _FOLLOWED if isinstance(node.get(key), dict | list)] + waiting


def load(text: str) -> Any:
    """Return the JSON of a script, mended where sites are known to break it; None where it is none."""
    if len(text) > LONGEST:
        return None
    text = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    for mend in (
        lambda words: words,
        lambda words: _BROKEN_LINES.sub(" ", words),
        lambda words: _TRAILING.sub(r"\1", _BROKEN_LINES.sub(" ", words)),
        lambda words: entities.unescape(words),
    ):
        try:
            return untrusted.load('{"@graph":' + mend(text) + "}")[0]["@graph"]
        except untrusted.NotAnObject:
            continue
    return None


def _chosen(articles: list[dict[str, Any]], nodes: list[dict[str, Any]], page: str) -> dict[str, Any] | None:
    """Return the node of the page's own article: the one at its address, else the only or first one."""
    if not articles:
        return None
    if page:
        own = normalise(page)
        at_page = [node for node in articles if any(normalise(one) == own for one in _addresses_of(node))]
        if at_page:
            return max(at_page, key=len)
    elsewhere = {normalise(one) for node in articles for one in _addresses_of(node)[:1]}
    if len(elsewhere) > 1 and (
        page or any(set(types(node)) & {"CollectionPage", "ItemList", "Blog"} for node in nodes)
    ):
        return None
    not_event = [node for node in articles if not _EVENTS & set(types(node)) and "Review" not in types(node)]
    return (not_event or articles)[0]


def _addresses_of(node: dict[str, Any]) -> list[str]:
    found = []
    for key in ("url", "mainEntityOfPage", "@id", "isPartOf"):
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("http:", "https:")):
            found.append(value.partition("#")[0])
    return found


def _read(node: dict[str, Any], known: dict[str, Any], addresses: Addresses, witness: Witness) -> None:
    names = types(node)
    witness.is_article = True
    witness.titles = [plain(text) for text in _texts(node.get("headline")) or _texts(node.get("name"))]
    witness.deck = plain(_text(node.get("alternativeHeadline")) or _text(node.get("description")))
    witness.published = _texts(node.get("datePublished")) or _texts(node.get("dateCreated"))
    if _EVENTS & set(names):
        witness.published = _texts(node.get("startDate")) or witness.published
        witness.place = _place(_resolved(node.get("location"), known))
        for key in ("performer", "performers"):
            witness.speakers += [{**one, "role": "speaker"} for one in _people(node.get(key), known)]
    witness.authors = _people(node.get("author") or node.get("authors") or node.get("creator"), known)
    witness.authors += (
        [{**one, "role": "editor"} for one in _people(node.get("editor"), known)] if "Book" in names else []
    )
    witness.language = _language(node.get("inLanguage"), known)
    witness.url = next(iter(_texts(node.get("url"))), "") or next(iter(_addresses_of(node)), "")
    witness.sections = [plain(text) for text in _listed(node.get("articleSection"))]
    witness.topics = [plain(text) for text in _listed(node.get("keywords"), commas=True)]
    about = [
        _text(_resolved(one, known).get("name")) for one in _many(node.get("about")) if isinstance(one, dict)
    ]
    witness.topics = witness.topics or [plain(text) for text in about if text]
    witness.kinds = [_LABELS[name] for name in names if name in _LABELS]
    witness.images = list(_images(node.get("image"), known, addresses))
    for media in _many(node.get("encoding")) + _many(node.get("associatedMedia")):
        media = _resolved(media, known)
        url = addresses.whole(_text(media.get("contentUrl") or media.get("url")))
        if url and (
            url.lower().partition("?")[0].endswith(".pdf") or "pdf" in _text(media.get("encodingFormat"))
        ):
            witness.documents.append({"url": url, "title": plain(_text(media.get("name")))})
    for identifier in _many(node.get("identifier")) + _many(node.get("sameAs")):
        value = _text(identifier.get("value")) if isinstance(identifier, dict) else _text(identifier)
        if re.match(r"(?i)(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", value):
            witness.doi = witness.doi or value
    witness.body = _text(node.get("articleBody"))


def _houses(nodes: list[dict[str, Any]], known: dict[str, Any], witness: Witness) -> None:
    for node in nodes:
        if set(types(node)) & {"WebSite", "NewsMediaOrganization"}:
            witness.houses += [
                plain(text) for key in ("name", "alternateName") for text in _texts(node.get(key))
            ]
        for key in ("publisher", "sourceOrganization"):
            for house in _many(node.get(key)):
                house = _resolved(house, known)
                if "Person" not in types(house):
                    witness.houses += [plain(text) for text in _texts(house.get("name"))]


def _people(value: Any, known: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for entry in _many(value)[: people.MOST]:
        if isinstance(entry, str):
            found += [{"name": name} for name in people.split(plain(entry))]
            continue
        person = _resolved(entry, known)
        name = person.get("name")
        if isinstance(name, list):
            found += [{"name": plain(one)} for one in _texts(name)]
            continue
        name = plain(_text(name)) or " ".join(
            filter(None, (plain(_text(person.get(key))) for key in ("givenName", "familyName")))
        )
        if set(types(person)) & {"Organization", "NewsMediaOrganization"}:
            found.append({"name": name})
            continue
        names = people.split(name) if name else []
        about = {"position": _position(person, known), "bio": _bio(person)} if len(names) == 1 else {}
        found += [{"name": one, **about} for one in names]
    return found


def _position(person: dict[str, Any], known: dict[str, Any]) -> str:
    title = plain(", ".join(_texts(person.get("jobTitle"))))
    for house in _many(person.get("worksFor") or person.get("affiliation")):
        name = (
            plain(_text(_resolved(house, known).get("name")))
            if isinstance(house, dict)
            else plain(_text(house))
        )
        if name and name not in title:
            return f"{title}, {name}" if title else name
    return title


def _bio(person: dict[str, Any]) -> str:
    text = plain(_text(person.get("description")))
    return f"<p>{entities.escape(text, quote=False)}</p>" if text else ""


def _images(value: Any, known: dict[str, Any], addresses: Addresses) -> Iterator[dict[str, str]]:
    for entry in _many(value)[:20]:
        image = _resolved(entry, known) if isinstance(entry, dict) else {"url": entry}
        url = addresses.whole(
            _text(image.get("url")) or _text(image.get("contentUrl")) or _text(image.get("@id"))
        )
        if url:
            yield {
                "url": url,
                "caption": plain(_text(image.get("caption"))),
                "credit": plain(_text(image.get("creditText"))),
            }


def _place(location: dict[str, Any]) -> str:
    name = plain(_text(location.get("name")))
    address = location.get("address")
    if isinstance(address, dict):
        keys = ("streetAddress", "addressLocality", "addressCountry")
        address = ", ".join(filter(None, (plain(_text(address.get(key))) for key in keys)))
    address = plain(address) if isinstance(address, str) else ""
    return ", ".join(dict.fromkeys(filter(None, (name, address))))


def _language(value: Any, known: dict[str, Any]) -> str:
    if isinstance(value, dict):
        value = _resolved(value, known)
        return _text(value.get("alternateName")) or _text(value.get("name"))
    return _text(value)


def _resolved(node: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Return a node, or the one elsewhere in the page that it only refers to."""
    if isinstance(node, list):
        node = node[0] if node else {}
    if not isinstance(node, dict):
        return {"name": node} if isinstance(node, str) else {}
    full = known.get(node.get("@id")) if isinstance(node.get("@id"), str) else None
    return {**full, **node} if full else node


def _many(value: Any) -> list[Any]:
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    if value in (None, "", [], {}):
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    found = [one.get("@value") if isinstance(one, dict) else one for one in _many(value)]
    return [one for one in found if isinstance(one, str) and one.strip()]


def _text(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _listed(value: Any, *, commas: bool = False) -> list[str]:
    """Return terms from a list, or from one text that commas divide."""
    items = _many(value)
    found: list[str] = []
    for item in items:
        if isinstance(item, dict):
            item = item.get("name")
        if isinstance(item, str):
            found += re.split(r"\s*[,;،，]\s*", item) if commas and len(items) == 1 else [item]
    return [text for text in (strings.tidy(one) for one in found) if text][:200]


def plain(text: str) -> str:
    """Return a text of metadata without the tags and entities that sites leave in it."""
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text)
    for _ in range(2):
        text = entities.unescape(text) if "&" in text else text
    return strings.tidy(text)
