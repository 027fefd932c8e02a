"""The title of a page: which heading it is, and what of `<title>` is only the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from archive.importing.readers.html import moments, people
from archive.importing.readers.html.chrome import is_aside
from archive.importing.readers.html.printed import within
from archive.importing.readers.html.tree import attribute, is_within, words
from archive.text import strings

_SITE = re.compile(
    r"(?:^|\s)(?:site-(?:title|name|header|branding)|branding|logo|navbar-brand|masthead)(?:$|\s)"
)
_SEPARATORS = re.compile(r"\s+(?:[|»•·–—-]|::|/)\s+|\s*[|«»_]\s*")


def printed(root: HtmlElement, page_title: str, container: HtmlElement | None, *, old: bool) -> str:
    """Return the printed title: the `<h1>` that `<title>` repeats, else the only one of the article.

    On `old` pages without any it is the first line in large or bold letters.
    """
    headings = [one for one in root.iter("h1") if not is_aside(one) and words(one) and not is_of_site(one)]
    known = strings.loose_key(page_title)
    repeated = [
        heading
        for level in ("h1", "h2", "h3")
        for heading in root.iter(level)
        if not is_aside(heading)
        and not is_of_site(heading)
        and len(_key(heading)) > 5
        and _key(heading) in known
    ]
    if repeated:
        return words(max(repeated, key=lambda one: len(_key(one))))
    if headings:
        beside = [one for one in headings if container is not None and _share_article(one, container)]
        return words(
            (beside or headings)[-1 if container is not None and len(headings) > 1 and not beside else 0]
        )
    if old and container is not None:
        for line in within(container)[:6]:
            if (
                len(line.words) < 200
                and _is_large(line.element)
                and not moments.printed(line.words)
                and not people.from_byline(line.words)
            ):
                return line.words
    return ""


def is_of_site(heading: HtmlElement) -> bool:
    """Say whether a heading is the name of the site at the top of its pages."""
    link = heading.find(".//a[@href]")
    if link is not None and re.fullmatch(
        r"(?:https?://[^/]+)?/?(?:index\.\w{3,4})?", attribute(link, "href")
    ):
        return True
    named = " ".join(
        f"{one.get('class') or ''} {one.get('id') or ''}"
        for one in (heading, *list(heading.iterancestors())[:3])
    )
    return bool(_SITE.search(named.lower()))


def _key(heading: HtmlElement) -> str:
    return strings.loose_key(words(heading))


def _share_article(heading: HtmlElement, container: HtmlElement) -> bool:
    return any(
        one.tag in ("article", "main") and is_within(container, one) for one in heading.iterancestors()
    )


def _is_large(element: HtmlElement) -> bool:
    for one in (element, *list(element.iterancestors())[:3]):
        if one.tag in ("h1", "h2", "h3", "b", "strong", "big"):
            return True
        if one.tag == "font" and re.match(r"\+|[4-7]", attribute(one, "size")):
            return True
    return False


def without_house(title: str, houses: Iterable[str], headings: Iterable[str]) -> str:
    """Return a title without the name of the site that `<title>` and Open Graph hang on it."""
    title = strings.tidy(title)
    printed = {strings.loose_key(heading) for heading in headings}
    if strings.loose_key(title) in printed:
        return title
    own = {strings.loose_key(house) for house in houses if house}
    for found in list(_SEPARATORS.finditer(title))[::-1]:
        before, after = title[: found.start()], title[found.end() :]
        if not before or not after:
            continue
        if strings.loose_key(after) in own or strings.loose_key(before) in printed:
            return without_house(before, own, printed)
    for found in _SEPARATORS.finditer(title):
        before, after = title[: found.start()], title[found.end() :]
        if before and after and (strings.loose_key(before) in own or strings.loose_key(after) in printed):
            return without_house(after, own, printed)
    return title


def last_part_off(title: str) -> str:
    """Return `<title>` without what stands behind its last stroke, where nothing tells the site's name."""
    parts = list(_SEPARATORS.finditer(title))
    if not parts:
        return title
    before, after = title[: parts[-1].start()], title[parts[-1].end() :]
    return before if len(before) >= len(after) and len(before) > 8 else title
