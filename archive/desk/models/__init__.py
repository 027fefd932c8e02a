"""What the desk itself remembers: one file a noun. None of it is content, and none of it is exported."""

from archive.desk.models.bulk import BulkChange, BulkItem
from archive.desk.models.drafts import Draft
from archive.desk.models.jobs import Job
from archive.desk.models.merging import LikelyTwin, Merge
from archive.desk.models.previews import PreviewLink
from archive.desk.models.quality import QualityDay

__all__ = ["BulkChange", "BulkItem", "Draft", "Job", "LikelyTwin", "Merge", "PreviewLink", "QualityDay"]
