"""The addresses at which a form keeps what is typed into it."""

from django.contrib import admin
from django.urls import re_path

from archive.desk.drafting.views import discard, keep_words
from archive.desk.models.drafts import KEY

urlpatterns = [
    re_path(rf"^(?P<key>{KEY})/discard/$", admin.site.admin_view(discard), name="draft-discard"),
    re_path(
        rf"^(?P<key>{KEY})/(?:(?P<work>\d{{1,18}})/)?$", admin.site.admin_view(keep_words), name="draft-keep"
    ),
]
