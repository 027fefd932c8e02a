"""The pages of bulk changes: what is to be done, what would come of it, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive import rights
from archive.articles.models import Article
from archive.desk import jobs
from archive.desk.bulk import operations as ops
from archive.desk.bulk import running
from archive.desk.bulk.choosing import choose
from archive.desk.bulk.forms import BulkForm
from archive.desk.bulk.telling import Names, Told, told
from archive.desk.models import BulkChange, BulkItem, Job
from archive.desk.progress import as_json
from archive.editing.actions import CHANGE_MANY
from archive.editing.choosing import is_id
from archive.editing.lists import Ledger

SAMPLES, PAGE = 6, 50
Outcome, State = BulkItem.Outcome, BulkChange.State
ORDER = (
    Outcome.FITS, Outcome.CHANGED, Outcome.UNDONE, Outcome.SAME, Outcome.STALE, Outcome.KEPT,
    Outcome.FORBIDDEN, Outcome.REFUSED, Outcome.GONE, Outcome.CHOSEN,
)  # fmt: skip
WORKING = {State.COUNTING, State.CHANGING, State.UNDOING}


@dataclass(frozen=True, slots=True)
class Line:
    """A work of the change as a page lists it: hidden ones have no `work`, and nothing of them is told."""

    item: BulkItem
    work: Article | None
    told: list[Told]


@admin.register(BulkChange)
class BulkChangeAdmin(admin.ModelAdmin):
    """Changes of many works at once: one's own, and everybody's for who edits every center."""

    list_display = ["__str__", "summary", "number", "state", "by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["by"]
    list_per_page = 50
    sortable_by: tuple[str, ...] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE_MANY) or super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        changes = super().get_queryset(request)
        if request.user.has_perm(rights.ANY_CENTER):
            return changes
        return changes.filter(by=request.user)

    @admin.display(description=_("what it does"))
    def summary(self, change: BulkChange) -> str:
        """The operations, in a line."""
        return "; ".join(one["said"] for one in change.operations)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Ledger]:
        return Ledger

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            # Named as a list is, so that words are looked for in it as the list of works does.
            path("choose/", wrap(self.choose_view), name="articles_article_bulk_changelist"),
            path("<int:pk>/change/", wrap(self.page_view), name="desk_bulkchange_change"),
            path("<int:pk>/state/", wrap(self.state_view), name="desk_bulkchange_state"),
            *super().get_urls(),
        ]

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Fix the works that were ticked in the list, or all that it shows, and ask what shall be done."""
        if not request.user.has_perm(CHANGE_MANY):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        page = self.admin_site.get_model_admin(Article)
        works = page.get_changelist_instance(request).get_queryset(request)
        narrowed_by = request.META["QUERY_STRING"][:2000]
        if request.POST.get("select_across") != "1":
            keys = [int(one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME) if is_id(one)]
            works, narrowed_by = works.filter(pk__in=keys), ""
        change = choose(works, request.user, narrowed_by)
        return HttpResponseRedirect(_page_of(change))

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a change as it stands; do what was asked for."""
        change = self._get(request, pk)
        form = BulkForm(user=request.user)
        if request.method == "POST":
            if not request.user.has_perm(CHANGE_MANY):
                raise PermissionDenied
            deed = DEEDS.get(request.POST.get("deed", ""))
            if deed is None:
                raise PermissionDenied
            form = deed(request, change) or form
            if not form.is_bound:
                return HttpResponseRedirect(_page_of(change))
        return TemplateResponse(
            request, "admin/desk/bulkchange/page.html", self._context(request, change, form)
        )

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell a script how far the work is."""
        return as_json(self._get(request, pk).job)

    def _get(self, request: HttpRequest, pk: int) -> BulkChange:
        """Return a change that the user may see. Raises Http404."""
        change = self.get_queryset(request).select_related("by", "undone_by", "job").filter(pk=pk).first()
        if change is None or not self.has_view_permission(request, change):
            raise Http404
        return change

    def _context(self, request: HttpRequest, change: BulkChange, form: BulkForm) -> dict[str, Any]:
        numbers = dict(change.items.order_by().values_list("outcome").annotate(Count("pk")))
        shown = request.GET.get("outcome", "")
        shown = shown if shown in Outcome.values else ""
        after = request.GET.get("after", "")
        lines = self._lines(request, change, shown, int(after) if is_id(after) else 0)
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(change),
            "change": change,
            "form": form,
            "media": form.media,
            "works": reverse("admin:articles_article_changelist"),
            "sentences": [one.sentence() for one in ops.from_json(change.operations)],
            "outcomes": [(Outcome(code), numbers[code]) for code in ORDER if numbers.get(code)],
            "numbers": numbers,
            "reasons": self._reasons(change),
            "shown": shown and Outcome(shown),
            "lines": lines[:PAGE],
            "following": lines[PAGE - 1].item.pk if len(lines) > PAGE else 0,
            "samples": self._samples(request, change) if change.state == State.PREVIEWED else [],
            "job": change.job if change.state in WORKING else None,
            "may": request.user.has_perm(CHANGE_MANY),
        }

    def _reasons(self, change: BulkChange) -> list[tuple[Outcome, str, int]]:
        """Return why works are left out, where there is more to say than the outcome."""
        rows = change.items.exclude(reason="").order_by().values_list("outcome", "reason")
        counted = rows.annotate(number=Count("pk")).order_by("-number")[:20]
        return [(Outcome(outcome), reason, number) for outcome, reason, number in counted]

    def _lines(self, request: HttpRequest, change: BulkChange, outcome: str, after: int) -> list[Line]:
        """Return the works of one outcome; none where none is asked for. A handful of queries."""
        if not outcome:
            return []
        items = list(change.items.filter(outcome=outcome, pk__gt=after).order_by("pk")[: PAGE + 1])
        works = self._visible(request, items)
        names = Names([payload for item in items for payload in (item.before, item.after)])
        return [
            Line(item, work, told(item.before, item.after, names) if work and item.before else [])
            for item in items
            for work in [works.get(item.article_id)]
        ]

    def _samples(self, request: HttpRequest, change: BulkChange) -> list[Line]:
        """Return the first works that will change, as they are and as they will be."""
        items = list(change.items.filter(outcome=Outcome.FITS).order_by("pk")[:SAMPLES])
        works = self._visible(request, items)
        todo = ops.from_json(change.operations)
        found = [one for one in running.judged(items, todo, request.user, set()) if one[1].before]
        names = Names(
            [payload for _item, verdict, _work in found for payload in (verdict.before, verdict.after)]
        )
        return [
            Line(item, works.get(item.article_id), told(verdict.before, verdict.after, names))
            for item, verdict, _work in found
        ]

    def _visible(self, request: HttpRequest, items: list[BulkItem]) -> dict[int, Article]:
        works = Article.objects.visible_to(request.user).for_card()
        return works.in_bulk([item.article_id for item in items])


