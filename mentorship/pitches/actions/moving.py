"""What every change of a pitch is made of: the conditional update, its yes, its mail."""

from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.notices import actions as notices
from mentorship.pitches.models import Pitch
from mentorship.relationships.models import Yes
from mentorship.transitions import NotPossible

State = Pitch.State


def move(pitch: Pitch, old: str, new: str, **changes: object) -> bool:
    """Change a pitch that is still in its old state; false if somebody was faster."""
    still = Pitch.objects.filter(pk=pitch.pk, state=old)
    return bool(still.update(state=new, **changes))


def fresh(pitch: Pitch, *, lock: bool = False) -> Pitch:
    """The pitch as it is now; gone, if its writer threw it away."""
    rows = Pitch.objects.select_related("goal", "mentor__person", "mentee__person")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    now = rows.filter(pk=pitch.pk).first()
    if now is None:
        raise NotPossible(_("This letter was discarded."))
    return now


def yes_of(letter: Pitch) -> Yes:
    if letter.mentee_yes is None:  # the database keeps this from happening
        raise NotPossible(_("This request is no longer open; nothing is left to do."))
    return letter.mentee_yes


def take_back(yes: int | None) -> None:
    """A yes lives as long as the request it was said in."""
    if yes is not None:
        Yes.objects.filter(pk=yes).delete()


def write_mail(person: User, pitch: Pitch, what: str, **context: object) -> None:
    notices.write(
        person,
        f"pitch-{pitch.pk}-{what}",
        f"pitches/mail/{what}",
        {"pitch": pitch, **context},
    )


def told_to_mentee(pitch: Pitch) -> str:
    """What has happened meanwhile, to the one who asked."""
    name = {"name": pitch.mentor.person.first_name_or_name}
    return {
        State.SENT.value: _("This letter has been sent already."),
        State.ACCEPTED.value: _("%(name)s has just said yes.") % name,
        State.DECLINED.value: _("%(name)s has answered already.") % name,
        State.WITHDRAWN.value: _("You have taken this request back."),
        State.EXPIRED.value: _("The time to answer this request is over."),
        State.SETTLED.value: _("Somebody else said yes to this goal meanwhile."),
    }.get(pitch.state, _("This letter is a draft."))


def told_to_mentor(pitch: Pitch) -> str:
    """What has happened meanwhile, to the one who was asked."""
    name = {"name": pitch.mentee.person.first_name_or_name}
    return {
        State.ACCEPTED.value: _("You have said yes to this already."),
        State.DECLINED.value: _("You have answered this already."),
        State.EXPIRED.value: _("The time to answer this request is over."),
        State.SETTLED.value: _(
            "%(name)s has found somebody for this meanwhile. Nothing is left to do, "
            "and thank you for looking."
        )
        % name,
        State.DRAFT.value: _(
            "%(name)s is changing this letter just now. It comes back when it is sent."
        )
        % name,
    }.get(
        pitch.state,
        _("%(name)s has taken this request back. Nothing is left to do.") % name,
    )
