"""What the quality board asks of works: each lack of `archive.articles.quality`, with what mends it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.articles.quality import LACKS
from archive.editing import checks
from archive.rights import ANY_CENTER, editable

ADVICE = {
    "rights": _("Renew the rights, or take another picture."),
    "alt": _("Say what the picture shows, or mark it as decorative."),
    "links": _("Say under “Links in bodies” where the address leads."),
    "kind": _("Choose a kind; label a code that a source brought under “Kinds”."),
    "byline": _("Decide whom the name means."),
    "deck": _("Write the sentence that stands under the title and in lists."),
    "outlet": _("Add the address at which it first appeared."),
    "review": _("Open it, look and save; or mark it in the list."),
}
GROUPS = {"byline": checks.Group.NAMES, "review": checks.Group.IMPORTS}


def works_that_lack(code: str) -> QuerySet:
    """Return the works of the whole archive that lack something."""
    return Article.objects.filter(LACKS[code].condition())


def list_of(code: str, user: Any) -> str:
    """Return the address of the list of works that lack something and that the user may change."""
    mine = "" if user.has_perm(ANY_CENTER) else "&whose=mine"
    return f"{reverse('admin:articles_article_changelist')}?lacks={code}{mine}"


checks.register(
    *(
        checks.Check(
            code=lack.code,
            group=GROUPS.get(lack.code, checks.Group.PAGE),
            label=lack.label,
            advice=ADVICE[lack.code],
            rows=partial(works_that_lack, lack.code),
            address=partial(list_of, lack.code),
            narrow=editable,
            center="primary_center",
            condition=lack.condition,
        )
        for lack in LACKS.values()
    )
)
