"""What is kept of a form, how much, and for how long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from archive.articles.models import Article
from archive.desk.models import Draft
from archive.editing.choosing import is_id
from archive.text.strings import tidy

MOST_OF_A_WORK = 5
MOST_OF_A_USER = 100
LIFETIME = dt.timedelta(days=60)
NEVER_KEPT = ("csrfmiddlewaretoken",)
LONGEST_TITLE = 2000


def work_of(request: HttpRequest, key: str) -> Article | None:
    """Return the work whose form this is, None for a new one; Http404 where the user may not change it."""
    page = admin.site.get_model_admin(Article)
    if not key:
        if not page.has_add_permission(request):
            raise Http404
        return None
    work = Article.objects.editable_by(request.user).filter(pk=key).first() if is_id(key) else None
    if work is None or not page.has_change_permission(request, work):
        raise Http404
    return work


def keep(user: Any, key: str, work: Article | None, fields: QueryDict, picture: Any = None) -> Draft | None:
    """Keep what stands in a form under its key; None where the key is another's, or of another work.

    The oldest go where there are more than `MOST_OF_A_WORK` of one work, or `MOST_OF_A_USER` in all.
    """
    kept = fields.copy()
    for name in NEVER_KEPT:
        kept.pop(name, None)
    told = {"form": kept.urlencode(), "title": tidy(kept.get("title", ""))[:LONGEST_TITLE]}
    draft = Draft.objects.filter(key=key).first()
    if draft is None:
        draft = Draft(key=key, user=user, article=work)
    elif (draft.user_id, draft.article_id) != (user.pk, work.pk if work else None):
        return None
    draft.form, draft.title = told["form"], told["title"]
    draft.__dict__.pop("fields", None)
    if picture:
        draft.picture = picture
    draft.save()
    forget_oldest(user, work)
    return draft


def forget_oldest(user: Any, work: Article | None) -> None:
    """Forget what a user has left behind beyond what is kept."""
    mine = Draft.objects.filter(user=user).order_by("-saved_at", "-pk")
    spare = list(mine[MOST_OF_A_USER:])
    spare += mine.filter(article=work)[MOST_OF_A_WORK:] if work else []
    spare += mine.filter(saved_at__lt=timezone.now() - LIFETIME)
    for draft in spare:
        Draft.objects.forget(draft.key)
