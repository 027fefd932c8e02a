"""Conflicts to settle: the editor's value beside the source's, one click for either."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.editing.choosing import is_id
from archive.importing import snapshots
from archive.importing.admin.questions import QuestionAdmin
from archive.importing.conflicts import CannotDecide, decide, in_words
from archive.importing.models import Conflict

PAGE = 20
"""Conflicts on one page."""

State = Conflict.State


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a value: `only` says that the other value does not have it."""

    text: str
    only: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict as a page shows it: both values in pieces, and the key of the next one."""

    conflict: Conflict
    ours: list[Piece]
    theirs: list[Piece]
    then: int | None


@admin.register(Conflict)
class ConflictAdmin(QuestionAdmin):
    """What an editor and a source both changed, the oldest question first."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.decide_view)
        return [path("decide/", view, name="importing_conflict_decide"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of one state, twenty on a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = request.GET.get("state", "")
        state = state if state in State.values else State.OPEN
        after = request.GET.get("after", "")
        visible = Conflict.objects.visible_to(request.user)
        rows = visible.filter(state=state, pk__gt=int(after) if is_id(after) else 0).order_by("pk")
        rows = list(rows.select_related("article", "record", "decided_by")[: PAGE + 1])
        shown, following = rows[:PAGE], rows[PAGE:]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "media": self.media,
            "title": self.opts.verbose_name_plural,
            "shown": self._shown(shown),
            "state": state,
            "states": [(code, label, visible.filter(state=code).count()) for code, label in State.choices],
            "may_decide": self.may_decide(request),
            "onward": request.get_full_path(),
            "is_later": bool(after),
            "following": following and shown[-1].pk,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/importing/conflict/change_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A conflict has no page of its own: its place in the list is shown."""
        visible = Conflict.objects.visible_to(request.user)
        conflict = visible.filter(pk=object_id).first() if is_id(object_id) else None
        if conflict is None or not self.has_view_permission(request):
            raise Http404
        place = f"?state={conflict.state}&after={conflict.pk - 1}"
        return HttpResponseRedirect(reverse("admin:importing_conflict_changelist") + place)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Do what was decided for each conflict that was sent, say what it did, and go on."""
        if not self.may_decide(request):
            raise PermissionDenied
        onward = self.onward(request)
        decision = request.POST.get("decision", "")
        if request.method == "POST" and decision in ("keep", "take"):
            keys = [int(one) for one in request.POST.getlist("conflict") if is_id(one)][:PAGE]
            own = Conflict.objects.editable_by(request.user).filter(pk__in=keys)
            self._decide(request, own, take=decision == "take")
        return HttpResponseRedirect(onward)

    def may_decide(self, request: HttpRequest) -> bool:
        """Say whether the user may settle conflicts: it takes the right to change articles as well."""
        return self.has_change_permission(request) and request.user.has_perm("articles.change_article")

    def _decide(self, request: HttpRequest, conflicts: QuerySet, *, take: bool) -> None:
        number = 0
        for conflict in conflicts.select_related("article"):
            try:
                decide(conflict, take=take, by=request.user)
            except CannotDecide as refusal:
                messages.error(request, str(refusal))
                continue
            number += 1
            if take:
                said = _("Took the source’s value of “%(field)s”.") % {"field": conflict.field}
                self.log_change(request, conflict.article, str(said))
        if number and take:
            messages.success(
                request,
                ngettext("%(n)s value of a source was taken.", "%(n)s values of sources were taken.", number)
                % {"n": number},
            )
        elif number:
            messages.success(
                request,
                ngettext("%(n)s value stays as it is.", "%(n)s values stay as they are.", number)
                % {"n": number},
            )

    def _shown(self, conflicts: list[Conflict]) -> list[Shown]:
        shown = []
        for conflict, following in zip_longest(conflicts, conflicts[1:]):
            ours = in_words(
                conflict.field, snapshots.take(conflict.article, [conflict.field])[conflict.field]
            )
            theirs = in_words(conflict.field, conflict.incoming)
            shown.append(
                Shown(conflict, pieces(ours, theirs), pieces(theirs, ours), following and following.pk)
            )
        return shown


def pieces(lines: list[str], others: list[str]) -> list[Piece]:
    """Return the lines of a value in pieces: words that the other value does not have are told apart.

    Long values lose what both have in common, but for the lines around a difference.
    """
    words, other_words = " \n ".join(lines).split(" "), " \n ".join(others).split(" ")
    if len(words) + len(other_words) > LONGEST_COMPARED:
        return [Piece(" ".join(words[:LONGEST_COMPARED]), lines != others)]
    found = []
    for kind, start, end, _start, _end in SequenceMatcher(
        None, words, other_words, autojunk=False
    ).get_opcodes():
        text = " ".join(words[start:end])
        if text and kind == "equal" and end - start > LONGEST_COMMON:
            text = f"{' '.join(words[start : start + 15])} … {' '.join(words[end - 15 : end])}"
        if text:
            found.append(Piece(text, kind != "equal"))
    return found


LONGEST_COMPARED = 4000
"""Words of both values together that are compared word by word."""
LONGEST_COMMON = 40
"""Words that both have in common and that are still shown whole."""
