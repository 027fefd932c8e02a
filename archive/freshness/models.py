"""The log of changes."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One thing that readers may see changed. Written by triggers and by nobody else; the oldest go.

    `transaction` is on PostgreSQL the number of the transaction that made the change: numbers of rows are
    given out before their transactions are over, so that alone they do not tell what came after what. SQLite
    has one writer at a time, whose rows come in order; there it is a number drawn by lot, which tells two
    histories apart that have the same numbers, as after a backup was restored.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    transaction = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
