"""Every kind of job, by import: each module says with `jobs.work` what it does."""

from archive.desk.bulk import running
from archive.desk.merging import indexing
from archive.desk.merging.twins import finding
from archive.editing import following

following.take(indexing.reindex)

__all__ = ["finding", "indexing", "running"]
