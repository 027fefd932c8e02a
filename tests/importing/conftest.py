"""A call of `import_content` as staff make it, and records to import."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@dataclass(frozen=True)
class Said:
    """What a command said: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def closing(self) -> str:
        """The last line, with the totals."""
        return self.out.strip().splitlines()[-1]


Import = Callable[..., Said]


@pytest.fixture
def import_content(db: None) -> Import:
    """Call `import_content` with these words."""

    def call(*words: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_content", *map(str, words), stdout=out, stderr=err)
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
        return Said(0, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def write_records(tmp_path: Path) -> Callable[..., Path]:
    """Write records to a file of JSON Lines; return its path."""

    def write(*records: dict[str, Any], name: str = "records.jsonl") -> Path:
        path = tmp_path / name
        path.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8"
        )
        return path

    return write


def a_record(**values: Any) -> dict[str, Any]:
    """Return a whole, invented record; `values` replace its own."""
    return {
        "id": "lantern-1",
        "authors": ["Ines Okafor", "Tomás Brandt"],
        "type": "commentary",
        "blog": "The Lantern",
        "centerAffiliationAll": "",
        "centers": ["Lantern Institute", "Lantern Coast"],
        "primaryCenter": "Lantern Coast",
        "collections": [],
        "programs": ["Rivers, Ports, and Roads"],
        "projects": [],
        "regions": ["Northern Seas", "Estuary"],
        "topics": ["Trade", "Insurance"],
        "title": "The Pier That Kept Its Lamp",
        "deck": "Nobody asked who pays for the oil.",
        "body": "<p>The lamp has burned since the strike.</p><p>Its oil is nobody’s budget.</p>",
        "published": "2014-12-02",
        "language": "en",
        "source": "The Harbour Gazette",
        "credit": "Harbour Pictures",
        "url": "https://lantern.example/posts/2014/12/pier-lamp?lang=en",
        **values,
    }
