"""The pages of the board. The start page itself is Django's, with `{% desk %}` in it."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from archive.desk.board.finding import find
from archive.desk.board.pictures import review_backlog, works_by_year
from archive.desk.board.quality import grouped, lines


def quality(request: HttpRequest) -> HttpResponse:
    """What is wrong with the archive as far as the user may mend it, and how it grows."""
    may_see = request.user.has_perm("articles.view_article")
    context = {
        **admin.site.each_context(request),
        "title": _("Quality board"),
        "groups": grouped(lines(request.user)),
        "years": works_by_year() if may_see else None,
        "backlog": review_backlog(request.user) if may_see else None,
    }
    return TemplateResponse(request, "desk/board/quality.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """What the words of one line mean: works, people, terms and centers."""
    term = request.GET.get("q", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Search"),
        "term": term,
        "found": find(request, term),
    }
    return TemplateResponse(request, "desk/board/search.html", context)
