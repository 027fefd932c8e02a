"""What the desk itself remembers: one file a noun. None of it is content, and none of it is exported."""

from archive.desk.models.drafts import Draft
from archive.desk.models.previews import PreviewLink

__all__ = ["Draft", "PreviewLink"]
