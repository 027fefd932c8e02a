"""JSON that a page's scripts carry: data layers for statistics, Drupal's settings, the state of script sites.

What they call the same thing differs from house to house; `_FIELDS` gathers the names that are known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from archive.importing import untrusted
from archive.importing.readers.html import people
from archive.importing.readers.html.jsonld import plain
from archive.importing.readers.html.tree import Addresses
from archive.importing.readers.html.witness import Witness
from archive.text import html, strings

NAME = "the data layer"
LONGEST = 4_000_000
MOST_NODES = 20_000

_ASSIGNED = re.compile(
    r"(?:dataLayer\.push\s*\(|(?:window\.|var\s+|let\s+|const\s+)?(?:dataLayer|digitalData|utag_data|page_data|pageData|_satelliteData"
    r"|metaData|__INITIAL_STATE__|__PRELOADED_STATE__|__APOLLO_STATE__|__NUXT__|__remixContext|_preloads|articleData|contentData)\s*=\s*"
    r"(?:window\.\w+\s*\|\|\s*)?|jQuery\.extend\(Drupal\.settings,\s*)(?P<json>JSON\.parse\(\s*)?(?=[\[{\"'])"
)
_TOKEN = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"?|'(?:[^'\\]++|\\.)*+'?|[\[{]|[\]}]|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?",
    re.DOTALL,
)
_LOOSE = re.compile(
    r"(?P<double>\"(?:[^\"\\]++|\\.)*+\"?)|(?P<single>'(?:[^'\\]++|\\.)*+'?)|(?P<comment>//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)"
    r"|(?P<comma>,)(?=\s*[}\]])|(?P<word>[A-Za-z_$][\w$]*)(?P<colon>\s*:)?",
    re.DOTALL,
)
_FIELDS = {
    "title": "headline title pagetitle articletitle contenttitle entitytitle nodetitle entitylabel"
    " articleheadline",
    "published": """
        datepublished publisheddate publishdate publicationdate pubdate publishedat firstpublishedat postdate
        pagepostdate articlepublishdate articlepublisheddate publishedon publisheddatetime datefirstpublished
        publishedtime articledate contentpublishdate firstpublished publishtime firstpublicationdate
        entitycreated date displaydate
    """,
    "authors": """
        author authors authorname authornames articleauthor articleauthors pageauthor pagepostauthor byline
        bylines contributors writers contentauthor authorlist publishedbylines
    """,
    "kind": "contenttype articletype pagetype posttype pageposttype type entitybundle"
    " publicationtype typelabel __typename",
    "sections": "section category pagecategory primarycategory contentcategory articlesection sitesection",
    "topics": "tags topics keywords categories articletags pageattributes contenttags subjects themes"
    " pagetags posttags",
    "language": "language lang locale pagelanguage entitylangcode contentlanguage inlanguage",
    "deck": "subtitle deck dek standfirst subheadline subhead summarytext",
    "body": "bodyhtml contenthtml articlebody body content html bodytext text",
}  # fmt: skip
_OF = {name: key for key, names in _FIELDS.items() for name in names.split()}
_RECORD_KEYS = (
    "primaryCenter", "centers", "regions", "programs", "projects", "collections", "blog",
    "centerAffiliationAll", "programAffiliation", "englishNewsletterAll", "nonEnglishNewsletterAll",
)  # fmt: skip
_MARKS_OF_RECORD = frozenset(
    ("primaryCenter", "centerAffiliationAll", "englishNewsletterAll", "programAffiliation")
)


def hear(root: HtmlElement, addresses: Addresses, title: str) -> Witness:
    """Return what the data layers say; `title` is that of the page, by which its own article is known."""
    witness = Witness(NAME)
    for value, is_state in _values(root):
        own = _article_in(value, strings.loose_key(title)) if is_state else None
        for node in [own] if own else [] if is_state else _flat(value):
            _read(node, witness, whole=own is not None)
    return witness


def _values(root: HtmlElement) -> Iterator[tuple[Any, bool]]:
    """Yield the JSON of scripts, and whether it is the state of a whole site, not words about the page."""
    for script in root.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if not text or len(text) > LONGEST or "ld+json" in kind:
            continue
        if "json" in kind:
            value = _loaded(text)
            is_settings = "drupal" in (script.get("data-drupal-selector") or "")
            yield (
                (value.get("dataLayer") if is_settings and isinstance(value, dict) else value),
                not is_settings,
            )
            continue
        for found in list(_ASSIGNED.finditer(text))[:20]:
            piece = _balanced(text, found.end())
            value = _loaded(_unquoted(text, found.end())) if found["json"] else _loaded(piece)
            if "Drupal.settings" in found[0]:
                value = value.get("dataLayer") if isinstance(value, dict) else None
            yield value, bool(found["json"]) or "__" in found[0] or "_preloads" in found[0]


def _loaded(text: str) -> Any:
    for mend in (lambda words: words, _strict):
        try:
            return untrusted.load('{"value":' + mend(text.strip().rstrip(";")) + "}")[0]["value"]
        except untrusted.NotAnObject:
            continue
    return None


def _balanced(text: str, start: int) -> str:
    """Return the object or array that begins at `start`."""
    depth = 0
    for found in _TOKEN.finditer(text, start):
        mark = found[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth <= 0:
                return text[start : found.end()]
    return ""


def _unquoted(text: str, start: int) -> str:
    """Return the text that a string literal in JavaScript stands for; "" where it is none."""
    found = _TOKEN.match(text, start)
    if found is None or found[0][0] not in "\"'":
        return ""
    literal = found[0] if found[0][0] == '"' else _single(found[0])
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _strict(text: str) -> str:
    """Return JavaScript's loose literal as JSON: names without quotation marks, single ones, last commas."""

    def mended(found: re.Match[str]) -> str:
        if found["double"]:
            return found["double"]
        if found["single"]:
            return _single(found["single"])
        if found["comment"] or found["comma"]:
            return ""
        if found["colon"]:
            return f'"{found["word"]}":'
        return found["word"] if found["word"] in ("true", "false", "null") else "null"

    return _LOOSE.sub(mended, text)


