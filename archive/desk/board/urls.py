"""The addresses of the board, below the admin's."""

from django.contrib import admin
from django.urls import path

from archive.desk.board.views import quality, search

urlpatterns = [
    path("quality/", admin.site.admin_view(quality), name="desk_quality"),
    path("search/", admin.site.admin_view(search), name="desk_search_changelist"),
]
