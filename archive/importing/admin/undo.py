"""Taking a run back from its page: what would happen first, then one click."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.importing.models import ImportedRecord, ImportRun
from archive.importing.undoing import CannotUndo, Undone, undo
from archive.rights import ANY_CENTER

AT_ONCE = 500
"""Records of a run that is taken back while the browser waits; a larger one has a process of its own."""


def undo_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an undo would do; do it when the form is sent."""
    run = ImportRun.objects.filter(pk=pk).first()
    if run is None:
        raise Http404
    if not may_undo(request, run):
        raise PermissionDenied
    page = reverse("admin:importing_importrun_change", args=[run.pk])
    touched = ImportedRecord.objects.filter(last_run=run).count()
    try:
        if request.method == "POST":
            _begin(request, run, touched)
            return HttpResponseRedirect(page)
        preview = _undo(request, run, dry_run=True) if touched <= AT_ONCE else None
    except (CannotUndo, CommandError) as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "app_label": model_admin.opts.app_label,
        "title": _("Take back %(run)s") % {"run": run},
        "run": run,
        "touched": touched,
        "preview": preview,
    }
    return TemplateResponse(request, "admin/importing/importrun/undo.html", context)


def may_undo(request: HttpRequest, run: ImportRun) -> bool:
    """Say whether the user may take the run back, in whatever centers its works are; no undo is undone."""
    can = request.user.has_perms(["importing.undo_importrun", ANY_CENTER])
    return can and run.kind != ImportRun.Kind.UNDO


def _undo(request: HttpRequest, run: ImportRun, *, dry_run: bool) -> Undone:
    by = ImportRun(command=f"undo_import {run.pk}", started_by=request.user)
    return undo(run, by, dry_run=dry_run)


def _begin(request: HttpRequest, run: ImportRun, touched: int) -> None:
    if touched <= AT_ONCE:
        done = _undo(request, run, dry_run=False)
        messages.success(
            request,
            ngettext("%(n)s work was removed", "%(n)s works were removed", done.removed) % {"n": done.removed}
            + ngettext(", %(n)s restored, ", ", %(n)s restored, ", done.restored) % {"n": done.restored}
            + ngettext("%(n)s kept as edited since.", "%(n)s kept as edited since.", len(done.kept))
            % {"n": len(done.kept)},
        )
        return
    subprocess.Popen(
        [sys.executable, settings.BASE_DIR / "manage.py", "undo_import", str(run.pk)],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    messages.info(
        request, _("The run is being taken back; this page says so when it is done. Look again in a while.")
    )
