"""What articles say now, field by field, in the form in which `Work.state()` says what a claim would write.

An edit is told by comparing: what was written for a claim against what stands in the archive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from archive.articles.models import Article, ArticleCenter, ArticleTerm, Attachment, BylineEntry, Correction
from archive.importing.columns import LINES, date_columns
from archive.importing.resolving import FACET_FIELDS, OWNERS, shape

FIELD_OF_FACET = {facet.value: name for name, facet in FACET_FIELDS.items()}


def state_of(article: Article) -> dict[str, Any]:
    """Describe one article; five queries."""
    return states_of([article])[article.pk]


def states_of(articles: Iterable[Article]) -> dict[int, dict[str, Any]]:
    """Describe articles by their keys; five queries whatever their number."""
    states = {article.pk: _own(article) for article in articles}
    for name, found in _hanging(list(states)).items():
        for pk, state in states.items():
            state[name] = found.get(pk, [])
    return states


def _own(article: Article) -> dict[str, Any]:
    """What stands in the article's own row."""
    state = {name: shape({column: getattr(article, column)}) for name, column in LINES.items()}
    state["deck"] = shape({"deck": article.deck})
    state["body"] = shape({"body": article.body})
    state["language"] = shape({"language": article.language})
    state["published"] = shape(date_columns(article.published))
    state["image"] = article.image.name or ""
    for name, column in OWNERS.items():
        state[name] = shape({f"{column}_id": getattr(article, f"{column}_id")})
    return state


def _hanging(keys: list[int]) -> dict[str, dict[int, list[Any]]]:
    """What hangs on the articles with these keys: by field, then by article, in stored order."""
    found: dict[str, defaultdict[int, list[Any]]] = {
        name: defaultdict(list)
        for name in ("centers", "authors", "attachments", "corrections", *FACET_FIELDS)
    }
    centers = ArticleCenter.objects.filter(article__in=keys, is_implied=False)
    for article, center in centers.values_list("article_id", "center_id"):
        found["centers"][article].append(center)
    for entry in BylineEntry.objects.filter(article__in=keys):
        found["authors"][entry.article_id].append([entry.name, entry.role, entry.author_id])
    links = ArticleTerm.objects.filter(content_object__in=keys).order_by("position", "pk")
    for article, facet, term in links.values_list("content_object_id", "tag__facet", "tag_id"):
        found[FIELD_OF_FACET[facet]][article].append(term)
    for one in Attachment.objects.filter(article__in=keys):
        found["attachments"][one.article_id].append([one.url or one.file.name, one.title])
    for one in Correction.objects.filter(article__in=keys):
        found["corrections"][one.article_id].append([one.corrected_on.isoformat(), one.text])
    return found  # type: ignore[return-value]
