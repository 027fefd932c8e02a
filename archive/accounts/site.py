"""The desk's door: Django's admin site with a second factor and a page about oneself."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from archive.accounts import factors, pages
from archive.accounts.forms import OwnPasswordForm, SignInForm


class SignIn(LoginView):
    """Name and password; then the code, where the user has a second factor or needs one."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if factors.has_one(user):
            step = "admin:second_factor"
        elif factors.is_required_of(user):
            step = "admin:new_second_factor"
        else:
            return super().form_valid(form)
        factors.wait_for_code(self.request, user)
        return HttpResponseRedirect(pages.with_next(step, self.get_success_url()))


class DeskSite(AdminSite):
    """The site behind the door."""

    password_change_form = OwnPasswordForm

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = {
            **self.each_context(request),
            "title": _("Sign in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index", current_app=self.name)
        request.current_app = self.name
        return SignIn.as_view(extra_context=context | (extra_context or {}))(request)

    def get_urls(self) -> list[Any]:
        return [
            path("second-factor/", never_cache(pages.second_factor), name="second_factor"),
            path("second-factor/new/", never_cache(pages.new_second_factor), name="new_second_factor"),
            path("account/", self.admin_view(pages.account), name="account"),
            path("account/codes/", self.admin_view(pages.new_codes), name="account_codes"),
            path("account/factor/", self.admin_view(pages.remove_factor), name="account_factor"),
            path("account/sessions/", self.admin_view(pages.end_sessions), name="account_sessions"),
            *super().get_urls(),
        ]
