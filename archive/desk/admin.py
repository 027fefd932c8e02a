"""The desk's own pages in the admin, by import."""

from archive.desk.board import checks
from archive.desk.bulk.pages import BulkChangeAdmin
from archive.desk.merging.pages import MergeAdmin
from archive.desk.merging.twins.pages import LikelyTwinAdmin

__all__ = ["BulkChangeAdmin", "LikelyTwinAdmin", "MergeAdmin", "checks"]
