"""Addresses of this app."""

from django.urls import path

from mentorship.goals import views

app_name = "goals"

urlpatterns = [
    path("", views.goals, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/assessment/", views.assessment, name="assessment"),
    path("<int:pk>/criteria/", views.criteria, name="criteria"),
    path("<int:pk>/criteria/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]
