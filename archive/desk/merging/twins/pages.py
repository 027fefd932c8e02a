"""The page of likely duplicates: pair by pair, with the reasons; to be merged, or called two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.desk import jobs
from archive.desk.merging import preview
from archive.desk.merging.merges import MODELS
from archive.desk.merging.twins.finding import FINDERS, KIND, ask_again, keep_apart, visible_pairs
from archive.desk.merging.twins.pairs import in_words
from archive.desk.models import Job, LikelyTwin
from archive.desk.progress import as_json
from archive.editing.actions import MERGE
from archive.editing.choosing import is_id

PAGE = 20
WORKS = Article._meta.label_lower


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as the page shows it: a card for each record, reasons in words, where they are merged."""

    twin: LikelyTwin
    cards: list[preview.Card]
    reasons: list[str]
    merge_url: str


@admin.register(LikelyTwin)
class LikelyTwinAdmin(admin.ModelAdmin):
    """Pairs that may be one, the likeliest first, one kind of record at a time."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MERGE) or super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return visible_pairs(request.user)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("find/", wrap(self.find_view), name="desk_likelytwin_find"),
            path("state/", wrap(self.state_view), name="desk_likelytwin_state"),
            path("<int:pk>/decide/", wrap(self.decide_view), name="desk_likelytwin_decide"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show twenty pairs of one kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pairs = self.get_queryset(request)
        numbers = Counter(dict(pairs.open().order_by().values_list("model").annotate(Count("pk"))))
        kind = request.GET.get("of", "")
        kind = (
            kind if kind in FINDERS else next((one for one in FINDERS if numbers[one]), next(iter(FINDERS)))
        )
        apart = request.GET.get("apart") == "1"
        rows = list(_behind(pairs.of(kind).filter(is_apart=apart), request.GET.get("after", ""))[: PAGE + 1])
        job = Job.objects.filter(kind=KIND).newest().first()
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.opts.verbose_name_plural,
            "kinds": [(one, apps.get_model(one)._meta.verbose_name_plural, numbers[one]) for one in FINDERS],
            "kind": kind,
            "apart": apart,
            "pairs": self._shown(request, kind, rows[:PAGE]),
            "following": f"{last.weight}.{last.pk}" if last else "",
            "job": job if job and job.state != Job.State.DONE else None,
            "last_job": job if job and job.state == Job.State.DONE else None,
            "may": request.user.has_perm(MERGE),
            "onward": request.get_full_path(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/desk/likelytwin/list.html", context)

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Have all pairs found anew."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        under_way = Job.objects.filter(kind=KIND, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
        if request.method == "POST" and (under_way is None or under_way.is_silent):
            job = Job.objects.create(kind=KIND, total=len(FINDERS), by=request.user)
            jobs.start(job.pk)
        return HttpResponseRedirect(reverse("admin:desk_likelytwin_changelist"))

    def state_view(self, request: HttpRequest) -> HttpResponse:
        """Tell a script how far the finder is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return as_json(Job.objects.filter(kind=KIND).newest().first())

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep that two records are two, or ask again."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        twin = self.get_queryset(request).filter(pk=pk).first()
        if request.method == "POST" and twin is not None:
            if request.POST.get("deed") == "apart":
                keep_apart(twin, request.user)
            elif request.POST.get("deed") == "again":
                ask_again(twin)
        onward = request.POST.get("onward", "")
        if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
            onward = reverse("admin:desk_likelytwin_changelist")
        return HttpResponseRedirect(onward)

    def _shown(self, request: HttpRequest, kind: str, rows: list[LikelyTwin]) -> list[Shown]:
        keys = {key for row in rows for key in (row.one_id, row.other_id)}
        cards = self._cards(request, kind, keys)
        found = []
        for row in rows:
            if row.one_id in cards and row.other_id in cards:
                merged = urlencode([("of", kind), ("pk", row.one_id), ("pk", row.other_id)])
                url = f"{reverse('admin:desk_merge_new')}?{merged}" if kind in MODELS else ""
                told = [in_words(code, about) for code, about in row.reasons]
                found.append(Shown(row, [cards[row.one_id], cards[row.other_id]], told, url))
        return found

    def _cards(self, request: HttpRequest, kind: str, keys: set[int]) -> dict[int, preview.Card]:
        if kind != WORKS:
            records = list(MODELS[kind]._default_manager.filter(pk__in=keys))
            return {card.record.pk: card for card in preview.cards(records, request.user)}
        works = Article.objects.visible_to(request.user).for_card().filter(pk__in=keys)
        return {work.pk: _work_card(work) for work in works}


def _work_card(work: Article) -> preview.Card:
    facts = [
        (str(_("Byline")), [entry.name for entry in work.byline]),
        (str(_("Published")), [str(work.published or "–")]),
        (str(_("Address")), [work.path]),
    ]
    url = reverse("admin:articles_article_change", args=[work.pk])
    return preview.Card(work, str(work), url, 0, facts)


def _behind(pairs: QuerySet, after: str) -> QuerySet:
    """Return the pairs in order, those behind a mark ("60.812")."""
    weight, _dot, pk = after.partition(".")
    if is_id(weight) and is_id(pk):
        pairs = pairs.filter(Q(weight__lt=int(weight)) | Q(weight=int(weight), pk__gt=int(pk)))
    return pairs.order_by("-weight", "pk")
