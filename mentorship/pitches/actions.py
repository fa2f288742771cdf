"""What happens to a pitch: written, sent, taken back, answered, run out of time.

Each function is one transition: one transaction, one conditional update on the old
state, one audit row, one mail. Who comes second in a race is told so in a sentence;
who repeats their own act gets the same result again.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.notices import actions as notices
from mentorship.pitches import citing, composer, rules
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)
State = Pitch.State


class NotComplete(NotPossible):
    """The pitch still lacks something; ``review`` says what."""

    def __init__(self, review: composer.Review) -> None:
        labels = "; ".join(check.label for check in review.missing)
        super().__init__(_("Not quite ready yet. Still to do: %s.") % labels)
        self.review = review


@transition
def save_draft(
    goal: Goal,
    mentor: Enrolment,
    *,
    by: User,
    parts: Mapping[str, str],
    cites: Iterable[citing.Item] = (),
) -> Pitch:
    """Keep what a mentee wrote to a mentor for a goal; there is one draft of each pair.

    ``parts`` are the five parts, and if they were asked ``kind`` and ``fallback``;
    ``cites`` are things of the mentor's, and whatever is not the mentor's is left out.
    """
    if by.pk != goal.mentee.person_id:
        raise NotPossible(_("Only the person whose goal it is can write this."))
    if Pitch.objects.awaiting_answer().filter(goal=goal, mentor=mentor).exists():
        raise NotPossible(_("This letter is on its way already."))
    draft, _new = Pitch.objects.get_or_create(
        goal=goal,
        mentor=mentor,
        state=State.DRAFT,
        defaults={"mentee_id": goal.mentee_id},
    )
    known = {
        key: parts[key] for key in (*Pitch.PARTS, "kind", "fallback") if key in parts
    }
    if not move(draft, State.DRAFT, State.DRAFT, edited_at=timezone.now(), **known):
        raise NotPossible(_("This letter was sent or discarded in another window."))
    _cite(draft, mentor, cites)
    draft.refresh_from_db()
    return draft


def _cite(draft: Pitch, mentor: Enrolment, picked: Iterable[citing.Item]) -> None:
    """Keep what was picked, if it is the mentor's own or was when it was picked."""
    allowed = {*citing.citable(mentor), *citing.cited(draft.citations.all())}
    keep = [item for item in picked if item in allowed]
    for citation in draft.citations.all():
        if citing.Item(citation.source, citation.words) not in keep:
            citation.delete()
    Citation.objects.bulk_create(
        [Citation(pitch=draft, source=one.source, words=one.words) for one in keep],
        ignore_conflicts=True,
    )


@transition
def discard(pitch: Pitch, *, by: User) -> None:
    """Throw a draft away. What was sent stays."""
    Pitch.objects.drafts().filter(pk=pitch.pk, mentee__person=by).delete()


@transition
def send(pitch: Pitch, *, by: User) -> Pitch:
    """Send a draft to its mentor, with the mentee's yes in it.

    Everything is decided under the locks of both enrolments: sends to one mentor wait
    for each other, and so do the sends of one mentee, whose open requests are counted.
    """
    mentor, mentee = relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    if by.pk != mentee.person_id:
        raise NotPossible(_("Only the person who wrote this can send it."))
    letter = _fresh(pitch, lock=True)
    if letter.state == State.SENT:
        return letter
    if letter.state != State.DRAFT:
        raise NotPossible(_told_to_mentee(letter))
    why_not = next(rules.obstacles(letter, mentor, mentee), None)
    if why_not:
        raise NotPossible(why_not)
    _complete(letter, mentor, mentee)
    now = timezone.now()
    yes = Yes.objects.create(person=by, by="sent a request")
    sent = move(
        letter,
        State.DRAFT,
        State.SENT,
        mentee_yes=yes,
        sent_at=now,
        answer_by=now + timedelta(days=mentee.program.answer_days),
    )
    if not sent:
        raise NotPossible(_("This letter was sent or discarded in another window."))
    record(by, "sent", letter)
    letter = _fresh(letter)  # with its dates, which the mail names
    _write(mentor.person, letter, "sent")
    return letter


def _complete(letter: Pitch, mentor: Enrolment, mentee: Enrolment) -> None:
    review = composer.review(
        letter.letter(), mentor.person.first_name_or_name, mentee.program.pitch_words
    )
    if not review.complete:
        raise NotComplete(review)


@transition
def withdraw(pitch: Pitch, *, by: User) -> None:
    """Take a request back before it is answered. The yes in it is gone with it."""
    if by.pk != pitch.mentee.person_id:
        raise NotPossible(_("Only the person who wrote this can take it back."))
    yes = _fresh(pitch).mentee_yes_id
    if not move(pitch, State.SENT, State.WITHDRAWN, mentee_yes=None):
        now = _fresh(pitch)
        if now.state == State.WITHDRAWN:
            return
        raise NotPossible(_told_to_mentee(now))
    _take_back(yes)
    record(by, "withdrew", pitch)


