"""Who works for which center, in the admin: with the user and with the center."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.accounts.admin import SecuresUsers
from archive.centers.models import Membership, Preferences


class WorksFor(admin.TabularInline):
    """The centers that a user works for."""

    model = Membership
    fields = ["center"]
    extra = 0


class PreferencesForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language of letters"),
        required=False,
        choices=[("", _("That of the center")), *settings.LANGUAGES],
    )

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        if zone and zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(
                _("“%(zone)s” is no time zone; write it as Europe/Berlin."), params={"zone": zone}
            )
        return zone


class WrittenTo(admin.StackedInline):
    """How a user is written to."""

    model = Preferences
    form = PreferencesForm
    fields = [("language", "time_zone")]
    can_delete = False


class Colleagues(admin.TabularInline):
    """Who works for a center."""

    model = Membership
    fields = ["user"]
    extra = 0
    verbose_name = _("colleague")
    verbose_name_plural = _("who works for it")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("user")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            people = get_user_model().objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = people.order_by("last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class ColleagueAdmin(SecuresUsers, UserAdmin):
    """A user, with her roles, her centers and how she is written to."""

    inlines = [WorksFor, WrittenTo]
    list_display = ["username", "first_name", "last_name", "email", "roles", "houses", "is_active"]
    list_filter = ["groups", "memberships__center", "is_superuser", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups", "memberships__center")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    @admin.display(description=_("roles"))
    def roles(self, user: Any) -> str:
        """The names of the groups."""
        return ", ".join(str(group) for group in user.groups.all())

    @admin.display(description=_("works for"))
    def houses(self, user: Any) -> str:
        """The brands of the centers."""
        return ", ".join(membership.center.brand for membership in user.memberships.all())
