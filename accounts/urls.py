"""Addresses of this app."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.me, name="me"),
    path("about/", views.about, name="about"),
    path("tracks/", views.tracks, name="tracks"),
    path("path/", views.path, name="path"),
    path("skills/", views.skills, name="skills"),
    path("skills/search/", views.skill_search, name="skill_search"),
    path("stories/", views.stories, name="stories"),
    path("links/", views.links, name="links"),
    path("findable/", views.findable, name="findable"),
    path("preview/", views.preview, name="preview"),
    path("hours/", views.hours, name="hours"),
    path("style/", views.style, name="style"),
    path("networks/", views.networks, name="networks"),
    path("identity/", views.identity, name="identity"),
]
