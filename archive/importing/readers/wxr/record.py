"""One item of an export to a record: what is an article, and every field of it."""

from __future__ import annotations

import re
from typing import Any

from archive.importing.mapping import Mapping
from archive.importing.readers.wxr import people, states, terms
from archive.importing.readers.wxr.body import body_of
from archive.importing.readers.wxr.items import Item, Site, plain_line
from archive.importing.readers.wxr.lookup import ATTACHMENT, Lookup
from archive.importing.readers.wxr.markup import link
from archive.importing.readers.wxr.paragraphs import paragraphs
from archive.importing.records import Reading
from archive.text import addresses, html, languages
from archive.text.html import HtmlRefused

_DECKS = (
    *("deck", "dek", "standfirst", "subtitle", "_subtitle", "sub_title", "post_subtitle", "wps_subtitle"),
    *("secondary_title", "_secondary_title", "subheading", "sub_heading", "strapline", "kicker_text"),
)
_DESCRIPTIONS = (
    *("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description"),
    *("_genesis_description", "_seopress_titles_desc", "_su_description", "advanced_seo_description"),
)
_DOIS = ("doi", "_doi", "DOI", "publication_doi", "article_doi")
_OUTLETS = (
    *("originally_published_in", "original_source", "syndication_source", "media_outlet", "outlet", "source"),
    *("publication_name", "publisher", "source_name"),
)
_OUTLET_ADDRESSES = (
    *("source_url", "original_url", "originally_published_url", "syndication_permalink", "external_url"),
    *("external_link", "publication_url", "outlet_url", "_links_to", "source_link"),
)
_PICTURES = ("fifu_image_url", "_knawatfibu_url", "thumbnail_ext_url", "_thumbnail_ext_url")
_OWN_TEXT = re.compile(
    r"(?:.*_)?(?:body|content|text|description|summary|abstract|copy|intro|introduction)(?:_\d+)?"
)
_TAGS = re.compile(r"<[^<>]*>")
_TRANSLATION = re.compile(r"s:\d+:\"([\w-]+)\";i:(\d{1,12});")


def raw_record(
    item: Item, site: Site, lookup: Lookup, mapping: Mapping, reading: Reading
) -> dict[str, Any] | None:
    """Return the record of an item as a plain dictionary; None, and the reading rejected, for no article."""
    kind = mapping.kind(item.type, states.kind_of(item.type))
    if kind is None:
        reading.reject(f'is of the type "{item.type}", which the mapping leaves out', value=item.title)
        return None
    problem, remedy = states.refusal(item)
    is_mapped = item.type.casefold() in mapping.types
    if problem and not (
        is_mapped and item.type.lower() in states.PEOPLE_TYPES and not item["wp:post_password"]
    ):
        reading.reject(problem, value=item.title, remedy=remedy)
        return None
    raw: dict[str, Any] = {
        "id": identity(item.post_id, site) or addresses.normalise(item["guid"]) or item["guid"],
        "url": _address(item),
        "title": item.title,
        "type": kind,
        "published": states.instant_of(item),
        "authors": people.byline(item, site, lookup, reading, mapping),
    }
    raw["state"], status = states.state_of(item)
    if status:
        reading.fault(
            "is a status that is not understood, or has no date; the work is kept as a draft",
            field="state",
            value=status,
        )
    _add_language(raw, item, site, reading)
    terms.add_terms(raw, item, mapping, reading)
    if raw.get("type_label") and not is_mapped and kind == item.type:
        raw["type"] = ""
    raw["body"] = body_of(item, site, lookup, reading)
    _add_deck(raw, item, reading)
    _add_files(raw, item, lookup, reading)
    _add_outlet(raw, item)
    if not _has_content(raw["body"]):
        _add_body(raw, item, reading)
    if item.comments:
        count = f"{item.comments:,} comment{'' if item.comments == 1 else 's'}"
        reading.fault(f"has {count}, left out")
    return _translated(raw, mapping)


def identity(post_id: str, site: Site) -> str:
    """Return what stays the same when a draft gets its address: the site, and the post's number on it."""
    if not post_id.isdecimal() or not addresses.is_safe_url(site.home):
        return ""
    return addresses.normalise(f"{site.home.rstrip('/')}/?p={post_id}")


def _address(item: Item) -> str:
    """Return the permanent address of an item; its guid where that is an address and the other is none."""
    for address in (item["link"], item["guid"]):
        if addresses.is_safe_url(address):
            return address
    return item["link"]


def _add_language(raw: dict[str, Any], item: Item, site: Site, reading: Reading) -> None:
    """Take the language of the site, unless the words are clearly of another; and the original, if told."""
    language = languages.normalise(site.language)
    guessed = languages.guess(f"{item.title} {_TAGS.sub(' ', item['content:encoded'][:1_200])}")
    if guessed and guessed != language.partition("-")[0]:
        language = guessed
    raw["language"] = language
    if not any(domain == "language" for domain, _, _ in item.categories):
        reading.inferred.add("language")
    for domain, slug, _ in item.categories:
        if domain != "post_translations":
            continue
        group = dict(_TRANSLATION.findall(site.terms.get((domain, slug), "")))
        ours = site.language.partition("-")[0]
        original = group.get(ours) or min(group.values(), key=int, default="")
        if original and original != item.post_id and item.post_id in group.values():
            raw["translation_of"] = identity(original, site)


