"""The addresses that operators' tools ask, and uploaded files where no web server stands in front."""

from django.urls import path

from archive.operations import views

urlpatterns = [
    path("healthz", views.health, name="healthz"),
    path("readyz", views.readiness, name="readyz"),
    path("media/<path:name>", views.media, name="media"),
]
