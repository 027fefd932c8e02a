"""Keeping and forgetting, as the form of a work asks for it."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.articles.misgivings import misgivings
from archive.desk.drafting.keeping import keep, work_of
from archive.desk.models import Draft


@require_POST
def keep_words(request: HttpRequest, key: str, work: str = "") -> HttpResponse:
    """Keep what stands in a form if that is asked, and tell what is missing from the work as it is there."""
    article = work_of(request, work)
    fields = QueryDict(request.POST.get("form", ""), encoding="utf-8")
    if request.POST.get("keep") and keep(request.user, key, article, fields) is None:
        raise Http404
    return JsonResponse({"misgivings": [asdict(one) for one in misgivings(fields, article)]})


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Forget words that the user has typed; go back to the form."""
    draft = get_object_or_404(Draft, key=key, user=request.user)
    Draft.objects.forget(draft.key)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"said": _("Discarded.")})
    where = ("change", [draft.article_id]) if draft.article_id else ("add", [])
    return HttpResponseRedirect(reverse(f"admin:articles_article_{where[0]}", args=where[1]))
