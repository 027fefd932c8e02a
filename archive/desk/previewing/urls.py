"""The addresses of previews: the desk's own, and the one that is handed to outsiders."""

from django.contrib import admin
from django.urls import path, re_path

from archive.desk.models.drafts import KEY
from archive.desk.previewing import views

desk = admin.site.admin_view
WORK = r"(?P<work>\d{1,18})"

urlpatterns = [
    re_path(rf"^admin/preview/(?:of/{WORK}/)?$", desk(views.begin), name="preview-begin"),
    re_path(rf"^admin/preview/(?P<key>{KEY})/$", desk(views.steer), name="preview"),
    re_path(rf"^admin/preview/(?P<key>{KEY})/page/$", desk(views.frame), name="preview-frame"),
    re_path(rf"^admin/preview/of/{WORK}/links/$", desk(views.make_link), name="preview-link"),
    re_path(
        rf"^admin/preview/of/{WORK}/links/(?P<link>\d{{1,18}})/revoke/$",
        desk(views.revoke_link),
        name="preview-revoke",
    ),
    path("preview/<str:token>/", views.outside, name="preview-outside"),
]
