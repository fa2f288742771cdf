"""Saved people and leads, and the six ways on which somebody is found."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, sent
from accounts.models import Network
from mentorship.finding import actions
from mentorship.finding.cover import covers
from mentorship.finding.forms import AddLeadForm, ChangeLeadForm, program_of
from mentorship.finding.models import Lead, Route
from mentorship.finding.people import people_for
from mentorship.finding.views.common import require_form, tabs
from mentorship.undo import say_with_undo

BY_HAND = (Route.RECOMMENDED, Route.OBSERVED, Route.NETWORK, Route.MET)


def _mine_or_404(request: SignedInRequest, pk: int) -> Lead:
    mine = Lead.objects.of(request.user).select_related("about__profile")
    return get_object_or_404(mine, pk=pk)


@require_safe
def leads(request: SignedInRequest) -> HttpResponse:
    """Whom I have in mind, by the way on which I found them."""
    rows = _saved_with_pages(request)
    kept = [row for row in rows if row.set_aside_at is None]
    routes = [
        (route, label, [row for row in kept if row.route == route])
        for route, label in Route.choices
    ]
    context = {
        "tabs": tabs("leads"),
        "routes": [group for group in routes if group[2]],
        "aside": [row for row in rows if row.set_aside_at],
        "by_hand": [(route.value, route.label) for route in BY_HAND],
    }
    return render(request, "finding/leads.html", context)


def _saved_with_pages(request: SignedInRequest) -> list[Lead]:
    """My leads; ``page`` is the enrolment to link to, None if nobody is to be found."""
    mine = Lead.objects.of(request.user).filter(saved=True)
    rows = list(mine.select_related("about__profile", "goal"))
    here = people_for(request.user).filter(person__in=[row.about_id for row in rows])
    pages: dict[tuple[int, int | None], int] = {
        (one.program_id, one.person_id): one.pk for one in here
    }
    for row in rows:
        page = pages.get((row.program_id, row.about_id))
        row.page = page  # type: ignore[attr-defined]
    return rows


@require_form
def add(request: SignedInRequest, route: str) -> HttpResponse:
    """Write down somebody to ask: a person here, or a name from outside."""
    if route not in BY_HAND:
        raise Http404
    program = program_of(request.user)
    if program is None:
        messages.info(request, _("Leads belong to a program. Join one first."))
        return redirect("programs:list")
    form = AddLeadForm(request.user, route, sent(request))
    if request.method == "POST" and form.is_valid():
        lead = _added(request, form, route)
        messages.success(
            request, _("%(name)s is on your list. Nobody is told.") % {"name": lead.who}
        )
        return redirect("finding:leads")
    context = {"form": form, "route": Route(route)}
    return render(request, "finding/add_lead.html", context)


def _added(request: SignedInRequest, form: AddLeadForm, route: str) -> Lead:
    goal, found = form.cleaned_data["goal"], form.found
    program = goal.mentee.program if goal else program_of(request.user)
    assert program is not None
    if found and goal and goal.mentee.program_id != found.program_id:
        goal = None  # the goal belongs to another program than the person
    return actions.add_lead(
        request.user,
        program,
        route,
        about=found,
        name=form.cleaned_data["who"],
        goal=goal,
        note=form.noted,
    )


@require_form
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    lead = _mine_or_404(request, pk)
    who = lead.who
    form = ChangeLeadForm(request.user, sent(request), instance=lead)
    if request.method == "POST" and form.is_valid():
        actions.change_lead(lead, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("finding:leads")
    context = {"form": form, "pk": pk, "who": who}
    return render(request, "finding/change_lead.html", context)


@require_POST
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    lead = _mine_or_404(request, pk)
    actions.set_aside(lead)
    say_with_undo(
        request,
        _("%(name)s is set aside.") % {"name": lead.who},
        url=reverse("finding:bring_back", args=[pk]),
        label=_("Undo: bring %(name)s back") % {"name": lead.who},
    )
    return redirect("finding:leads")


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    lead = _mine_or_404(request, pk)
    actions.bring_back(lead)
    messages.success(request, _("%(name)s is back.") % {"name": lead.who})
    return redirect("finding:leads")


@require_safe
def ways(request: SignedInRequest) -> HttpResponse:
    """The six ways, what each is good for, and what I found on it."""
    kept = Lead.objects.of(request.user).saved()
    many = Counter(kept.values_list("route", flat=True))
    goals = covers(request.user)
    networks = Network.objects.filter(memberships__person=request.user)
    context: dict[str, Any] = {
        "tabs": tabs("ways"),
        "covers": goals,
        "without": [cover for cover in goals if not cover.covered],
        "networks": networks,
        "many": {route: many[route] for route in Route.values},
    }
    return render(request, "finding/ways.html", context)
