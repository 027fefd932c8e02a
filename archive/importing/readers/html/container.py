"""Where the body of an article stands on its page.

Containers that systems name are asked first; then `<article>` and `<main>`; then the element into which most
of the prose falls, for which trafilatura is asked too. It only says *where* the text is: what it would leave
out (figures, captions, notes) stays.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from archive.importing.readers.html.chrome import Weights, is_aside
from archive.importing.readers.html.tree import attribute, common_ancestor, is_within, lines, tokens, words

_PROPERTIES = frozenset(("content:encoded", "schema:articlebody", "schema:text", "articlebody"))
_NAMES = re.compile(
    r"field--?name--?(?:field-)?(?:body|content|main-content|text|article-body|long-?text)"
    r"|entry-?content|e-content|single-content"
    r"|(?:td-|blog-|single-|wp-block-)?post-(?:full-)?content|gh-content|available-content"
    r"|articlebody|articletext|main-text|body-text"
    r"|body-copy|bodytext|content-body|body-content|story-?text|blog-item-content"
    r"|elementor-widget-theme-post-content|text-long|postcontent"
    r"|the-content|mainbody|maincontent-body|pub-body|fulltext|article-fulltext|prose|wysiwyg"
    r"|rich-?text|field--type-text-(?:with-summary|long)"
)
_ALIKE = re.compile(
    r"(?:^|[_-])(?:article|post|story|entry|blog|publication|report|news|commentary|page|content"
    r"|text|rich)(?:[_-]{1,2}(?:main|full|single|detail))?"
    r"[_-]{0,2}(?:body|content|text|copy|main)(?:$|[_-])"
)
_TEXT = frozenset(("p", "ul", "ol", "blockquote", "dl", "pre", "figure", "h2", "h3"))
MOST_ELEMENTS = 8_000
"""Elements up to which trafilatura is asked: it takes seconds for large pages."""
_MAIN_IDS = ("main-content", "content", "main", "maincontent", "article", "primary")


def find(root: HtmlElement, weights: Weights) -> HtmlElement | None:
    """Return the element that holds the body of the page's article; None where no prose is found at all."""
    body = root.find("body")
    body = body if body is not None else root
    scope = _scope(body, weights)
    whole = weights.get(scope, 0.0) or weights.get(body, 0.0)
    for tier, least in ((_marked(body), 0.15), (_named(body), 0.35)):
        found = _best(tier, weights, whole, least)
        if found is not None:
            return found
    if not weights.get(body):
        return None
    if scope is not body:
        return _fallen(scope, weights)
    fallen = _fallen(body, weights)
    located = _located(body) if sum(1 for _ in body.iter()) < MOST_ELEMENTS else None
    if (
        located is not None
        and is_within(located, fallen)
        and weights.get(located, 0.0) >= 0.6 * weights.get(fallen, 0.0)
    ):
        return located
    return fallen


def _marked(body: HtmlElement) -> list[list[HtmlElement]]:
    groups: list[list[HtmlElement]] = [[], []]
    for element in body.iter():
        if not isinstance(element.tag, str) or is_aside(element):
            continue
        if "articlebody" in attribute(element, "itemprop").lower().split():
            groups[0].append(element)
        if _PROPERTIES & set(attribute(element, "property").lower().split()):
            groups[1].append(element)
    return groups


def _named(body: HtmlElement) -> list[list[HtmlElement]]:
    groups: dict[str, list[HtmlElement]] = {}
    for element in body.iterfind(".//*[@class]"):
        if is_aside(element) or element.tag in ("h1", "h2", "h3", "a", "span", "img", "li", "time"):
            continue
        for name in tokens(element):
            if _NAMES.fullmatch(name) or _ALIKE.search(name):
                groups.setdefault(name, []).append(element)
    for element in body.iterfind(".//*[@id]"):
        name = attribute(element, "id").lower()
        if (
            (_NAMES.fullmatch(name) or _ALIKE.search(name))
            and not is_aside(element)
            and element.tag not in ("h1", "h2", "h3", "a", "span")
        ):
            groups.setdefault(f"#{name}", []).append(element)
    return sorted(
        groups.values(), key=lambda group: not any(_NAMES.fullmatch(name) for name in tokens(group[0]))
    )


def _best(
    groups: list[list[HtmlElement]], weights: Weights, whole: float, least: float
) -> HtmlElement | None:
    """Return the container whose kind holds most prose; where several of a kind share it, what holds all.

    Of two that hold nearly the same, one within the other, the inner one is meant.
    """
    best: tuple[float, HtmlElement] | None = None
    for group in groups:
        outer = [
            one
            for one in group
            if not any(one is not other and is_within(one, other) for other in group[:50])
        ]
        heavy = [one for one in outer if weights.get(one, 0.0) > 0]
        if not heavy:
            continue
        top = max(heavy, key=lambda one: weights[one])
        total = sum(weights[one] for one in heavy)
        chosen = top if weights[top] >= 0.75 * total else common_ancestor(heavy)
        if chosen.tag in ("body", "html", "main") and len(heavy) > 1 and weights[top] >= 0.4 * total:
            chosen = top
        weight = weights.get(chosen, 0.0)
        if weight < least * whole:
            continue
        if best is None or weight > 1.15 * best[0] or (weight > 0.9 * best[0] and is_within(chosen, best[1])):
            best = (weight, chosen)
    return best[1] if best else None


