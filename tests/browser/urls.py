"""The site's addresses, and one at which every request breaks."""

from django.http import HttpRequest
from django.urls import include, path

from archive.urls import handler404, handler500

__all__ = ["handler404", "handler500", "urlpatterns"]


def broken(request: HttpRequest) -> None:
    raise ArithmeticError("This page breaks for the tests.")


urlpatterns = [path("broken/", broken), path("", include("archive.urls"))]
