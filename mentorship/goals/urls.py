"""Addresses of this app."""

from django.urls import path

from mentorship.goals.views import assessment, criteria, goals, questions

app_name = "goals"

urlpatterns = [
    path("", goals.goals, name="list"),
    path("new/", questions.new, name="new"),
    path("<int:pk>/", goals.detail, name="detail"),
    path("<int:pk>/ask/<slug:key>/", questions.question, name="question"),
    path("<int:pk>/go-on/", questions.go_on, name="go_on"),
    path("<int:pk>/edit/", questions.edit, name="edit"),
    path("<int:pk>/exercises/", assessment.exercises, name="exercises"),
    path("<int:pk>/exercises/<slug:key>/", assessment.exercise, name="exercise"),
    path("<int:pk>/assessment/", assessment.assessment, name="assessment"),
    path("<int:pk>/assessment/preview/", assessment.preview, name="preview"),
    path("<int:pk>/criteria/", criteria.criteria, name="criteria"),
    path("<int:pk>/criteria/confirm/", criteria.confirm, name="confirm"),
    path("<int:pk>/close/", goals.close, name="close"),
    path("<int:pk>/reopen/", goals.reopen, name="reopen"),
]
