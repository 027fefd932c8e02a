"""Single fields that several parts of a page tell: deck, outlet, kind, topics and language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.importing.readers.html import marked, phrases, printed, tree
from archive.importing.readers.html.parts import Page
from archive.importing.readers.html.witness import Hearing
from archive.importing.records import Reading
from archive.text import languages, strings

_NO_TOPIC = frozenset(
    """
    uncategorized uncategorised posts post blog articles article home featured homepage 未分类 未分類
    """.split()
) | {"без рубрики", "غير مصنف", "non classé"}
_NO_LANGUAGE = frozenset(("und", "mul", "zxx"))
_KNOWN = frozenset(("en", "fr", "ru", "ar", "zh"))
"""Languages that can be told by their words; see `languages.guess`."""


def deck(page: Page, hearing: Hearing, claim: Mapping[str, Any]) -> str:
    """Return the sentence under the title: one that readers see, and not merely the text's beginning."""
    if page.container is None:
        return ""
    above = [line.words for line in printed.above(page.root, page.container)]
    text = strings.loose_key(tree.words(page.container)[:6_000])
    shown = {strings.loose_key(line): line for line in above}
    within = {strings.loose_key(line.words): line.words for line in printed.within(page.container)[:6]}
    for witness in hearing.witnesses:
        key = strings.loose_key(witness.deck)
        if len(key) < 8 or key == strings.loose_key(claim["title"]):
            continue
        if key in shown and (key not in text or key in within):
            return shown[key]
        if witness.name == "the printed page" and (key not in text or key in within):
            return witness.deck
    return ""


def outlet(claim: dict[str, Any], text: str) -> None:
    """Take the outlet from a line such as "This article originally appeared in ..."."""
    for line in (text[:400], *re.split(r"(?<=[.!?)\]])\s+", text[-600:])):
        found = phrases.ORIGINALLY.fullmatch(line.strip())
        if found:
            claim["source"] = claim.get("source") or re.sub(
                r"^the (?=[A-Z])", "", found["outlet"].strip(' .,“”"')
            )
            return


def terms(claim: dict[str, Any], page: Page, hearing: Hearing) -> None:
    """Tell kind and topics from the sections: a section is a kind where it is called like one."""
    kinds = [kind for witness in hearing.witnesses for kind in witness.kinds]
    sections = [section for witness in hearing.witnesses for section in witness.sections]
    label = next((one for one in [*kinds, *sections] if phrases.KIND.fullmatch(one.strip())), "")
    known = next(
        (one for witness in hearing.witnesses[:6] for one in witness.kinds if one not in ("post", "page")), ""
    )
    if not claim.get("type") or label:
        claim["type_label"] = label or (
            known if (len(known) < 40 and " " not in known.strip()) or known.istitle() else ""
        )
    topics: list[str] = hearing.first(lambda one: one.topics) or marked.drupal_terms(page.root)
    if "topics" in claim:
        topics = claim["topics"]
    else:
        general = [
            one
            for one in sections
            if not phrases.KIND.fullmatch(one.strip()) and one.lower() not in _NO_TOPIC
        ]
        topics = [*topics, *(general if not topics or len(general) <= 5 else [])]
    seen: dict[str, str] = {}
    for topic in topics:
        topic = strings.tidy(str(topic)).strip(" #,;")
        if topic and len(topic) <= 150 and topic.lower() not in _NO_TOPIC:
            seen.setdefault(strings.matching_key(topic), topic)
    claim["topics"] = list(seen.values())[:100]


def language(page: Page, reading: Reading) -> str:
    """Return the language that the page says, unless its text is plainly in another one of the five known."""
    text = tree.words(page.container)[:6_000] if page.container is not None else ""
    guessed = languages.guess(f"{page.page_title} {text}")
    around = [page.container, *page.container.iterancestors()] if page.container is not None else [page.root]
    said = [tree.attribute(one, name) for one in around for name in ("lang", "xml:lang")]
    said.append(page.meta.one("content-language", "language", "dc.language", "citation_language"))
    said += [witness.language for witness in page.witnesses]
    tags = (languages.normalise(one) for one in said)
    stated = next((one for one in tags if one and one not in _NO_LANGUAGE), "")
    primary = stated.split("-")[0]
    if (
        not guessed
        or primary == guessed
        or (stated and primary not in _KNOWN)
        or (stated and len(text) < 200)
    ):
        return stated or guessed
    if stated:
        reading.fault(
            f"is what the page says; its text is in another language, and {guessed} was kept",
            field="language",
            value=stated,
        )
    return guessed
