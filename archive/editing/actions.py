"""Actions of lists that another room carries out: what was ticked is handed on to a page named by URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

MERGE = "desk.merge_records"
CHANGE_MANY = "desk.bulk_change"
MOST_MERGED = 20
"""Records that are merged in one go."""

Action = Callable[[Any, HttpRequest, QuerySet], HttpResponse | None]


def change_many(to: str) -> Action:
    """Return the action that hands the whole form on: what is ticked, or all that the filter shows."""

    def action(page: Any, request: HttpRequest, records: QuerySet) -> HttpResponse:
        address = f"{reverse(to)}?{request.META['QUERY_STRING']}"
        return HttpResponseRedirect(address, preserve_request=True)

    return _named(action, "change_many", _("Change the selected works…"), CHANGE_MANY)


def merge(page: Any, request: HttpRequest, records: QuerySet) -> HttpResponse | None:
    """Hand the ticked records on to the page that merges them."""
    keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not 2 <= len(keys) <= MOST_MERGED:
        told = _("Tick the records that are one: two at least, %(most)s at most.")
        messages.warning(request, told % {"most": MOST_MERGED})
        return None
    asked = [("of", page.opts.label_lower), *(("pk", key) for key in keys)]
    return HttpResponseRedirect(f"{reverse('admin:desk_merge_new')}?{urlencode(asked)}")


def _named(action: Any, name: str, label: Any, needs: str) -> Action:
    action.__name__, action.short_description, action.needs = name, label, needs
    return action


_named(merge, "merge", _("Merge the selected records…"), MERGE)


class OffersActions:
    """Offers an action that `needs` a permission only to those who have it."""

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        return {
            name: action
            for name, action in super().get_actions(request, action_location).items()
            if not (needs := getattr(action.func, "needs", "")) or request.user.has_perm(needs)
        }
