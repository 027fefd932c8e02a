"""Whatever is done in whatever order: promises of the import that hold for every sequence of runs.

Each seed is an archive of its own: sources that change at random, editors who edit and decide, runs that are
killed, repeated and taken back. What a seed does is the same every time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from PIL import Image

from archive.articles.addresses import keep_past_address
from archive.articles.models import Article
from archive.importing import conflicts, preparing, reconciling, running, saving
from archive.importing.exporting import digest
from archive.importing.models import Conflict, ImportRun, OpenName
from archive.importing.saving import Saver
from archive.importing.undoing import undo
from authors.models import Author
from tests.importing.conftest import Import
from tests.importing.richness import make_empty, store_in
from tests.importing.test_import_content import everything
from tests.importing.test_undo_import import contents

pytestmark = pytest.mark.django_db

SEEDS = (3, 10, 13, 35, 48)
SITE = "https://lantern.example/posts"
FILES = ("a.jsonl", "b.jsonl", "c.jsonl")
PEOPLE = (
    "Ines Okafor",
    "Okafor, Ines",
    "I. Okafor",
    "Tomás Brandt",
    "Tomas Brandt",
    "Rana Quill",
    "R. Quill",
)
EDITED = ("title", "deck", "credit", "place")
"""The fields that editors change here; columns of the same names hold them."""


class House:
    """Some sources, and those who work on them: everything that a seed does."""

    def __init__(self, seed: int, folder: Path, import_content: Import) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        self.call = import_content
        self.sources: dict[str, list[dict[str, Any] | str]] = {name: [] for name in FILES}
        self.words: dict[tuple[int, str], str] = {}
        self.version = 0
        self.history: list[str] = []

    def change_sources(self) -> None:
        """Let the sources say something else: new works, changed ones, vanished ones, broken lines."""
        for _ in range(self.chance.randint(1, 6)):
            lines = self.sources[self.chance.choice(FILES)]
            deed = self.chance.random()
            if lines and deed < 0.15:
                lines.pop(self.chance.randrange(len(lines)))
            elif lines and deed < 0.25:
                self.chance.shuffle(lines)
            elif lines and deed < 0.5:
                at = self.chance.randrange(len(lines))
                if isinstance(lines[at], dict):
                    lines[at] = {**lines[at], **self._some(lines[at]["id"])}
            elif deed < 0.58:
                lines.insert(self.chance.randint(0, len(lines)), self._broken())
            else:
                name = f"work-{self.chance.randrange(7)}"
                lines.append({**self._whole(name), **self._some(name)})
        self.write(json.dumps(self.sources))

    def edit(self) -> None:
        """Let an editor change a work: a field, its slug, its byline or topics; or delete it."""
        for article in self.chance.sample(
            list(Article.objects.order_by("pk")), k=Article.objects.count() // 3
        ):
            deed = self.chance.random()
            if deed < 0.6:
                name = self.chance.choice(EDITED)
                self.version += 1
                self.words[article.pk, name] = value = f"An editor's {name} {self.version}"
                setattr(article, name, value)
                article.save()
            elif deed < 0.7:
                former, article.slug = article.path, f"moved-{article.pk}"
                article.save()
                keep_past_address(article, former)
            elif deed < 0.8:
                article.byline_entries.all().delete()
            elif deed < 0.9:
                article.term_links.all().delete()
            else:
                self.words = {key: value for key, value in self.words.items() if key[0] != article.pk}
                article.delete()

    def decide(self) -> None:
        """Let an editor decide some of what is asked."""
        for conflict in Conflict.objects.filter(state="open").order_by("pk"):
            if (deed := self.chance.random()) < 0.6:
                take = deed < 0.3
                with suppress(conflicts.CannotDecide):
                    conflicts.decide(conflict, take=take)
                    if take:
                        self.words.pop((conflict.article_id, conflict.field), None)
        for question in OpenName.objects.filter(state="open", authority="person").order_by("pk"):
            if (deed := self.chance.random()) < 0.2 and Author.objects.exists():
                target = self.chance.choice(list(Author.objects.order_by("pk")))
                reconciling.decide(question, target, how="form" if deed < 0.1 else "accepted")
            elif deed < 0.3:
                reconciling.decide_new(question)
            elif deed < 0.4:
                reconciling.keep_apart(question)

    def import_some(self, *words: str) -> Any:
        """Import all files, or some."""
        some = FILES if self.chance.random() < 0.6 else [self.chance.choice(FILES)]
        return self.import_these(some, *words)

    def import_these(self, names: Any, *words: str) -> Any:
        """Import these files; the totals are those of the lines."""
        said = self.call(*(self.folder / name for name in names), *words)
        read = sum(1 + len(self.sources[name]) for name in names)
        assert said.closing.endswith(f", read {read}")
        return said

    def write(self, words: str) -> None:
        """Let the sources say this: their lines by the file, as JSON."""
        self.sources = json.loads(words)
        for name, lines in self.sources.items():
            steady = self._whole(f"steady-{FILES.index(name)}")
            text = "".join(
                (one if isinstance(one, str) else json.dumps(one)) + "\n" for one in [steady, *lines]
            )
            (self.folder / name).write_text(text, encoding="utf-8")

    def _broken(self) -> str:
        self.version += 1
        return self.chance.choice(
            ['{"id": "work-1", "title": "no end', json.dumps({"id": f"x{self.version}"})]
        )

    def _whole(self, name: str) -> dict[str, Any]:
        number = name.rpartition("-")[2]
        return {
            "id": name,
            "url": f"{SITE}/{name}",
            "title": f"The Pier {number}",
            "body": "<p>The lamp has burned since the strike.</p>",
            "published": f"2014-0{int(number) + 1}-02",
            "authors": ["Ines Okafor"],
            "topics": ["Trade"],
            "centers": ["Lantern Institute"],
        }

    def _some(self, name: str) -> dict[str, Any]:
        chance = self.chance
        self.version += 1
        may = {
            "title": f"The Pier {self.version}",
            "deck": chance.choice(["", f"A deck {self.version}", "The same deck"]),
            "credit": chance.choice(["", "Harbour Pictures", f"Credit {self.version}"]),
            "place": chance.choice(["", "Estuary"]),
            "body": self._body(),
            "published": chance.choice(["2014", "2014-05", "2015-01-02", "2015-01-03", "2999-01-01", ""]),
            "url": f"{SITE}/{chance.choice(['', 'second/', 'third/'])}{name}",
            "authors": [
                {"name": one, "bio": chance.choice(["", "<p>B.</p>"]), "position": chance.choice(["", "X"])}
                for one in chance.sample(PEOPLE, k=chance.randint(0, 3))
            ],
            "topics": chance.sample(["Trade", "trade", "Light", "Salvage"], k=chance.randint(0, 3)),
            "regions": chance.sample(["Estuary", "Northern Seas"], k=chance.randint(0, 2)),
            "centers": chance.sample(["Lantern Institute", "Lantern Coast"], k=chance.randint(0, 2)),
            "primaryCenter": chance.choice(["", "Lantern Coast", "Lantern Shore"]),
            "blog": chance.choice(["", "The Lantern"]),
            "source": chance.choice(["", "The Harbour Gazette"]),
            "type": chance.choice(["", "commentary", f"kind-{chance.randrange(3)}"]),
            "image": chance.choice(["", "red.png", "blue.png", "missing.png"]),
            "attachments": chance.choice([[], [{"url": "paper.pdf", "title": "Paper"}]]),
            "corrections": chance.choice([[], [{"date": "2015-04-01", "text": "The lamp was electric."}]]),
            "translation_of": chance.choice(["", f"work-{chance.randrange(7)}"]),
            "state": chance.choice(["", "draft", "withdrawn"]),
            "host_center": chance.choice(["", "Lantern Shore"]),
            "disclaimer": chance.choice(["", "The opinions are the author's."]),
        }  # fmt: skip
        return {key: may[key] for key in chance.sample(sorted(may), k=chance.randint(0, 6))}

    def _body(self) -> str:
        other = f"work-{self.chance.randrange(8)}"
        link = self.chance.choice([f"{SITE}/{other}", f"/posts/second/{other}", "https://elsewhere.example/"])
        picture = self.chance.choice(["", '<p><img src="green.png" alt="Green"></p>'])
        return f'<p>The lamp {self.version}, see <a href="{link}">there</a>.</p>{picture}'


@pytest.fixture
def a_house(tmp_path: Path, import_content: Import) -> Callable[[int], House]:
    """Make the house of a seed, with its pictures and its paper."""
    for colour in ("red", "green", "blue"):
        Image.new("RGB", (8, 5), colour).save(tmp_path / f"{colour}.png")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4\nThe paper.\n%%EOF\n")
    return lambda seed: House(seed, tmp_path, import_content)


@pytest.fixture(autouse=True)
def _small_batches_and_files_of_its_own(monkeypatch, settings, tmp_path):
    store_in(settings, tmp_path / "media")
    monkeypatch.setattr(running, "BATCH", 3)


def files() -> set[str]:
    root = Path(default_storage.location)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", SEEDS)
def test_runs_do_what_they_said_once_and_are_taken_back_whole(
    seed, a_house, django_capture_on_commit_callbacks
):
    house = a_house(seed)
    for _ in range(house.chance.randint(0, 2)):
        house.change_sources()
        house.import_some()
        house.edit()
        house.change_sources()
        house.import_some()
        house.decide()
    before = []
    for _ in range(house.chance.randint(1, 3)):
        house.change_sources()
        before.append((contents(), files()))
        state = house.chance.getstate()
        dry = house.import_some("--dry-run", "--report", str(house.folder / "dry.report"))
        assert (contents(), files()) == before[-1]
        house.chance.setstate(state)
        real = house.import_some("--report", str(house.folder / "real.report"))
        assert (house.folder / "dry.report").read_text() == (house.folder / "real.report").read_text()
        assert (dry.closing, dry.err, dry.code) == (real.closing, real.err, real.code)
        for (key, name), value in house.words.items():
            assert getattr(Article.objects.get(pk=key), name) == value
        house.chance.setstate(state)
        rows = everything()
        again = house.import_some()
        assert again.closing.startswith("created 0, updated 0, unchanged ")
        assert everything() == rows
        ImportRun.objects.latest("pk").delete()
    while before:
        run = ImportRun.objects.filter(kind="import", undone_by=None).latest("pk")
        with django_capture_on_commit_callbacks(execute=True):
            done = undo(run, ImportRun(command="undo"))
        was, stored = before.pop()
        assert [str(kept) for kept in done.kept] == []
        found = contents()
        for table in was:
            assert found[table] == was[table], table
        assert files() == stored


def import_all(house: House) -> str:
    """Import what the sources said, one state after the other; return the digest of the archive."""
    for words in house.history:
        house.write(words)
        house.import_these(FILES)
    return digest()


@pytest.mark.parametrize("seed", [100, 101])
def test_however_often_it_is_killed_and_whoever_helps_the_archive_is_the_same(seed, a_house, monkeypatch):
    house = a_house(seed)
    for _ in range(2):
        for _ in range(3):
            house.change_sources()
        house.history.append(json.dumps(house.sources))
    make_empty()
    expected = import_all(house)

    make_empty()
    with monkeypatch.context() as patched:
        killed = kill_at_random(patched, house.chance)
        for words in house.history:
            house.write(words)
            while not is_through(house):
                pass
    assert killed
    assert digest() == expected

    make_empty()
    monkeypatch.setattr(preparing, "WORTH_A_PROCESS", 0)
    assert import_all(house) == expected


def is_through(house: House) -> bool:
    """Import all files; say whether nobody stopped it."""
    try:
        house.import_these(FILES)
    except CommandError as stopped:
        if "Stopped at your request" not in str(stopped):
            raise
        return False
    return True


def kill_at_random(patched: pytest.MonkeyPatch, chance: random.Random) -> list[str]:
    """Stop imports in the middle of batches, after them, and in what follows them; return where."""
    killed: list[str] = []

    def deadly(where: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        def perhaps(*given: Any, **named: Any) -> Any:
            done = deed(*given, **named)
            if chance.random() < 0.3:
                killed.append(where)
                raise KeyboardInterrupt
            return done

        return perhaps

    patched.setattr(Saver, "_create", deadly("in a batch", Saver._create))
    patched.setattr(saving, "update", deadly("in an update", saving.update))
    patched.setattr(Saver, "save", deadly("after a batch", Saver.save))
    patched.setattr(running, "link_translations", deadly("at the end", running.link_translations))
    patched.setattr(running, "settle", deadly("at the very end", running.settle))
    return killed
