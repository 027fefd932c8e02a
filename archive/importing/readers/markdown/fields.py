"""Front matter as the fields of a record, in the words of the generators that people have used."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from archive.importing.mapping import Mapping
from archive.importing.readers.markdown.people import Names, host_of, line_of, listed
from archive.importing.readers.markdown.site import canonical, stem
from archive.importing.records import Reading
from archive.text import dates, languages
from archive.text.addresses import is_safe_url

_TITLES = ("title", "headline", "name")
_DECKS = (
    "deck",
    "dek",
    "subtitle",
    "subheading",
    "standfirst",
    "lead",
    "lede",
    "summary",
    "description",
    "excerpt",
    "abstract",
)
_DATES = (
    "publishdate",
    "pubdate",
    "publishedat",
    "datepublished",
    "publicationdate",
    "published",
    "date",
    "issued",
    "created",
)
_AUTHORS = ("authors", "author", "byline", "by", "creator", "creators", "writers")
_TOPICS = ("topics", "topic")
_TAGS = ("tags", "tag", "categories", "category", "keywords", "subjects")
_LANGUAGES = ("language", "lang", "locale", "languagecode")
_IMAGES = (
    "image", "featuredimage", "coverimage", "cover", "primaryimage", "heroimage", "hero", "thumbnail",
    "banner", "img", "headerimage", "ogimage", "feature",
)  # fmt: skip
_ADDRESSES = ("url", "permalink", "canonicalurl", "canonical", "link", "originalurl")
_OUTLETS = ("source", "outlet", "publication", "publisher", "originallypublishedin")
_OUTLET_ADDRESSES = ("sourceurl", "outleturl", "externalurl", "externallink", "originallypublishedat")
_IMAGE_ADDRESS = ("src", "url", "path", "image", "file", "relativepath", "teaser", "uid")
_SAME = {
    "imagealt": "image_alt", "alt": "image_alt", "imagecaption": "image_caption", "caption": "image_caption",
    "credit": "credit", "imagecredit": "credit", "photocredit": "credit", "doi": "doi", "place": "place",
    "venue": "place", "location": "place", "translationof": "translation_of", "disclaimer": "disclaimer",
    "primarycenter": "primaryCenter", "centeraffiliationall": "centerAffiliationAll",
    "programaffiliation": "programAffiliation", "type": "type", "blog": "blog", "series": "blog",
}  # fmt: skip
_SAME_LISTS = {
    "centers": "centers", "regions": "regions", "region": "regions", "programs": "programs",
    "projects": "projects", "collections": "collections", "attachments": "attachments",
    "corrections": "corrections",
}  # fmt: skip
_NO_KINDS = frozenset(("post", "posts", "page", "pages", "blog", "default", "single", "article", "articles"))
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_HELD_BACK = {"draft": "draft", "hidden": "draft", "private": "draft", "pending": "review",
              "review": "review", "withdrawn": "withdrawn", "unpublished": "draft"}  # fmt: skip
_DATED_NAME = re.compile(r"(\d{4})[-_](\d{1,2})[-_](\d{1,2})[-_ ](?P<slug>.+)")
_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:(?:[T ]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?[ ]*([+-]\d{1,2}:?\d{2}|Z|UTC|GMT)?)?"
)
_CODE = re.compile(r"[\w-]+")
_BASE = re.compile(r"\{\{\s*(?:site\.)?(?:baseurl|url)\s*\}\}")


class Front:
    """The values of front matter under their canonical keys, and what of them was taken."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values: dict[str, Any] = {}
        for key, value in values.items():
            self.values.setdefault(canonical(key), value)
        for nested in ("params", "extra", "taxonomies", "frontmatter"):
            inside = self.values.get(nested)
            if isinstance(inside, dict):
                for key, value in inside.items():
                    self.values.setdefault(canonical(key), value)

    def first(self, keys: tuple[str, ...]) -> Any:
        """Return the first value that says anything, "" where none does."""
        return next((self.values[key] for key in keys if self.values.get(key) not in ("", None, [], {})), "")

    def text(self, keys: tuple[str, ...]) -> str:
        """Return the first of these that is a text."""
        return next(
            (value for key in keys if isinstance(value := self.values.get(key), str) and value.strip()), ""
        )

    def flag(self, key: str) -> bool | None:
        """Return what a switch says, None where it says nothing."""
        value = str(self.values.get(key, "")).strip().lower()
        return True if value in _YES else False if value in _NO else None


