"""Addresses of this app."""

from django.urls import path

from mentorship.finding.views import goals, leads, people, program

app_name = "finding"

_GOAL = "find/goals/<int:goal_pk>"
_PERSON = "find/people/<int:pk>"
_LEAD = "find/leads/<int:pk>"
_SOURCE = "find/sources/<int:pk>"
_QUEUE = "programs/<slug:slug>/match-requests"

urlpatterns = [
    path("find/", people.directory, name="directory"),
    path(f"{_PERSON}/", people.person, name="person"),
    path(f"{_PERSON}/save/", people.save, name="save"),
    path(f"{_PERSON}/unsave/", people.unsave, name="unsave"),
    path(f"{_PERSON}/note/", people.note, name="note"),
    path("find/skills/", people.skills, name="skills"),
    path("find/skills/<slug:slug>/", people.exemplars_of, name="exemplars"),
    path("find/leads/", leads.leads, name="leads"),
    path("find/leads/new/<slug:route>/", leads.add, name="add_lead"),
    path(f"{_LEAD}/", leads.change, name="lead"),
    path(f"{_LEAD}/set-aside/", leads.set_aside, name="set_aside"),
    path(f"{_LEAD}/bring-back/", leads.bring_back, name="bring_back"),
    path("find/ways/", leads.ways, name="ways"),
    path("find/goals/", goals.goals, name="goals"),
    path(f"{_GOAL}/sources/", goals.sources, name="sources"),
    path(f"{_SOURCE}/enough/", goals.enough, name="enough"),
    path(f"{_SOURCE}/remove/", goals.remove_source, name="remove_source"),
    path(f"{_GOAL}/nudge/no-more/", goals.no_nudge, name="no_nudge"),
    path(f"{_GOAL}/nudge/", goals.nudge, name="nudge"),
    path(f"{_GOAL}/program/", goals.ask_program, name="ask_program"),
    path(f"{_GOAL}/program/take-back/", goals.take_back, name="take_back"),
    path(f"{_QUEUE}/", program.queue, name="queue"),
    path(f"{_QUEUE}/<int:pk>/", program.answer, name="answer"),
    path(f"{_QUEUE}/<int:pk>/take/", program.take, name="take"),
    path(f"{_QUEUE}/<int:pk>/put-back/", program.put_back, name="put_back"),
]
