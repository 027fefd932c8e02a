"""The steps of a work on its form: buttons for what the user may do now, checked again when pressed."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from archive.articles import workflow
from archive.articles.models import Article, Remark, Review
from archive.articles.workflow import BY_CODE, IN_REVIEW, Step, Told
from archive.centers.models import Center, Preferences
from archive.publication import Status
from archive.rights import ANY_CENTER

LONGEST_ZONE = 64
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class MovesWork(forms.ModelForm):
    """The part of a work's form that takes a step, and keeps the work in the user's own centers.

    `step` is the step to be taken when the form is saved, `told` what was said with it.
    """

    move = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    reviewer = forms.ModelChoiceField(None, required=False, label=_("Reviewer"))
    remark = forms.CharField(
        required=False,
        max_length=workflow.LONGEST_REMARK,
        label=_("Remark"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "prose"}),
    )
    visible_from = forms.CharField(required=False, max_length=40, label=_("Readers see it from"))
    zone = forms.CharField(required=False, max_length=LONGEST_ZONE, label=_("Time zone"))

    user: Any = None
    """Who edits; the admin page sets it."""
    may_change = True
    step: Step | None = None
    told = Told()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers(self.instance, self.user)
        for name in ("status", "withdrawal_reason"):
            if name in self.fields:
                self.fields[name].required = False
        self.stored_center = self.instance.primary_center_id
        self.stored_state = workflow.state_of(self.instance)
        self.review = workflow.review_of(self.instance)
        self.steps = workflow.steps_for(
            self.user, self.instance, may_change=self.may_change, review=self.review
        )

    @cached_property
    def panel(self) -> Panel:
        """What the form shows of states, steps and remarks."""
        return Panel(self)

    def clean_primary_center(self) -> Center | None:
        """Refuse to take a work out of the centers of a user who works for some only."""
        center = self.cleaned_data["primary_center"]
        if center is None and self.stored_center and not self.user.has_perm(ANY_CENTER):
            raise ValidationError(_("Choose one of your centers: without one you could not open the work."))
        return center

    def moved(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Set what the step decides, after all else is clean; a step that may not be taken is an error."""
        try:
            self.told = self._told(cleaned)
            self.step = self._step(cleaned)
            if self.step is not None:
                workflow.prepare(self.instance, self.step, self.told)
        except ValidationError as refusal:
            self.add_error(getattr(refusal, "code", None) if refusal.code in self.fields else None, refusal)
        cleaned["status"] = self.instance.status
        if self.step and self.step.to != Status.WITHDRAWN and "withdrawal_reason" in cleaned:
            cleaned["withdrawal_reason"] = self.instance.withdrawal_reason
        return cleaned

    def _told(self, cleaned: dict[str, Any]) -> Told:
        return Told(
            remark=(cleaned.get("remark") or "").strip(),
            reviewer=cleaned.get("reviewer"),
            instant=instant_of(cleaned.get("visible_from") or "", cleaned.get("zone") or ""),
            reason=(cleaned.get("withdrawal_reason") or "").strip(),
        )

    def _step(self, cleaned: dict[str, Any]) -> Step | None:
        """Return the step whose button was pressed, or that leads to the status that was sent."""
        code = cleaned.get("move")
        status = cleaned.get("status") or self.instance.status
        wanted = BY_CODE.get(code) if code else workflow.step_to(status, self.instance, self.told.instant)
        if code and wanted is None:
            raise ValidationError(_("There is no step “%(code)s”."), params={"code": code})
        if wanted is not None and wanted.code not in {step.code for step in self.steps}:
            raise ValidationError(
                _("You may not take this step with the work as it stands: %(step)s."),
                params={"step": wanted.label},
                code="not-allowed",
            )
        return wanted


