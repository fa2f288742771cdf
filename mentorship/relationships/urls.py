"""Addresses of this app."""

from django.urls import path

from mentorship.relationships import views

app_name = "relationships"

urlpatterns = [
    path("", views.list_mine, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/close/", views.close, name="close"),
]
