"""Addresses of matching."""

from django.urls import path

from matching.views import (
    compare,
    concepts,
    proposals,
    proposing,
    remaining,
    report,
    runs,
    studies,
    suggestions,
    trying,
    weights,
)

app_name = "matching"

_GOAL = "goals/<int:goal_pk>"
_PROGRAM = "programs/<slug:slug>"
_SET = "proposals/sets/<int:pk>"
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
    path(f"{_PROGRAM}/try/", trying.try_pair, name="try"),
    path(f"{_PROGRAM}/try/suggest/", trying.pin_pair, name="pin_pair"),
    path(f"{_PROGRAM}/what-if/", studies.studies, name="studies"),
    path(f"{_PROGRAM}/look-closer/", studies.look_closer, name="look_closer"),
    path(f"{_PROGRAM}/proposals/", proposing.proposal_sets, name="proposal_sets"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/yes/", proposals.agree, name="agree"),
    path("proposals/<int:pk>/not-for-me/", proposals.pass_over, name="pass_over"),
    path("proposals/<int:pk>/think-again/", proposals.think_again, name="think_again"),
    path(f"{_SET}/", proposing.proposal_set, name="proposal_set"),
    path(f"{_SET}/again/", proposing.propose_again, name="propose_again"),
    path(f"{_SET}/discard/", proposing.discard_proposals, name="discard_proposals"),
    path(f"{_SET}/retry/", proposing.retry_proposals, name="retry_proposals"),
    path(f"{_SET}/publish/", proposing.publish_proposals, name="publish_proposals"),
    path(f"{_SET}/pairs/<int:pair_pk>/", proposing.mark_proposal, name="mark_proposal"),
    path("studies/<int:pk>/", studies.study, name="study"),
    path("studies/<int:pk>/cancel/", studies.cancel_study, name="cancel_study"),
    path("studies/<int:pk>/retry/", studies.retry_study, name="retry_study"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/cancel/", runs.cancel, name="cancel"),
    path("runs/<int:pk>/retry/", runs.retry, name="retry"),
    path("runs/<int:pk>/report/", report.report, name="report"),
    path("runs/<int:pk>/report/<slug:key>/", report.table, name="table"),
    path("runs/<int:pk>/report/<slug:key>/csv/", report.table_csv, name="table_csv"),
    path("runs/<int:pk>/report/<slug:key>/behind/", report.behind, name="behind"),
]
