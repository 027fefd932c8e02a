"""The served demonstration, pages to open it with, and a record of the first visit to each example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.examples import EXAMPLES
from tests.browser.starting import served
from tests.browser.visits import Visit, visit

NewPage = Callable[..., Any]


@pytest.fixture(scope="session")
def site(browser: Any) -> Iterator[str]:
    """Return the address of the demonstration: filled and served once, by a process of its own."""
    with served() as address:
        yield address


@pytest.fixture
def new_page(browser: Any, site: str) -> Iterator[NewPage]:
    """Open pages, each for a reader who was never here; options are those of a Playwright context."""
    contexts = []

    def open_page(width: int = 1440, **options: Any) -> Any:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Any:
    """Return a fresh page, 1440 pixels wide."""
    return new_page()


@pytest.fixture
def plain_page(new_page: NewPage) -> Any:
    """Return a fresh page without JavaScript, as wide as a telephone."""
    return new_page(width=360, java_script_enabled=False)


@pytest.fixture(scope="session")
def visited(browser: Any, site: str) -> Callable[[str], Visit]:
    """Give what a first visit to an example brought, by the example's name; each is visited once."""
    visits: dict[str, Visit] = {}

    def find(name: str) -> Visit:
        if name not in visits:
            visits[name] = visit(browser, site, EXAMPLES[name])
        return visits[name]

    return find
