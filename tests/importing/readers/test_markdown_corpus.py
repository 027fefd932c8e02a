"""A real site of 2,084 Markdown files with authors, topics and sources: the facts that must hold."""

from __future__ import annotations

import re
import tarfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.records import Reading, Source
from archive.importing.sources import find_sources
from archive.text import html
from tests.importing.readers.reading import written

pytestmark = pytest.mark.corpus


@dataclass(frozen=True)
class Site:
    """The readings of the site's articles, and of them those that are articles, by path."""

    folder: Path
    readings: dict[str, list[Reading]]

    @property
    def articles(self) -> list[Reading]:
        return [one for of_file in self.readings.values() for one in of_file if one.record is not None]


@pytest.fixture(scope="module")
def site(corpus: Path, tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    with tarfile.open(corpus / "corpus" / "markdown" / "digitalgov-md.tar.gz") as tar:
        tar.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return Site(root, {
        source.path.relative_to(root).as_posix(): list(readers.read(source))
        for source in find_sources([root / "news"])
    })  # fmt: skip


def test_every_file_with_a_title_is_an_article_but_for_the_list_of_all(site):
    assert len(site.readings) == 2084
    assert len(site.articles) == 2082
    assert [path for path, found in site.readings.items() if not found] == ["news/_index.md"]
    rejected = [path for path, found in site.readings.items() if found and found[0].record is None]
    assert rejected == ["news/2018/09/2018-09-24-example.md"]


def test_every_article_has_an_identity_of_its_own_though_three_slugs_stand_twice(site):
    assert len({one.record.id for one in site.articles}) == 2082
    slugs = Counter(re.search(r"(?m)^slug: *(\S+)", one.data.decode())[1] for one in site.articles)
    assert sum(count > 1 for count in slugs.values()) >= 2


def test_all_672_authors_are_known_by_their_files(site):
    slugs = {slug for one in site.articles for slug in one.context["names"].get("authors", {})}
    assert len(slugs) == 672
    told = [str(fault) for one in site.articles for fault in one.faults if fault.field == "authors"]
    assert not [words for words in told if "no look-up file" in words]


def test_bylines_are_as_long_as_they_were(site):
    lengths = Counter(len(one.record.authors) for one in site.articles)
    assert lengths[0] == 305  # the list of all articles is the 306th file without an author
    assert sum(count for length, count in lengths.items() if length > 1) == 216
    assert max(lengths) == 11


def test_all_54_spellings_of_topics_lead_to_names(site):
    spelled = set()
    for one in site.articles:
        found = re.search(r"(?m)^topics:[ \t]*\n((?:[ \t]*- .*\n|[ \t]*#.*\n)+)", one.data.decode())
        if found:
            spelled |= {
                item.strip("\"' ") for item in re.findall(r"(?m)^[ \t]*-[ \t]+(.+?)[ \t]*$", found[1])
            }
    assert len(spelled) == 54
    named = {name for one in site.articles for name in one.record.topics}
    assert len({name.casefold() for name in named}) in range(50, 55)
    assert not [name for name in named if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", name)]


def test_the_days_are_as_written(site):
    days = sorted(one.record.published[:10] for one in site.articles)
    assert (days[0], days[-1]) == ("2010-10-22", "2025-01-02")
    assert all(
        re.search(rf"(?m)^date: *{one.record.published[:10]}", one.data.decode()) for one in site.articles
    )


def test_pieces_that_point_elsewhere_are_articles_of_their_outlets(site):
    elsewhere = [one.record for one in site.articles if one.record.source_url]
    assert len(elsewhere) == 271
    assert all(record.source for record in elsewhere)
    empty = [one.record for one in site.articles if not one.record.body.strip()]
    assert len(empty) == 269  # the list of all articles is the 270th file without a body
    assert all(record.source for record in empty)


def test_only_the_one_draft_is_held_back(site):
    assert Counter(one.record.state for one in site.articles) == {"": 2081, "draft": 1}


def test_bodies_are_clean_html_without_template_code_and_lose_no_word(site):
    for one in site.articles:
        cleaned = html.clean(one.record.body)
        assert not [loss for loss in cleaned.losses if " lost: " in loss], one.source.name
        assert not re.search(r"\{\{[<%]|\{%|\ufdd0|\ufdd1", cleaned.text), one.source.name


def test_the_words_of_every_file_arrive(site):
    words = re.compile(r"[A-Za-z]{4,}")
    markup = re.compile(
        r"\{\{.*?\}\}(?:#\w+)?|\]\([^)]*\)|<[^>]*>|&#?\w+;|https?://\S+|\{[:#.][^}]*\}", re.DOTALL
    )
    incomplete = {}
    for one in site.articles:
        text = markup.sub(" ", one.data.decode().lstrip("\ufeff\n").split("\n---", 1)[1])
        missing = Counter(words.findall(text)) - Counter(words.findall(html.to_text(one.record.body)))
        if missing.total() > 8:
            incomplete[one.source.path.name] = missing
    assert len(incomplete) < 5, incomplete


def test_every_article_can_be_read_again_from_its_bytes(site, tmp_path):
    for one in site.articles[::40]:
        path = written(tmp_path, one.data, "evidence")
        (again,) = readers.read(Source(path, one.source.name, context=one.context), one.format)
        assert again.record == one.record


def test_authors_topics_and_sources_are_no_articles(site):
    kept = {"authors", "topics", "sources"}
    paths = [
        source
        for source in find_sources([site.folder])
        if source.path.relative_to(site.folder).parts[0] in kept
    ]
    assert len(paths) > 1100
    assert [source.name for source in paths[::7] if list(readers.read(source))] == []
