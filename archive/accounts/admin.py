"""The log of security, the roles that need a second factor, and what the page of a user tells and notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import factors, sessions
from archive.accounts.forms import GivenPasswordForm
from archive.accounts.models import FactorRule, Kind, SecurityEvent
from archive.accounts.noting import note
from archive.editing import RecordAdmin

FLAGS = ("is_active", "is_staff", "is_superuser")

for hidden in (StaticDevice, TOTPDevice):  # their pages would show secrets
    if admin.site.is_registered(hidden):
        admin.site.unregister(hidden)
admin.site.unregister(Group)


@admin.register(SecurityEvent)
class SecurityEventAdmin(RecordAdmin):
    """What happened at the door, to be read."""

    list_display = ["at", "what", "name", "by", "address", "agent", "detail"]
    list_filter = ["kind"]
    list_select_related = ["by"]
    search_fields = ["name", "address"]
    search_help_text = _("A part of the name or of the address.")

    @admin.display(description=_("what"))
    def what(self, event: SecurityEvent) -> SafeString:
        """The kind of the event."""
        return format_html('<span class="state state-{}">{}</span>', event.kind, event.get_kind_display())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FactorRule)
class FactorRuleAdmin(admin.ModelAdmin):
    """Who has to sign in with a second factor."""

    list_display = ["__str__"]

    def save_model(self, request: HttpRequest, obj: FactorRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note(Kind.RIGHTS, request.user, request=request, detail=f"second factor required: {obj}")
        factors.end_sessions_of(obj, but=request.session.session_key)
        messages.info(request, _("Whoever is meant signs in again now, and is asked for a second factor."))

    def delete_model(self, request: HttpRequest, obj: FactorRule) -> None:
        note(Kind.RIGHTS, request.user, request=request, detail=f"second factor no longer required: {obj}")
        super().delete_model(request, obj)


class NotesRights:
    """Notes what an administrator changes of what a user or a role may do."""

    def rights_of(self, record: Any) -> dict[str, set[str]]:
        """Return what the record may do, by the name of the kind of right."""
        raise NotImplementedError

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        record = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        request.rights_before = self.rights_of(record) if record else {}
        return super().changeform_view(request, object_id, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record = type(form.instance)._default_manager.get(pk=form.instance.pk)
        told = differences(request.rights_before, self.rights_of(record))
        if told:
            user = None if isinstance(record, Group) else record
            note(Kind.RIGHTS, user, name=str(record), by=request.user, request=request, detail=told)


def differences(before: dict[str, set[str]], after: dict[str, set[str]]) -> str:
    """Tell what was given (+) and taken (-), a line for each kind of right."""
    lines = []
    for kind, rights in after.items():
        former = before.get(kind, set())
        changed = [f"+{one}" for one in sorted(rights - former)] + [
            f"-{one}" for one in sorted(former - rights)
        ]
        if changed:
            lines.append(f"{kind}: {', '.join(changed)}")
    return "\n".join(lines)


@admin.register(Group)
class RoleAdmin(NotesRights, GroupAdmin):
    """A role and what its members may do."""

    def rights_of(self, record: Group) -> dict[str, set[str]]:
        return {"permissions": codenames(record.permissions)}


class SecuresUsers(NotesRights):
    """What the page of a user tells of her sessions and her second factor, and lets an administrator end.

    Only administrators see and change administrators, and what makes one.
    """

    change_password_form = GivenPasswordForm
    actions = ["end_sessions", "remove_factors"]
    readonly_fields = ["second_factor", "signed_in"]

    def rights_of(self, record: Any) -> dict[str, set[str]]:
        return {
            "state": {name for name in FLAGS if getattr(record, name)},
            "roles": {str(group) for group in record.groups.all()},
            "permissions": codenames(record.user_permissions),
            "centers": {str(one.center) for one in record.memberships.select_related("center")},
        }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        return fields if request.user.is_superuser else [*fields, "is_superuser", "user_permissions"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        sets = [*super().get_fieldsets(request, obj)]
        return [*sets, (_("Security"), {"fields": ["second_factor", "signed_in"]})] if obj else sets

    @admin.display(description=_("second factor"))
    def second_factor(self, user: Any) -> str:
        """Whether she has one, and whether she needs one."""
        if factors.has_one(user):
            return _("Set up.")
        return _("Missing: asked for at the next sign-in.") if factors.is_required_of(user) else _("None.")

    @admin.display(description=_("signed in"))
    def signed_in(self, user: Any) -> SafeString | str:
        """Where she is signed in, a line for each session."""
        lines = ((one.address or "–", one.agent, f"{one.seen:%Y-%m-%d %H:%M}") for one in sessions.of(user))
        return format_html_join("", "<p><bdi>{}</bdi> · {} · {}</p>", lines) or _("Nowhere.")

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Sign the users out wherever they are."""
        ended = 0
        for user in queryset:
            number = sessions.end(user, but=request.session.session_key)
            note(Kind.ENDED, user, by=request.user, request=request, detail=str(number))
            ended += number
        told = ngettext("%(count)s session has been ended.", "%(count)s sessions have been ended.", ended)
        messages.success(request, told % {"count": ended})

    @admin.action(description=_("Remove the second factor (a lost telephone)"), permissions=["change"])
    def remove_factors(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Let users who have lost their telephone set up another."""
        removed = 0
        for user in queryset:
            if factors.remove(user):
                note(Kind.FACTOR_OFF, user, by=request.user, request=request)
                removed += 1
        told = ngettext("%(count)s user has none any more.", "%(count)s users have none any more.", removed)
        messages.success(request, told % {"count": removed})


def codenames(permissions: Any) -> set[str]:
    """Return permissions as they are asked for: “articles.publish_article”."""
    pairs = permissions.values_list("content_type__app_label", "codename")
    return {f"{room}.{name}" for room, name in pairs}
