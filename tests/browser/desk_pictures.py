"""`python -m tests.browser.desk_pictures DIR`: the pictures of the desk that docs/editors.md shows.

Starts the demonstration in a folder of its own, signs in as its chief editor, does what an editor does, and
takes each page into DIR/<name>.webp, at the width of a laptop.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import services
from tests.browser.starting import ROOT, wait_until_ready
from tests.conftest import CHROMIUM_ARGUMENTS

SIZE = {"width": 1200, "height": 800}
PATIENCE = 180_000
"""Milliseconds that a page may take on a busy machine."""
QUALITY = 72


def main(arguments: list[str]) -> None:
    """Take all pictures into the folder that the command line names."""
    if len(arguments) != 1:
        sys.exit(f"Say where the pictures go: {(__doc__ or '').splitlines()[0]}")
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with demonstration() as (site, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=[*CHROMIUM_ARGUMENTS])
        page = browser.new_page(base_url=site, viewport=SIZE, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        sign_in(page, password)
        for name, go in PAGES.items():
            go(page)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready.then(() => true)")
            keep(page.screenshot(), folder / f"{name}.webp")
        browser.close()


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """Serve the demonstration as `demo` does; give its address and its chief editor's password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DJANGO_"))}
    port = services.free_port()
    with tempfile.TemporaryDirectory(prefix="archive-desk-") as folder:
        log = Path(folder) / "log"
        environment = kept | {"ARCHIVE_DATA": folder, "DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": ""}
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(port)],
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, process, log)
            yield address, re.search(r"sign in as +chief +(\S+)", log.read_text())[1]
        finally:
            process.terminate()
            process.wait(timeout=20)


def sign_in(page: Any, password: str) -> None:
    """Come in by the door."""
    page.goto("/admin/login/")
    page.fill("#id_username", "chief")
    page.fill("#id_password", password)
    page.click("input[type=submit]")
    page.wait_for_load_state()


def keep(picture: bytes, file: Path) -> None:
    """Keep a screenshot, packed."""
    Image.open(io.BytesIO(picture)).convert("RGB").save(file, quality=QUALITY, method=6)


def at(address: str) -> Callable[[Any], None]:
    """Return what opens an address."""
    return lambda page: page.goto(address)


def first_work(page: Any) -> None:
    """Open the newest work."""
    page.goto("/admin/articles/article/")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state()


def preview(page: Any) -> None:
    """Preview the newest work with what is not saved."""
    first_work(page)
    with page.expect_popup() as opened:
        page.keyboard.press("Alt+p")
    opened.value.wait_for_load_state("networkidle")
    address = opened.value.url
    opened.value.close()
    page.goto(address)


def history(page: Any) -> None:
    """Change the deck of the newest work, and look at its history."""
    first_work(page)
    page.fill("#id_deck", page.input_value("#id_deck") + " A sentence more.")
    page.locator("[name=_continue]").first.click()
    page.wait_for_load_state()
    page.goto(re.sub(r"/change/.*", "/history/", page.url))


def many(page: Any) -> None:
    """Tick works and ask to change them."""
    page.goto("/admin/articles/article/")
    for box in page.locator(".action-select").all()[:5]:
        box.check()
    page.select_option("select[name=action]", label="Change the selected works…")
    page.locator("button[name=index]").first.click()
    page.wait_for_load_state()


PAGES: dict[str, Callable[[Any], None]] = {
    "desk": at("/admin/"),
    "work": first_work,
    "preview": preview,
    "history": history,
    "many": many,
    "quality": at("/admin/quality/"),
}


if __name__ == "__main__":
    main(sys.argv[1:])