@dataclass(frozen=True)
class Panel:
    """What the form of a work shows of its way to readers."""

    form: MovesWork

    @property
    def work(self) -> Article:
        """The work as it is stored."""
        return self.form.instance

    @property
    def state(self) -> str:
        """The code of the state: a status, or "scheduled"."""
        return self.form.stored_state

    @property
    def label(self) -> Any:
        """The state in a word."""
        return _("Scheduled") if self.state == workflow.SCHEDULED else Status(self.state).label

    @property
    def clicks(self) -> list[Step]:
        """The steps that a click takes; those of a work in review belong to its review."""
        return [step for step in self.form.steps if not step.asks]

    @property
    def asking(self) -> list[Step]:
        """The steps that ask for something first."""
        return [step for step in self.form.steps if step.asks]

    @property
    def review(self) -> Review | None:
        """The round of review that is under way."""
        return self.form.review

    @property
    def takes_part(self) -> bool:
        """Whether the user reads remarks and may write one."""
        form = self.form
        return workflow.takes_part(form.user, self.work, may_change=form.may_change, review=self.review)

    @cached_property
    def remarks(self) -> list[Remark]:
        """What was said of the work, the oldest first, each with the step it came with in words."""
        said = list(self.work.remarks.all()) if self.work.pk else []
        for remark in said:
            remark.did = BY_CODE[remark.move].past if remark.move in BY_CODE else ""
        return said

    @property
    def zone(self) -> str:
        """The time zone in which the user plans; UTC until she has said."""
        return zone_of(self.form.user)

    @property
    def instant(self) -> str:
        """The instant of a scheduled work by the user's clock, as a field of a browser takes it."""
        if typed := self.form.data.get("visible_from"):
            return typed
        instant = self.work.publish_at if self.state == workflow.SCHEDULED else None
        return f"{instant.astimezone(zoneinfo.ZoneInfo(self.zone)):%Y-%m-%dT%H:%M}" if instant else ""

    @property
    def in_words(self) -> str:
        """The instant of a scheduled work in words, by the user's clock."""
        return words_of(self.work.publish_at, self.zone) if self.work.publish_at else ""

    @property
    def address(self) -> str:
        """Where steps of the review are sent by somebody who does not change the work."""
        return reverse("admin:articles_article_step", args=[self.work.pk]) if self.work.pk else ""


