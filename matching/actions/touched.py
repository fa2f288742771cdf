"""Finding the lists that a changed mentor enters or leaves, so that those are made again.

1. A change leaves a row. Many changes of many mentors are one piece of work per program.
2. Each goal of the program is compared with the changed mentors alone.
3. Asked for again are the lists they stand in now, and those where they are as good as
   the last one shown, or that have room.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now

from matching import loading
from matching.actions.bells import ring
from matching.actions.ready import read_mentors
from matching.actions.ready_goals import lists_now
from matching.actions.refresh import ask_refresh
from matching.actions.stages import in_its_program
from matching.loading.meaning import concepts
from matching.loading.sides import meeting
from matching.models import (
    MOST_ATTEMPTS,
    LiveRun,
    MentorChange,
    Run,
    Suggestion,
)
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, EnrolmentQuerySet


def note_changed_mentors(mentors: EnrolmentQuerySet) -> None:
    """Note, as rows, that these mentors changed. Part of the transaction that changes
    them; noting twice is noting once."""
    changed = dict(mentors.values_list("pk", "program_id"))
    MentorChange.objects.bulk_create(
        [MentorChange(mentor_id=mentor) for mentor in changed],
        update_conflicts=True,
        unique_fields=["mentor"],
        update_fields=["changed_at", "pending", "attempts"],
    )
    ring("matching.touched", sorted(set(changed.values())))


def ask_touched(program_id: int) -> bool:
    """Ask for all lists of a program that its changed mentors enter or leave.

    Does nothing for a program that has not had a run: its first run reads them anyway.
    """
    waiting = MentorChange.objects.filter(mentor__program=program_id, pending=True)
    waiting = waiting.filter(attempts__lt=MOST_ATTEMPTS)
    waiting.update(attempts=F("attempts") + 1)
    as_of = dict(waiting.values_list("mentor_id", "changed_at"))
    if not as_of:
        return False
    live = LiveRun.objects.filter(program=program_id).select_related("run__program")
    now_live = live.first()
    if now_live is not None:
        mentors = Enrolment.objects.filter(pk__in=as_of)
        touched = touched_by(now_live.run, mentors)
        ask_refresh(Goal.objects.filter(pk__in=touched))
    for mentor, changed_at in as_of.items():
        mine = MentorChange.objects.filter(pk=mentor, changed_at=changed_at)
        mine.update(pending=False)
    return now_live is not None


def touched_by(run: Run, mentors: EnrolmentQuerySet) -> set[int]:
    """The goals whose list these mentors are in, or would now be good enough for."""
    shown = Suggestion.objects.filter(run=run)
    leaving = shown.filter(mentor__in=mentors).values_list("goal", flat=True)
    return {*leaving, *_entering(run, mentors)}


def _entering(run: Run, mentors: EnrolmentQuerySet) -> set[int]:
    """Every goal compared with these mentors only, by the rules of the run shown."""
    lists = lists_now(run)
    helping, offered, _name = read_mentors(run.program, mentors, run.encoder)
    entered: set[int] = set()
    for some, besides in lists:
        met = meeting(run.program, some.asking, helping, concepts(run.encoder))
        snapshot = in_its_program(met, run.rules)
        found = some.standing.entered(
            snapshot, offered.facing(some.texts), loading.hard_rules(run.rules)
        )
        entered |= set(some.goals[found].tolist()) - besides
    return entered


def ring_due_changes() -> None:
    """Ring again for changes that wait too long."""
    wait = timedelta(seconds=settings.BELAY_RING_SECONDS)
    due = MentorChange.objects.filter(pending=True, attempts__lt=MOST_ATTEMPTS)
    due = due.filter(changed_at__lt=Now() - wait)
    programs: Iterable[int] = due.values_list("mentor__program", flat=True).distinct()
    ring("matching.touched", programs)
