"""One page from its bytes to its record: witnesses heard, the body found, what is no article refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from lxml.html import HtmlElement

from archive.importing import claims
from archive.importing.readers.html import (
    body,
    chrome,
    container,
    decoding,
    details,
    jsonld,
    layers,
    marked,
    meta,
    pictures,
    printed,
    refusals,
    titles,
    tree,
)
from archive.importing.readers.html import phrases as words_of_pages
from archive.importing.readers.html.parts import Page
from archive.importing.readers.html.printed import Head
from archive.importing.readers.html.tree import Addresses
from archive.importing.readers.html.witness import Hearing, Witness
from archive.importing.records import Reading
from archive.text import addresses as web
from archive.text import html as markup
from archive.text import strings

LARGEST = 10_000_000
MOST_ELEMENTS = 80_000
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S{1,2000})\s*-->", re.IGNORECASE)
_OTHERS = (
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is a PNG picture"),
    (b"\xff\xd8\xff", "is a JPEG picture"),
    (b"GIF8", "is a GIF picture"),
    (b"PK\x03\x04", "is a zip file or an office document"),
    (b"\x1f\x8b", "is compressed with gzip"),
    (b"RIFF", "is a picture or a sound"),
    (b"\xd0\xcf\x11\xe0", "is an office document"),
    (b"{\\rtf", "is a text in RTF"),
    (b"bplist00", "is a web archive of Safari"),
)
_ADDRESS_REMEDY = 'Name its address in addresses.csv ("file,url") beside it'


def read(reading: Reading, context: Mapping[str, Any]) -> Reading:
    """Fill a reading from its `data`, the bytes of a page.

    `context` may tell "address", where the page was found, "charset", what the server's header said, and
    "target": true, where that address is the identity whatever the page calls canonical.
    """
    data = reading.data
    if not data.strip():
        return reading.reject("is empty", remedy="Save the page again")
    other = next((problem for mark, problem in _OTHERS if data.lstrip()[:8].startswith(mark)), "")
    if other:
        return reading.reject(f"{other}, not a page of HTML", remedy="Name the file after what it is")
    if len(data) > LARGEST:
        size = len(data)
        reading.data = b""
        return reading.reject(
            f"has {size:,} bytes; at most {LARGEST:,} are read", remedy="Save the page without its pictures"
        )
    decoded = decoding.decode(data, str(context.get("charset") or ""))
    if decoded.assumption:
        reading.fault(decoded.assumption)
    try:
        root = tree.parse(decoded.text)
    except tree.Unreadable as error:
        return reading.reject(str(error), remedy="Save the page again")
    every = list(root.iter())  # held, so that lxml does not make each anew whenever it is met
    if len(every) > MOST_ELEMENTS:
        return reading.reject(
            f"has {len(every):,} elements; at most {MOST_ELEMENTS:,} are read", remedy="Attach it as a file"
        )
    problem = refusals.technical(root)
    if problem:
        return reading.reject(f"{problem}, not an article", remedy="Save the page that holds the text")
    saved = _SAVED.search(decoded.text[:4_000])
    told = str(context.get("address") or "")
    known = told if context.get("target") and told else reading.source.address or told
    address = known or (saved[1] if saved and web.is_safe_url(saved[1]) else "")
    try:
        return _article(reading, root, address, bool(context.get("target")))
    except RecursionError:
        return reading.reject("is nested deeper than can be read", remedy="Save the page again")


def _article(reading: Reading, root: HtmlElement, address: str, is_target: bool) -> Reading:
    page = _heard(reading, root, address)
    refused = _refused(page)
    if refused:
        problem, remedy = refusals.sentence(refused)
        return reading.reject(problem, remedy=remedy)
    hearing = Hearing(reading, page.witnesses, page.language)
    canonical = _canonical(page)
    claim = _claim(reading, page, hearing)
    if is_target and address:
        reading.context["canonical"], canonical = canonical, address
    if canonical:
        claim["url"] = canonical
    else:
        claim["id"] = _identity(claim)
        reading.fault("is not known; the content identifies the page", field="url", remedy=_ADDRESS_REMEDY)
    if not _is_article(page, claim):
        return reading.reject(
            "names no author and no day, and nothing in it calls it an article",
            remedy="Leave it out of the import, or import it as a record of its own",
        )
    signs = len("".join(markup.to_text(claim["body"]).split())) if claim["body"] else 0
    called = any(witness.is_article for witness in page.witnesses)
    if signs < (40 if called else 600) and refusals.without_scripts(root):
        return reading.reject(
            "shows its text only to those who run its scripts", remedy="Save the page from a browser"
        )
    if signs < 40 and not claim["attachments"]:
        return reading.reject(
            "has no text of an article", remedy="Save the page from a browser, with its text"
        )
    return claims.fill(reading, claim)


def _heard(reading: Reading, root: HtmlElement, address: str) -> Page:
    """Hear the witnesses of a page in the order of trust, and find its body."""
    addresses = Addresses.of(root, address or meta.stated_address(root))
    page = Page(root, addresses, meta.Meta(root), meta.page_title(root), found_at=address)
    chrome.mark(root)
    page.headings = [
        tree.words(one) for one in root.iter("h1") if not chrome.is_aside(one) and not titles.is_of_site(one)
    ]
    page.weights = chrome.weigh(root)
    page.container = container.find(root, page.weights)
    if page.container is not None and chrome.is_aside(page.container):
        page.container = None
    page.witnesses = [
        jsonld.hear(root, addresses, reading),
        meta.citation(page.meta, addresses),
        meta.dublin_core(page.meta, addresses),
        meta.open_graph(page.meta, addresses),
        layers.hear(root, addresses, page.page_title),
        marked.microdata(root, addresses),
        marked.rdfa(root),
        marked.microformats(root),
    ]
    page.language = details.language(page, reading)
    page.witnesses.append(meta.plain_meta(page.meta))
    houses = _houses(page)
    if page.container is not None:
        head = _head(page, houses)
        old = not page.headings
        title = titles.printed(root, page.page_title, page.container, old=old)
        if title:
            head.titles.add(strings.loose_key(title))
        page.witnesses.append(printed.hear(root, page.container, head, title))
        # What is printed is trusted more than the plain names of <meta>, often the same on every page.
        page.witnesses[-2], page.witnesses[-1] = page.witnesses[-1], page.witnesses[-2]
    titled = page.page_title if any(page.headings) else titles.last_part_off(page.page_title)
    page.witnesses.append(Witness("<title>", titles=[titled] if titled else [], is_weak=True))
    return page


def _houses(page: Page) -> list[str]:
    return [house for witness in page.witnesses for house in witness.houses]


def _tidied(page: Page, houses: list[str]) -> Any:
    headings = page.headings
    return lambda title: titles.without_house(title, houses, headings)


def _head(page: Page, houses: list[str]) -> Head:
    tidied = _tidied(page, houses)
    head = Head(language=page.language)
    for witness in page.witnesses:
        head.titles |= {strings.loose_key(tidied(title)) for title in witness.titles}
        head.names |= {strings.loose_key(person["name"]) for person in witness.authors}
        head.labels |= {strings.loose_key(label) for label in (*witness.kinds, *witness.sections)}
    head.titles.add(strings.loose_key(tidied(page.page_title)))
    head.titles.discard("")
    head.names.discard("")
    return head


def _refused(page: Page) -> str:
    """Return what kind of page it is, where it is no article; "" where it may be one."""
    root = page.root
    titles = [title for title in [page.page_title, *page.headings[:2]] if title]
    if refusals.not_found(page.page_title, page.headings):
        return "a page that was not found"
    says = [witness for witness in page.witnesses if witness.is_article]
    strong = any(witness.name in ("JSON-LD", "citation_*", "microdata") for witness in says)
    by_address = refusals.by_address(page.addresses.page)
    structure = refusals.by_structure(root, page.container, page.weights)
    if structure == "a form to sign in" and not says:
        return structure
    if by_address in ("a front page", "a form to sign in", "a page of the system") and not strong:
        return by_address
    kind = next(
        (witness.refused_as for witness in page.witnesses if witness.refused_as and not witness.is_article),
        "",
    )
    by_class = refusals.by_classes(root)
    by_node = _by_node(page)
    if strong:
        return ""
    if by_class and by_class != "a listing":
        return by_class
    if by_node:
        return by_node
    if (by_class or kind) and not says:
        return kind or by_class
    if says or refusals.is_single(root):
        return structure if structure == "a listing" and by_class else ""
    return by_class or refusals.by_title(titles[:2]) or by_address or structure or kind


def _by_node(page: Page) -> str:
    """Return what Drupal calls the node in the main column."""
    for node in page.root.iter("article", "div"):
        names = tree.tokens(node)
        if "node" in names and not chrome.is_aside(node):
            for name in names:
                kind = words_of_pages.CLASSES.get(re.sub(r"^node--?(?:type--?)?", "node-type-", name))
                if kind:
                    return kind
    return ""


def _is_article(page: Page, claim: Mapping[str, Any]) -> bool:
    """Say whether something calls a page an article: its metadata, its system, a byline, a day."""
    if any(witness.is_article for witness in page.witnesses) or refusals.is_single(page.root):
        return True
    return bool(claim["authors"] or claim["published"] or claim["doi"])


def _claim(reading: Reading, page: Page, hearing: Hearing) -> dict[str, Any]:
    houses = _houses(page)
    claim: dict[str, Any] = dict(hearing.first(lambda one: one.record) or {})
    claim["title"] = hearing.title(_tidied(page, houses))
    claim["language"] = page.language
    claim["published"] = _published(reading, page, hearing)
    authors = hearing.authors()
    speakers = hearing.first(lambda one: one.speakers) or []
    claim["authors"] = [*authors, *speakers]
    head = _head(page, houses)
    head.titles.add(strings.loose_key(claim["title"]))
    head.names |= {strings.loose_key(person["name"]) for person in authors}
    deck = details.deck(page, hearing, claim)
    claim["deck"] = deck
    if deck:
        head.decks.add(strings.loose_key(deck))
    image = pictures.lead(page.root, page.container, _claimed(hearing), page.addresses)
    outside = body.documents(page.root, page.addresses)
    written = _body(page, hearing, head, image.get("url", ""))
    claim["body"] = written.html
    details.outlet(claim, written.text)
    documents: dict[str, dict[str, str]] = {}
    for one in [*_documents(hearing), *outside, *written.documents]:
        known = documents.setdefault(one["url"], one)
        known["title"] = known["title"] or one["title"]
    claim["attachments"] = list(documents.values())
    claim |= {
        "image": image.get("url", ""),
        "image_alt": image.get("alt", ""),
        "image_caption": image.get("caption", ""),
    }
    claim["credit"] = image.get("credit", "")
    claim["doi"] = hearing.first(lambda one: one.doi) or ""
    claim["place"] = hearing.first(lambda one: one.place) or ""
    details.terms(claim, page, hearing)
    return claim


def _claimed(hearing: Hearing) -> list[dict[str, str]]:
    return [image for witness in hearing.witnesses for image in witness.images]


def _documents(hearing: Hearing) -> list[dict[str, str]]:
    return [document for witness in hearing.witnesses for document in witness.documents]


def _published(reading: Reading, page: Page, hearing: Hearing) -> str:
    day = hearing.published()
    hinted = web.hints(page.addresses.page).published if page.addresses.page else None
    if day is None and hinted is not None:
        reading.fault(
            "is not on the page; it was taken from the address", field="published", value=str(hinted)
        )
        reading.inferred.add("published")
        return str(hinted)
    return str(day) if day else ""


def _body(page: Page, hearing: Hearing, head: Head, lead: str) -> body.Body:
    """Return the body of the tree; where the tree has none, or a shorter one, that of the metadata."""
    written = (
        body.write(page.container, head, page.addresses, lead) if page.container is not None else body.Body()
    )
    said = hearing.first(lambda one: one.body) or ""
    if said and len(written.text) < 0.5 * len(said) and len(written.text) < 400:
        if "</" in said:
            holder = tree.parse(f"<html><body><div>{said}</div></body></html>")
            held = holder.find(".//div")
            if held is not None:
                return body.write(held, head, page.addresses, lead)
        return body.Body(html=body.from_plain(said), text=said)
    return written


def _canonical(page: Page) -> str:
    """Return what the page calls canonical, unless it is elsewhere or the front page; else where it was."""
    known = page.found_at
    said = [
        meta.canonical(page.root, page.addresses),
        *(
            witness.url
            for witness in page.witnesses
            if witness.name in ("Open Graph", "citation_*", "JSON-LD")
        ),
    ]
    for address in said:
        if not address or not web.is_safe_url(address):
            continue
        host, _, path = web.normalise(address).partition("/")
        own_host, _, own_path = web.normalise(known).partition("/")
        if known and (host != own_host or (own_path and not path)):
            continue
        if not known and not path:
            continue
        return address
    return known


def _identity(claim: Mapping[str, Any]) -> str:
    """Return "page:" and a digest of what is not chrome."""
    names = [strings.matching_key(person["name"]) for person in claim["authors"]]
    parts = [claim["title"], claim["published"], re.sub(r"<[^>]*>|\s+", " ", claim["body"]), *names]
    return f"page:{hashlib.sha256('\x1f'.join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"