class MovesWorks:
    """A mixin of the admin page of works: the form with its steps, and steps without the form."""

    own_only = ("primary_center", "series")

    class Media:
        css = {"all": ["admin/archive/workflow.css"]}
        js = ["admin/archive/workflow.js"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/", view, name="articles_article_step"), *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article:
        """Return the work, which knows who looks at it."""
        work = super().get_object(request, object_id, from_field)
        work.viewer = request.user
        return work

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type:
        form = super().get_form(request, obj, **kwargs)
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return type(form.__name__, (form,), {"user": request.user, "may_change": may_change})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin a work in the user's only center."""
        initial = super().get_changeform_initial_data(request)
        if "primary_center" not in initial and not request.user.has_perm(ANY_CENTER):
            own = list(Center.objects.served_by(request.user)[:2])
            initial |= {"primary_center": own[0].pk} if len(own) == 1 else {}
        return initial

    def save_model(self, request: HttpRequest, obj: Article, form: MovesWork, change: bool) -> None:
        if not change:
            obj.begun_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: MovesWork, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        workflow.conclude(form.instance, form.step, form.told, request.user)
        remember_zone(request.user, form.cleaned_data.get("zone") or "")
        if form.step is not None:
            messages.success(request, done_in_words(form.step, form.instance, request.user))

    def response_post_save_add(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_step(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_step(request, obj) or super().response_post_save_change(request, obj)

    def _after_step(self, request: HttpRequest, work: Article) -> HttpResponse | None:
        """Return to the work after a step, so that one sees where it stands; if one may still see it."""
        if not request.POST.get("move") or not Article.objects.visible_to(request.user).filter(pk=work.pk):
            return None
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[work.pk]))

    def step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a step of the review, or keep a remark, without saving the form of the work."""
        work = Article.objects.visible_to(request.user).filter(pk=pk).first()
        if work is None:
            raise Http404
        page = HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        if request.method != "POST":
            return page
        review = workflow.review_of(work)
        may_change = self.has_change_permission(request, work)
        if not workflow.takes_part(request.user, work, may_change=may_change, review=review):
            raise PermissionDenied
        allowed = {
            step.code: BY_CODE[step.code]
            for step in workflow.steps_for(request.user, work, may_change=may_change, review=review)
            if BY_CODE[step.code] in IN_REVIEW
        }
        told = Told(
            remark=request.POST.get("remark", "").strip()[: workflow.LONGEST_REMARK],
            reviewer=reviewers(work, request.user).filter(pk=number(request.POST.get("reviewer"))).first(),
        )
        self._take(request, work, allowed.get(request.POST.get("move", "")), told)
        return page

    def _take(self, request: HttpRequest, work: Article, step: Step | None, told: Told) -> None:
        if step is None and request.POST.get("move"):
            messages.error(request, _("You may not take this step with the work as it stands."))
        elif step is None:
            workflow.conclude(work, None, told, request.user)
            messages.success(request, _("Your remark is kept."))
        else:
            try:
                workflow.take(work, step, told, request.user)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, str(step.done))


def reviewers(work: Article, user: Any) -> QuerySet:
    """Return whom the user may ask to review a work: those at the desk who write, by name."""
    people = get_user_model().objects.with_perm("articles.change_article", backend=MODEL_BACKEND)
    own = getattr(user, "pk", None)
    return people.filter(is_staff=True).exclude(pk=own).order_by("first_name", "last_name", "username")


def zone_of(user: Any) -> str:
    """Return the time zone in which a user plans; UTC until she has said."""
    preferences = Preferences.objects.filter(user=user.pk).first()
    return preferences.time_zone if preferences and preferences.time_zone else "UTC"


def remember_zone(user: Any, zone: str) -> None:
    """Keep the time zone that a user has planned in."""
    if zone in zoneinfo.available_timezones() and zone != zone_of(user):
        Preferences.objects.update_or_create(user=user, defaults={"time_zone": zone})


def instant_of(text: str, zone: str) -> dt.datetime | None:
    """Return the instant that a clock of the time zone shows; None for no text. Raises ValidationError."""
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is no date with a time; write it as 2027-03-01T09:00."),
            params={"text": text},
            code="visible_from",
        ) from None
    if moment.tzinfo is not None:
        return moment
    if zone and zone not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(zone)s” is no time zone; write it as Europe/Berlin."), params={"zone": zone}, code="zone"
        )
    local = zoneinfo.ZoneInfo(zone or "UTC")
    instant = moment.replace(tzinfo=local).astimezone(dt.UTC)
    if instant.astimezone(local).replace(tzinfo=None) != moment:
        raise ValidationError(
            _("That hour does not exist there: the clocks are set forward."), code="visible_from"
        )
    return instant


def words_of(instant: dt.datetime, zone: str) -> str:
    """Return an instant in words, by the clock of the time zone: “Tuesday 2 March 2027, 09:00 (Oslo)”."""
    local = timezone.localtime(instant, zoneinfo.ZoneInfo(zone))
    return f"{date_format(local, 'l')} {date_format(local, 'DATE_FORMAT')}, {local:%H:%M} ({zone})"


def done_in_words(step: Step, work: Article, user: Any) -> str:
    """Return what a step has done, a schedule with its instant."""
    if step.code == workflow.SCHEDULE.code and work.publish_at:
        return _("Readers will see the work from %(instant)s.") % {
            "instant": words_of(work.publish_at, zone_of(user))
        }
    return str(step.done)


def number(text: str | None) -> int:
    """Return the key that a field names; 0, which no row has, for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
