"""Sets of proposals before anybody hears of them: asked for, made, looked through.

1. An admin asks; a row says so, and a worker makes the draft under a lease.
2. The admin keeps pairs, leaves pairs out, and asks again as often as they like.
3. Only what is published (``putting.py``) reaches people.
"""

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from matching.actions.afresh import read_few, read_now
from matching.actions.bells import ring
from matching.actions.leases import Told, Write, work_under_lease
from matching.engine import proposals as engine
from matching.engine import regret
from matching.engine.combine import UNITS
from matching.engine.pinned import with_pairs
from matching.engine.proposals import Pair, Proposed
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.models import Proposal, ProposalSet
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import Enrolment, Program
from mentorship.relationships.models import Relationship
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)
State = ProposalSet.State
READ, SCORED = 10, 70
"""How far the work is once people are read, and once all pairs are compared."""


def ask_for_proposals(
    program: Program, *, by: User, aim: str, why: str, **more: Any
) -> tuple[ProposalSet, bool]:
    """Ask for a draft, or find the one that is open already; and whether it is new."""
    try:
        with transaction.atomic():
            asked = ProposalSet.objects.create(
                program=program, made_by=by, aim=aim, why=why, **more
            )
            ring(ProposalSet.TASK, [asked.pk])
    except IntegrityError:
        return ProposalSet.objects.open().get(program=program), False
    return asked, True


@transition
def ask_again(
    draft: ProposalSet, *, by: User, aim: str, pin: Pair | None = None
) -> ProposalSet:
    """Ask for another draft in place of this one: pins stay, what was left out stays
    out. ``pin`` is one more to keep, in place of any other of its goal."""
    kept = draft.proposals.filter(state=Proposal.State.DRAFT, pinned=True)
    out = draft.proposals.filter(state=Proposal.State.DROPPED)
    pins = [list(pair) for pair in kept.values_list("goal_id", "mentor_id")]
    drops = draft.drops + [list(pair) for pair in out.values_list("goal", "mentor")]
    if pin:
        pins = [list(pin), *(other for other in pins if other[0] != pin[0])]
        drops = [pair for pair in drops if pair != list(pin)]
    old = ProposalSet.objects.filter(pk=draft.pk, state=State.DRAFT)
    if not old.update(state=State.DISCARDED):
        raise NotPossible(_("This draft was published or discarded meanwhile."))
    asked = ProposalSet.objects.create(
        program=draft.program,
        made_by=by,
        aim=aim,
        why=draft.why,
        pins=pins,
        drops=drops,
        only_pins=draft.only_pins,
    )
    draft.proposals.all().delete()
    ring(ProposalSet.TASK, [asked.pk])
    return asked


@transition
def discard(draft: ProposalSet) -> bool:
    """Throw a set away before anybody heard of it, also while it is being made."""
    ours = ProposalSet.objects.open().filter(pk=draft.pk)
    if not ours.update(state=State.DISCARDED, lease_until=None):
        return False
    draft.proposals.all().delete()
    return True


def try_again(draft: ProposalSet) -> bool:
    """Work on a failed set again; false if it is not, or another one is open."""
    failed = ProposalSet.objects.filter(pk=draft.pk, state=State.FAILED)
    try:
        with transaction.atomic():
            again = failed.update(
                state=State.DRAFTING,
                attempts=0,
                percent=0,
                failure="",
                rung_at=timezone.now(),
            )
            ring(ProposalSet.TASK, [draft.pk] if again else [])
    except IntegrityError:
        return False
    return bool(again)


def mark(proposal: Proposal, **changes: Any) -> bool:
    """Keep a pair, leave it out, or take either back, while nobody has heard of it."""
    draft = ProposalSet.objects.filter(pk=proposal.set_id, state=State.DRAFT)
    mine = Proposal.objects.filter(
        Exists(draft),
        pk=proposal.pk,
        state__in=[Proposal.State.DRAFT, Proposal.State.DROPPED],
    )
    return bool(mine.update(**changes))


def draft(set_id: int) -> bool:
    """Make a draft that was asked for; false if there was nothing to do."""
    return work_under_lease(ProposalSet, set_id, _draft)


def unserved(program: Program) -> GoalQuerySet:
    """The goals to propose somebody for: nobody helps, and nothing is suggested yet."""
    goals = Goal.objects.filter(mentee__program=program)
    helped = Relationship.objects.going_on().filter(goal=OuterRef("pk"))
    open_now = Proposal.objects.filter(goal=OuterRef("pk"), state=Proposal.State.OPEN)
    return goals.exclude(Exists(helped)).exclude(Exists(open_now))


