"""The pages of the door, and the one on which a user sees to her own account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from archive.accounts import factors, sessions
from archive.accounts.forms import CodeForm, NewFactorForm
from archive.accounts.models import Kind
from archive.accounts.noting import note

NEW_KEY = "new factor"
"""The key of a session under which the key of a second factor waits for its first code."""


@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of whoever has given the right password."""
    user = factors.waiting(request)
    if user is None:
        return redirect("admin:login")
    form = CodeForm(request, user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, user)
        return HttpResponseRedirect(next_of(request))
    return page(request, "accounts/second_factor.html", _("Second factor"), {"form": form})


@sensitive_post_parameters()
def new_second_factor(request: HttpRequest) -> HttpResponse:
    """Set up a second factor: for who is signed in, or has to have one before she is."""
    user = request.user if admin.site.has_permission(request) else factors.waiting(request)
    if user is None or (user != request.user and factors.has_one(user)):
        return redirect("admin:login")
    key = request.session.setdefault(NEW_KEY, factors.new_key())
    form = NewFactorForm(key, request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = factors.set_up(user, key, form.cleaned_data["code"])
        del request.session[NEW_KEY]
        if user != request.user:
            login(request, user)
        sessions.end(user, but=request.session.session_key)
        note(Kind.FACTOR_ON, user, request=request)
        return show_codes(request, codes)
    address = factors.address_of_key(user, key)
    shown = {"form": form, "key": factors.spelt(key), "picture": factors.picture(address)}
    return page(request, "accounts/new_second_factor.html", _("Set up a second factor"), shown)


def account(request: HttpRequest) -> HttpResponse:
    """Show the user's second factor and where she is signed in."""
    running = [
        {"row": row, "handle": sessions.handle(row.pk), "is_this": row.pk == request.session.session_key}
        for row in sessions.of(request.user)
    ]
    shown = {
        "sessions": running,
        "has_factor": factors.has_one(request.user),
        "is_required": factors.is_required_of(request.user),
        "paper_left": factors.paper_left(request.user),
    }
    return page(request, "accounts/account.html", _("Your account"), shown)


@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Give new recovery codes for a code of the telephone."""
    form = CodeForm(request, request.user, request.POST)
    if factors.has_one(request.user) and form.is_valid():
        return show_codes(request, factors.new_paper(request.user))
    return back_with(request, form)


@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Take the second factor away for a code of it, unless a role needs it."""
    if factors.is_required_of(request.user):
        messages.error(request, _("Your role needs a second factor; you can only set up a new one."))
        return redirect("admin:account")
    form = CodeForm(request, request.user, request.POST)
    if not form.is_valid():
        return back_with(request, form)
    factors.remove(request.user)
    note(Kind.FACTOR_OFF, request.user, request=request)
    messages.success(request, _("You sign in without a second factor from now on."))
    return redirect("admin:account")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of the user, or all but this one."""
    one = request.POST.get("session", "")
    own = request.session.session_key
    ended = sessions.end(request.user, handles={one} if one else None, but=own)
    if ended:
        note(Kind.ENDED, request.user, request=request, detail=str(ended))
    told = ngettext("%(count)s session has been ended.", "%(count)s sessions have been ended.", ended)
    messages.success(request, told % {"count": ended})
    return redirect("admin:account")


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes, the only time that anybody can."""
    return page(request, "accounts/recovery_codes.html", _("Your recovery codes"), {"codes": codes})


def back_with(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Go back to the account's page with what is wrong with a code."""
    for error in form.errors.get("code", [_("There is no second factor to change.")]):
        messages.error(request, error)
    return redirect("admin:account")


def page(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page of the door or of the account."""
    frame = admin.site.each_context(request) | {"title": title, "next": next_of(request)}
    request.current_app = admin.site.name
    return render(request, template, frame | context)


def with_next(name: str, address: str) -> str:
    """Return an address that leads on to another."""
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: address})}"


def next_of(request: HttpRequest) -> str:
    """Return where a request leads on to: an address of this site, else the desk."""
    address = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=settings.HTTPS):
        return address
    return reverse("admin:index")
