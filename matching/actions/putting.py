"""Proposals before people: published, answered by both, and over in time.

Locks are taken in the order program → mentor → mentee. Each side answers for itself;
what the other said shows only when both said yes, and then a relationship begins in the
same transaction.
"""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from matching.actions.obstacles import gone, obstacles, sentence
from matching.models import Proposal, ProposalSet
from mentorship.goals.models import Goal
from mentorship.notices import actions as notices
from mentorship.programs import actions as programs
from mentorship.programs.models import Enrolment, Program
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)
State = Proposal.State


class Put(NamedTuple):
    """What publishing did: pairs put to people, people written to, pairs left out."""

    pairs: int
    people: int
    left_out: int


@transition
def publish(draft: ProposalSet, *, by: User) -> Put:
    """Put a draft to its people, with one mail to each; ``by`` is who suggests it.

    What became impossible since the draft was made is left out silently.
    """
    program = Program.objects.select_for_update().get(pk=draft.program_id)
    ours = ProposalSet.objects.filter(pk=draft.pk, state=ProposalSet.State.DRAFT)
    now, published = timezone.now(), ProposalSet.State.PUBLISHED
    if not ours.update(state=published, published_at=now, made_by=by):
        raise NotPossible(_("These proposals were published or discarded already."))
    drafted = draft.proposals.filter(state=State.DRAFT)
    proposals = list(drafted.select_related("goal__mentee"))
    _lock(proposals)
    out = _impossible(program, proposals)
    drafted.filter(pk__in=out).update(state=State.DROPPED)
    answer_by = now + timedelta(days=program.answer_days)
    drafted.update(state=State.OPEN, answer_by=answer_by)
    people = _write_to_all(draft)
    record(by, "published", draft)
    put = len(proposals) - len(out)
    log.info("proposals_published set=%s pairs=%s", draft.pk, put)
    return Put(put, people, len(out))


def _lock(proposals: list[Proposal]) -> None:
    """The mentors' enrolments, then the mentees', each in order: as everywhere."""
    for pks in (
        {row.mentor_id for row in proposals},
        {row.goal.mentee_id for row in proposals},
    ):
        rows = Enrolment.objects.filter(pk__in=pks).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _impossible(program: Program, proposals: list[Proposal]) -> set[int]:
    """Proposals that cannot be put to people any more."""
    stand_back = obstacles(program, proposals, newly=True)
    goals = [row.goal_id for row in proposals]
    ready = Goal.objects.filter(pk__in=goals).matchable().values_list("pk", flat=True)
    waiting = Proposal.objects.filter(goal__in=goals, state=State.OPEN)
    free = set(ready) - set(waiting.values_list("goal_id", flat=True))
    return {
        row.pk
        for row in proposals
        if row.goal_id not in free or (row.goal_id, row.mentor_id) in stand_back
    }


def people_of(draft: ProposalSet) -> list[User]:
    """Everybody who is asked by a set: on either side, each once."""
    rows = draft.proposals.filter(state__in=[State.DRAFT, State.OPEN])
    asked = Q(pk__in=rows.values("goal__mentee__person"))
    asked |= Q(pk__in=rows.values("mentor__person"))
    return list(User.objects.filter(asked).select_related("profile").order_by("pk"))


def _write_to_all(draft: ProposalSet) -> int:
    """One mail to each person, however many suggestions they get; how many."""
    fresh = ProposalSet.objects.select_related("program", "made_by__profile")
    put = fresh.get(pk=draft.pk)
    people = people_of(put)
    for person in people:
        _write(person, f"proposals-{put.pk}-put", "put", {"set": put})
    return len(people)


@transition
def agree(proposal: Proposal, *, by: User) -> Relationship | None:
    """Say yes for oneself; if the other has said yes too, begin. None while waiting.

    Whether it is possible never depends on what the other said. If two mentees' yeses
    race for a mentor's last place, the second is told that it is taken, and its yes was
    not said.
    """
    mentor, _mentee = _locked(proposal)
    now = _fresh(proposal)
    side, other = _sides(now, by)
    if now.state == State.BEGUN:
        return now.relationship
    if now.said_by(side) == "yes" and now.is_open:
        return None
    if now.said_by(side) == "no":
        raise NotPossible(_("You said that this is not for you. Take that back first."))
    obstacle = obstacles(mentor.program, [now]).get((now.goal_id, now.mentor_id))
    if obstacle or not now.is_open:
        raise NotPossible(sentence(obstacle, now, side) if obstacle else gone())
    if side == "mentor":
        programs.heard_from(mentor)
    yes = Yes.objects.create(person=by, by="agreed to a suggestion")
    if now.said_by(other) != "yes":
        _move(now, side, **{f"{side}_yes": yes})
        return None
    return _begin(now, side, yes)


