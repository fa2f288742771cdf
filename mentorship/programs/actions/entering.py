"""On the way into a program: keeping each answer, and joining with all of them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from accounts.rows import Rows
from mentorship.programs.actions.taking_part import change_offer, join
from mentorship.programs.models import Enrolment, Joining, Program
from mentorship.programs.parts_of_day import masks_of
from mentorship.transitions import NotPossible, transition


@transition
def answer(program: Program, person: User, key: str, told: dict[str, Any]) -> None:
    """Keep one answer. The row is locked, so that two devices lose nothing."""
    draft, _made = Joining.objects.select_for_update().get_or_create(
        program=program, person=person
    )
    Joining.objects.filter(pk=draft.pk).update(
        answers=draft.answers | {key: told}, updated_at=timezone.now()
    )


@transition
def finish(program: Program, person: User) -> list[Enrolment]:
    """Join with what was answered: profile, work, hours and roles in one go.

    Whoever finishes the same draft second finds it gone, so two open tabs join once.
    """
    mine = Joining.objects.select_for_update().filter(program=program, person=person)
    if not mine.exists():
        raise NotPossible(_("You have joined already."))
    draft = Joining.objects.draft_of(person, program)
    if draft.first_open:
        raise NotPossible(_("One question is still open."))
    _tell_of_oneself(person, draft)
    code = draft.answers["roles"].get("code", "")
    join(program, person, draft.roles, code)
    joined = _take_part(draft)
    mine.delete()
    return joined


def _tell_of_oneself(person: User, draft: Joining) -> None:
    """Write what the profile did not hold before."""
    about = draft.told(["name", "languages"])
    work = draft.told(["work"])
    if work.get("headline"):
        about["headline"] = work["headline"]
    if about:
        accounts.save_profile(person, about)
    if work.get("field"):
        track = {name: work[name] for name in ("field", "title", "level", "years")}
        accounts.save_tracks(person, Rows(kept=[track | {"is_main": True}]))
    masks = masks_of(draft.told(["hours"]).get("free", []))
    if masks:
        accounts.save_hours(person, masks)


def _take_part(draft: Joining) -> list[Enrolment]:
    """Say in each new role what was answered about it."""
    told = {
        Enrolment.Role.MENTEE: draft.told(["looking"]),
        Enrolment.Role.MENTOR: draft.told(["kinds", "places"]),
    }
    here = draft.program.enrolments.filter(person=draft.person, role__in=draft.roles)
    for enrolment in here:
        change_offer(enrolment, told[Enrolment.Role(enrolment.role)], None)
    return list(here.all())
