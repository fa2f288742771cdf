"""What a program suggests to somebody: look at it, say yes, or that it is not for you."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from matching import actions, reasons
from matching.forms import NotForMeForm
from matching.models import Proposal
from mentorship.goals.models import Criteria
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo

NEAR = (
    "goal__mentee__person__profile",
    "mentor__person__profile",
    "mentor__program",
    "set__made_by__profile",
    "relationship",
)


def _mine_or_404(request: SignedInRequest, pk: int) -> Proposal:
    mine = Proposal.objects.put_to(request.user).select_related(*NEAR)
    return get_object_or_404(mine, pk=pk)


@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    """What waits for an answer, and what was answered with yes."""
    mine = Proposal.objects.put_to(request.user).open().not_refused_by(request.user)
    rows = mine.select_related(*NEAR).order_by("answer_by", "pk")
    found = [(proposal, proposal.side_of(request.user)) for proposal in rows]
    context = {
        "waiting": [row for row in found if not row[0].said_by(row[1])],
        "agreed": [row for row in found if row[0].said_by(row[1])],
    }
    return render(request, "matching/proposals.html", context)


@require_safe
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One suggestion, from one's own side. Nothing on it depends on what the other said
    before both said yes."""
    shown = _mine_or_404(request, pk)
    side = shown.side_of(request.user)
    found = actions.obstacles(shown.mentor.program, [shown])
    obstacle = found.get((shown.goal_id, shown.mentor_id))
    is_over = not shown.is_open or obstacle == actions.Obstacle.GONE
    context = {
        "proposal": shown,
        "side": side,
        "said": shown.said_by(side),
        "other": shown.mentor if side == "mentee" else shown.goal.mentee,
        "begun": shown.state == Proposal.State.BEGUN,
        "over": is_over,
        "obstacle": actions.sentence(obstacle, shown, side) if obstacle else "",
        "card": _card(shown) if side == "mentee" and not is_over else None,
        "reasons": reasons.reasons_in_words(shown),
        "form": NotForMeForm(),
    }
    return render(request, "matching/proposal.html", context)


def _card(shown: Proposal) -> reasons.Card:
    networks = Criteria.objects.filter(goal=shown.goal).values_list(
        "networks_count", flat=True
    )
    return reasons.cards(
        shown.goal,
        [shown.mentor],
        [reasons.as_suggestion(shown)],
        shown.weights,
        bool(networks.first()),
    )[0]


@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes. If the other has said yes too, the two begin."""
    shown = _mine_or_404(request, pk)
    try:
        begun = actions.agree(shown, by=request.user)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
        return redirect("matching:proposal", shown.pk)
    if begun:
        messages.success(request, _("You both said yes. You can begin."))
        return redirect("relationships:detail", begun.pk)
    messages.success(
        request, _("You said yes. You hear from us if the other does too.")
    )
    return redirect("matching:proposal", shown.pk)


@require_POST
def pass_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """ "Not for me": silent, and can be taken back."""
    shown, form = _mine_or_404(request, pk), NotForMeForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        actions.pass_over(shown, by=request.user, why=why)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
        return redirect("matching:proposal", shown.pk)
    say_with_undo(
        request,
        _("That suggestion is off your list. Nobody is told."),
        url=reverse("matching:think_again", args=[shown.pk]),
        label=_("Undo: think about it again"),
    )
    return redirect("matching:proposals")


@require_POST
def think_again(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _mine_or_404(request, pk)
    actions.think_again(shown, by=request.user)
    return redirect("matching:proposal", shown.pk)
