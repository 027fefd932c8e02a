"""Vocabularies of WordPress to those of the archive: what staff mapped, else what their names say."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from archive.importing.mapping import Mapping
from archive.importing.readers.wxr import people
from archive.importing.readers.wxr.items import Item
from archive.importing.records import Reading
from archive.text import languages
from archive.text.strings import matching_key

_LEFT_OUT = frozenset(
    """
    post_format post_translations term_language term_translations nav_menu link_category wp_theme
    wp_template_part_area wp_pattern_category yst_prominent_words product_visibility following_users
    ef_editorial_meta post_status translation_priority elementor_library_type layout_type layout_category
    element_category amp_validation_error mediatag media_category
    """.split()
)
_SERIES = frozenset("blog blogs column columns".split())
_KINDS = re.compile(
    r"(?:content|post|article|publication|resource|document|media|item|report|news|event)[-_]?(?:type|kind|format)s?"
    r"|format|formats|genre|type|types"
)
_CENTERS = frozenset("center centre centers centres office offices".split())
_KEYS = {
    "topics": "topic topics issue issues theme themes subject subjects keyword keywords tag tags category "
    "categories policy-area policy-areas expertise research-area research-areas focus-area focus-areas area "
    "areas issue-area issue-areas sector sectors thematic",
    "regions": "region regions country countries location locations geography geographies place places "
    "continent continents area-of-focus geo",
    "programs": "program programs programme programmes department departments division divisions",
    "projects": "project projects initiative initiatives",
    "collections": "collection collections series publication-series report-series special special-report "
    "special-reports dossier dossiers",
}
_KEY_OF = {word: key for key, words in _KEYS.items() for word in words.split()}
_AFFIX = re.compile(
    r"^(?:post|news|article|publication|research|content|tax|custom|report|event|cpt|ct)-|-(?:tax|taxonomy|category|cat|tag|term)$"
)
MOST_TOLD = 5
_ORDER = {"category": 0, "post_tag": 2}


def add_terms(raw: dict[str, Any], item: Item, mapping: Mapping, reading: Reading) -> None:
    """Add the terms of an item to its record; those of a vocabulary that nothing is known of are told."""
    lists: defaultdict[str, list[str]] = defaultdict(list)
    unknown: defaultdict[str, list[str]] = defaultdict(list)
    for domain, slug, name in sorted(item.categories, key=lambda term: _ORDER.get(term[0], 1)):
        if mapping.terms.get(matching_key(domain)) is None:
            if domain in _LEFT_OUT or domain in people.VOCABULARIES or domain.startswith("pa_"):
                continue
            if domain == "language":
                raw["language"] = languages.normalise(slug) or raw.get("language", "")
                continue
            key = meaning(domain)
            target = (key, name) if key else mapping.term(domain, slug, name)
            if target is None:
                unknown[domain].append(name)
        else:
            target = mapping.term(domain, slug, name)
        if target is None:
            continue
        key, value = target
        if key == "authors":
            raw.setdefault("authors", []).append({"name": value})
        elif key in ("topics", "regions", "programs", "projects", "collections", "centers"):
            lists[key].append(value)
        elif not raw.get(key):
            raw[key] = value
    for key, names in lists.items():
        once: dict[str, str] = {}
        for name in [*raw.get(key, []), *names]:
            once.setdefault(matching_key(name), name)
        raw[key] = list(once.values())
    for domain, names in list(unknown.items())[:MOST_TOLD]:
        reading.fault(
            f"is a vocabulary of which nothing is known; its terms were left out: {', '.join(names)[:200]}",
            field="topics",
            value=domain,
            remedy=f'Say what it means in the mapping: [terms.{domain}] default = "topics"',
        )


def meaning(domain: str) -> str:
    """Return the record's key that a vocabulary's name suggests, "" where it suggests none.

    Terms of a kind or of a blog are one value of the record, of which the first counts.
    """
    word = domain.strip().lower().replace("_", "-")
    for known in (word, _AFFIX.sub("", word)):
        if known == "post-tag":
            return "topics"
        if known in _KEY_OF:
            return _KEY_OF[known]
        if known in _CENTERS:
            return "centers"
        if known in _SERIES:
            return "blog"
    return "type_label" if _KINDS.fullmatch(word) else ""
