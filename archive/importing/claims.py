"""From an untrusted dictionary to a `Record`: every bad field is dropped and said, one fault each.

A bad field never costs the record. Two things do: a missing necessity (`title` or `url`, and a body or an
outlet) and a broken limit. Readers hand over plain dictionaries keyed as in the record format; keys that
the format does not know are ignored, so that nothing in a file reaches a column by its name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from archive.importing.records import Amendment, File, Person, Reading, Record
from archive.importing.untrusted import kind_of
from archive.text import addresses, dates, languages, strings
from archive.text.repairs import mend_text

MEGABYTE = 1_000_000
LIMITS = {"title": 2_000, "deck": 20_000, "body": 2 * MEGABYTE}
LARGEST_CARRYING = 40 * MEGABYTE
"""Characters of a body with the pictures that it carries in itself."""
MOST_AUTHORS = 500
MOST_TERMS = 500
MOST_FILES = 500
MOST_CORRECTIONS = 500
SHORT = 500
LONG = 20_000
ADDRESS = 2_000

TERMS = ("topics", "regions", "programs", "projects", "collections")
SHORT_TEXTS = {
    "id": "id",
    "type": "type",
    "type_label": "type_label",
    "blog": "blog",
    "primaryCenter": "primary_center",
    "centerAffiliationAll": "center_affiliation",
    "programAffiliation": "program_affiliation",
    "englishNewsletterAll": "english_newsletter",
    "nonEnglishNewsletterAll": "other_newsletter",
    "source": "source",
    "translation_of": "translation_of",
    "place": "place",
    "host_center": "host_center",
}
LONG_TEXTS = {
    "credit": "credit",
    "image_alt": "image_alt",
    "image_caption": "image_caption",
    "disclaimer": "disclaimer",
}
WEB_ADDRESSES = ("url", "source_url")
IDENTITIES = ("id", "translation_of")
STATES = ("draft", "review", "withdrawn")

_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]{1,400}")
_DOI_PREFIX = re.compile(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
_CARRIED = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=%\s]*+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SCHEME_OR_ROOT = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|[/\\]")
_FOLDER_UP = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)")


def fill(reading: Reading, raw: Mapping[str, Any]) -> Reading:
    """Give `reading` the record that `raw` claims, or reject it; return the reading.

    A reader that knows more about a lost value says so itself before calling; nothing is guessed here.
    """
    values = _Fields(reading, raw)
    claim: dict[str, Any] = {}
    for name in ("title", "deck"):
        claim[name] = values.text(name, multiline=name == "deck", fatal_limit=LIMITS[name])
    claim["body"] = values.html("body", limit=LIMITS["body"], fatal=True)
    for key, name in SHORT_TEXTS.items():
        claim[name] = values.text(key, alias=name, limit=SHORT)
    for key, name in LONG_TEXTS.items():
        claim[name] = values.text(key, limit=LONG)
    for name in WEB_ADDRESSES:
        claim[name] = values.address(name)
    claim["image"] = values.address("image", local=True)
    claim["published"] = values.date("published")
    claim["release"] = values.instant("release")
    claim["language"] = values.language("language")
    claim["doi"] = values.doi("doi")
    claim["authors"] = values.people("authors")
    claim["centers"] = values.names("centers")
    for name in TERMS:
        claim[name] = values.names(name)
    claim["attachments"] = values.files("attachments")
    claim["corrections"] = values.amendments("corrections")
    claim["state"] = raw["state"] if raw.get("state") in STATES else ""
    if values.broken:
        return reading
    terms = sum(len(claim[name]) for name in TERMS)
    if terms > MOST_TERMS:
        return reading.reject(
            f"names {terms:,} terms; at most {MOST_TERMS} are accepted",
            field="topics",
            remedy="Keep the terms that describe the work",
        )
    if not (claim["title"] or claim["url"]):
        return reading.reject(
            "is missing, and so is an address", field="title", remedy='Give it a "title" or a "url"'
        )
    is_held_back = claim["state"] in ("draft", "review")  # what is being written may have no body yet
    if not (claim["body"].strip() or claim["source"] or is_held_back):
        return reading.reject(
            "is missing, and so is an outlet that published it",
            field="body",
            remedy='Give it a "body", or the outlet\'s name as "source"',
        )
    reading.record = Record(**claim)
    return reading


class _Fields:
    """The raw values of one record, taken one by one; whatever is wrong becomes a fault of the reading."""

    def __init__(self, reading: Reading, raw: Mapping[str, Any]) -> None:
        self.reading = reading
        self.raw = raw
        self.broken = False

    def text(
        self, key: str, *, alias: str = "", limit: int = SHORT, fatal_limit: int = 0, multiline: bool = False
    ) -> str:
        """Return a tidy string; "" when absent, of another kind, or too long."""
        value = self._string(key, alias)
        if not value:
            return ""
        tidy = strings.tidy(value if key in IDENTITIES else _mended(value), multiline=multiline)
        return self._within(key, tidy, fatal_limit or limit, fatal=bool(fatal_limit))

    def html(self, key: str, *, limit: int, fatal: bool) -> str:
        """Return HTML as it stands, without what no database stores."""
        value = self._string(key)
        return self._within(key, value, limit, fatal=fatal, measure=_octets)

    def address(self, key: str, *, local: bool = False) -> str:
        """Return a web address, or with `local` also a path that stays beside the record."""
        value = strings.tidy(self._string(key))
        if not value:
            return ""
        problem = _address_problem(value, local=local)
        if problem:
            self._drop(key, value, problem)
            return ""
        return value

    def date(self, key: str) -> str:
        """Return the date as written when it is one; "" (and a fault) when it is not."""
        value = strings.tidy(self._string(key))
        if not value:
            return ""
        try:
            dates.parse_iso(value)
        except ValueError:
            self._drop(
                key,
                value,
                "is not a date; the article was kept without one",
                "Write 2014, 2014-12 or 2014-12-02",
                said=True,
            )
            return ""
        return value

    def instant(self, key: str) -> str:
        """Return an instant as written when it names its zone; "" (and a fault) when it does not."""
        value = strings.tidy(self._string(key))
        if not value:
            return ""
        try:
            dates.parse_iso(value)  # which bounds the year
            zone = dt.datetime.fromisoformat(value).tzinfo
        except ValueError:
            zone = None
        if zone is None:
            self._drop(key, value, "is not an instant", "Write 2014-12-02T09:30:00Z")
            return ""
        return value

    def language(self, key: str) -> str:
        """Return a language tag in its canonical case."""
        value = strings.tidy(self._string(key))
        tag = languages.normalise(value) if value else ""
        if value and not tag:
            self._drop(key, value, "is not a language tag", 'Write a tag such as "en" or "zh-Hans"')
        return tag

    def doi(self, key: str) -> str:
        """Return a bare DOI, whatever address it was written as."""
        value = strings.tidy(self._string(key))
        bare = _DOI_PREFIX.sub("", value)
        if bare and not _DOI.fullmatch(bare):
            self._drop(key, value, "is not a DOI", "A DOI begins with 10. and has a slash")
            return ""
        return bare

    def names(self, key: str) -> list[str]:
        """Return the names of a list in their order, each once; both kinds of empty give []."""
        found: dict[str, str] = {}
        for item in self._items(key, MOST_TERMS, "names"):
            if not isinstance(item, str):
                self._drop(key, item, f"is {kind_of(item)} where a name is expected")
                continue
            name = strings.tidy(_mended(item))
            if not name:
                continue
            if len(name) > SHORT:
                self._drop(key, name, f"is longer than {SHORT} characters")
                continue
            if strings.matching_key(name) in found:
                self.reading.fault("is named twice; the second was left out", field=key, value=name)
                continue
            found[strings.matching_key(name)] = name
        return list(found.values())

    def people(self, key: str) -> list[Person]:
        """Return a byline from names or objects with `name role position bio`."""
        people: list[Person] = []
        for item in self._items(key, MOST_AUTHORS, "names"):
            person = self._person(key, item)
            if person is None:
                continue
            same = (strings.matching_key(person.name), person.role)
            if same in ((strings.matching_key(other.name), other.role) for other in people):
                self.reading.fault(
                    "stands twice in the byline; the second was left out", field=key, value=person.name
                )
                continue
            people.append(person)
        return people

    def files(self, key: str) -> list[File]:
        """Return attachments from addresses, paths, or objects with `url title`."""
        found: list[File] = []
        for item in self._items(key, MOST_FILES, "attachments"):
            part = {"url": item} if isinstance(item, str) else item
            if not isinstance(part, dict) or not isinstance(part.get("url"), str):
                self._drop(key, item, "is not an attachment", 'Give it an address as "url"')
                continue
            url = strings.tidy(part["url"])
            problem = _address_problem(url, local=True) if url else "is empty"
            if problem:
                self._drop(key, url, problem)
                continue
            found.append(File(url=url, title=self._part(key, part, "title", SHORT)))
        return found

    def amendments(self, key: str) -> list[Amendment]:
        """Return corrections; one without a text or with a date that is none is dropped."""
        found: list[Amendment] = []
        for item in self._items(key, MOST_CORRECTIONS, "corrections"):
            text = self._part(key, item, "text", LONG, multiline=True) if isinstance(item, dict) else ""
            date = self._part(key, item, "date", SHORT) if isinstance(item, dict) else ""
            try:
                day = str(dates.parse_iso(date))
            except ValueError:
                day = ""
            if not text or not day:
                self._drop(key, item, "is not a correction", 'Give it a "date" and a "text"')
                continue
            found.append(Amendment(date=day, text=text))
        return found

    def _person(self, key: str, item: Any) -> Person | None:
        part = {"name": item} if isinstance(item, str) else item
        if not isinstance(part, dict):
            self._drop(key, item, f"is {kind_of(item)} where a name is expected")
            return None
        name = self._part(key, part, "name", SHORT)
        if not name:
            if part.get("name") or isinstance(item, dict):
                self._drop(key, item, "has no name")
            return None
        bio = self._part(key, part, "bio", LONG, html=True)
        return Person(
            name=name,
            bio=bio,
            role=self._part(key, part, "role", 100),
            position=self._part(key, part, "position", SHORT),
        )

    def _part(
        self,
        key: str,
        part: Mapping[str, Any],
        inner: str,
        limit: int,
        *,
        html: bool = False,
        multiline: bool = False,
    ) -> str:
        value = part.get(inner)
        if value in (None, "", [], {}):
            return ""
        if not isinstance(value, str):
            self._drop(f"{key}.{inner}", value, f"is {kind_of(value)} where a text is expected")
            return ""
        text = (
            self._storable(f"{key}.{inner}", value)
            if html
            else strings.tidy(_mended(value), multiline=multiline)
        )
        return self._within(f"{key}.{inner}", text, limit, fatal=False)

    def _string(self, key: str, alias: str = "") -> str:
        value = self.raw.get(key)
        if value is None and alias:
            value = self.raw.get(alias)
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            value = value[0]
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # an identifier or a year that was written without quotation marks
        if not isinstance(value, str):
            self._drop(key, value, f"is {kind_of(value)} where a text is expected")
            return ""
        return self._storable(key, value)

    def _storable(self, key: str, value: str) -> str:
        if value.isascii() and "\0" not in value:
            return value
        cleaned, count = _UNSTORABLE.subn("", value)
        if count:
            self.reading.fault(
                f"held what no database stores; {count:,} such signs were taken out", field=key
            )
        return cleaned

    def _items(self, key: str, most: int, what: str) -> list[Any]:
        """Return what a list holds; of more than `most` nothing is looked at, and the record is broken."""
        value = self.raw.get(key)
        if value in (None, "", [], {}):
            return []
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list):
            self._drop(key, value, f"is {kind_of(value)} where a list is expected")
            return []
        if len(value) > most:
            self._break(key, "", f"has {len(value):,} {what}; at most {most} are accepted")
            return []
        return [item for item in value if item not in (None, "")]

    def _within(
        self, key: str, value: str, limit: int, *, fatal: bool, measure: Callable[[str], int] = len
    ) -> str:
        size = measure(value)
        if size <= limit:
            return value
        unit = "bytes" if measure is _octets else "characters"
        problem = f"has {size:,} {unit}; at most {limit:,} are accepted"
        if fatal:
            self._break(key, value, problem)
        else:
            self._drop(key, value, problem)
        return ""

    def _drop(self, key: str, value: Any, problem: str, remedy: str = "", *, said: bool = False) -> None:
        ending = "" if said else "; it was left out"
        self.reading.fault(problem + ending, field=key, value=_words(value), remedy=remedy)

    def _break(self, key: str, value: Any, problem: str) -> None:
        self.broken = True
        self.reading.reject(problem, field=key, value=_words(value), remedy="Shorten it, or split the work")


def _address_problem(value: str, *, local: bool) -> str:
    if len(value) > ADDRESS:
        return f"is longer than {ADDRESS:,} characters"
    if addresses.is_safe_url(value):
        return ""
    if not local:
        return "is not an http or https address"
    is_beside = not (_SCHEME_OR_ROOT.match(value) or _FOLDER_UP.search(value))
    return "" if is_beside else "is neither a web address nor a path beside the record"


def _mended(text: str) -> str:
    """Return a text without left-over entities and signs of a wrong encoding; a very long one as it is."""
    return mend_text(text) if len(text) <= 2 * LONG else text


def _octets(text: str) -> int:
    """The bytes of a text; pictures that HTML carries in itself do not count, since they become files."""
    if "data:image/" in text and len(text) <= LARGEST_CARRYING:
        text = _CARRIED.sub("", text)
    return len(text.encode("utf-8", "surrogatepass"))


def _words(value: Any) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return strings.tidy(words[:400])
