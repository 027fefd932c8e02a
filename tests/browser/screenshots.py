"""`python -m tests.browser.screenshots DIR [--only NAME]`: look at every page, wide and narrow.

Starts the demonstration in a folder of its own, takes each example at three widths and in two schemes into
DIR/<page>-<width>-<scheme>.png, and lays them all out in DIR/index.html.
"""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from archive.text.slugs import slugify
from tests import services
from tests.browser.examples import EXAMPLES, Example
from tests.browser.starting import served
from tests.conftest import CHROMIUM_ARGUMENTS

WIDTHS = (390, 834, 1440)
SCHEMES = ("light", "dark")
PATIENCE = 180_000
"""Milliseconds that a page may take on a busy machine."""


def main(arguments: list[str]) -> None:
    """Take the screenshots that the command line asks for; exit with what answered otherwise, or with 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--only", default="", metavar="NAME", help="only pages whose name contains this")
    asked = parser.parse_args(arguments)
    chosen = {name: example for name, example in EXAMPLES.items() if asked.only in name}
    if not chosen:
        parser.error(f"no page is called “{asked.only}”; there are {', '.join(EXAMPLES)}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=[*CHROMIUM_ARGUMENTS])
        unexpected = list(take(browser, site, chosen, asked.folder))
        browser.close()
    (asked.folder / "index.html").write_text(sheet(chosen), encoding="utf-8")
    sys.exit("\n".join(unexpected) or None)


def take(browser: Any, site: str, examples: dict[str, Example], folder: Path) -> Iterator[str]:
    """Take every example at every width in every scheme; say which answered as they should not."""
    for width, scheme in product(WIDTHS, SCHEMES):
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        for name, example in examples.items():
            status = page.goto(example.address, wait_until="load").status
            if status != example.status:
                yield f"{example.address} answered {status} where {example.status} was expected"
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # pictures that wait to be near
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
            page.screenshot(path=folder / picture(name, width, scheme), full_page=True)
        context.close()


def picture(name: str, width: int, scheme: str) -> str:
    """Return the name of the file of one screenshot."""
    return f"{slugify(name)}-{width}-{scheme}.png"


def sheet(names: Iterable[str]) -> str:
    """Return the page that shows all screenshots, a row for each example."""
    rows = []
    for name in names:
        files = [picture(name, width, scheme) for scheme, width in product(SCHEMES, WIDTHS)]
        shown = "".join(f'<a href="{file}"><img src="{file}" alt="" loading="lazy"></a>' for file in files)
        rows.append(f"<h2>{html.escape(name)}</h2><p>{shown}</p>")
    style = "img{height:30rem;width:14rem;object-fit:cover;object-position:top;margin:.3rem;border:1px solid}"
    return (
        f'<!doctype html><meta charset="utf-8"><title>Every page</title><style>{style}</style>{"".join(rows)}'
    )


if __name__ == "__main__":
    main(sys.argv[1:])
