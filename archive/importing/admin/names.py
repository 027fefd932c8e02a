"""Names to decide: a list to work through with the keyboard, one click for each name."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry
from archive.editing.choosing import choosing, is_id
from archive.importing import reconciling
from archive.importing.admin.asked import Asked, numbers_of_states, page_of, places_of, targets_of
from archive.importing.admin.questions import QuestionAdmin
from archive.importing.candidates import MOST, Candidate, candidates, load
from archive.importing.models import OpenName, Waiting
from archive.importing.reconciling import MODELS, CannotDecide, scope_of
from archive.rights import ANY_CENTER
from archive.tags.models import Facet
from archive.text.strings import matching_key, tidy

FEW, MANY = 3, 50
"""Works shown with each question of the list, and on one page of a question of its own."""
LONGEST_SEARCHED = 200

State, How, Effect = OpenName.State, OpenName.How, Waiting.Effect
Kept = OpenName.Authority
CHOOSERS = {
    Kept.PERSON: BylineEntry._meta.get_field("author"),
    Kept.CENTER: ArticleCenter._meta.get_field("center"),
    Kept.SERIES: Article._meta.get_field("series"),
    Kept.OUTLET: Article._meta.get_field("outlet"),
    **dict.fromkeys(Facet.values, ArticleTerm._meta.get_field("tag")),
}
"""A foreign key to the records of each authority, by which another one is chosen."""


class Refused(ValueError):
    """What was sent decides nothing; the message is a sentence."""


@admin.register(OpenName)
class OpenNameAdmin(QuestionAdmin):
    """Names that no import may decide, those with most works first."""

    def get_urls(self) -> list[Any]:
        decide = self.admin_site.admin_view(self.decide_view)
        return [path("<int:pk>/decide/", decide, name="importing_openname_decide"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of one state: open, asked for each work, or decided."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = request.GET.get("state", "")
        state = state if state in State.values else State.OPEN
        authority = request.GET.get("authority", "")
        authority = authority if authority in Kept.values else ""
        searched = tidy(request.GET.get("q", ""), LONGEST_SEARCHED)
        numbers = numbers_of_states(request.user)
        questions = OpenName.objects.visible_to(request.user).with_state(state)
        questions = questions if state == State.DECIDED else questions.asked()
        if authority:
            questions = questions.filter(authority=authority)
        if searched:
            questions = questions.filter(key__contains=matching_key(searched))
        shown, following = page_of(questions, request.GET.get("after", ""), newest=state == State.DECIDED)
        context = {
            **self._context(request),
            "title": self.opts.verbose_name_plural,
            "asked": self._asked(request, shown, FEW),
            "state": state,
            "authority": authority,
            "searched": searched,
            "states": [
                (code, label, sum(numbers[code].values()), _query(state=code, q=searched))
                for code, label in State.choices
            ],
            "authorities": [
                (code, label, numbers[state][code], _query(state=state, authority=code, q=searched))
                for code, label in Kept.choices
                if numbers[state][code]
            ],
            "everything": _query(state=state, q=searched),
            "number": sum(numbers[state].values()),
            "is_later": "after" in request.GET,
            "first": _query(state=state, authority=authority, q=searched),
            "following": following and _query(state=state, authority=authority, q=searched, after=following),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/importing/openname/change_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One name with all its works."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        visible = OpenName.objects.visible_to(request.user)
        question = visible.filter(pk=object_id).first() if is_id(object_id) else None
        if question is None:
            raise Http404
        after, whom = request.GET.get("after", ""), tidy(request.GET.get("whom", ""), LONGEST_SEARCHED)
        [asked] = self._asked(request, [question], MANY, after=int(after) if is_id(after) else 0)
        if whom:
            asked.candidates = self._found(request, question, whom)
        last = asked.places[-1].pk if len(asked.places) == MANY else None
        context = {
            **self._context(request),
            "title": question.name,
            "one": asked,
            "is_alone": True,
            "whom": whom,
            "is_later": bool(after),
            "following": last and _query(after=last),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/importing/openname/change_form.html", context)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what an editor has decided, say what it did, and go on with the next name."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        question = OpenName.objects.visible_to(request.user).filter(pk=pk).first()
        if question is None:
            raise Http404
        onward = self.onward(request)
        if request.method == "POST":
            try:
                messages.success(request, self._decide(request, question))
            except (CannotDecide, Refused) as refusal:
                messages.error(request, str(refusal))
        return HttpResponseRedirect(onward)

    def _decide(self, request: HttpRequest, question: OpenName) -> str:
        """Carry out the decision that was sent; return what it did, in a sentence."""
        what, _colon, whom = request.POST.get("decision", "").partition(":")
        places = [int(one) for one in request.POST.getlist("place") if is_id(one)]
        if not request.user.has_perm(ANY_CENTER):
            places = _own_places(request.user, question, places)
        model = self.admin_site.get_model_admin(MODELS[question.authority])
        by = request.user
        if what == "apart":
            reconciling.keep_apart(question, by)
            return _("“%(name)s” is asked for each work from now on.") % {"name": question}
        if what == "back":
            released = reconciling.take_back(question, by)["released"]
            return ngettext(
                "“%(name)s” is open again; %(number)s work waits as before.",
                "“%(name)s” is open again; %(number)s works wait as before.",
                released,
            ) % {"name": question, "number": released}
        if question.state == State.ASK and not places:
            places = _only_place(question)
        if what == "new":
            if not model.has_add_permission(request):
                raise PermissionDenied
            if places:
                record, done = reconciling.decide_works(question, places, None, by)
            else:
                record, done = reconciling.decide_new(question, by)
            return _told(question, record, done)
        if what not in ("accept", "form"):
            raise Refused(_("Choose whom the name means."))
        record = _record(question, request.POST.get("other", "") if whom == "other" else whom)
        if places:
            done = reconciling.decide_works(question, places, record, by)[1]
        elif what == "form":
            if not model.has_change_permission(request):
                raise PermissionDenied
            done = reconciling.decide(question, record, How.FORM, by)
        else:
            done = reconciling.decide(question, record, How.ACCEPTED, by)
        return _told(question, record, done)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "media": self.media,
            "may_decide": self.has_change_permission(request),
            "onward": request.get_full_path(),
        }

    def _asked(
        self, request: HttpRequest, questions: list[OpenName], number: int, after: int = 0
    ) -> list[Asked]:
        """Return the questions with their works and candidates, in a number of queries that is bounded."""
        places = places_of(questions, number, after, request.user)
        undecided = [one for one in questions if one.state != State.DECIDED]
        company = {
            question.pk: {entry.author_id for place in places[question.pk] for entry in place.company}
            - {None}
            for question in undecided
        }
        found = candidates(undecided, company)
        targets = targets_of(questions)
        shown = []
        for question, following in zip_longest(questions, questions[1:]):
            model = self.admin_site.get_model_admin(MODELS[question.authority])
            target = targets.get((MODELS[question.authority], question.target_id))
            shown.append(
                Asked(
                    question,
                    [(one, model.describe(one.record)) for one in found.get(question.pk, [])],
                    places[question.pk],
                    target=target,
                    label=model.describe(target) if target else "",
                    chooser=self._chooser(request, question),
                    then=following and following.pk,
                    may_add=model.has_add_permission(request),
                    may_form=model.has_change_permission(request),
                )
            )
        return shown

    def _found(self, request: HttpRequest, question: OpenName, whom: str) -> list[tuple[Candidate, str]]:
        """Return the records in whose names the words stand, as candidates."""
        model = MODELS[question.authority]
        page = self.admin_site.get_model_admin(model)
        records = model._default_manager.filter(**scope_of(question.authority))
        found, _may_repeat = page.get_search_results(request, records, whom)
        keys = list(found.order_by("key", "pk").values_list("pk", flat=True)[:MOST])
        records = load(model, keys)
        return [
            (Candidate(records[key], works=records[key].number_of_works), page.describe(records[key]))
            for key in keys
        ]

    def _chooser(self, request: HttpRequest, question: OpenName) -> str:
        """Return the control by which somebody else is chosen; it asks for nothing until one types."""
        options = choosing(CHOOSERS[question.authority], self.admin_site, request.user)
        entry = options.pop("form_class")(required=False, **options)
        entry.known = {}
        entry.widget.attrs["id"] = f"other-{question.pk}"
        return entry.widget.render("other", None)


def _own_places(user: Any, question: OpenName, places: list[int]) -> list[int]:
    """Return the places that somebody decides who works for some centers only. Raises `Refused`.

    A decision for a name as a whole is for the works of all centers, and for imports to come.
    """
    waiting = question.places.waiting()
    own = list(waiting.editable_by(user).filter(pk__in=places).values_list("pk", flat=True))
    if not own or len(own) < len(set(places)):
        raise Refused(_("Tick the works of your own centers that the decision is for."))
    return own


def _only_place(question: OpenName) -> list[int]:
    """Return the one place that waits for a name of several. Raises `Refused` where there are more."""
    places = list(question.places.waiting().values_list("pk", flat=True)[:2])
    if len(places) != 1:
        refusal = _("“%(name)s” is a name of several: tick the works that the decision is for.")
        raise Refused(refusal % {"name": question})
    return places


def _record(question: OpenName, key: str) -> Model:
    """Return the record that was chosen. Raises `Refused` where there is none."""
    records = MODELS[question.authority]._default_manager.filter(**scope_of(question.authority))
    record = records.filter(pk=int(key)).first() if is_id(key) else None
    if record is None:
        raise Refused(_("Choose whom “%(name)s” means.") % {"name": question})
    return record


def _told(question: OpenName, record: Model, done: Counter[str]) -> str:
    """Say what a decision did."""
    changed, has_already, stays = done[Effect.LINKED], done[Effect.DROPPED], done[Effect.NONE]
    parts = [
        ngettext(
            "“%(name)s” is %(record)s: %(number)s work follows.",
            "“%(name)s” is %(record)s: %(number)s works follow.",
            changed,
        )
        % {"name": question, "record": record, "number": changed}
    ]
    if has_already:
        parts.append(
            ngettext("%(number)s had it already.", "%(number)s had it already.", has_already)
            % {"number": has_already}
        )
    if stays:
        parts.append(
            ngettext(
                "%(number)s was edited since its import and stays as it is.",
                "%(number)s were edited since their import and stay as they are.",
                stays,
            )
            % {"number": stays}
        )
    return " ".join(parts)


def _query(**parameters: Any) -> str:
    """Return a query string of the parameters that say something."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in parameters.items() if value})
    return f"?{query.urlencode()}"
