"""Addresses of matching."""

from django.urls import path

<<<<<<< HEAD
from matching.views import compare, remaining, report, runs, suggestions, weights
=======
from matching.views import concepts, report, runs, suggestions, weights
>>>>>>> goals

app_name = "matching"

_GOAL = "goals/<int:goal_pk>"
_PROGRAM = "programs/<slug:slug>"
_VERSION = f"{_PROGRAM}/weights/<int:version>"

urlpatterns = [
    path(f"{_GOAL}/concepts/", concepts.concepts, name="concepts"),
    path(f"{_GOAL}/suggestions/", suggestions.suggestions, name="suggestions"),
    path(f"{_GOAL}/mentors/<int:pk>/", suggestions.mentor, name="mentor"),
    path(f"{_GOAL}/mentors/<int:pk>/pass/", suggestions.pass_on, name="pass_on"),
    path(f"{_GOAL}/mentors/<int:pk>/unpass/", suggestions.unpass, name="unpass"),
    path(f"{_GOAL}/mentors/<int:pk>/why-not/", suggestions.pass_why, name="pass_why"),
    path(f"{_GOAL}/compare/", compare.compare, name="compare"),
    path(f"{_GOAL}/remaining/", remaining.remaining, name="remaining"),
    path(f"{_PROGRAM}/runs/", runs.runs, name="runs"),
    path(f"{_PROGRAM}/runs/start/", runs.start, name="start"),
    path(f"{_PROGRAM}/weights/", weights.weights, name="weights"),
    path(f"{_VERSION}/", weights.version, name="weights_version"),
    path(f"{_VERSION}/again/", weights.again, name="weights_again"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/cancel/", runs.cancel, name="cancel"),
    path("runs/<int:pk>/retry/", runs.retry, name="retry"),
    path("runs/<int:pk>/report/", report.report, name="report"),
    path("runs/<int:pk>/report/<slug:key>/", report.table, name="table"),
    path("runs/<int:pk>/report/<slug:key>/csv/", report.table_csv, name="table_csv"),
    path("runs/<int:pk>/report/<slug:key>/behind/", report.behind, name="behind"),
]
