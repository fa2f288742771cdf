"""Taking part in a program, saying what one offers, pausing, leaving."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.signals import person_changed
from accounts.vocabulary.picking import Pick
from mentorship.programs.models import Cohort, Enrolment, Invitation, Program
from mentorship.programs.still_open import said_now
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition


@transaction.atomic
def join(program: Program, person: User, roles: list[str], code: str = "") -> None:
    """Take part in a program, in one role or both. No level and no years are asked.

    Whoever left before comes back to the same enrolment, with its goals and offers.
    """
    _check_may_join(program, person, code)
    cohort = _open_cohort(program)
    for role in roles:
        enrolment, made = Enrolment.objects.get_or_create(
            program=program, person=person, role=role, defaults={"cohort": cohort}
        )
        left = Enrolment.objects.filter(pk=enrolment.pk, left_at__isnull=False)
        if left.update(left_at=None, cohort=cohort, **said_now()) or made:
            record(person, "joined", enrolment)
    invited = Invitation.objects.open().to(person).filter(program=program)
    invited.update(used_at=timezone.now(), used_by=person)
    person_changed.send(sender=Enrolment, person=person)


@transaction.atomic
def leave(enrolment: Enrolment) -> None:
    """Stop taking part in this role. What was agreed with people stays theirs."""
    here = Enrolment.objects.filter(pk=enrolment.pk, left_at=None)
    if not here.update(left_at=timezone.now()):
        raise NotPossible(_("You left this program already."))
    record(enrolment.person, "left", enrolment)
    person_changed.send(sender=Enrolment, person=enrolment.person)


@transaction.atomic
def come_back(enrolment: Enrolment) -> None:
    """Take back leaving."""
    gone = Enrolment.objects.filter(pk=enrolment.pk, left_at__isnull=False)
    if gone.update(left_at=None, **said_now()):
        record(enrolment.person, "came back", enrolment)
        person_changed.send(sender=Enrolment, person=enrolment.person)


@transition
def change_offer(
    enrolment: Enrolment, values: dict[str, Any], skills_not_taken: list[Pick] | None
) -> None:
    """Change what a mentor offers, or whether a mentee is looking.

    The row is locked, because places must not fall below what an answer, given at the
    same moment, has just taken.
    """
    now = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    for kind, (places, taken) in Enrolment.PLACES.items():
        if values.get(places, getattr(now, places)) < getattr(now, taken):
            raise NotPossible(_too_few(kind, getattr(now, taken)))
    Enrolment.objects.filter(pk=now.pk).update(**values, **said_now())
    if skills_not_taken is not None:
        now.skills_not_taken.set([p.skill for p in skills_not_taken if p.skill])
    person_changed.send(sender=Enrolment, person=now.person)


def _too_few(kind: str, taken: int) -> str:
    """Why places cannot be lowered that far, and what to do instead."""
    if kind == Enrolment.Kind.CONVERSATION:
        return ngettext(
            "One conversation is agreed already, so keep at least one place. "
            "To receive no new requests, pause instead.",
            "%(taken)s conversations are agreed already, so keep at least as many "
            "places. To receive no new requests, pause instead.",
            taken,
        ) % {"taken": taken}
    return ngettext(
        "You have one ongoing mentee, so keep at least one place. "
        "To receive no new requests, pause instead.",
        "You have %(taken)s ongoing mentees, so keep at least as many places. "
        "To receive no new requests, pause instead.",
        taken,
    ) % {"taken": taken}


def _check_may_join(program: Program, person: User, code: str) -> None:
    """An open program takes everybody; a code or an invitation opens the others."""
    invited = Invitation.objects.letting_in(person).filter(program=program)
    if program.joining == Program.Joining.OPEN or invited.exists():
        return
    if program.joining == Program.Joining.INVITED:
        raise NotPossible(
            _("This program invites people. Ask whoever runs it for an invitation.")
        )
    check_code(program, code)


def check_code(program: Program, code: str) -> None:
    """Refuse a wrong code; small and large letters are the same."""
    if not constant_time_compare(code.casefold(), program.join_code.casefold()):
        raise NotPossible(
            _("This is not the code of this program. Ask whoever told you about it.")
        )


def _open_cohort(program: Program) -> Cohort | None:
    """The intake that is open today, the newest if there are several."""
    today = timezone.localdate()
    opened = Q(opens_on=None) | Q(opens_on__lte=today)
    not_over = Q(closes_on=None) | Q(closes_on__gte=today)
    return program.cohorts.filter(opened, not_over).first()
