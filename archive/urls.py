"""The site on one screen."""

from django.contrib import admin
from django.urls import include, path

from archive.desk.leading import view_on_site
from archive.desk.patterns import patterns

handler404 = "archive.public.errors.not_found"
handler500 = "archive.public.errors.broken"

urlpatterns = [
    path("admin/patterns/", admin.site.admin_view(patterns), name="patterns"),
    path("admin/drafts/", include("archive.desk.drafting.urls")),
    path("", include("archive.desk.previewing.urls")),
    path("admin/r/<path:kind>/<path:key>/", admin.site.admin_view(view_on_site)),
    path("admin/", include("archive.desk.board.urls")),
    path("admin/", admin.site.urls),
    path("", include("archive.operations.urls")),
    path("", include("archive.syndication.urls")),
    path("", include("archive.public.urls")),  # last: the slug of any center may begin an address
]
