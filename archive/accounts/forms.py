"""What is typed at the door: name and password, a code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import AdminPasswordChangeForm as PasswordGivenForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.accounts import factors, throttling
from archive.accounts.models import Kind
from archive.accounts.noting import note

TOO_MANY = _("Too many tries. Wait five minutes, then try again.")


class SignInForm(AdminAuthenticationForm):
    """Name and password, tried no oftener than the house allows."""

    def clean(self) -> dict[str, Any]:
        name = str(self.cleaned_data.get("username") or "")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        try:
            attempt = throttling.begin(Kind.REFUSED, name, self.request)
        except throttling.TooManyTries as refusal:
            raise forms.ValidationError(TOO_MANY, code="throttled") from refusal
        cleaned = super().clean()
        attempt.delete()
        return cleaned


class CodeForm(forms.Form):
    """A code of six digits, or a recovery code, for a user who has given her password."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your telephone, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "dir": "ltr"}),
    )

    def __init__(self, request: HttpRequest, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            attempt = throttling.begin(Kind.CODE_REFUSED, self.user.get_username(), self.request)
        except throttling.TooManyTries as refusal:
            raise forms.ValidationError(TOO_MANY, code="throttled") from refusal
        if not factors.accepts(self.user, code):
            if not factors.accepts_paper(self.user, code):
                raise forms.ValidationError(
                    _("This code is not valid now. Wait for the next one; each is taken once."),
                    code="refused",
                )
            note(Kind.RECOVERED, self.user, request=self.request)
        attempt.delete()
        return code


class NewFactorForm(forms.Form):
    """The first code of a new key, which proves that the telephone has read it."""

    code = forms.CharField(
        label=_("Code that the telephone shows"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "dir": "ltr"}
        ),
    )

    def __init__(self, key: str, data: Any = None) -> None:
        super().__init__(data)
        self.key = key

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not factors.fits(self.key, code):
            raise forms.ValidationError(
                _("This is not the code that the key gives now. Is the telephone's clock right?"),
                code="refused",
            )
        return code


class OwnPasswordForm(AdminPasswordChangeForm):
    """A user's own new password, noted."""

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        note(Kind.PASSWORD, user)
        return user


class GivenPasswordForm(PasswordGivenForm):
    """The password that an administrator gives a user, noted."""

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        note(Kind.PASSWORD, user, detail=str(_("given by an administrator")))
        return user
