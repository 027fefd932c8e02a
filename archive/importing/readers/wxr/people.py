"""Who wrote an item: co-authors by whatever plug-in kept them, else the account that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.importing.mapping import Mapping
from archive.importing.readers.wxr.items import Item, Site, plain_line
from archive.importing.readers.wxr.lookup import PERSON, Lookup
from archive.importing.records import Reading
from archive.text.strings import matching_key

VOCABULARIES = frozenset(
    "author authors byline bylines writer writers coauthor coauthors co-author co-authors guest-author "
    "guest_author ppma_author contributor contributors article_author post_author authors-tax".split()
)
_FIELDS = tuple(
    """
    authors author byline _byline post_byline article_author article_authors author_name _author_name
    authors_name ppma_authors_name custom_author custom_author_name guest-author guest_author
    guest_author_name guest_authors post_author_name writer writers co_authors coauthors publication_author
    publication_authors report_authors related_authors
    """.split()
)
_BY = re.compile(r"^(?:by|von|par|por|автор[ы]?:|بقلم:?)\s+", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:;|\n|\||<br\s*/?>|,?\s+(?:and|&|et|und|y|и|و)\s+)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?\s?d|m\.?d|m\.?p|esq|ii|iii|iv|ret)\.?$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,12}(?:\s*,\s*\d{1,12})*")
_SERIALISED = re.compile(r"(?:s:\d+:\"(\d{1,12})\"|i:\d+;i:(\d{1,12}));")
_LONGEST = 1_000


def byline(
    item: Item, site: Site, lookup: Lookup, reading: Reading, mapping: Mapping
) -> list[dict[str, Any]]:
    """Return the people of an item in their order, as the record has them, and note who has no name."""
    people = list(_by_terms(item, site, lookup, reading, mapping)) or list(_by_fields(item, lookup))
    if not people:
        people = [_account(login, site, lookup, reading) for login in item.creators if login]
    found: dict[str, dict[str, Any]] = {}
    for person in people:
        found.setdefault(matching_key(person["name"]), person)
    return list(found.values())


def _by_terms(
    item: Item, site: Site, lookup: Lookup, reading: Reading, mapping: Mapping
) -> Iterator[dict[str, Any]]:
    for domain, slug, name in item.categories:
        if domain not in VOCABULARIES or mapping.terms.get(matching_key(domain)) is not None:
            continue
        person = lookup.person(slug) or lookup.person(name)
        user = site.user(name) or site.user(slug)
        if person and person.title:
            yield {"name": person.title, "bio": person.text}
        elif user:
            yield {"name": user.name}
        elif _is_name(name):
            yield {"name": name}
        elif described := _described(site.terms.get((domain, slug), ""), name):
            yield {"name": described}
        else:
            reading.fault(
                "is the login of a co-author whose name the export does not tell; it stands as the name",
                field="authors",
                value=name,
                remedy="Correct the byline, or give the name as a name form of its author",
            )
            yield {"name": name}


def _by_fields(item: Item, lookup: Lookup) -> Iterator[dict[str, Any]]:
    """Yield the people whom a custom field names, as words or by the numbers of their pages."""
    for key in _FIELDS:
        value = item.meta.get(key, "").strip()
        if not value or len(value) > _LONGEST:
            continue
        numbers = (
            _NUMBERS.findall(value.replace(",", " , "))
            if _NUMBERS.fullmatch(value)
            else ["".join(pair) for pair in _SERIALISED.findall(value)]
        )
        if numbers:
            pages = [lookup.find(PERSON, number) for number in numbers]
            people = [{"name": page.title, "bio": page.text} for page in pages if page and page.title]
        else:
            people = [{"name": name} for name in _names(value)]
        if people:
            yield from people
            return


def _names(value: str) -> list[str]:
    """Return the names in the words of a field; [] for what is no list of names."""
    if re.match(r"[aObids]:\d|[{\[]|https?:", value):
        return []
    names: list[str] = []
    for part in _PARTED.split(_BY.sub("", value)):
        line = plain_line(part)
        pieces = [piece.strip() for piece in line.split(",")]
        if len(pieces) > 1 and all(" " in piece or _SUFFIX.match(piece) for piece in pieces):
            for piece in pieces:
                if _SUFFIX.match(piece) and names:
                    names[-1] += f", {piece}"
                else:
                    names.append(piece)
        elif line:
            names.append(line)
    return [name for name in names if re.search(r"[^\W\d_]", name)]


def _account(login: str, site: Site, lookup: Lookup, reading: Reading) -> dict[str, Any]:
    user = site.user(login)
    if user:
        return {"name": user.name}
    if person := lookup.person(login):
        return {"name": person.title or login, "bio": person.text}
    if site.version not in ("1.0", "") or site.users:
        reading.fault(
            "is the login of an author whom the export does not describe; it stands as the name",
            field="authors",
            value=login,
            remedy="Correct the byline, or give the name as a name form of its author",
        )
    return {"name": login}


def _is_name(words: str) -> bool:
    return bool(re.search(r"[^\W\d_]\S*\s+\S*[^\W\d_]", words)) or any(sign.isupper() for sign in words[:1])


def _described(description: str, login: str) -> str:
    """Return the name in a co-author's searchable description: "Ada Moor Ada Moor amoor 12 a@b.example"."""
    words = plain_line(description).split(" ")
    if login not in words:
        return ""
    words = words[: words.index(login)]
    half = len(words) // 2
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)