def _scope(body: HtmlElement, weights: Weights) -> HtmlElement:
    """Return the part of a page in which its article stands, as far as elements say it; else the body."""
    total = weights.get(body, 0.0)
    articles = [one for one in body.iter("article") if not is_aside(one)]
    outer = [
        one
        for one in articles
        if not any(other is not one and is_within(one, other) for other in articles[:50])
    ]
    if outer:
        top = max(outer, key=lambda one: weights.get(one, 0.0))
        if weights.get(top, 0.0) >= 0.5 * total:
            return top
    for found in (body.iter("main"), body.iterfind(".//*[@role='main']")):
        top = max(found, key=lambda one: weights.get(one, 0.0), default=None)
        if top is not None and weights.get(top, 0.0) >= 0.4 * total:
            return top
    for name in _MAIN_IDS:
        found = body.find(f".//*[@id='{name}']")
        if found is not None and found.tag not in ("a", "h1") and weights.get(found, 0.0) >= 0.5 * total:
            return found
    return body


def _fallen(scope: HtmlElement, weights: Weights) -> HtmlElement:
    """Return the innermost element that holds three quarters of the prose of `scope`."""
    here = scope
    while True:
        heaviest = max(
            (one for one in here if isinstance(one.tag, str)),
            key=lambda one: weights.get(one, 0.0),
            default=None,
        )
        if heaviest is None or heaviest.tag in _TEXT:
            return here
        if weights.get(heaviest, 0.0) < 0.75 * weights.get(here, 0.0):
            return _wider(here, weights)
        here = heaviest


def _wider(here: HtmlElement, weights: Weights) -> HtmlElement:
    """Return the one column that holds more than half, where `here` is only a row of columns."""
    if here.tag not in ("tr", "tbody", "table") and not (
        here.tag in ("div", "body") and here.find("p") is None and len(here) <= 4
    ):
        return here
    top = max(here, key=lambda one: weights.get(one, 0.0))
    return (
        top
        if weights.get(top, 0.0) > 0.55 * weights.get(here, 0.0) and here.tag in ("tr", "tbody", "table")
        else here
    )


def _located(body: HtmlElement) -> HtmlElement | None:
    """Return the innermost element with nearly all the lines that trafilatura takes for the text."""
    from trafilatura import extract  # heavy, and rarely needed

    try:
        page = etree.tostring(body.getroottree(), encoding="unicode", method="html")
        text = extract(page, include_comments=False, include_tables=True, deduplicate=False, fast=True) or ""
    except Exception:  # whatever an extractor meets in a hostile page
        return None
    wanted = {line.strip(" -")[:60] for line in text.split("\n") if len(line) > 40}
    if len(wanted) < 2:
        return None
    holders = [
        line.element
        for line in lines(body)
        if any(line.words.startswith(start) for start in (line.words[:60],) if start in wanted)
    ]
    return common_ancestor(holders) if len(holders) >= 0.8 * len(wanted) else None


def is_scattered(container: HtmlElement, weights: Weights) -> bool:
    """Say whether the prose is in teasers: several blocks alike, each with a heading that is a link."""
    best = 0
    for parent in container.iter():
        if not isinstance(parent.tag, str) or len(parent) < 4:
            continue
        alike: dict[tuple[str, str], int] = {}
        for child in parent:
            if (
                isinstance(child.tag, str)
                and child.tag in ("article", "li", "div", "section", "tr", "dt")
                and _is_teaser(child, weights)
            ):
                key = (child.tag, next(iter(tokens(child)), ""))
                alike[key] = alike.get(key, 0) + len(words(child))
        if alike:
            counted = max(alike.values())
            best = max(best, counted)
    whole = sum(len(line.words) for line in lines(container) if not is_aside(line.element))
    return best > 0.5 * max(whole, 1)


def _is_teaser(element: HtmlElement, weights: Weights) -> bool:
    """Say whether an element announces another page: a heading that is a link, at most a few lines."""
    if weights.get(element, 0.0) > 1_200:
        return False
    for heading in element.iter("h1", "h2", "h3", "h4", "h5"):
        if heading.find(".//a[@href]") is not None or (
            heading.getparent() is not None and heading.getparent().tag == "a"
        ):
            return True
    if element.find(".//*[@class]") is not None:
        for one in element.iterfind(".//*[@class]"):
            if re.search(r"(?:^|[\s_-])(?:title|headline)(?:$|[\s_-])", one.get("class") or "") and (
                one.tag == "a" or one.find(".//a[@href]") is not None
            ):
                return True
    return False
