"""What keeps a suggested pair from going on: the same that keeps a request from going."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _

from matching.engine.snapshot import REASONS
from matching.loading.pairs import Rows, Table, exclusions
from matching.models import Proposal
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program

Pair = tuple[int, int]
"""Goal id, mentor enrolment id."""


class Obstacle(StrEnum):
    """One answer for everything that is nobody else's business, so that a block cannot
    be told from leaving, nor a no from a goal that was closed."""

    GONE = "gone"
    ALREADY = "already"
    PAUSED = "paused"
    FULL = "full"


def obstacles(
    program: Program, pairs: Iterable[Proposal], *, newly: bool = False
) -> dict[Pair, Obstacle]:
    """What stands in the way of some pairs; who is not named can go on.

    A "not for me" from a list of suggestions keeps a pair from being put to people
    ``newly``. Once it is, it would tell one side what the other thinks. A fixed number of queries, however many pairs. Under locks it is what counts; on a
    page it only warns.
    """
    wanted = [(proposal.goal_id, proposal.mentor_id) for proposal in pairs]
    goals = list(
        Goal.objects.filter(pk__in={goal for goal, _mentor in wanted})
        .select_related("mentee__person")
        .order_by("pk")
    )
    rows = Enrolment.objects.filter(pk__in={mentor for _goal, mentor in wanted})
    mentors = list(rows.select_related("person").order_by("pk"))
    told = _told(program, goals, mentors, newly)
    goal_of = {goal.pk: goal for goal in goals}
    mentor_of = {mentor.pk: mentor for mentor in mentors}
    found = {
        pair: _of(goal_of[pair[0]], mentor_of[pair[1]]) or told.get(pair)
        for pair in wanted
    }
    return {pair: obstacle for pair, obstacle in found.items() if obstacle}


def _told(
    program: Program, goals: list[Goal], mentors: list[Enrolment], newly: bool
) -> dict[Pair, Obstacle]:
    """What happened between two people, as the engine is told it."""
    asking = Rows([g.pk for g in goals], [g.mentee.person_id for g in goals])
    helping = Rows([m.pk for m in mentors], [m.person_id for m in mentors])
    table = exclusions(program, Table(asking, helping))
    found: dict[Pair, Obstacle] = {}
    for goal, mentor, number in zip(
        table.goal.tolist(), table.mentor.tolist(), table.reason.tolist(), strict=True
    ):
        reason = REASONS[number]
        if reason == "reporting_line" and not program.keep_reporting_lines_apart:
            continue
        if reason == "not_for_me" and not newly:
            continue
        pair = goals[goal].pk, mentors[mentor].pk
        is_known_to_both = reason == "already" and pair not in found
        found[pair] = Obstacle.ALREADY if is_known_to_both else Obstacle.GONE
    return found


def _of(goal: Goal, mentor: Enrolment) -> Obstacle | None:
    """What the rows of the two say by themselves."""
    mentee = goal.mentee
    here = mentor.left_at is None and mentee.left_at is None
    here = here and mentor.person.is_active and mentee.person.is_active
    if not here or goal.state != Goal.State.ACTIVE:
        return Obstacle.GONE
    if mentor.paused or not mentor.accepting:
        return Obstacle.PAUSED
    return Obstacle.FULL if mentor.free_places(goal.format) <= 0 else None


def sentence(obstacle: Obstacle, proposal: Proposal, side: str) -> str:
    """An obstacle as one of the two is told it."""
    name = {"name": proposal.mentor.person.first_name_or_name}
    if obstacle is Obstacle.ALREADY:
        return _("You two have something going on already. Nothing is left to do here.")
    if obstacle is Obstacle.GONE:
        return gone()
    if side == "mentor":
        if obstacle is Obstacle.PAUSED:
            return _(
                "You have said that nobody may ask you just now. Change that on the "
                "page of your offer first."
            )
        return _(
            "All your places of this kind are taken. Give yourself one more on the page "
            "of your offer first."
        )
    if obstacle is Obstacle.PAUSED:
        return _("%(name)s is not taking anybody on just now. You can wait.") % name
    return _("%(name)s has no free place just now. You can wait, or ask others.") % name


def gone() -> str:
    """Told of everything that is over, whatever ended it."""
    return _("This suggestion is not open any more. Nothing is left to do.")