def _single(literal: str) -> str:
    inner = literal[1:-1].replace("\\'", "'").replace('"', '\\"').replace('\\\\"', '\\"')
    return f'"{inner}"'


def _flat(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a data layer down to the third level."""
    found: list[dict[str, Any]] = []
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting and len(found) < 60:
        node, depth = waiting.pop(0)
        if isinstance(node, list) and depth < 4:
            waiting += [(one, depth + 1) for one in node[:30]]
        elif isinstance(node, dict):
            found.append(node)
            if depth < 3:
                waiting += [
                    (one, depth + 1)
                    for key, one in node.items()
                    if _OF.get(_key(key)) not in ("authors", "topics")
                ]
    return found


def _article_in(value: Any, title: str) -> dict[str, Any] | None:
    """Return the object of a site's state that is the page's article: by its title, with a text or a day."""
    best: tuple[int, dict[str, Any] | None] = (3, None)
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(MOST_NODES):
        if not waiting:
            break
        node, depth = waiting.pop(0)
        if isinstance(node, list) and depth < 12:
            waiting += [(one, depth + 1) for one in node[:200]]
        elif isinstance(node, dict):
            keys = {_OF.get(_key(key)) for key in node if node[key]}
            named = strings.loose_key(plain(_first_text(node, "title")))
            if (
                named
                and title
                and (named == title or (len(named) > 10 and (named in title or title in named)))
            ):
                score = 2 + 2 * ("published" in keys) + 2 * ("body" in keys) + ("authors" in keys)
                if score > best[0]:
                    best = (score, node)
            if depth < 12:
                waiting += [(one, depth + 1) for one in node.values() if isinstance(one, dict | list)]
    return best[1]


def _read(node: dict[str, Any], witness: Witness, *, whole: bool) -> None:
    """Take from one object what the record wants; `whole` where it is the article itself."""
    for key, value in node.items():
        meant = _OF.get(_key(key))
        if meant is None or value in (None, "", [], {}):
            continue
        if meant == "title" and isinstance(value, str | dict):
            witness.titles = witness.titles or [plain(text) for text in _texts(value)[:1]]
        elif meant == "published":
            witness.published = witness.published or [str(one) for one in _texts(value, numbers=True)[:1]]
        elif meant == "authors" and not witness.authors:
            witness.authors = _people(value)
        elif meant == "kind" and isinstance(value, str) and re.fullmatch(r"[\w &/-]{3,40}", value):
            if not re.search(
                r"(?i)^(?:post|page|node|single|website|web ?page|default|html|\d+)(?:$|[-_])|entry$", value
            ):
                witness.kinds.append(value)
        elif meant == "sections":
            witness.sections = witness.sections or _terms(value)
        elif meant == "topics" and "topics" not in witness.record:
            witness.topics = witness.topics or _terms(value)
        elif meant == "language" and isinstance(value, str) and len(value) < 12:
            witness.language = witness.language or value
        elif meant == "deck" and isinstance(value, str) and whole:
            witness.deck = witness.deck or plain(value)
        elif meant == "body" and whole and isinstance(value, str) and len(value) > len(witness.body):
            witness.body = value if "<" in value else html.from_paragraphs(re.split(r"\n\s*\n|\n", value))
    if whole:
        witness.is_article = bool(witness.published or witness.authors or witness.body)
    if _MARKS_OF_RECORD & set(node) or (
        isinstance(node.get("regions"), list) and isinstance(node.get("topics"), list)
    ):
        for key in _RECORD_KEYS:
            if isinstance(node.get(key), str | list):
                witness.record.setdefault(key, node[key])
        witness.record.setdefault("topics", _terms(node.get("topics")))
        if isinstance(node.get("type"), str):
            witness.record.setdefault("type", node["type"])
        witness.is_article = witness.is_article or bool(_MARKS_OF_RECORD & set(node))
    taxonomy = node.get("entityTaxonomy")
    if isinstance(taxonomy, dict) and not witness.topics:
        witness.topics = [term for terms in taxonomy.values() for term in _terms(terms)]


def _people(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for entry in (value if isinstance(value, list) else [value])[: people.MOST]:
        if isinstance(entry, str):
            found += [{"name": name} for name in people.split(plain(entry))]
        elif isinstance(entry, dict):
            inner = next(
                (
                    entry[key]
                    for key in ("node", "fields", "attributes", "author")
                    if isinstance(entry.get(key), dict)
                ),
                entry,
            )
            name = _first_text(inner, "title") or next(
                (
                    inner[key]
                    for key in ("name", "fullName", "displayName", "full_name", "display_name")
                    if isinstance(inner.get(key), str)
                ),
                "",
            )
            name = name or " ".join(str(inner.get(key) or "") for key in ("firstName", "lastName")).strip()
            position = next(
                (
                    inner[key]
                    for key in ("jobTitle", "position", "role", "job_title")
                    if isinstance(inner.get(key), str)
                ),
                "",
            )
            if name:
                found.append({"name": plain(name), "position": plain(position)})
    return found


def _terms(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value["nodes"] if isinstance(value.get("nodes"), list) else list(value.values())
    if isinstance(value, str):
        value = re.split(r"\s*[,;|]\s*", value)
    found = []
    for one in (value if isinstance(value, list) else [])[:200]:
        if isinstance(one, dict):
            one = next((one[key] for key in ("name", "title", "label") if isinstance(one.get(key), str)), "")
        if isinstance(one, str) and (text := plain(one)) and len(text) <= 120:
            found.append(text)
    return found


def _texts(value: Any, *, numbers: bool = False) -> list[str]:
    if isinstance(value, dict):
        value = next(
            (
                value[key]
                for key in ("rendered", "value", "en", "iso", "date")
                if isinstance(value.get(key), str)
            ),
            "",
        )
    if numbers and isinstance(value, int | float) and not isinstance(value, bool) and 10**8 < value < 10**13:
        return [str(int(value))]
    return [value] if isinstance(value, str) and value.strip() else []


def _first_text(node: dict[str, Any], meant: str) -> str:
    return next(
        (text for key, value in node.items() if _OF.get(_key(key)) == meant for text in _texts(value)), ""
    )


def _key(name: str) -> str:
    return (
        re.sub(r"[^a-z0-9_]", "", name.lower()).replace("_", "")
        if not name.startswith("__")
        else name.lower()
    )
