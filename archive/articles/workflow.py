"""The way of a work to its readers: its states, the steps between them, and who may take which.

A step is taken in two halves: `prepare` sets the columns of a work that is about to be saved, `conclude`
keeps what follows once it is: the round of review, the remark, the letters. `take` does both for a work that
nobody is editing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import history
from archive.articles import letters
from archive.articles.models import Article, Review
from archive.publication import Status
from archive.rights import PUBLISH, WITHDRAW

SCHEDULED = "scheduled"
LONGEST_REMARK = 5_000


@dataclass(frozen=True)
class Step:
    """One step: from which states, to which; the permissions it takes; what has to be told with it."""

    code: str
    label: Any
    past: Any
    """What a colleague did, behind her name."""
    done: Any
    """What is said once it is done."""
    leaves: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = ()
    asks: str = ""
    """"reviewer", "instant", "reason" or "remark"; "" where a click is enough."""


SUBMIT = Step(
    "submit", _("Submit for review"), _("submitted it for review"), _("The work is submitted for review."),
    (Status.DRAFT,), Status.REVIEW, asks="reviewer",
)  # fmt: skip
ASSIGN = Step(
    "assign", _("Ask somebody else"), _("asked for a review"), _("The reviewer has been asked."),
    (Status.REVIEW,), Status.REVIEW, asks="reviewer",
)  # fmt: skip
APPROVE = Step(
    "approve", _("Approve"), _("approved it"), _("The work is approved; it waits to be published."),
    (Status.REVIEW,), Status.REVIEW,
)  # fmt: skip
RETURN = Step(
    "return", _("Return to the writer"), _("returned it to the writer"),
    _("The work is a draft again; the writer has been told."),
    (Status.REVIEW,), Status.DRAFT, asks="remark",
)  # fmt: skip
TAKE_BACK = Step(
    "take-back", _("Take back"), _("took it back"), _("The work is a draft again."),
    (Status.REVIEW,), Status.DRAFT,
)  # fmt: skip
PUBLISH_NOW = Step(
    "publish", _("Publish"), _("published it"), _("Readers see the work now."),
    (Status.DRAFT, Status.REVIEW, SCHEDULED, Status.WITHDRAWN), Status.PUBLISHED, (PUBLISH,),
)  # fmt: skip
SCHEDULE = Step(
    "schedule", _("Schedule"), _("scheduled it"), _("Readers will see the work when its instant comes."),
    (Status.DRAFT, Status.REVIEW, SCHEDULED), Status.PUBLISHED, (PUBLISH,), asks="instant",
)  # fmt: skip
UNSCHEDULE = Step(
    "unschedule", _("Take off the schedule"), _("took it off the schedule"),
    _("The work is a draft again; nothing will be published."),
    (SCHEDULED,), Status.DRAFT, (PUBLISH,),
)  # fmt: skip
WITHDRAW_IT = Step(
    "withdraw", _("Withdraw"), _("withdrew it"),
    _("Readers no longer find the work; its address says why."),
    (Status.PUBLISHED,), Status.WITHDRAWN, (WITHDRAW,), asks="reason",
)  # fmt: skip
REOPEN = Step(
    "reopen", _("Make it a draft again"), _("made it a draft again"),
    _("The work is a draft again; its address answers that there is none."),
    (Status.PUBLISHED, Status.WITHDRAWN), Status.DRAFT, (PUBLISH, WITHDRAW),
)  # fmt: skip

STEPS = (
    PUBLISH_NOW, SUBMIT, SCHEDULE, APPROVE, RETURN, ASSIGN, TAKE_BACK, UNSCHEDULE, WITHDRAW_IT, REOPEN,
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
IN_REVIEW = (APPROVE, RETURN, ASSIGN, TAKE_BACK)
"""Steps of the review itself: whoever is asked to review takes them without changing the work."""


@dataclass(frozen=True)
class Told:
    """What somebody tells with a step."""

    remark: str = ""
    reviewer: Any = None
    instant: dt.datetime | None = None
    reason: str = ""


def state_of(work: Article) -> str:
    """Return the state in which a step finds the work: its status, or that it is scheduled."""
    return SCHEDULED if work.is_scheduled else work.status


def review_of(work: Article) -> Review | None:
    """Return the round of review that is under way."""
    if work.pk is None:
        return None
    return work.reviews.under_way().select_related("reviewer", "asked_by", "decided_by").first()


def takes_part(user: Any, work: Article, *, may_change: bool, review: Review | None) -> bool:
    """Whether the user works on it: she reads what colleagues say of it, and may say something."""
    return may_change or user.pk in {
        work.begun_by_id,
        review and review.reviewer_id,
        review and review.asked_by_id,
    }


def steps_for(user: Any, work: Article, *, may_change: bool, review: Review | None) -> list[Step]:
    """Return the steps that the user may take now, the most likely one first."""
    state = state_of(work)
    is_reviewer = review is not None and review.reviewer_id == user.pk
    publishes = may_change and user.has_perm(PUBLISH)
    asked: dict[Step, bool] = {
        APPROVE: is_reviewer and review.decision == Review.Decision.WAITING,
        RETURN: is_reviewer or publishes,
        ASSIGN: may_change or publishes or (review is not None and review.asked_by_id == user.pk),
        TAKE_BACK: review is not None and review.asked_by_id == user.pk,
    }
    found = []
    for step in STEPS:
        allowed = asked.get(step, may_change and all(map(user.has_perm, step.needs)))
        if state in step.leaves and allowed:
            found.append(_worded(step, state))
    return found


def step_to(status: str, work: Article, instant: dt.datetime | None = None) -> Step | None:
    """Return the step that leads from a work as it is stored to a status; None where it has it already.

    Raises ValidationError where no step leads there.
    """
    if status == work.status:
        return None
    state = state_of(work)
    publishes = SCHEDULE if instant and instant > timezone.now() else PUBLISH_NOW
    for step in (publishes, SUBMIT, RETURN, UNSCHEDULE, WITHDRAW_IT, REOPEN):
        if step.to == status and state in step.leaves:
            return step
    raise ValidationError(
        _("No step leads from “%(from)s” to “%(to)s”."), params={"from": state, "to": status}
    )


def prepare(work: Article, step: Step, told: Told) -> None:
    """Set the columns of the work that the step decides. Raises ValidationError for what is missing."""
    if step.asks == "remark" and not told.remark:
        raise ValidationError(_("Say in a sentence what the writer should change."), code="remark")
    if step.asks == "reason" and not told.reason:
        raise ValidationError(
            _("Say in a sentence why readers no longer find the work."), code="withdrawal_reason"
        )
    if step == SCHEDULE:
        if told.instant is None:
            raise ValidationError(_("Say from when readers shall see the work."), code="visible_from")
        if told.instant <= timezone.now():
            raise ValidationError(
                _("That instant has passed; choose one to come, or publish the work."), code="visible_from"
            )
    work.status = step.to
    if step.to == Status.PUBLISHED:
        work.publish_at = told.instant if step == SCHEDULE else None
        if not work.published_on:
            work.published_on = (work.publish_at or timezone.now()).date()
    if step == UNSCHEDULE:
        work.publish_at = None
    if step == WITHDRAW_IT:
        work.withdrawal_reason = told.reason


@transaction.atomic
def conclude(work: Article, step: Step | None, told: Told, user: Any) -> None:
    """Keep what follows from a step that is saved: the round of review, the remark; write the letters."""
    review = review_of(work)
    if step is not None:
        review = _turn(work, step, told, user, review)
    if told.remark or step is not None:
        work.remarks.create(
            writer=user,
            writer_name=name_of(user),
            move=step.code if step else "",
            text=told.remark or (told.reason if step == WITHDRAW_IT else ""),
        )
    for person in _concerned(work, step, review, user):
        letters.tell(person, work, step.code if step else "remark", remark=told.remark, by=name_of(user))


def take(work: Article, step: Step, told: Told, user: Any) -> None:
    """Take a step with a work that nobody is editing, and save it. Raises ValidationError."""
    with transaction.atomic(), history.keeping([work], by=user, note=str(step.label)):
        prepare(work, step, told)
        work.save()
        conclude(work, step, told, user)


def name_of(user: Any) -> str:
    """Return what colleagues call a user."""
    return user.get_full_name() or user.get_username()


def _worded(step: Step, state: str) -> Step:
    if step == PUBLISH_NOW and state == SCHEDULED:
        return replace(step, label=_("Publish now"))
    if step == PUBLISH_NOW and state == Status.WITHDRAWN:
        return replace(step, label=_("Publish again"))
    if step == SCHEDULE and state == SCHEDULED:
        return replace(step, label=_("Change the instant"))
    return step


def _turn(work: Article, step: Step, told: Told, user: Any, review: Review | None) -> Review | None:
    """Open, decide or close the round of review; return it."""
    if step.code == SUBMIT.code:
        return work.reviews.create(asked_by=user, reviewer=told.reviewer)
    if review is None:
        return None
    if step.code == ASSIGN.code:
        review.reviewer, review.decision, review.decided_by, review.decided_at = told.reviewer, "", None, None
    elif step.code == APPROVE.code:
        review.decision = Review.Decision.APPROVED
    else:
        review.is_open = False
        ends = {RETURN.code: Review.Decision.RETURNED, TAKE_BACK.code: Review.Decision.TAKEN_BACK}
        review.decision = ends.get(step.code, Review.Decision.PUBLISHED)
    if step.code != ASSIGN.code:
        review.decided_by, review.decided_at = user, timezone.now()
    review.save()
    return review


def _concerned(work: Article, step: Step | None, review: Review | None, user: Any) -> list[Any]:
    """Return who is written to: the assigned of what is asked, the writer of what was decided."""
    code = step.code if step else ""
    writer = (review.asked_by if review else None) or work.begun_by
    reviewer = review.reviewer if review else None
    if code in (SUBMIT.code, ASSIGN.code):
        people = [reviewer]
    elif code == TAKE_BACK.code or not code:
        people = [reviewer, writer]
    elif code in (UNSCHEDULE.code, REOPEN.code):
        people = []
    else:
        people = [writer]
    return list(dict.fromkeys(person for person in people if person and person != user))
