"""An editor decides whom a name means: once, for every work that waits and for every later import.

Works are brought up to date in batches of one transaction each. What is done is kept with each place, so that
a decision that was interrupted goes on where it stopped (`settle`), and can be taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from archive import history
from archive.articles.models import Article, ArticleTerm, Outlet
from archive.authority import NAME_LENGTH
from archive.centers.models import Center, Series
from archive.fields import CleanHTML
from archive.importing.linking import link, release, rewriting
from archive.importing.making import free_slug, make, taken_slugs
from archive.importing.matching import Matcher, key_of
from archive.importing.models import OpenName, Waiting
from archive.importing.people import introduce
from archive.importing.records import Person
from archive.tags.models import Facet, Term
from archive.text.html import HtmlRefused, clean
from archive.text.names import script
from authors.models import Author, AuthorName

BATCH = 200
State, How = OpenName.State, OpenName.How
Kept = OpenName.Authority
MODELS: dict[str, type[models.Model]] = {
    Kept.PERSON: Author,
    Kept.CENTER: Center,
    Kept.SERIES: Series,
    Kept.OUTLET: Outlet,
    **dict.fromkeys(Facet.values, Term),
}
"""The model of the records that names of an authority mean."""


class CannotDecide(ValueError):
    """A decision that cannot be made; the message is a sentence."""


def decide(question: OpenName, target: models.Model, how: str = How.ACCEPTED, by: Any = None) -> Counter[str]:
    """Let a name mean a record, in every waiting work and in every later import.

    With `How.FORM` the name becomes a name form of the record besides. Return how many places came to which
    `Waiting.Effect`. Raises `CannotDecide` where somebody has decided meanwhile.
    """
    with transaction.atomic():
        question = _asked(question)
        if how == How.FORM:
            with history.keeping([target], by=by, action=history.Action.DECIDE, note=question.name):
                _add_form(target, question.name)
        _close(question, State.DECIDED, by, target_id=target.pk, how=how)
    return _apply(question, target, by=by)


def decide_new(question: OpenName, by: Any = None) -> tuple[models.Model, Counter[str]]:
    """Make a record of the name and let the name mean it; return the record and what `decide` returns."""
    with transaction.atomic():
        question = _asked(question)
        record = _make(question)
        history.record([record], by=by, note=question.name)
        _close(question, State.DECIDED, by, target_id=record.pk, how=How.MADE)
    return record, _apply(question, record, by=by)


def decide_works(
    question: OpenName, places: Iterable[int], target: models.Model | None = None, by: Any = None
) -> tuple[models.Model, Counter[str]]:
    """Let a name mean a record in these places (keys of `Waiting`) alone; without one, a new one is made.

    The name is asked for each work from then on: it is known to mean several.
    """
    with transaction.atomic():
        question = _asked(question)
        record = target or _make(question)
        if question.state != State.ASK:
            _close(question, State.ASK, by)
    return record, _apply(question, record, set(places), by)


def keep_apart(question: OpenName, by: Any = None) -> None:
    """Let every work that prints the name be decided by itself: the name is one of several people."""
    with transaction.atomic():
        _close(_asked(question), State.ASK, by)


def take_back(question: OpenName, by: Any = None) -> Counter[str]:
    """Ask a decided name again: works that the decision changed wait as before, as far as nobody edited them.

    The name form that it added goes; so does the record that it made, if nothing else uses it. What was
    decided work by work stays.
    """
    with transaction.atomic():
        question = OpenName.objects.select_for_update().get(pk=question.pk)
        if question.state == State.OPEN:
            raise CannotDecide(f"“{question}” is not decided; there is nothing to take back.")
        former, how, was_asked = target_of(question), question.how, question.state == State.ASK
        _close(question, State.OPEN, None)
        question.decided_at = None
        question.save()
        if former is not None and how == How.FORM:
            former.names.filter(key=question.key).delete()
    done: Counter[str] = Counter()
    last = 0
    if was_asked:
        return done
    while places := list(question.places.settled().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = places[-1].pk
        with _telling(places, by, history.Action.UNDO), rewriting(one.article_id for one in places) as batch:
            done["released"] += release(places, question, batch)
            Waiting.objects.bulk_update(places, ["effect", "settled_id", "settled_at"])
    OpenName.objects.filter(pk=question.pk).recount()
    if former is not None and how == How.MADE:
        _remove_unused(former)
    return done


def settle() -> int:
    """Bring works up to date that wait for a name that is decided already; return how many there were.

    Called at the end of an import: an editor may have decided while it ran, or a decision was interrupted.
    """
    done = 0
    decided = OpenName.objects.with_state(State.DECIDED).filter(works__gt=0).order_by("pk")
    for question in list(decided):
        target = target_of(question)
        if target is not None:
            done += sum(_apply(question, target).values())
    return done


def forget_unasked() -> None:
    """Count anew what waits, and forget open questions for which nothing does: after records were removed."""
    OpenName.objects.recount()
    OpenName.objects.with_state(State.OPEN).filter(places=None).delete()


def target_of(question: OpenName) -> Any:
    """Return the record that a decided name means; None where it is not decided or the record is gone."""
    model = MODELS[question.authority]
    return model._default_manager.filter(pk=question.target_id).first() if question.target_id else None


def scope_of(authority: str) -> dict[str, str]:
    """Return what narrows the records of the model to those of the authority: the facet of terms."""
    return {"facet": authority} if authority in Facet.values else {}


def _asked(question: OpenName) -> OpenName:
    """Return the question, locked, if it may be decided."""
    question = OpenName.objects.select_for_update().get(pk=question.pk)
    if question.state == State.DECIDED:
        raise CannotDecide(f"“{question}” was decided meanwhile; take that back to decide it anew.")
    return question


def _close(question: OpenName, state: str, by: AbstractBaseUser | None, **values: Any) -> None:
    question.state, question.decided_by, question.decided_at = state, by, timezone.now()
    question.target_id, question.how = values.get("target_id"), values.get("how", "")
    question.save()


def _make(question: OpenName) -> models.Model:
    """Make a record of the name, with a slug that nobody has or had."""
    model = MODELS[question.authority]
    scope = scope_of(question.authority)
    name = question.name[:NAME_LENGTH]
    taken = taken_slugs(model, [name], scope)
    slug = free_slug(name, question.key, taken)
    number = 1
    while taken and model._default_manager.filter(slug=slug, **scope).exists():
        number += 1
        slug = free_slug(name, f"{question.key}#{number}", taken)
    unique = model is not Author
    if unique and model._default_manager.filter(key=question.key, **scope).exists():
        raise CannotDecide(f"“{name}” is the name of a record already; choose that one.")
    return make(model, name, slug, scope)


def _add_form(record: Any, name: str) -> None:
    """Add a name form, unless the record has it."""
    key = key_of(name)
    if record.key == key or record.names.filter(key=key).exists():
        return
    values = {"script": script(name)} if record.names.model is AuthorName else {}
    record.names.create(name=name, **values)


def _remove_unused(record: Any) -> None:
    """Remove a record that a decision made, unless something has come to use or to describe it."""
    if isinstance(record, Author) and (record.portrait or record.orcid or record.links.exists()):
        return
    used = record.byline_entries.exists() if isinstance(record, Author) else False
    if used or record.names.exists():
        return
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError:
        return


def _telling(places: list[Waiting], by: Any, action: str) -> AbstractContextManager[Any]:
    """Tell the history what somebody does to works; what an import settles by itself its run tells."""
    if by is None:
        return nullcontext()
    works = Article.objects.filter(pk__in={place.article_id for place in places})
    return history.keeping(works, by=by, action=action, note=places[0].name)


def _apply(
    question: OpenName, target: Any, only: Collection[int] | None = None, by: Any = None
) -> Counter[str]:
    """Settle the places that wait, batch by batch; return how many came to which effect."""
    done: Counter[str] = Counter()
    last, matcher = 0, Matcher()
    waiting = question.places.waiting().order_by("pk")
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    while places := list(waiting.filter(pk__gt=last).select_related("record")[:BATCH]):
        last = places[-1].pk
        with (
            _telling(places, by, history.Action.DECIDE),
            rewriting(one.article_id for one in places) as batch,
        ):
            link(places, question, target, batch)
            now = timezone.now()
            for place in places:
                place.settled_at = now
                done[place.effect] += 1
            Waiting.objects.bulk_update(places, ["effect", "settled_id", "settled_at"])
        if isinstance(target, Author):
            _introduce(places, question.key, target, matcher)
    OpenName.objects.filter(pk=question.pk).recount()
    if question.how == How.FORM:
        _reindex(target)
    return done


def _introduce(places: list[Waiting], key: str, author: Author, matcher: Matcher) -> None:
    """Tell of a person what the waiting records tell, where the archive has nothing yet."""
    for place in places:
        for told in place.record.values.get("authors", []):
            if key_of(told["name"]) == key and (told.get("bio") or told.get("position")):
                try:
                    bio = CleanHTML(clean(told.get("bio", "")).html)
                except HtmlRefused:
                    bio = ""
                introduce(Person(**{**told, "bio": bio}), author, matcher)
        if author.bio and author.affiliations.exists():
            return


def _reindex(target: Any) -> None:
    """Let works be found under a name form that their record has now."""
    if isinstance(target, Term):
        ArticleTerm.objects.filter(tag=target).reindex()
    elif isinstance(target, Author | Outlet):
        target.articles.reindex()
