"""The log of security, sessions with whose they are, and which roles need a second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 150
LONGEST_AGENT = 200


class Kind(models.TextChoices):
    """What is written down."""

    REFUSED = "refused", _("sign-in refused")
    CODE_REFUSED = "code-refused", _("code refused")
    THROTTLED = "throttled", _("too many tries")
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    AWAY = "away", _("signed out after time away")
    ENDED = "ended", _("session ended by hand")
    PASSWORD = "password", _("password changed")
    FACTOR_ON = "factor-on", _("second factor set up")
    FACTOR_OFF = "factor-off", _("second factor removed")
    RECOVERED = "recovered", _("recovery code used")
    RIGHTS = "rights", _("rights changed")


class SecurityEvent(models.Model):
    """One line of the log. Tries to sign in are counted in it, too: see `throttling`."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("whose")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    origin = models.CharField(max_length=50)
    agent = models.CharField(_("browser"), max_length=LONGEST_AGENT)
    detail = models.TextField(_("detail"))

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security log")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["name", "origin", "at"], name="event_tries"),
            models.Index(fields=["kind", "at"], name="event_kinds"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class StaffSession(AbstractBaseSession):
    """A session, with whose it is and where it began. Its key is a secret: no page ever shows it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("user")
    )
    address = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("browser"), max_length=LONGEST_AGENT, blank=True)
    began = models.DateTimeField(_("began"), null=True)
    seen = models.DateTimeField(_("last seen"), null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from archive.accounts.sessions import SessionStore as Store

        return Store


class FactorRule(models.Model):
    """A role whose members sign in with a second factor; without a role, administrators."""

    role = models.OneToOneField(
        Group,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="factor_rule",
        verbose_name=_("role"),
        help_text=_("Whose members need a second factor; left empty, administrators do."),
    )

    class Meta:
        verbose_name = _("required second factor")
        verbose_name_plural = _("required second factors")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(role=None),
                name="factor_rule_of_administrators_once",
                violation_error_message=_("Administrators need one already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.role) if self.role else str(_("Administrators"))

    def members(self) -> dict[str, Any]:
        """Return the condition that a user is meant."""
        return {"groups": self.role} if self.role else {"is_superuser": True}
