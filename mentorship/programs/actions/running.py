"""What a program's admins decide: what counts how much, and who is kept apart."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signals import person_changed
from mentorship.programs.models import NeverPair, Program, Rules, latest_rules
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible


@transaction.atomic
def change_rules(
    program: Program,
    by: User,
    seen: int,
    weights: dict[str, dict[str, float]],
    windows: dict[str, list[int]],
    note: str,
) -> Rules:
    """Add a version of what counts how much; ``seen`` is the newest that they saw.

    Versions are numbered under a lock, so that of two admins who save at once the
    second is told.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    newest = latest_rules(program)
    if seen != (newest.version if newest else 0):
        raise NotPossible(
            _(
                "Somebody saved another version at this moment. Compare, then save again."
            )
        )
    made = Rules.objects.create(
        program=program,
        version=seen + 1,
        weights=weights,
        windows=windows,
        note=note,
        made_by=by,
    )
    record(by, "changed", made)
    return made


@transaction.atomic
def ask_mentors_after(program: Program, by: User, days: int) -> None:
    """After how many days without a word mentors are asked again; 0 is never."""
    other = Program.objects.filter(pk=program.pk).exclude(ask_mentors_after_days=days)
    if other.update(ask_mentors_after_days=days):
        record(by, "changed", program)


@transaction.atomic
def keep_apart(
    program: Program, by: User, mentee: User, mentor: User, why: str
) -> NeverPair:
    """Never suggest one of two people to the other in this program. Neither is told."""
    made, is_new = NeverPair.objects.get_or_create(
        program=program,
        mentee=mentee,
        mentor=mentor,
        defaults={"why": why, "made_by": by},
    )
    if not is_new:
        raise NotPossible(_("These two are kept apart already."))
    record(by, "kept apart", made)
    person_changed.send(sender=NeverPair, person=mentee)
    return made


@transaction.atomic
def keep_apart_no_more(pair: NeverPair, by: User) -> None:
    """Let two people be suggested again."""
    record(by, "kept apart no more", pair)
    pair.delete()
    person_changed.send(sender=NeverPair, person=pair.mentee)