def _draft(asked: ProposalSet, told: Told) -> Write:
    never = {_pair(pair) for pair in asked.drops} | _would_rather_not(asked.program)
    pins = [pair for pair in map(_pair, asked.pins) if pair not in never]
    goals = unserved(asked.program)
    if asked.only_pins:
        goals = goals.filter(pk__in=[goal for goal, _mentor in pins])
    standing = read_now(asked.program, only=goals)
    told(READ)
    if asked.only_pins:
        scored = standing.scored()
    else:
        scored = standing.scored_whole(
            lambda part: told(READ + int((SCORED - READ) * part))
        )
    scored = _with_pins(asked.program, scored, goals, pins)
    snapshot = standing.snapshot
    pins = engine.possible(scored, snapshot, pins)
    if asked.only_pins:
        never |= _all_but(scored, pins)
    found: dict[str, engine.Proposal] = {}
    for number, aim in enumerate(ProposalSet.Aim.values, start=1):
        found[aim] = _propose(aim, scored, snapshot, pins, never)
        told(SCORED + (99 - SCORED) * number // len(ProposalSet.Aim))
    rows = _rows(asked, scored, found[asked.aim].proposed)

    def write() -> dict[str, Any]:
        Proposal.objects.filter(set=asked).delete()
        Proposal.objects.bulk_create(rows, batch_size=1000)
        log.info("proposals_drafted set=%s pairs=%s", asked.pk, len(rows))
        return {
            "state": State.DRAFT,
            "pins": [list(pair) for pair in pins],
            "not_kept": len(asked.pins) - len(pins),
            "goals": len(snapshot.goals),
            "mentors": len(snapshot.mentors),
            "failure": "",
            "figures": {
                aim: _figures(made, scored, snapshot, never)
                for aim, made in found.items()
            },
        }

    return write


def _pair(listed: list[int]) -> Pair:
    return listed[0], listed[1]


def _with_pins(
    program: Program, scored: Scored, goals: GoalQuerySet, pins: list[Pair]
) -> Scored:
    """Also with those pins that are not among the best of their goals."""
    if not pins:
        return scored
    wanted = goals.filter(pk__in=[goal for goal, _mentor in pins])
    mentors = Enrolment.objects.filter(pk__in=[mentor for _goal, mentor in pins])
    return with_pairs(scored, read_few(program, wanted, mentors).scored(), set(pins))


def _all_but(scored: Scored, pins: list[Pair]) -> set[Pair]:
    """Every other pair: where only what an admin chose is wanted, goals whose pair is
    not possible get nobody."""
    goal = scored.outcomes.goal[scored.goal_rows()].tolist()
    listed = zip(goal, scored.pairs.mentor.tolist(), strict=True)
    return set(listed) - set(pins)


def _would_rather_not(program: Program) -> set[Pair]:
    """Pairs of whom one said not long ago that it is not for them. Nobody is told."""
    since = timezone.now() - timedelta(days=program.cool_off_days)
    said = Q(mentee_no_at__gt=since) | Q(mentor_no_at__gt=since)
    passed = Proposal.objects.filter(said, mentor__program=program)
    return set(passed.values_list("goal_id", "mentor_id"))


def _propose(
    aim: str, scored: Scored, snapshot: Snapshot, pins: list[Pair], never: set[Pair]
) -> engine.Proposal:
    if aim == ProposalSet.Aim.STABLE:
        return engine.stable(scored, snapshot, pins=pins, never=never)
    wanted = {one.value: one for one in engine.Aim}[aim]
    return engine.optimum(scored, snapshot, wanted, pins=pins, never=never)


def _figures(
    made: engine.Proposal, scored: Scored, snapshot: Snapshot, never: set[Pair]
) -> dict[str, Any]:
    chosen = made.proposed.pair
    rather = regret.blocking_pairs(scored, snapshot, chosen)
    goal = scored.outcomes.goal[scored.goal_rows()[rather]].tolist()
    pairs = zip(goal, scored.pairs.mentor[rather].tolist(), strict=True)
    return {
        **asdict(made.summary()),
        "regret": asdict(regret.regret(scored, chosen)),
        "blocking": sum(pair not in never for pair in pairs),
    }


def _rows(asked: ProposalSet, scored: Scored, proposed: Proposed) -> list[Proposal]:
    """A row per proposed pair, with why it is and what it costs its goal."""
    pairs, chosen = scored.pairs, proposed.pair
    outcome = scored.goal_rows()[chosen]
    given_up = np.nan_to_num(regret.regrets(scored, chosen)[outcome]) * UNITS
    best = pairs.mentor[scored.starts()[outcome]]
    weights = scored.outcomes.weights[outcome]
    return [
        Proposal(
            set=asked,
            goal_id=int(proposed.goal[row]),
            mentor_id=int(proposed.mentor[row]),
            pinned=bool(proposed.pinned[row]),
            score=int(proposed.score[row]),
            factors=[None if np.isnan(v) else float(v) for v in pairs.factors[pair]],
            weights=weights[row].tolist(),
            noted=int(pairs.noted[pair]),
            given_up=round(float(given_up[row])),
            best_id=int(best[row]) if round(float(given_up[row])) else None,
        )
        for row, pair in enumerate(chosen.tolist())
    ]
