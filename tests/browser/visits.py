"""What a first visit to a page brings into the browser, and what the page says there."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any

from tests.browser.examples import Example


@dataclass
class Fetched:
    """One file that the page asked for; `weight` is its bytes on the way, compressed (of a picture: none)."""

    address: str
    kind: str
    status: int
    weight: int
    kept: str = ""
    """What its Cache-Control says."""


@dataclass
class Visit:
    """A page as it came.

    `said` holds console messages, script errors and what the policy stopped; `faces` the families of the type
    that was loaded; `missing` what the example should show and does not.
    """

    status: int = 0
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    fetched: list[Fetched] = field(default_factory=list)
    cookies: list[dict[str, Any]] = field(default_factory=list)
    faces: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


def visit(browser: Any, site: str, example: Example) -> Visit:
    """Open a page in a browser that knows nothing of the site, and scroll to its end."""
    seen, answers = Visit(), []
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("requestfailed", lambda request: seen.failed.append(f"{request.url}: {request.failure}"))
    page.on("response", lambda answer: answers.append(answer))
    try:
        answer = page.goto(example.address, wait_until="load")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_load_state("networkidle")
        seen.status, seen.html, seen.headers = answer.status, answer.text(), answer.headers
        seen.fetched = [fetched(one) for one in answers]
        seen.cookies = context.cookies()
        seen.missing = [selector for selector in example.shows if not page.locator(selector).count()]
        seen.faces = set(
            page.evaluate(
                "[...document.fonts].filter(face => face.status == 'loaded')"
                ".map(face => face.family.replaceAll('\"', ''))"
            )
        )
    finally:
        context.close()
    return seen


def fetched(answer: Any) -> Fetched:
    """Return a file with its weight: as it came if the server compressed it, else as it could have come."""
    kind = answer.request.resource_type
    if kind == "image":
        weight = 0
    elif kind == "font":
        weight = len(answer.body())
    elif answer.headers.get("content-encoding"):
        weight = answer.request.sizes()["responseBodySize"]
    else:
        weight = len(gzip.compress(answer.body(), 6))
    return Fetched(answer.url, kind, answer.status, weight, answer.headers.get("cache-control", ""))