@transition
def accept(pitch: Pitch, *, by: User, answer: str = "") -> Relationship:
    """Say yes: answer the request, take one of the mentor's places, begin.

    Two tabs, or two requests racing for the last place, give one relationship each at
    most: the mentor is locked, only a waiting request is answered, and the place is
    counted by a condition. If any of it fails, none of it happened.
    """
    mentor, mentee = relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    if by.pk != mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
    if not move(
        pitch, State.SENT, State.ACCEPTED, answered_at=timezone.now(), answer=answer
    ):
        now = _fresh(pitch)
        if now.state == State.ACCEPTED:
            return Relationship.objects.get(mentee_yes=now.mentee_yes_id)
        raise NotPossible(_told_to_mentor(now))
    letter = _fresh(pitch)
    if not rules.reachable(mentor, mentee) or letter.goal.state == Goal.State.CLOSED:
        raise NotPossible(_("This request is no longer open; nothing is left to do."))
    begun = relationships.begin(
        goal=letter.goal,
        mentor=mentor,
        mentee=mentee,
        kind=letter.kind,
        mentor_yes=Yes.objects.create(person=by, by="accepted a request"),
        mentee_yes=_yes_of(letter),
    )
    record(by, "accepted", letter)
    _write(mentee.person, letter, "accepted", relationship=begun)
    return begun


@transition
def decline(
    pitch: Pitch, *, by: User, answer: str = "", private_reason: str = ""
) -> None:
    """Say that it is not possible right now, in words the mentee reads.

    The private reason is for the mentor alone: no page or mail of anybody else has it.
    """
    if by.pk != pitch.mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
    yes = _fresh(pitch).mentee_yes_id
    if not move(
        pitch,
        State.SENT,
        State.DECLINED,
        answered_at=timezone.now(),
        answer=answer,
        private_reason=private_reason,
        mentee_yes=None,
    ):
        now = _fresh(pitch)
        said = (now.state, now.answer, now.private_reason)
        if said == (State.DECLINED, answer, private_reason):
            return  # the same button, pressed twice
        raise NotPossible(_told_to_mentor(now))
    _take_back(yes)
    record(by, "declined", pitch)
    _write(pitch.mentee.person, pitch, "declined", answer=answer)


def expire_overdue() -> int:
    """End the requests whose time to answer is over; how many. Runs twice harmlessly."""
    overdue = Pitch.objects.overdue().order_by("pk").values_list("pk", flat=True)
    ended = sum(_expire(pk) for pk in overdue)
    if ended:
        log.info("pitches_expired count=%s", ended)
    return ended


@transition
def _expire(pk: int) -> bool:
    pitch = Pitch.objects.select_related("mentee__person").get(pk=pk)
    yes = pitch.mentee_yes_id
    if not move(pitch, State.SENT, State.EXPIRED, mentee_yes=None):
        return False
    _take_back(yes)
    record(None, "expired", pitch)
    _write(pitch.mentee.person, pitch, "expired")
    return True


def part(blocker: User, blocked: User) -> None:
    """Close silently what is open between two people, before a block is written.

    It takes the locks that sending and accepting take, in the same order, and the
    caller's transaction keeps them until the block is there to be seen.
    """
    two = Enrolment.objects.filter(person__in=[blocker, blocked]).order_by("pk")
    for role in (Enrolment.Role.MENTOR, Enrolment.Role.MENTEE):
        list(two.filter(role=role).select_for_update(no_key=True).values_list("pk"))
    between = Pitch.objects.between(blocker.pk, blocked.pk) | Pitch.objects.between(
        blocked.pk, blocker.pk
    )
    for pitch in between.awaiting_answer().order_by("pk"):
        yes = pitch.mentee_yes_id
        if move(pitch, State.SENT, State.WITHDRAWN, mentee_yes=None):
            _take_back(yes)
            record(blocker, "withdrew", pitch)
    relationships.part(blocker, blocked, by=blocker)


def move(pitch: Pitch, old: str, new: str, **changes: object) -> bool:
    """Change a pitch that is still in its old state; false if somebody was faster."""
    still = Pitch.objects.filter(pk=pitch.pk, state=old)
    return bool(still.update(state=new, **changes))


def _fresh(pitch: Pitch, *, lock: bool = False) -> Pitch:
    """The pitch as it is now; gone, if its writer threw it away."""
    rows = Pitch.objects.select_related("goal", "mentor__person", "mentee__person")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    now = rows.filter(pk=pitch.pk).first()
    if now is None:
        raise NotPossible(_("This letter was discarded."))
    return now


def _yes_of(letter: Pitch) -> Yes:
    if letter.mentee_yes is None:  # the database keeps this from happening
        raise NotPossible(_("This request is no longer open; nothing is left to do."))
    return letter.mentee_yes


def _take_back(yes: int | None) -> None:
    """A yes lives as long as the request it was said in."""
    if yes is not None:
        Yes.objects.filter(pk=yes).delete()


def _write(person: User, pitch: Pitch, what: str, **context: object) -> None:
    notices.write(
        person,
        f"pitch-{pitch.pk}-{what}",
        f"pitches/mail/{what}",
        {"pitch": pitch, **context},
    )


def _told_to_mentee(pitch: Pitch) -> str:
    """What has happened meanwhile, to the one who asked."""
    name = {"name": pitch.mentor.person.first_name_or_name}
    return {
        State.SENT.value: _("This letter has been sent already."),
        State.ACCEPTED.value: _("%(name)s has just said yes.") % name,
        State.DECLINED.value: _("%(name)s has answered already.") % name,
        State.WITHDRAWN.value: _("You have taken this request back."),
        State.EXPIRED.value: _("The time to answer this request is over."),
    }.get(pitch.state, _("This letter is a draft."))


def _told_to_mentor(pitch: Pitch) -> str:
    """What has happened meanwhile, to the one who was asked."""
    name = {"name": pitch.mentee.person.first_name_or_name}
    return {
        State.ACCEPTED.value: _("You have said yes to this already."),
        State.DECLINED.value: _("You have answered this already."),
        State.EXPIRED.value: _("The time to answer this request is over."),
    }.get(
        pitch.state,
        _("%(name)s has taken this request back. Nothing is left to do.") % name,
    )