def claim(front: Front, names: Names, reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """Return what front matter claims, keyed as a record; what is odd is noted as faults of the reading."""
    raw: dict[str, Any] = {}
    title = front.first(_TITLES)
    raw["title"] = line_of(title) if isinstance(title, str) else title
    raw["deck"] = line_of(front.text(_DECKS))
    raw["published"] = _published(front, reading)
    raw["authors"] = names.people(front.first(_AUTHORS))
    raw["topics"] = _topics(front, names, reading)
    raw["language"] = _language(front, reading)
    for key, field in _SAME.items():
        if field not in raw and isinstance(front.values.get(key), (str, list)):
            raw[field] = front.values[key] if key == "type" else _joined(front.values[key])
    if isinstance(raw.get("type"), str) and raw["type"].strip().lower() in _NO_KINDS:
        raw["type"] = ""
    for key, field in _SAME_LISTS.items():
        if field not in raw and front.values.get(key):
            raw[field] = front.values[key]
    _image(front, raw, reading)
    _addresses(front, names, raw, reading)
    state = _state(front, reading)
    if state:
        raw["state"] = state
    _map(front, raw, mapping)
    _told(front, names, reading)
    return raw


def slug_and_day(name: str) -> tuple[str, str]:
    """Return what a file's name says: the slug, and the day as 2014-12-02 ("" where it has none)."""
    own = stem(PurePath(name.replace("\\", "/")).name)
    if own in ("index", "_index"):
        own = PurePath(name).parent.name
    found = _DATED_NAME.fullmatch(own)
    if not found:
        return own, ""
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    try:
        dates.parse_iso(day)
    except ValueError:
        return own, ""
    return found["slug"], day


def written_date(value: str) -> str:
    """Return a date in the notation of records, the day as it was written; other words as they are."""
    text = value.strip()[:200]
    found = _MOMENT.fullmatch(text)
    if found:
        year, month, day, hour, minute, second, zone = found.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
        if hour is not None and int(hour) < 24:
            text += f"T{int(hour):02}:{minute}:{second or '00'}{_zone(zone)}"
        return text
    try:
        dates.parse_iso(text)
    except ValueError:
        try:
            return str(dates.parse_printed(text))
        except ValueError:
            return value
    return text


def _zone(zone: str | None) -> str:
    if not zone or zone[0] not in "+-":
        return "Z" if zone else ""
    digits = zone[1:].replace(":", "").rjust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _published(front: Front, reading: Reading) -> str:
    """Return the date of the front matter, else that of the file's name, which is only inferred."""
    stated = ""
    for key in _DATES:
        value = front.values.get(key)
        if isinstance(value, str) and value.strip() and value.strip().lower() not in _YES | _NO:
            stated = written_date(value)
            break
    _, day = slug_and_day(reading.source.name)
    if stated:
        try:
            dates.parse_iso(stated)
        except ValueError:
            if not day:
                return stated
            reading.fault(
                "is not a date; that of the file's name was used",
                field="published", value=stated, remedy="Write 2014, 2014-12 or 2014-12-02",
            )  # fmt: skip
        else:
            return stated
    if day:
        reading.inferred.add("published")
    return day


def _topics(front: Front, names: Names, reading: Reading) -> list[Any]:
    """Return the topics; tags, categories and keywords are topics where there are no others."""
    topics = names.terms(front.first(_TOPICS))
    others = [item for key in _TAGS for item in listed(front.values.get(key))]
    if not topics:
        return names.terms(others)
    extra = [name for name in names.terms(others) if name not in topics]
    if extra:
        reading.fault(
            "stand beside the topics and were left out", field="tags", value=", ".join(map(str, extra)),
            remedy="Put them among the topics if they are some",
        )  # fmt: skip
    return topics


def _language(front: Front, reading: Reading) -> str:
    value = front.text(_LANGUAGES).replace("_", "-")
    if value:
        return value
    own = stem(PurePath(reading.source.name).name)
    _, dot, suffix = own.rpartition(".")
    if (
        dot
        and re.fullmatch(r"[a-z]{2}(?:-[A-Za-z]{2,4})?", suffix)
        and languages.native_name(suffix) != suffix
    ):
        reading.inferred.add("language")
        return suffix
    return ""


def _joined(value: Any) -> Any:
    """Return a text of a value that may be a list of one; texts may hold entities or HTML."""
    if isinstance(value, list):
        value = (
            value[0]
            if len(value) == 1
            else ", ".join(map(str, value))
            if all(isinstance(one, str) for one in value)
            else value
        )
    return line_of(value) if isinstance(value, str) else value


def _image(front: Front, raw: dict[str, Any], reading: Reading) -> None:
    value = front.first(_IMAGES)
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        parts = {canonical(key): one for key, one in value.items() if isinstance(one, str)}
        value = next((parts[key] for key in _IMAGE_ADDRESS if parts.get(key)), "")
        raw.setdefault("image_alt", line_of(parts.get("alt", "")))
        raw.setdefault("image_caption", line_of(parts.get("caption", "") or parts.get("title", "")))
        raw.setdefault("credit", line_of(parts.get("credit", "")))
    if not isinstance(value, str) or not value.strip():
        return
    value = _BASE.sub("", value.strip())
    if _CODE.fullmatch(value):
        reading.fault(
            "names a picture by a code and no file; the work was kept without it", field="image", value=value,
            remedy="Write the path of the picture beside the file",
        )  # fmt: skip
        return
    raw["image"] = value if is_safe_url(value) else value.lstrip("/").removeprefix("./")


def _addresses(front: Front, names: Names, raw: dict[str, Any], reading: Reading) -> None:
    """Take the outlet and its address, and the work's own address where it is a whole one."""
    outlet = front.first(_OUTLETS)
    address = front.text(_OUTLET_ADDRESSES)
    if isinstance(outlet, dict):
        parts = {canonical(key): one for key, one in outlet.items() if isinstance(one, str)}
        address = address or parts.get("url", "") or parts.get("link", "")
        outlet = parts.get("name", "") or parts.get("title", "")
    outlet = outlet.strip() if isinstance(outlet, str) else ""
    if is_safe_url(outlet) and not address:
        outlet, address = "", outlet
    own = next((value for key in _ADDRESSES if is_safe_url(value := front.text((key,)).strip())), "")
    if own and own == address:
        own = ""
    if outlet and not address and own:
        address, own = own, ""
    raw["source"] = line_of(names.outlet(outlet)) if outlet else ""
    raw["source_url"] = address.strip()
    raw["url"] = own
    if address and not outlet:
        raw["source"] = host_of(address.strip())
        reading.fault(
            "is given without the outlet's name; its host stands for it", field="source_url", value=address,
            remedy="Name the outlet as source",
        )  # fmt: skip


def _state(front: Front, reading: Reading) -> str:
    if front.flag("draft") or front.flag("published") is False or front.flag("private"):
        return "draft"
    if "_drafts" in PurePath(reading.source.name).parts:
        return "draft"
    for key in ("state", "status", "poststatus"):
        said = str(front.values.get(key, "")).strip().lower()
        if said in _HELD_BACK:
            return _HELD_BACK[said]
    return ""


def _map(front: Front, raw: dict[str, Any], mapping: Mapping) -> None:
    """Apply what staff gave with --map: keys of their own, constants, translations of values."""
    for key, value in front.values.items():
        column = mapping.columns.get(key)
        if column is not None and column.to and isinstance(value, (str, list)):
            raw[column.to] = (
                [part.strip() for part in value.split(column.split)]
                if column.split and isinstance(value, str)
                else value
            )
    for key, constant in mapping.constants.items():
        if not raw.get(key):
            raw[key] = constant
    for key in mapping.values:
        if isinstance(raw.get(key), str):
            raw[key] = mapping.value(key, raw[key])


def _told(front: Front, names: Names, reading: Reading) -> None:
    """Say what front matter asks for that an archive does not do."""
    for kind, made in names.made.items():
        reading.fault(
            f"{'has' if len(made) == 1 else 'have'} no look-up file; the slug was read as a name",
            field=kind, value=", ".join(dict.fromkeys(made)),
            remedy=f"Add a file under {kind}/, or correct the name",
        )  # fmt: skip
    expiry = front.text(("expirydate", "expires", "expirationdate"))
    if expiry:
        reading.fault(
            "is the day on which the old site meant to stop showing it; the archive keeps it",
            field="expiryDate", value=expiry, remedy="Withdraw the work if that is meant",
        )  # fmt: skip
    moved = front.text(("redirectto", "redirecturl", "redirect"))
    if moved:
        reading.fault("is where the old site sent its readers instead", field="redirect", value=moved)
    former = [
        value for value in listed(front.first(("aliases", "redirectfrom", "alias"))) if isinstance(value, str)
    ]
    if former:
        reading.fault(
            "are former addresses of the page on a site whose own address the file does not say",
            field="aliases", value=", ".join(former), remedy="Import them with import_redirects",
        )  # fmt: skip
