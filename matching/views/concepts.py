"""The question what a goal is about: concepts to confirm, read from its sentence."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest, sent
from accounts.vocabulary.picking import Pick, picks_of
from matching.loading.about import About, about
from mentorship.goals import actions, asking
from mentorship.goals.forms import ConceptsForm
from mentorship.goals.models import Goal
from mentorship.transitions import NotPossible

AWAY = "not_about"
"""In the session: what was not picked, by goal. It stays away until signing out."""


@require_http_methods(["GET", "HEAD", "POST"])
def concepts(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """Concepts to confirm as chips, a search, phrases, and one's own words."""
    mine = Goal.objects.of(request.user).select_related("mentee__person")
    goal = get_object_or_404(mine, pk=goal_pk)
    picked = picks_of(goal.wanted.select_related("skill"))
    form = ConceptsForm(sent(request), goal=goal, initial={"skills": picked})
    asked = _asked(request, goal, picked)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["skills"]
        if not _kept(request, goal, told):
            return redirect("goals:detail", goal.pk)
        _put_away(request, goal, asked, told)
        if "others" in request.POST:
            return redirect(request.get_full_path())
        changing = "change" in request.GET
        sent_too = request.POST
        return redirect(
            asking.address_after(goal, "concepts", sent_too, changing=changing)
        )
    page = asking.page(goal, "concepts", form, changing="change" in request.GET)
    return render(request, "matching/concepts.html", page | {"asked": asked})


def _asked(request: SignedInRequest, goal: Goal, picked: list[Pick]) -> About:
    """What to ask now: nothing that was picked already or put away today."""
    away = request.session.get(AWAY, {}).get(str(goal.pk), [])
    known = [pick.skill.slug for pick in picked if pick.skill]
    encoder = settings.BELAY_ENCODER
    return about(goal, encoder=encoder, without={*away, *known})


def _kept(request: SignedInRequest, goal: Goal, told: list[Pick]) -> bool:
    """Write the answer, or say kindly why it is not possible now."""
    try:
        actions.answer(goal, "concepts", {}, told)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _put_away(
    request: SignedInRequest, goal: Goal, asked: About, told: list[Pick]
) -> None:
    """What was asked and not picked is not asked again in this session."""
    offered = [one.pick.skill.slug for one in asked.concepts if one.pick.skill]
    picked = {pick.skill.slug for pick in told if pick.skill}
    away = request.session.setdefault(AWAY, {})
    left = [slug for slug in offered if slug not in picked]
    away[str(goal.pk)] = [*away.get(str(goal.pk), []), *left][-200:]
    request.session.modified = True
