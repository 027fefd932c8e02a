"""What the lists share that an editor works off: nobody adds to them or deletes, each is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from archive.editing import RecordAdmin


class QuestionAdmin(RecordAdmin):
    """Questions that imports leave to an editor, worked off by the keyboard."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @property
    def media(self) -> forms.Media:
        own = forms.Media(js=["admin/archive/reconcile.js"], css={"all": ["admin/archive/reconcile.css"]})
        return super().media + own

    def onward(self, request: HttpRequest) -> str:
        """Return where to go on after a decision: where the form says, within this site, else the list."""
        address = request.POST.get("onward", "")
        if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            return address
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
