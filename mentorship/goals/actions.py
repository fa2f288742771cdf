"""What a mentee does with a goal: begin it, answer for it, assess it, close it.

Each act tells ``goal_changed`` inside its transaction, so that lists are made again.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rows import Rows, save_rows
from accounts.vocabulary.picking import Pick
from mentorship.goals.conditions import Insisted, as_told
from mentorship.goals.models import (
    AssessmentItem,
    Condition,
    Criteria,
    Criterion,
    Goal,
)
from mentorship.goals.signals import goal_changed
from mentorship.programs.models import Enrolment
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible


@transaction.atomic
def begin(mentee: Enrolment, values: dict[str, Any]) -> Goal:
    """Begin a goal with its purpose, as a draft. Until somebody says what they want it
    is called by its purpose."""
    title = str(Goal.Purpose(values["purpose"]).label)
    goal = Goal.objects.create(
        mentee=mentee, title=title, answered=["purpose"], **values
    )
    _tell(goal)
    return goal


@transaction.atomic
def answer(
    goal: Goal, key: str, values: dict[str, Any], picks: Iterable[Pick] | None = None
) -> None:
    """Write the answer to one question into an open goal. Taking the guidance out makes
    it a draft again; ``picks`` replace the skills that it is about."""
    now = Goal.objects.open().select_for_update().filter(pk=goal.pk).first()
    if now is None:
        raise NotPossible(_("This goal is closed. Open it again to change it."))
    values = dict(values)
    if "purpose" in values and "want" not in now.told():
        values["title"] = str(Goal.Purpose(values["purpose"]).label)
    if not values.get("guidance", now.guidance):
        values["state"] = Goal.State.DRAFT
    _update(now, **values, answered=sorted(now.told() | {key}))
    if picks is not None:
        _set_skills(now, picks)
    goal.refresh_from_db()
    _activate_if_ready(goal)
    _tell(goal)


@transaction.atomic
def look_over(goal: Goal) -> None:
    """The mentee has read their answers together and stands by them. The goal becomes
    active, unless something that it needs was left open."""
    now = Goal.objects.open().select_for_update().filter(pk=goal.pk).first()
    if now is None:
        raise NotPossible(_("This goal is closed. Open it again to change it."))
    if "want" not in now.told() or not now.guidance:
        raise NotPossible(
            _("Say what you want and what guidance would help, then this can begin.")
        )
    _update(now, answered=sorted(now.told() | {Goal.CHECKED}))
    goal.refresh_from_db()
    if _activate_if_ready(goal):
        _tell(goal)


def _update(goal: Goal, **values: Any) -> None:
    Goal.objects.filter(pk=goal.pk).update(**values, updated_at=timezone.now())


@transaction.atomic
def close(goal: Goal) -> None:
    """Stop looking for people for this goal. What came of it stays."""
    if (
        not Goal.objects.open()
        .filter(pk=goal.pk)
        .update(state=Goal.State.CLOSED, updated_at=timezone.now())
    ):
        raise NotPossible(_("This goal was already closed."))
    record(goal.mentee.person, "closed", goal)
    _tell(goal)


@transaction.atomic
def reopen(goal: Goal) -> None:
    """Take up a closed goal again, as active if it is ready for that."""
    closed = Goal.objects.filter(pk=goal.pk, state=Goal.State.CLOSED)
    if not closed.update(state=Goal.State.DRAFT, updated_at=timezone.now()):
        raise NotPossible(_("This goal is open already."))
    record(goal.mentee.person, "reopened", goal)
    _activate_if_ready(goal)
    _tell(goal)


@transaction.atomic
def set_assessment(goal: Goal, kind: str, rows: Rows) -> None:
    """Change one of the three lists of a goal: growth, strength or challenge."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    mine = AssessmentItem.objects.filter(goal=goal, kind=kind)
    save_rows(mine, rows, goal=goal, kind=kind)
    _tell(goal)


@transaction.atomic
def add_items(
    goal: Goal, kind: str, exercise: str, texts: Iterable[str], visibility: str
) -> None:
    """Put what an exercise brought to light into its list, each text once."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    mine = AssessmentItem.objects.filter(goal=goal, kind=kind)
    known = {text.casefold() for text in mine.values_list("text", flat=True)}
    new: dict[str, str] = {}
    for text in texts:
        if text.casefold() not in known:
            new.setdefault(text.casefold(), text)
    if not new:
        return
    AssessmentItem.objects.bulk_create(
        AssessmentItem(
            goal=goal, kind=kind, exercise=exercise, text=text, visibility=visibility
        )
        for text in new.values()
    )
    _tell(goal)


@transaction.atomic
def set_criteria(
    goal: Goal,
    rows: Iterable[tuple[str, str, str]],
    conditions: Iterable[Insisted] = (),
    networks_count: bool = False,
) -> Criteria:
    """Say what matters: (quality, importance, what to do if it is not known) each, the
    facts that must be so, and whether networks count as something in common.

    A change makes a new dated set, and runs keep the one they used. Saying the same
    again only confirms the set that is there.
    """
    wanted, facts = list(rows), list(conditions)
    Goal.objects.select_for_update().get(pk=goal.pk)
    newest = Criteria.objects.filter(goal=goal).first()
    if newest and _says(newest, wanted, facts, networks_count):
        Criteria.objects.filter(pk=newest.pk).update(confirmed_at=timezone.now())
        return newest
    made = Criteria.objects.create(goal=goal, networks_count=networks_count)
    Criterion.objects.bulk_create(
        Criterion(
            criteria=made, quality=quality, importance=importance, if_unknown=unknown
        )
        for quality, importance, unknown in wanted
    )
    Condition.objects.bulk_create(
        Condition(
            criteria=made,
            attribute=fact.attribute,
            words=fact.words,
            years=fact.years,
            network_id=fact.network,
            if_unknown=fact.if_unknown,
        )
        for fact in facts
    )
    _tell(goal)
    return made


def confirm_criteria(goal: Goal) -> None:
    """Say that what matters is still so; nothing is made again."""
    newest = Criteria.objects.filter(goal=goal).values("pk")[:1]
    Criteria.objects.filter(pk__in=newest).update(confirmed_at=timezone.now())


def _says(
    criteria: Criteria,
    rows: list[tuple[str, str, str]],
    facts: list[Insisted],
    networks_count: bool,
) -> bool:
    """Whether a stored set says just this."""
    return (
        sorted(told(criteria)) == sorted(rows)
        and set(map(as_told, criteria.conditions.all())) == set(facts)
        and criteria.networks_count == networks_count
    )


def told(criteria: Criteria) -> list[tuple[str, str, str]]:
    """A set of criteria as plain rows."""
    return list(criteria.rows.values_list("quality", "importance", "if_unknown"))


def _set_skills(goal: Goal, picks: Iterable[Pick]) -> None:
    """Replace the wanted skills; an own word stands once in any spelling of case."""
    goal.wanted.all().delete()
    once = {(pick.skill, pick.words.casefold()): pick for pick in picks}
    for pick in once.values():
        goal.wanted.create(skill=pick.skill, words=pick.words)


def _activate_if_ready(goal: Goal) -> bool:
    ready = Goal.objects.ready().filter(pk=goal.pk)
    became = bool(ready.update(state=Goal.State.ACTIVE))
    if became:
        record(goal.mentee.person, "activated", goal)
    goal.refresh_from_db(fields=["state"])
    return became


def _tell(goal: Goal) -> None:
    goal_changed.send(sender=Goal, goal=goal)
