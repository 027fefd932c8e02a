"""Parts of a page by a plain selector: `.facts li`, `.body > h2`, `article.long`, `[data-note]`, `#more`."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_STEP = re.compile(r"(>\s*)?([a-z0-9]*)((?:[.#][-\w]+|\[[^]]+\])*)\s*")
_TEST = re.compile(r"\.([-\w]+)|#([-\w]+)|\[([^]]+)\]")


def select(page: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a selector of one line means, in their order on the page."""
    path = ""
    for step in filter(lambda found: found[0], _STEP.finditer(selector)):
        path += ("/" if step[1] else "//") + (step[2] or "*")
        for named, identified, having in _TEST.findall(step[3]):
            if named:
                path += f'[contains(concat(" ", normalize-space(@class), " "), " {named} ")]'
            else:
                path += f'[@id="{identified}"]' if identified else f"[@{having}]"
    return page.xpath(path)


def words(page: HtmlElement, selector: str) -> list[str]:
    """Return what such elements say, blanks folded."""
    return [" ".join(one.text_content().split()) for one in select(page, selector)]
