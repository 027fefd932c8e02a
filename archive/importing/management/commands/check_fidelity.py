"""Compare the pages that readers see with the evidence they were imported from."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Min
from django.test import override_settings
from rich.console import Console
from rich.table import Table

from archive.articles.models import Article
from archive.importing.fidelity.evidence import evidence_of
from archive.importing.fidelity.judging import Judgement, judge, mark_leaks
from archive.importing.matching import Matcher
from archive.importing.models import ImportedRecord

BELOW = 3
UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""What pages say does not depend on style sheets, which need not have been collected yet."""
BATCH = 100


class Command(BaseCommand):
    help = (
        "Show how faithful imported pages are to their evidence, the worst first. Exit code 3 where the "
        "worst is below --fail-under."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources", nargs="*", metavar="SOURCE", help="identities of records (default: all)"
        )
        parser.add_argument("--run", type=int, metavar="RUN", help="only what this run changed last")
        parser.add_argument("--fail-under", type=float, metavar="SCORE", default=0.0)
        parser.add_argument("--json", type=Path, metavar="FILE", help="write one JSON object per work")
        parser.add_argument("--worst", type=int, metavar="N", default=20, help="how many to show (20)")

    def handle(self, *args: Any, **options: Any) -> None:
        firsts = _firsts(options)
        if not firsts:
            raise CommandError(
                "No imported work that readers see is meant; name one, or leave the narrowing out."
            )
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": UNHASHED}):
            judgements = self._judged(firsts)
        judgements.sort(key=lambda one: (one.score, one.source))
        if options["json"]:
            lines = (json.dumps(one.as_json(), ensure_ascii=False) + "\n" for one in judgements)
            options["json"].write_text("".join(lines), encoding="utf-8")
        self._show(judgements[: options["worst"]])
        mean = sum(one.score for one in judgements) / len(judgements)
        whole = sum(one.score == 100 for one in judgements)
        worst = judgements[0].score
        self.stdout.write(f"checked {len(judgements)}, whole {whole}, mean {mean:.1f} %, worst {worst:.1f} %")
        if worst < options["fail_under"]:
            sys.exit(BELOW)

    def _judged(self, keys: list[int]) -> list[Judgement]:
        judgements: list[Judgement] = []
        bodies: dict[str, tuple[str, ...]] = {}
        matcher = Matcher()
        for some in batched(keys, BATCH):
            records = ImportedRecord.objects.filter(pk__in=some).order_by("pk")
            records = list(records.select_related("article", "capture", "last_run"))
            judgements += judge(records, matcher)
            bodies |= {record.source_key: evidence_of(record).blocks for record in records}
        mark_leaks(judgements, bodies)
        return judgements

    def _show(self, judgements: list[Judgement]) -> None:
        table = Table("score", "missing", "altered", "added", "lost", "leaked", "work", "first of it")
        for one in judgements:
            if one.score == 100:
                continue
            first = next(iter([*one.missing, *one.altered, *one.added, *one.lost, *one.leaked]), "")
            numbers = map(len, (one.missing, one.altered, one.added, one.lost, one.leaked))
            words = first if one.status == 200 else f"the page answers {one.status}"
            table.add_row(f"{one.score:.1f}", *map(str, numbers), one.address, words[:60])
        if table.row_count:
            Console(file=self.stdout._out, width=160).print(table)


def _firsts(options: dict[str, Any]) -> list[int]:
    """The keys of the first imported record of each work that is meant and published."""
    shown = Article.objects.published().values("pk")
    records = ImportedRecord.objects.filter(article__in=shown, capture__isnull=False)
    if options["sources"]:
        records = records.filter(source_key__in=options["sources"])
    if options["run"]:
        records = records.filter(last_run=options["run"])
    firsts = records.order_by().values("article").annotate(first=Min("pk")).order_by("first")
    return list(firsts.values_list("first", flat=True))