def _begin(proposal: Proposal, side: str, yes: Yes) -> Relationship:
    """The second yes: take the place, begin, and tell whoever said theirs first."""
    said = {"mentee": proposal.mentee_yes, "mentor": proposal.mentor_yes, side: yes}
    mentee_yes, mentor_yes = said["mentee"], said["mentor"]
    if mentee_yes is None or mentor_yes is None:  # only asked for with both
        raise NotPossible(gone())
    begun = relationships.begin(
        goal=proposal.goal,
        mentor=proposal.mentor,
        mentee=proposal.goal.mentee,
        kind=proposal.goal.format,
        mentor_yes=mentor_yes,
        mentee_yes=mentee_yes,
    )
    changes = {f"{side}_yes": yes, "state": State.BEGUN, "relationship": begun}
    _move(proposal, side, **changes)
    first = mentor_yes.person if side == "mentee" else mentee_yes.person
    said_it: dict[str, object] = {"relationship": begun, "other": yes.person}
    _write(first, f"proposal-{proposal.pk}-begun", "begun", said_it)
    return begun


@transition
def pass_over(proposal: Proposal, *, by: User, why: str = "") -> None:
    """ "Not for me": free, silent, and the reason is read by nobody else.

    A yes that was said before is taken back with it.
    """
    _locked(proposal)
    now = _fresh(proposal)
    side, _other = _sides(now, by)
    if now.state == State.BEGUN:
        raise NotPossible(
            _(
                "You both have said yes meanwhile. You can end it on its own page; no "
                "reason is asked."
            )
        )
    if now.state != State.OPEN or now.said_by(side) == "no":
        return
    yes = getattr(now, f"{side}_yes_id")
    _move(
        now,
        side,
        **{
            f"{side}_yes": None,
            f"{side}_no_at": timezone.now(),
            f"{side}_reason": why,
        },
    )
    Yes.objects.filter(pk=yes).delete()


@transition
def think_again(proposal: Proposal, *, by: User) -> None:
    """Take a "not for me" back: nothing is said yet."""
    side, _other = _sides(proposal, by)
    ours = Proposal.objects.filter(pk=proposal.pk, state=State.OPEN)
    ours.update(**{f"{side}_no_at": None, f"{side}_reason": ""})


def _locked(proposal: Proposal) -> tuple[Enrolment, Enrolment]:
    return relationships.lock_pair(proposal.mentor_id, proposal.goal.mentee_id)


def _sides(proposal: Proposal, by: User) -> tuple[str, str]:
    """Which of the two somebody is, and which the other is."""
    if by.pk == proposal.mentor.person_id:
        return "mentor", "mentee"
    if by.pk == proposal.goal.mentee.person_id:
        return "mentee", "mentor"
    raise NotPossible(_("Only the two people themselves can answer this."))


def _fresh(proposal: Proposal) -> Proposal:
    near = Proposal.objects.select_related(
        "goal__mentee__person__profile",
        "mentor__person__profile",
        "mentor_yes__person",
        "mentee_yes__person",
        "relationship",
    )
    return near.get(pk=proposal.pk)


def _move(proposal: Proposal, side: str, **changes: object) -> None:
    """Write what one side says, if nothing has changed since it was read."""
    said = {
        f"{one}_{what}": getattr(proposal, f"{one}_{what}")
        for one in Proposal.SIDES
        for what in ("yes_id", "no_at")
    }
    ours = Proposal.objects.filter(pk=proposal.pk, state=State.OPEN, **said)
    if not ours.update(**changes):
        raise NotPossible(_("Something changed in another window. Please look again."))


def end_overdue() -> int:
    """End the proposals whose time is over; how many. Runs twice harmlessly."""
    sets = Proposal.objects.overdue().order_by("set").values_list("set", flat=True)
    return sum(_end_overdue(pk) for pk in sets.distinct())


@transition
def _end_overdue(set_id: int) -> int:
    overdue = Proposal.objects.overdue().filter(set=set_id).order_by("pk")
    rows = list(overdue.select_for_update(of=("self",), no_key=True))
    waited = _end(rows)
    put = ProposalSet.objects.select_related("program").get(pk=set_id)
    for person in User.objects.filter(pk__in=waited).select_related("profile"):
        _write(person, f"proposals-{put.pk}-over", "over", {"set": put})
    return len(rows)


def _end(rows: list[Proposal]) -> set[int]:
    """End some proposals; the people who had said yes. Their yes is gone with it."""
    pks = [row.pk for row in rows]
    yeses = [pk for row in rows for pk in (row.mentee_yes_id, row.mentor_yes_id) if pk]
    said = Yes.objects.filter(pk__in=yeses)
    people = set(said.values_list("person_id", flat=True))
    Proposal.objects.filter(pk__in=pks, state=State.OPEN).update(
        state=State.OVER, mentee_yes=None, mentor_yes=None
    )
    said.delete()
    return people


def part(blocker: User, blocked: User) -> None:
    """End silently what is open between two people, before a block is written. Takes
    the locks that publishing and answering take."""
    two = Enrolment.objects.filter(person__in=[blocker, blocked]).order_by("pk")
    for role in (Enrolment.Role.MENTOR, Enrolment.Role.MENTEE):
        list(two.filter(role=role).select_for_update(no_key=True).values_list("pk"))
    between = Proposal.objects.between(blocker, blocked)
    _end(list(between.filter(state=State.OPEN)))


def _write(person: User, event: str, what: str, context: dict[str, object]) -> None:
    notices.write(person, event, f"matching/mail/{what}", context)
