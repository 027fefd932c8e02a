"""Find records that may be one, for editors to decide."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.desk.merging.twins.finding import FINDERS, find


class Command(BaseCommand):
    help = "Look for people, terms, outlets, centers, series and works that may be one; nothing is merged."

    def handle(self, *args: Any, **options: Any) -> None:
        found = {kind.partition(".")[2]: find(kind) for kind in FINDERS}
        self.stdout.write(", ".join(f"{kind} {number}" for kind, number in found.items()))
