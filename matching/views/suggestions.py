"""A mentee's pages: who could help with a goal, and one mentor seen from that goal."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.fields import one_line
from accounts.http import SignedInRequest
from accounts.models import User
from accounts.reports import told_by
from matching import actions, reasons
from matching.models import LiveRun, Outcome, Pass, Proposal, Refresh, Suggestion
from mentorship.finding.models import Lead
from mentorship.goals.models import Criteria, Goal, WantedSkill, is_long_ago
from mentorship.programs.models import Enrolment, EnrolmentQuerySet
from mentorship.undo import say_with_undo


class Asked(NamedTuple):
    """A goal of whoever looks, and where its list stands."""

    goal: Goal
    #: Whether networks count as something in common, as its mentee said.
    networks: bool
    #: Whether anything was published in the program.
    has_run: bool
    #: Whether the list waits to be made again.
    pending: bool
    #: Whom the program suggests for it, as its key and the mentor's name.
    proposal: dict[str, Any] | None
    #: When its mentee last said what matters, if they ever did.
    confirmed_at: datetime | None

    @property
    def out_of_date(self) -> bool:
        """Whether what matters was said so long ago that it is asked again (R18)."""
        months = self.goal.mentee.program.confirm_after_months
        return self.confirmed_at is not None and is_long_ago(self.confirmed_at, months)


def goal_or_404(request: SignedInRequest, pk: int) -> Goal:
    mine = Goal.objects.of(request.user).select_related("mentee__program")
    return get_object_or_404(mine.prefetch_related("assessment"), pk=pk)


def asked_or_404(request: SignedInRequest, pk: int) -> Asked:
    """The goal with all that its pages need, in three queries."""
    of_goal, live = OuterRef("pk"), OuterRef("mentee__program")
    newest = Criteria.objects.filter(goal=of_goal).order_by("-pk")
    mine = (
        Goal.objects.of(request.user)
        .select_related("mentee__program", "mentee__person__profile")
        .prefetch_related("assessment", prefetch_wanted())
        .annotate(
            networks=Subquery(newest.values("networks_count")[:1]),
            confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
            proposal=Subquery(_proposed(request.user)[:1]),
            has_run=Exists(LiveRun.objects.filter(program=live)),
            pending=Exists(Refresh.objects.pending().filter(pk=of_goal)),
        )
    )
    goal = get_object_or_404(mine, pk=pk)
    told = vars(goal)  # what was annotated, which no class declares
    return Asked(
        goal,
        bool(told["networks"]),
        told["has_run"],
        told["pending"],
        told["proposal"],
        told["confirmed_at"],
    )


def _proposed(person: User) -> "QuerySet[Any, Any]":
    mine = Proposal.objects.put_to(person).open().not_refused_by(person)
    name = "mentor__person__profile__name"
    told = mine.filter(goal=OuterRef("pk")).order_by("pk")
    return told.values(row=JSONObject(pk="pk", name=name))


def prefetch_wanted() -> "Prefetch[str, Any, str]":
    return Prefetch("wanted", WantedSkill.objects.select_related("skill"))


def mentor_or_404(request: SignedInRequest, goal: Goal, pk: int) -> Enrolment:
    """A mentor of the goal's program who may be shown to this mentee now."""
    return get_object_or_404(to_show(request, goal), pk=pk)


def to_show(request: SignedInRequest, goal: Goal) -> EnrolmentQuerySet:
    """Mentors of the goal's program who may be shown to this mentee now."""
    shown = (
        Enrolment.objects.accepting()
        .filter(program=goal.mentee.program_id)
        .exclude(person=request.user)
        .not_blocked_for(request.user)
        .not_kept_apart_from(request.user)
    )
    return shown.select_related("person__profile", "program")


@require_safe
def suggestions(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """Five cards for a goal, "more" up to twenty, and why others are not there."""
    asked = asked_or_404(request, goal_pk)
    goal = asked.goal
    visible = Suggestion.objects.visible_to(request.user).filter(goal=goal)
    found = list(visible.order_by("position").select_related("mentor__person__profile"))
    more = "more" in request.GET
    shown = found if more else found[: Suggestion.SHOWN_FIRST]
    outcome = Outcome.objects.live().filter(goal=goal).first()
    weights = outcome.weights if outcome else []
    people = [suggestion.mentor for suggestion in shown]
    context = {
        "goal": goal,
        "missing": goal.missing(),
        "cards": reasons.cards(goal, people, shown, weights, asked.networks),
        "more": len(found) - len(shown),
        "shown_first": Suggestion.SHOWN_FIRST,
        "left_out": reasons.left_out(outcome) if outcome else [],
        "outcome": outcome,
        "has_run": asked.has_run,
        "fresh": not asked.pending,
        "ask_again": asked.out_of_date,
        "proposal": asked.proposal,
        "passed": Pass.objects.of_goal(goal),
        "saved": set(Lead.objects.of(request.user).saved_people(goal.mentee.program)),
    }
    partial = "_list.html" if request.htmx else "suggestions.html"
    return render(request, f"matching/{partial}", context)


@require_safe
def mentor(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    """One mentor, in their own words, and what they have to do with this goal."""
    asked = asked_or_404(request, goal_pk)
    goal = asked.goal
    shown = mentor_or_404(request, goal, pk)
    visible = Suggestion.objects.visible_to(request.user).filter(goal=goal)
    suggested = list(visible.filter(mentor=shown))
    outcome = Outcome.objects.live().filter(goal=goal).first()
    weights = outcome.weights if outcome else []
    context = {
        "goal": goal,
        "mentor": shown,
        "card": reasons.cards(goal, [shown], suggested, weights, asked.networks)[0],
        "has_room": shown.free_places(goal.format) > 0,
        **told_by(shown.person),
    }
    return render(request, "matching/mentor.html", context)


@require_POST
def pass_on(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    """ "Not for me": the card goes at once, silently, and can be brought back."""
    goal = goal_or_404(request, goal_pk)
    passed = mentor_or_404(request, goal, pk)
    actions.say_not_for_me(goal, passed)
    name = passed.person.name
    say_with_undo(
        request,
        _("%(name)s is out of this list. Nobody is told.") % {"name": name},
        url=reverse("matching:unpass", args=[goal.pk, passed.pk]),
        label=_("Undo: show %(name)s again") % {"name": name},
    )
    return back_to_list(request, goal)


@require_POST
def pass_why(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    """A reason for oneself, if one likes; it changes nothing and nobody reads it."""
    goal = goal_or_404(request, goal_pk)
    actions.note_why_not(goal, pk, one_line(request.POST.get("why", ""))[:240])
    messages.success(request, _("Noted, for you alone."))
    return back_to_list(request, goal)


@require_POST
def unpass(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    goal = goal_or_404(request, goal_pk)
    actions.take_back_not_for_me(goal, mentor_or_404(request, goal, pk))
    return back_to_list(request, goal)


def back_to_list(request: SignedInRequest, goal: Goal) -> HttpResponse:
    url = reverse("matching:suggestions", args=[goal.pk])
    return redirect(f"{url}?more" if "more" in request.POST else url)
