"""The pages of merges: what would move, what moved, taking it back; and splitting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry
from archive.desk import jobs
from archive.desk.bulk import running
from archive.desk.bulk.pages import look_again
from archive.desk.merging import preview
from archive.desk.merging.merges import MODELS, merge, mergeable, take_back
from archive.desk.merging.splitting import MOST_SHOWN, RELATIONS, Narrow, Receiver, prepare, works_to_split
from archive.desk.models import BulkChange, Job, Merge
from archive.desk.progress import as_json
from archive.editing.actions import CHANGE_MANY, MERGE, MOST_MERGED
from archive.editing.choosing import choosing, is_id
from archive.editing.lists import Ledger
from archive.merging import CannotFold
from archive.rights import editable, visible
from authors.models import Author

CHOOSERS = {
    "authors.author": BylineEntry._meta.get_field("author"),
    "tags.term": ArticleTerm._meta.get_field("tag"),
    "centers.center": ArticleCenter._meta.get_field("center"),
    "articles.outlet": Article._meta.get_field("outlet"),
    "centers.series": Article._meta.get_field("series"),
}
"""A foreign key to the records of each kind, by which one more is chosen."""


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):
    """Merges that were made, each to be read and taken back."""

    list_display = ["winner_name", "folded_in", "kind", "by", "created_at", "undone_at"]
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
        return request.user.has_perm(MERGE) or super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the merges of records of which the user may see any."""
        seen = [name for name, model in MODELS.items() if _may_see(model, request.user)]
        return super().get_queryset(request).filter(model__in=seen)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Ledger]:
        return Ledger

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    @admin.display(description=_("folded into it"))
    def folded_in(self, record: Merge) -> str:
        """The names of the records that are no more."""
        return ", ".join(record.loser_names)

    @admin.display(description=_("kind"))
    def kind(self, record: Merge) -> str:
        """What sort of records they are."""
        return str(MODELS[record.model]._meta.verbose_name)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("new/", wrap(self.new_view), name="desk_merge_new"),
            path("split/", wrap(self.split_view), name="desk_merge_split"),
            path("<int:pk>/change/", wrap(self.page_view), name="desk_merge_change"),
            path("<int:pk>/state/", wrap(self.state_view), name="desk_merge_state"),
            *super().get_urls(),
        ]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Show the records side by side and what would move; merge them when that is asked for."""
        model, records = self._asked(request)
        into = request.POST.get("into") or request.GET.get("into") or ""
        winner = next((one for one in records if str(one.pk) == into), None) or _fullest(
            records, request.user
        )
        losers = [one for one in records if one != winner]
        refusal = ""
        try:
            moving = preview.moving(losers, winner, request.user) if losers else []
            if "merge" in request.POST and request.POST.get("shown") == str(winner.pk):
                return self._merge(request, losers, winner)
        except CannotFold as reason:
            moving, refusal = [], str(reason)
        context = {
            **self._frame(request, model),
            "title": _("Merge"),
            "of": model._meta.label_lower,
            "cards": preview.cards(records, request.user),
            "winner": winner,
            "losers": losers,
            "moving": moving,
            "warnings": preview.warnings(losers, winner) if losers else [],
            "refusal": refusal,
            "chooser": self._chooser(request, model),
        }
        return TemplateResponse(request, "admin/desk/merge/new.html", context)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a merge did; take it back when that is asked for."""
        record = self._get(request, pk)
        if request.method == "POST":
            if not request.user.has_perm(MERGE):
                raise PermissionDenied
            if request.POST.get("deed") == "go-on" and record.job:
                jobs.go_on(record.job)
            elif request.POST.get("deed") == "undo":
                self._take_back(request, record)
            return HttpResponseRedirect(reverse("admin:desk_merge_change", args=[pk]))
        model = MODELS[record.model]
        winner = visible(model._default_manager.all(), request.user).filter(pk=record.winner_id).first()
        counted: dict[str, int] = {}
        for done in record.folds:
            for one in done["moved"]:
                label = str(_label(one["model"]))
                counted[label] = counted.get(label, 0) + len(one["keys"])
        context = {
            **self._frame(request, model),
            "title": str(record),
            "merge": record,
            "winner": winner,
            "card": preview.cards([winner], request.user)[0] if winner else None,
            "counted": sorted(counted.items(), key=lambda pair: -pair[1]),
            "twins": sum(len(done["dropped"]) for done in record.folds),
            "job": record.job if record.job and record.job.state != Job.State.DONE else None,
            "may": request.user.has_perm(MERGE),
        }
        return TemplateResponse(request, "admin/desk/merge/page.html", context)

    def split_view(self, request: HttpRequest) -> HttpResponse:
        """Choose which works of a record go to another; what would change is shown before it is done."""
        if not request.user.has_perm(CHANGE_MANY):
            raise PermissionDenied
        model, records = self._asked(request)
        if model not in RELATIONS or len(records) != 1:
            raise Http404
        [record] = records
        works = works_to_split(record, request.user)
        narrow = Narrow(request.GET, record=record, works=works)
        found = narrow.narrowed()
        receiver = Receiver(request.POST or None, record=record, user=request.user)
        refusal = ""
        if request.method == "POST" and receiver.is_valid():
            chosen = found
            if request.POST.get("all") != "1":
                keys = [int(one) for one in request.POST.getlist("work") if is_id(one)]
                chosen = found.filter(pk__in=keys)
            if receiver.cleaned_data["name"] and not self._may_add(request, model):
                raise PermissionDenied
            if chosen.exists():
                change = prepare(record, chosen, receiver.cleaned_data, request.user)
                return _counted(change, request.user)
            refusal = _("Tick the works that go, or choose all that are shown.")
        context = {
            **self._frame(request, model),
            "title": _("Split"),
            "of": model._meta.label_lower,
            "record": record,
            "label": self.admin_site.get_model_admin(model).describe(record),
            "narrow": narrow,
            "receiver": receiver,
            "refusal": refusal,
            "works": list(found.for_card()[:MOST_SHOWN]),
            "number": found.count(),
            "most": MOST_SHOWN,
            "may_add": self._may_add(request, model),
            "is_person": model is Author,
            "asked": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/desk/merge/split.html", context)

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell a script how far the search has followed."""
        return as_json(self._get(request, pk).job)

    def _get(self, request: HttpRequest, pk: int) -> Merge:
        record = self.get_queryset(request).select_related("by", "undone_by", "job").filter(pk=pk).first()
        if record is None or not self.has_view_permission(request):
            raise Http404
        return record

    def _asked(self, request: HttpRequest) -> tuple[type[models.Model], list[Any]]:
        """Return the model and those of the records asked for that the user may change. Raises Http404."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        model = MODELS.get(request.GET.get("of", ""))
        keys = [*request.GET.getlist("pk"), *request.GET.getlist("more")]
        if model is None or not all(is_id(one) for one in keys if one):
            raise Http404
        records = mergeable(model, dict.fromkeys(int(one) for one in keys if one), request.user)[:MOST_MERGED]
        if not records:
            raise Http404
        return model, records

    def _merge(
        self, request: HttpRequest, losers: Sequence[models.Model], winner: models.Model
    ) -> HttpResponse:
        record = merge(losers, winner, request.user)
        messages.success(
            request,
            _("%(names)s: merged into “%(winner)s”.")
            % {"names": ", ".join(record.loser_names), "winner": record.winner_name},
        )
        return HttpResponseRedirect(reverse("admin:desk_merge_change", args=[record.pk]))

    def _take_back(self, request: HttpRequest, record: Merge) -> None:
        winner = MODELS[record.model]._default_manager.filter(pk=record.winner_id)
        if winner.exists() and not editable(winner, request.user).exists():
            raise PermissionDenied
        try:
            told = take_back(record, request.user).kept_back
        except CannotFold as refusal:
            messages.error(request, str(refusal))
            return
        messages.success(request, _("The merge is taken back."))
        for one in told:
            messages.warning(request, one)

    def _may_add(self, request: HttpRequest, model: type[models.Model]) -> bool:
        return self.admin_site.get_model_admin(model).has_add_permission(request)

    def _chooser(self, request: HttpRequest, model: type[models.Model]) -> str:
        """Return the control by which one more record is chosen."""
        options = choosing(CHOOSERS[model._meta.label_lower], self.admin_site, request.user)
        entry = options.pop("form_class")(required=False, **options)
        entry.known = {}
        entry.widget.attrs["id"] = "more"
        return entry.widget.render("more", None)

    def _frame(self, request: HttpRequest, model: type[models.Model]) -> dict[str, Any]:
        page = self.admin_site.get_model_admin(model)
        meta = model._meta
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "records_name": meta.verbose_name_plural,
            "records_url": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
            "media": page.media,
        }


def _counted(change: BulkChange, user: Any) -> HttpResponse:
    """Count what a split would change, and lead to the page that shows it."""
    look_again(change)
    BulkChange.objects.filter(pk=change.pk).update(state=BulkChange.State.COUNTING)
    job = jobs.begin(running.COUNT, subject=change.pk, total=change.number, by=user)
    BulkChange.objects.filter(pk=change.pk).update(job=job)
    return HttpResponseRedirect(reverse("admin:desk_bulkchange_change", args=[change.pk]))


def _fullest(records: Sequence[models.Model], user: Any) -> models.Model:
    """Return the record that most works name: the likeliest to stay."""
    found = preview.cards(records, user)
    return max(found, key=lambda card: (card.works, -card.record.pk)).record


def _may_see(model: type[models.Model], user: Any) -> bool:
    return any(
        user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
        for verb in ("view", "change")
    )


def _label(name: str) -> Any:
    return apps.get_model(name)._meta.verbose_name_plural
