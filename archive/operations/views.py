"""Health pages for whatever watches the site, and uploaded files where no web server serves them."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.csp import CSP
from django.utils.http import http_date
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from archive.operations.readiness import why_not_ready

# Shown in the browser; whatever else was uploaded is handed over as a file to keep, never as a page of ours.
SHOWN = (
    "image/webp", "image/png", "image/jpeg", "image/gif", "image/avif", "application/pdf", "audio/mpeg",
    "video/mp4",
)  # fmt: skip


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers, without asking anything of the database."""
    return HttpResponse("The archive is up.\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readiness(request: HttpRequest) -> HttpResponse:
    """Say whether the pages can be served: 200, or 503 and the reason."""
    reason = why_not_ready()
    return HttpResponse(
        (reason or "The archive is ready.") + "\n",
        status=503 if reason else 200,
        content_type="text/plain; charset=utf-8",
    )


@require_safe
@cache_control(public=True, max_age=86_400)
@csp_override({"default-src": [CSP.NONE], "sandbox": True})
def media(request: HttpRequest, name: str) -> HttpResponse:
    """Hand over one uploaded file of the embedded archive, or say that it has not changed."""
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404
    try:
        path = Path(default_storage.path(name))
        found = path.stat()
        if not path.is_file():
            raise Http404
    except (SuspiciousFileOperation, OSError, ValueError) as reason:
        raise Http404 from reason
    if not was_modified_since(request.headers.get("If-Modified-Since"), found.st_mtime):
        return HttpResponseNotModified()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=kind, as_attachment=kind not in SHOWN)
    response.headers["Last-Modified"] = http_date(found.st_mtime)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # feeds are read elsewhere
    return response
