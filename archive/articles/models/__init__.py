"""The rows of this room: kinds and outlets, works, what hangs on them or puts them forward, their addresses,
the search index.
"""

from archive.articles.models.addresses import LegacyAddress, MissingAddress, PastAddress
from archive.articles.models.article import Article
from archive.articles.models.highlights import Highlight
from archive.articles.models.kinds import Kind, KindName, Outlet, OutletName
from archive.articles.models.links import BodyLink, FormerHost
from archive.articles.models.parts import (
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BylineEntry,
    Correction,
)
from archive.articles.models.reviews import Remark, Review
from archive.articles.search.models import IndexEntry, NameBeginning, Spelling, SpellingPart

__all__ = [
    "Article",
    "ArticleCenter",
    "ArticleTerm",
    "Attachment",
    "BodyLink",
    "BylineEntry",
    "Correction",
    "FormerHost",
    "Highlight",
    "IndexEntry",
    "Kind",
    "KindName",
    "LegacyAddress",
    "MissingAddress",
    "NameBeginning",
    "Outlet",
    "OutletName",
    "PastAddress",
    "Remark",
    "Review",
    "Spelling",
    "SpellingPart",
]
