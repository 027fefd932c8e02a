"""Keep today's counts of the quality board, so that its trends have no gaps on days when nobody looks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from archive.desk.board.quality import note
from archive.desk.models import QualityDay


class Command(BaseCommand):
    help = "Keeps today's counts of the quality board; where they are kept already, nothing changes."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.now().date()
        had = QualityDay.objects.filter(day=today).exists()
        if not had:
            note(today)
        self.stdout.write(f"{today}: {'kept before' if had else 'kept'}, days {QualityDay.objects.count()}")