def _page_of(change: BulkChange) -> str:
    return reverse("admin:desk_bulkchange_change", args=[change.pk])


def _begin(change: BulkChange, states: tuple[str, ...], then: str, kind: str, total: int, user: Any) -> bool:
    """Lead a change into a state that a job ends; False where it is not in one that leads there."""
    moved = BulkChange.objects.filter(pk=change.pk, state__in=states).update(state=then)
    if not moved:
        return False
    job = jobs.begin(kind, subject=change.pk, total=total, by=user)
    BulkChange.objects.filter(pk=change.pk).update(job=job)
    return True


def _preview(request: HttpRequest, change: BulkChange) -> BulkForm | None:
    """Keep what shall be done, and count what it would do."""
    form = BulkForm(request.POST, user=request.user)
    if not form.is_valid():
        return form
    if change.by_id != request.user.pk or change.state not in (State.CHOOSING, State.PREVIEWED):
        raise PermissionDenied
    change.operations = ops.to_json(form.operations())
    change.save(update_fields=["operations"])
    look_again(change)
    _begin(
        change, (State.CHOOSING, State.PREVIEWED), State.COUNTING, running.COUNT, change.number, request.user
    )
    return None


def look_again(change: BulkChange) -> None:
    """Let every work be looked at anew, as it stands now: what is edited from here on is left out."""
    now = Article.objects.filter(pk=OuterRef("article_id")).order_by().values("updated_at")
    seen = Coalesce(Subquery(now), F("seen_at"))
    change.items.update(outcome=Outcome.CHOSEN, reason="", seen_at=seen)


def _again(request: HttpRequest, change: BulkChange) -> None:
    """Go back to what shall be done."""
    BulkChange.objects.filter(pk=change.pk, state=State.PREVIEWED).update(state=State.CHOOSING)


def _make(request: HttpRequest, change: BulkChange) -> None:
    """Make the change."""
    if change.by_id != request.user.pk:
        raise PermissionDenied
    fit = change.items.filter(outcome=Outcome.FITS).count()
    if not _begin(change, (State.PREVIEWED,), State.CHANGING, running.CHANGE, fit, request.user):
        messages.warning(request, _("This change has been made already."))


def _undo(request: HttpRequest, change: BulkChange) -> None:
    """Take the change back."""
    done = change.items.filter(outcome=Outcome.CHANGED).count()
    if not _begin(change, (State.CHANGED,), State.UNDOING, running.UNDO, done, request.user):
        messages.warning(request, _("This change is not made, or has been taken back already."))


def _go_on(request: HttpRequest, change: BulkChange) -> None:
    """Take up the job again that failed or was interrupted."""
    if change.job and (change.job.state == Job.State.FAILED or change.job.is_silent):
        jobs.go_on(change.job)


DEEDS = {"preview": _preview, "again": _again, "make": _make, "undo": _undo, "go-on": _go_on}
"""What the buttons of the page ask for."""
