"""What every test may ask for: the corpus, a browser, a private Redis; and which database tests run on.

In a run on both databases both workers take the tests that touch a database. What no database can change is
tested once, by the worker named `sqlite`; so is what a browser sees, of which the worker named `postgresql`
takes the larger part, so that both are done at about the same time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import SimpleTestCase, TransactionTestCase
from hypothesis import settings as hypothesis_settings

from tests import services

hypothesis_settings.register_profile("archive", deadline=None, print_blob=True)
hypothesis_settings.load_profile("archive")

CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
LONGEST_IN_BROWSER = "test_accessibility.py"
DATABASE_FIXTURES = {
    "db", "transactional_db", "live_server", "django_db_setup", "django_db_reset_sequences",
    "django_db_serialized_rollback", "admin_client", "admin_user",
}  # fmt: skip


def pytest_report_header(config: pytest.Config) -> str:
    """Say where the database stands."""
    if config.getoption("dist", "no") == "each":
        return "database: SQLite and PostgreSQL, side by side"
    return f"database: {os.environ.get('ARCHIVE_TEST_DATABASE') or 'sqlite'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the database or a missing corpus makes pointless; test once what needs no database."""
    chosen = os.environ.get("ARCHIVE_TEST_DATABASE") or "sqlite"
    for item in items:
        if item.get_closest_marker(OTHER[chosen]):
            item.add_marker(pytest.mark.skip(reason=f"Left out: this run is on {chosen} only."))
    if not os.environ.get("ARCHIVE_CORPUS"):
        absent = pytest.mark.skip(reason="Left out: ARCHIVE_CORPUS does not say where the corpus is.")
        for item in items:
            if item.get_closest_marker("corpus"):
                item.add_marker(absent)
    if config.getoption("dist", "no") == "each" or os.environ.get("PYTEST_XDIST_WORKER") in OTHER:
        items[:] = [item for item in items if belongs_to(chosen, item)]


def belongs_to(database: str, item: pytest.Item) -> bool:
    """Tell whether a run on both databases runs the test on this one."""
    if item.get_closest_marker(OTHER[database]):
        return False
    if item.get_closest_marker("browser"):
        return database == ("sqlite" if item.path.name == LONGEST_IN_BROWSER else "postgresql")
    return database == "sqlite" or touches_database(item)


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database, by its mark, a fixture or its class."""
    if item.get_closest_marker("django_db"):
        return True
    kind = getattr(item, "cls", None)
    if kind and issubclass(kind, SimpleTestCase):
        return issubclass(kind, TransactionTestCase)
    return not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Begin with an empty cache: what another test was answered is none of this one's."""
    cache.clear()


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries: Any) -> Any:
    """Count the queries of a page alone: what a process reads once, after works have changed, is none of its.

    One query of every page asks whether something has changed.
    """
    from archive.articles import sets

    def counting(number: int, **options: Any) -> Any:
        sets.current()
        return django_assert_num_queries(number, **options)

    return counting


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder that ARCHIVE_CORPUS names: real shapes to read; for tests marked `corpus`."""
    return Path(os.environ["ARCHIVE_CORPUS"]).resolve()


@pytest.fixture(scope="session")
def redis_address() -> Iterator[str]:
    """Return the address of a Redis of our own."""
    with left_out_when_missing(), services.redis() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return a Chromium without a window, driven by Playwright; one for the whole run."""
    with left_out_when_missing():
        path = services.chromium()
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """Return a fresh page at the live site; `page.goto("/articles/")` is enough.

    A script that breaks, or something that the content security policy stops, fails the test at its end.
    """
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


class left_out_when_missing:  # noqa: N801 (reads as a sentence in a `with`)
    """Turn a missing server into a test left out, or into a failure where CI promises that it is there."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, reason: BaseException | None, trace: object) -> None:
        if isinstance(reason, services.Missing):
            if services.in_ci():
                pytest.fail(str(reason), pytrace=False)
            pytest.skip(f"Left out: {reason}")
