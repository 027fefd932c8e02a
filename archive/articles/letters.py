"""Letters to those who work on a work: what is asked of them, and what was decided.

They are sent once the change is stored; a letter that cannot be sent is logged and loses nothing.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from archive.articles.models import Article

log = logging.getLogger(__name__)


def tell(person: Any, work: Article, event: str, *, remark: str, by: str) -> None:
    """Write to somebody of a step or a remark once the transaction is over, if she may still see the work.

    `event` is the code of the step, or "remark".
    """
    if person.email and person.is_active:
        transaction.on_commit(lambda: _send(person, work.pk, event, remark, by), robust=True)


def language_of(person: Any) -> str:
    """Return the language somebody is written to in: her own choice, else the first of her center's."""
    known = dict(settings.LANGUAGES)
    preferences = getattr(person, "preferences", None)
    membership = person.memberships.select_related("center").first()
    wishes = [preferences.language if preferences else "", membership.center.language if membership else ""]
    for wish in wishes:
        for code in (wish.lower(), wish.lower().partition("-")[0]):
            if code in known:
                return code
    return settings.LANGUAGE_CODE


def _send(person: Any, key: int, event: str, remark: str, by: str) -> None:
    try:
        work = Article.objects.visible_to(person).filter(pk=key).first()
        if work is None:
            return
        address = settings.BASE_URL + reverse("admin:articles_article_change", args=[work.pk])
        context = {"work": work, "event": event, "remark": remark, "by": by, "address": address}
        with translation.override(language_of(person)):
            subject = " ".join(render_to_string("mail/work_subject.txt", context).split())
            text = render_to_string("mail/work.txt", context)
        EmailMessage(subject, text, to=[person.email]).send()
    except Exception:  # whatever a mail server does wrong, the change is stored
        log.exception("A letter about work %s could not be sent to user %s.", key, person.pk)