def _add_deck(raw: dict[str, Any], item: Item, reading: Reading) -> None:
    """Take the subtitle, else the excerpt, else what search engines are told."""
    subtitle = _plain(_first(item, _DECKS))
    excerpt = _plain(item["excerpt:encoded"])
    if subtitle and excerpt and subtitle != excerpt:
        reading.fault(
            "is the excerpt beside a subtitle; the subtitle is the deck, and the excerpt was left out",
            field="deck",
            value=excerpt,
        )
    description = _first(item, _DESCRIPTIONS)
    raw["deck"] = subtitle or excerpt or ("" if "%%" in description else _plain(description))


def _add_files(raw: dict[str, Any], item: Item, lookup: Lookup, reading: Reading) -> None:
    """Take the picture, and the documents that were uploaded to the work or enclosed with it."""
    number = item.meta.get("_thumbnail_id", "").strip()
    if number.isdecimal() and number != "0":
        picture = lookup.find(ATTACHMENT, number)
        if picture is None:
            reading.fault(
                "is the number of its picture, which the export does not hold",
                field="image",
                value=number,
                remedy="Export the media too, and import both again",
            )
        elif picture.is_picture:
            raw["image"], raw["image_alt"] = picture.address, picture.alt
            raw["image_caption"] = _plain(picture.caption)
    else:
        raw["image"] = _first(item, _PICTURES)
    files = [
        {"url": thing.address, "title": thing.title}
        for thing in lookup.children(item.post_id, pictures=False)
    ]
    enclosed = item.meta.get("enclosure", "").strip().partition("\n")[0].strip()
    if addresses.is_safe_url(enclosed) and enclosed not in (file["url"] for file in files):
        files.append({"url": enclosed, "title": ""})
    raw["attachments"] = files


def _add_outlet(raw: dict[str, Any], item: Item) -> None:
    raw["doi"] = _first(item, _DOIS)
    outlet, address = plain_line(_first(item, _OUTLETS)), _first(item, _OUTLET_ADDRESSES)
    if addresses.is_safe_url(outlet):
        outlet, address = "", address or outlet
    if outlet and not re.match(r"[aObids]:\d", outlet) and not outlet.isdecimal():
        raw.setdefault("source", outlet)
    if addresses.is_safe_url(address):
        raw["source_url"] = address


def _add_body(raw: dict[str, Any], item: Item, reading: Reading) -> None:
    """Find a body for an item without content: its custom fields, its excerpt, its documents."""
    texts = {
        key: value
        for key, value in item.meta.items()
        if _OWN_TEXT.fullmatch(key) and len(value) > 40 and not re.match(r"[aObids]:\d|[{\[]", value)
    }
    if texts and not item.meta.keys() <= {"enclosure"}:
        raw["body"] = "\n".join(map(paragraphs, texts.values()))
        reading.fault("is empty; custom fields stand as the body", field="body", value=", ".join(texts))
    elif item["excerpt:encoded"].strip():
        raw["body"] = paragraphs(item["excerpt:encoded"])
        reading.fault("is empty; the excerpt stands as the body", field="body")
    elif raw["attachments"]:
        raw["body"] = "".join(f"<p>{link(file['url'], file['title'])}</p>" for file in raw["attachments"])
        reading.fault("is empty; links to its documents stand as the body", field="body")


def _has_content(body: str) -> bool:
    return bool(_TAGS.sub("", body).replace("&nbsp;", " ").strip() or "<img" in body)


def _first(item: Item, keys: tuple[str, ...]) -> str:
    return next((value for key in keys if (value := item.meta.get(key, "").strip())), "")


def _plain(text: str) -> str:
    """Return the plain text of HTML as one line a paragraph."""
    if not text.strip():
        return ""
    try:
        return html.to_text(paragraphs(re.sub(r"\[[^\[\]]{0,200}\]", _without_codes, text)))
    except HtmlRefused:
        return plain_line(_TAGS.sub("", text[:20_000]))


def _without_codes(found: re.Match[str]) -> str:
    return "" if "=" in found[0] or found[0].startswith("[/") else found[0]


def _translated(raw: dict[str, Any], mapping: Mapping) -> dict[str, Any]:
    """Return the record with staff's words for values, and their constants where the source has none."""
    for key, value in raw.items():
        if isinstance(value, str) and value:
            raw[key] = mapping.value(key, value)
        elif isinstance(value, list) and value and isinstance(value[0], str):
            raw[key] = [word for part in value if (word := mapping.value(key, part))]
    for key, value in mapping.constants.items():
        if not raw.get(key):
            raw[key] = value
    return raw
