"""My goals and what each rests on: sources, the nudge, asking the program."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, sent
from mentorship.finding import actions
from mentorship.finding.answers import MOST, Answer, answers_for
from mentorship.finding.cover import covers, from_outside
from mentorship.finding.forms import AskProgramForm, SourceForm
from mentorship.finding.models import Dismissal, MatchRequest, Source
from mentorship.finding.people import mentors_for
from mentorship.finding.views.common import goal_or_404, require_form, tabs, tried
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship
from mentorship.undo import say_with_undo

OUTSIDE = Dismissal.Nudge.OUTSIDE


@require_safe
def goals(request: SignedInRequest) -> HttpResponse:
    """Where each goal stands: who helps already, and where to look."""
    mine = covers(request.user)
    answered = answers_for(request.user, [cover.goal for cover in mine])
    for cover in mine:
        cover.answers = answered[cover.goal.pk][:MOST]
    nudged = any(cover.wants_outside for cover in mine)
    context = {
        "tabs": tabs("goals"),
        "covers": mine,
        "without": sum(not cover.covered for cover in mine),
        "outside": from_outside(request.user) if nudged else [],
        "is_mentee": bool(mine)
        or Enrolment.objects.of(request.user).mentees().exists(),
    }
    return render(request, "finding/goals.html", context)


@require_form
def sources(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """What helps with a goal besides a mentor of the program."""
    goal = goal_or_404(request, goal_pk)
    form = SourceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.add_source(goal, form.cleaned_data)
        messages.success(request, _("Written down. Only you see it."))
        return redirect("finding:sources", goal_pk)
    mine = Relationship.objects.visible_to(request.user).going_on().filter(goal=goal)
    kept = list(goal.sources.all())
    context = {
        "goal": goal,
        "form": form,
        "sources": kept,
        "answers": _not_yet_kept(request, goal, kept),
        "relationships": mine.select_related("mentor__person__profile"),
    }
    return render(request, "finding/sources.html", context)


def _not_yet_kept(
    request: SignedInRequest, goal: Goal, kept: list[Source]
) -> list[Answer]:
    """What was answered and fits the goal, without what is written down already."""
    written = {source.what for source in kept}
    found = answers_for(request.user, [goal])[goal.pk]
    return [one for one in found if one.what not in written]


def _source_or_404(request: SignedInRequest, pk: int) -> Source:
    return get_object_or_404(Source.objects.of(request.user), pk=pk)


@require_POST
def enough(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark that this is enough for now, or that it no longer is."""
    source = _source_or_404(request, pk)
    actions.set_enough(source, request.POST.get("enough") == "yes")
    return redirect("finding:sources", source.goal_id)


@require_POST
def remove_source(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _source_or_404(request, pk)
    actions.remove_source(source)
    messages.success(request, _("“%(what)s” is gone.") % {"what": source.what})
    return redirect("finding:sources", source.goal_id)


@require_POST
def no_nudge(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    goal = goal_or_404(request, goal_pk)
    actions.dismiss(goal, OUTSIDE)
    say_with_undo(
        request,
        _("For this goal nobody from outside is proposed any more."),
        url=reverse("finding:nudge", args=[goal_pk]),
        label=_("Undo: propose somebody from outside"),
    )
    return redirect("finding:goals")


@require_POST
def nudge(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    actions.bring_nudge_back(goal_or_404(request, goal_pk), OUTSIDE)
    return redirect("finding:goals")


@require_form
def ask_program(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """Ask the program's admins to look for somebody, and see where that stands."""
    goal = goal_or_404(request, goal_pk)
    form = AskProgramForm(sent(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if tried(request, lambda: actions.ask_program(goal, note)):
            messages.success(request, _("You are in the queue. A mail tells you more."))
        return redirect("finding:ask_program", goal_pk)
    requests = MatchRequest.objects.filter(goal=goal).with_place()
    told = requests.select_related("taken_by__profile", "suggested__person__profile")
    asked = told.exclude(state=MatchRequest.State.WITHDRAWN).last()
    context = {
        "goal": goal,
        "form": form,
        "asked": asked,
        "suggested": _still_there(request, asked),
        "can_ask": asked is None or asked.state == MatchRequest.State.ANSWERED,
    }
    return render(request, "finding/ask_program.html", context)


def _still_there(
    request: SignedInRequest, asked: MatchRequest | None
) -> Enrolment | None:
    """Whom the program suggested, if they may still be asked."""
    if asked is None or asked.suggested_id is None:
        return None
    here = mentors_for(request.user).select_related("person__profile")
    return here.filter(pk=asked.suggested_id).first()


@require_POST
def take_back(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    goal = goal_or_404(request, goal_pk)
    asked = get_object_or_404(MatchRequest.objects.open().filter(goal=goal))
    if tried(request, lambda: actions.take_back(asked)):
        messages.success(request, _("Taken back. You can ask again at any time."))
    return redirect("finding:ask_program", goal_pk)
