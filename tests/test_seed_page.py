"""The page the product was conceived from: imported from its capture, shown as it was, line for line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from lxml import html

from archive.articles.models import Article
from tests.importing.conftest import import_content  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]

# Where the content of the capture begins and ends; what of it belongs to the page's shell, or to other works.
FIRST, LAST = "Source: Getty", "More Work from Malcolm H. Kerr Carnegie Middle East Center"
SHELL = {"Link Copied", "Recent Work"}
HOST = "malcolm-h-kerr-carnegie-middle-east-center"


@pytest.fixture
def seed() -> Path:
    """The capture of the page."""
    return next((Path(os.environ["ARCHIVE_CORPUS"]) / "seeds").glob("*.txt"))


def content_lines(seed: Path) -> list[str]:
    """Return the lines of the capture that are the work's own, in order."""
    lines, _ = own_lines(seed)
    return [line for line in lines if line and line not in SHELL]


def teasers(seed: Path) -> list[str]:
    """Return the titles of other works that the capture shows under its own."""
    return [line for line in own_lines(seed)[1] if len(line) > 30]


def own_lines(seed: Path) -> tuple[list[str], list[str]]:
    """Return the lines between the shell's, apart from those under “Recent Work”, and the latter."""
    lines = [line.strip(" \t•") for line in seed.read_text(encoding="utf-8").splitlines()]
    lines = lines[lines.index(FIRST) : lines.index(LAST)]
    recent = lines.index("Recent Work")
    names_again = next(at for at in range(recent, len(lines)) if lines[at].startswith("Former Director"))
    return lines[:recent] + lines[names_again - 1 :], lines[recent : names_again - 1]


def words_of(page: bytes) -> str:
    """Return the text of a page as it is read, blanks folded; no-break spaces stay."""
    main = html.fromstring(page.decode()).find(".//main")
    for element in main.iter("script", "style", "svg"):
        element.drop_tree()
    return re.sub(r"[ \t\r\n]+", " ", " ".join(main.itertext()))


def positions(lines: list[str], text: str) -> list[int]:
    """Return where each line stands after the one before; the assertion names the first that does not."""
    at, found = 0, []
    for line in lines:
        pattern = r"[ ]?".join(re.escape(word) for word in line.split(" "))
        match = re.compile(pattern).search(text, at)
        assert match, f"not on the page after position {at}: {line!r}"
        at = match.end()
        found.append(match.start())
    return found


@pytest.mark.parametrize("prefix", ["", f"/{HOST}"])
def test_the_page_shows_every_content_line_in_its_order(seed, prefix, import_content, client):  # noqa: F811
    import_content(seed)
    article = Article.objects.get()
    lines = content_lines(seed)
    tag_line = lines[-2]
    terms = [link.tag.name for link in article.term_links.all()]
    assert "".join(terms) == tag_line

    response = client.get(prefix + article.get_absolute_url())

    assert response.status_code == 200
    text = words_of(response.content)
    expected = [line for line in lines if line != tag_line]
    expected[-1:-1] = terms
    assert len(expected) > 35
    positions(expected, text)
    assert len(teasers(seed)) == 2
    assert not any(teaser in text for teaser in teasers(seed))


def test_both_hosts_name_one_canonical_address(seed, import_content, client):  # noqa: F811
    import_content(seed)
    address = Article.objects.get().get_absolute_url()

    pages = [html.fromstring(client.get(prefix + address).content) for prefix in ("", f"/{HOST}")]

    canonical = {page.find(".//link[@rel='canonical']").get("href") for page in pages}
    assert len(canonical) == 1
    assert canonical.pop().endswith(address)
    brands = [page.find(".//header").text_content() for page in pages]
    assert "Malcolm H. Kerr Carnegie Middle East Center" in brands[1]
    assert "Malcolm H. Kerr" not in brands[0]


def test_the_rows_say_what_the_page_said(seed, import_content):  # noqa: F811
    said = import_content(seed)

    assert said.closing == "created 1, updated 0, unchanged 0, conflicts 0, rejected 0, read 1"
    article = Article.objects.get()
    assert article.title == "Russia-NK Opening Sends Message to Region"
    assert article.kind.code == "legacyinthemedia"
    assert article.primary_center.name == "Carnegie Russia Eurasia Center"
    assert [link.center.name for link in article.center_links.all()] == [
        "Carnegie Endowment for International Peace",
        "Carnegie Russia Eurasia Center",
    ]
    assert str(article.published) == "2014-12-02"
    assert (article.credit, article.outlet.name) == ("Getty", "Global Times")
    author = article.byline[0].author
    held = author.affiliations.get()
    assert (held.position, held.body, held.is_former) == ("Director", "Carnegie Moscow Center", True)
    assert "from 2008 to early 2022" in author.bio
    paragraphs = [part.text_content() for part in html.fragments_fromstring(article.body)]
    lines = seed.read_text(encoding="utf-8").splitlines()
    begin = next(at for at, line in enumerate(lines) if line.startswith("The recent visit to Russia"))
    end = next(at for at, line in enumerate(lines) if line.startswith("This article originally appeared"))
    assert paragraphs == [line for line in lines[begin:end] if line]
    assert article.body.count("\u00a0") == 1
    again = import_content(seed)
    assert again.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1"
