"""The pages of a preview: the one that editors steer, the page in its frame, the one for outsiders."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from archive.articles.models import Article
from archive.centers.models import Center
from archive.desk.drafting.keeping import keep, work_of
from archive.desk.models import Draft, PreviewLink
from archive.desk.models.drafts import KEY, new_key
from archive.desk.previewing.choices import Choices, read_choices
from archive.desk.previewing.links import links_for, open_link
from archive.desk.previewing.pages import ELSEWHERE, PAGE, seen, social
from archive.desk.previewing.showing import for_outsiders, hidden, in_frame
from archive.desk.previewing.staging import NotReady, staged, staged_as_saved
from archive.files import validate_picture


@require_POST
def begin(request: HttpRequest, work: str = "") -> HttpResponse:
    """Keep what stands in a form, its new picture too, and lead to the preview of it."""
    article = work_of(request, work)
    key = request.POST.get("draft", "")
    key = key if re.fullmatch(KEY, key) else new_key()
    fields = QueryDict(request.POST.urlencode(), encoding="utf-8", mutable=True)
    for name in [name for name in fields if name.startswith("_")]:
        del fields[name]
    draft = keep(request.user, key, article, fields, picture_of(request))
    if draft is None:
        raise Http404
    return HttpResponseRedirect(reverse("preview", args=[draft.key]), status=303)


def picture_of(request: HttpRequest) -> Any:
    """Return the picture that a form brings, None for none and for one that would not be taken in."""
    picture = request.FILES.get("image")
    try:
        if picture:
            Draft._meta.get_field("picture").formfield().clean(picture)
            validate_picture(picture)
    except ValidationError:
        return None
    return picture


@require_GET
def steer(request: HttpRequest, key: str) -> HttpResponse:
    """Show the preview of what a form holds: in any host and width, in both schemes, and on other pages."""
    draft = draft_of(request, key)
    choices = read_choices(request.GET, draft)
    context = admin.site.each_context(request) | {
        "title": _("Preview"),
        "draft": draft,
        "choices": choices,
        "centers": Center.objects.order_by("name"),
        "form": form_address(draft),
    }
    if choices.view == "social":
        context |= told_elsewhere(request, draft, choices)
    response = render(request, "desk/previewing/preview.html", context)
    policy = settings.ADMIN_CSP | {"frame-src": [CSP.SELF]}
    response.headers["Content-Security-Policy"] = build_policy(policy)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the reader's page of what a form holds, for the frame of the preview."""
    draft = draft_of(request, key)
    choices = read_choices(request.GET, draft)
    try:
        with staged(request, draft) as found:
            page = seen(found.work, choices.center, ELSEWHERE if choices.view == "card" else PAGE)
            left_out = found.left_out
    except NotReady as reason:
        answer = render(request, "desk/previewing/not_ready.html", {"reasons": reason.args}, status=422)
        return hidden(answer, framed=True)
    return in_frame(page.content.decode(), choices.scheme, left_out)


def told_elsewhere(request: HttpRequest, draft: Draft, choices: Choices) -> dict[str, Any]:
    """Return what the head of the page says to those who share it, or why there is no page."""
    try:
        with staged(request, draft) as found:
            told = social(seen(found.work, choices.center).content.decode())
            return {"social": told, "picture": told.image.removeprefix(settings.BASE_URL)}
    except NotReady as reason:
        return {"reasons": reason.args}


def draft_of(request: HttpRequest, key: str) -> Draft:
    """Return the user's own words under a key, of a work that may still be changed; raise Http404 else."""
    draft = get_object_or_404(Draft.objects.select_related("article"), key=key, user=request.user)
    work_of(request, str(draft.article_id or ""))
    return draft


def form_address(draft: Draft) -> str:
    """Return where the form is that a preview came from, with what it held."""
    where = ("change", [draft.article_id]) if draft.article_id else ("add", [])
    return f"{reverse(f'admin:articles_article_{where[0]}', args=where[1])}?draft={draft.key}"


@require_POST
def make_link(request: HttpRequest, work: str) -> HttpResponse:
    """Make a link for somebody outside the house; the address is shown this once."""
    article = work_of(request, work)
    link, token = PreviewLink.make(article, request.user, request.POST.get("note", "")[:200])
    made = request.build_absolute_uri(reverse("preview-outside", args=[token]))
    return links_shown(request, article, made=made, newest=link)


@require_POST
def revoke_link(request: HttpRequest, work: str, link: str) -> HttpResponse:
    """Let a link answer no more."""
    article = work_of(request, work)
    get_object_or_404(article.preview_links.live(), pk=link).revoke()
    return links_shown(request, article)


def links_shown(request: HttpRequest, work: Article, **context: Any) -> HttpResponse:
    """Answer with the links of a work: as a part of the form, or on a page of their own without a script."""
    context |= {"links": links_for(work), "work": work}
    if request.headers.get("Accept") == "application/json":
        html = render_to_string("desk/previewing/_links.html", context, request)
        return JsonResponse({"html": html})
    page = admin.site.each_context(request) | {"title": _("Preview links")} | context
    return render(request, "desk/previewing/links.html", page)


@require_safe
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """Show one work, as it is saved, to whoever holds a link that answers; all others are told alike."""
    link = open_link(token)
    if link is None:
        return hidden(render(request, "desk/previewing/no_link.html", status=404))
    work = link.article
    with staged_as_saved(work):
        page = seen(work, work.primary_center).content.decode()
    return for_outsiders(page, link=link)
