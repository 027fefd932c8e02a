"""How a preview is answered: to one person, in a frame of ours or in none, and kept by nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.csp import CSP, build_policy

SCHEMES = ("light", "dark")
_ROOT = re.compile("<html ")
_HEAD = re.compile("</head>")
_BODY = re.compile("<body[^>]*>")


def hidden(response: HttpResponse, *, framed: bool = False) -> HttpResponse:
    """Let nobody keep, list or frame an answer, nor learn its address from a link that is followed."""
    policy = settings.SECURE_CSP
    if framed:
        policy = policy | {"frame-ancestors": [CSP.SELF]}
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = build_policy(policy)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def sheet() -> str:
    """Return the element that links the style of a previewed page."""
    return f'<link rel="stylesheet" href="{static("admin/archive/writing/frame.css")}">'


def in_frame(page: str, scheme: str, left_out: Sequence[str] = ()) -> HttpResponse:
    """Return a reader's page for the frame of a preview, in a scheme, under what of the form is not in it."""
    page = _ROOT.sub(f'<html data-scheme="{scheme}" ', page, count=1)
    page = _HEAD.sub(f"{sheet()}</head>", page, count=1)
    if left_out:
        line = render_to_string("desk/previewing/_left_out.html", {"left_out": left_out})
        page = _BODY.sub(lambda found: found[0] + line, page, count=1)
    return hidden(HttpResponse(page), framed=True)


def for_outsiders(page: str, **context: object) -> HttpResponse:
    """Return a reader's page under a line that says what it is and how long it stays."""
    line = render_to_string("desk/previewing/_line.html", context)
    robots = '<meta name="robots" content="noindex, nofollow">'
    page = _HEAD.sub(f"{sheet()}{robots}</head>", page, count=1)
    return hidden(HttpResponse(_BODY.sub(lambda found: found[0] + line, page, count=1)))
