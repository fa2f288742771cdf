"""An admin suggests two people to each other by choice: a pair of their own in a draft.

Nobody is appointed by it: the pair goes through the draft, is looked at and published
like every other, and begins by two yeses or not at all.
"""

from django.utils.translation import gettext as _

from accounts.models import User
from matching.actions.drafts import ask_again, ask_for_proposals, unserved
from matching.actions.trying import Tried, try_pair
from matching.models import ProposalSet
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program
from mentorship.transitions import NotPossible

State = ProposalSet.State


def pin_pair(
    program: Program, goal: Goal, mentor: Enrolment, *, by: User, why: str
) -> ProposalSet:
    """Put a goal and a mentor into the program's draft, or begin one of these two alone.

    ``why`` is asked for where there is no draft yet, whose reason people will read.
    """
    obstacle = why_not(program, goal, try_pair(program, goal, mentor))
    if obstacle:
        raise NotPossible(obstacle)
    pair = (goal.pk, mentor.pk)
    draft = ProposalSet.objects.open().filter(program=program).first()
    if draft is None:
        return _alone(program, pair, by=by, why=why)
    if draft.state != State.DRAFT:
        raise NotPossible(
            _("A draft is being made. Wait until it is there, then add these two.")
        )
    return ask_again(draft, by=by, aim=draft.aim, pin=pair)


def why_not(program: Program, goal: Goal, tried: Tried | None) -> str:
    """What keeps an admin from suggesting a pair, as a sentence; empty if nothing that
    they may know of does."""
    if tried is None:
        return _("One of the two takes no part at the moment.")
    if tried.rules:
        return _("A rule parts these two. Try them, and you read which.")
    if not unserved(program).filter(pk=goal.pk).exists():
        return _("Somebody helps with this goal, or a suggestion for it waits already.")
    return ""


def _alone(
    program: Program, pair: tuple[int, int], *, by: User, why: str
) -> ProposalSet:
    if not why:
        raise NotPossible(_("Say why you suggest this: both of them read it."))
    aim = ProposalSet.Aim.EVERYONE
    made, started = ask_for_proposals(
        program, by=by, aim=aim, why=why, pins=[list(pair)], only_pins=True
    )
    if not started:
        raise NotPossible(_("Somebody began a draft meanwhile. Add these two to it."))
    return made
