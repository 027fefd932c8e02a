"""What every answer carries besides its content, and what only the admin's answers do."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csp import csp_override

ADMIN = "/admin/"


def guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep every answer to its own origin; give the admin's its own policy and keep them out of caches.

    A page outside the admin that needs another policy says so with Django's `csp_override`.
    """
    answer_admin = csp_override(settings.ADMIN_CSP)(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMIN):
            response = answer_admin(request)
            add_never_cache_headers(response)
        else:
            response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def answer_no_broken_cookie(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a page that has no form set no cookie, whatever cookie was sent: a cache would hand it to all.

    Stands behind Django's CsrfViewMiddleware, which answers a malformed cookie with a new one on every page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", False):
            request.META.pop("CSRF_COOKIE", None)
        return get_response(request)

    return middleware


class AdminLocaleMiddleware(LocaleMiddleware):
    """Speak the editor's language in the admin. A public page's language is its own, never its reader's."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(ADMIN):
            super().process_request(request)
        else:
            translation.activate(settings.LANGUAGE_CODE)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(ADMIN):
            return super().process_response(request, response)
        return response
