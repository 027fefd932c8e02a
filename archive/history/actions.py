"""What may have been done to a record, in words."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Action(TextChoices):
    """What made a version. Another code may be given too; it is shown as it is."""

    FOUND = "found", _("As it stood before")
    CREATE = "create", _("Created")
    EDIT = "edit", _("Edited")
    REVIEW = "review", _("Sent to review")
    SCHEDULE = "schedule", _("Scheduled")
    PUBLISH = "publish", _("Published")
    WITHDRAW = "withdraw", _("Withdrawn")
    BULK = "bulk", _("Changed in bulk")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    IMPORT = "import", _("Imported")
    DECIDE = "decide", _("Decided")
    COMMAND = "command", _("Changed by a command")
    UNDO = "undo", _("Taken back")
    RESTORE = "restore", _("Restored")
    DELETE = "delete", _("Deleted")

    @classmethod
    def name_of(cls, code: str) -> str:
        """Return the words of a code; one that nobody has named, as it is."""
        return str(cls(code).label) if code in cls.values else code
