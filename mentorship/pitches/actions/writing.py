"""A letter on its way: drafted, discarded, sent."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.pitches import citing, composer, research, rules, windows
from mentorship.pitches.actions.moving import (
    fresh,
    move,
    told_to_mentee,
    write_mail,
)
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

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
    parts: Mapping[str, str | bool],
    cites: Iterable[citing.Item] | None = (),
) -> Pitch:
    """Keep what a mentee wrote to a mentor for a goal; there is one draft of each pair.

    ``parts`` are whatever was written, chosen or confirmed, by its name. ``cites`` are
    things of the mentor's, and whatever is not the mentor's is left out; None keeps
    what was picked before.
    """
    draft = _draft_of(goal, mentor, by)
    known = (*Pitch.WRITTEN, *Pitch.CHOSEN, *Pitch.CONFIRMED, "route")
    changes = {name: parts[name] for name in known if name in parts}
    if not move(draft, State.DRAFT, State.DRAFT, edited_at=timezone.now(), **changes):
        raise NotPossible(_("This letter was sent or discarded in another window."))
    if cites is not None:
        _cite(draft, mentor, cites)
    draft.refresh_from_db()
    return draft


@transition
def save_from_window(
    goal: Goal,
    mentor: Enrolment,
    *,
    by: User,
    sent: Mapping[str, str],
    shown: str,
    items: Mapping[str, citing.Item],
    route: str = "",
) -> tuple[Pitch, windows.Merged]:
    """Keep what one window sends, and say what that did to what another one wrote.

    ``sent`` is everything in the window's form as text, ``shown`` the marks of what it
    began from, ``items`` what can be cited, by its key.
    """
    draft = fresh(_draft_of(goal, mentor, by), lock=True)
    merged = windows.merge(shown, sent, windows.values_of(draft))
    parts: dict[str, str | bool] = {
        name: bool(text) if name in Pitch.CONFIRMED else text
        for name, text in merged.keep.items()
    }
    if route:
        parts["route"] = route
    keys = merged.keep.get("cites")
    cites = None if keys is None else [items[k] for k in keys.split() if k in items]
    return save_draft(goal, mentor, by=by, parts=parts, cites=cites), merged


def _draft_of(goal: Goal, mentor: Enrolment, by: User) -> Pitch:
    """The one draft of a goal to a mentor; begun, if there is none."""
    if by.pk != goal.mentee.person_id:
        raise NotPossible(_("Only the person whose goal it is can write this."))
    if Pitch.objects.awaiting_answer().filter(goal=goal, mentor=mentor).exists():
        raise NotPossible(_("This letter is on its way already."))
    return Pitch.objects.get_or_create(
        goal=goal,
        mentor=mentor,
        state=State.DRAFT,
        defaults={"mentee_id": goal.mentee_id, "support": goal.support},
    )[0]


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
    letter = fresh(pitch, lock=True)
    if letter.state == State.SENT:
        return letter
    if letter.state != State.DRAFT:
        raise NotPossible(told_to_mentee(letter))
    why_not = next(rules.obstacles(letter, mentor, mentee), None)
    if why_not:
        raise NotPossible(why_not)
    _complete(letter, mentor)
    now = timezone.now()
    yes = Yes.objects.create(person=by, by="sent a request")
    sent = move(
        letter,
        State.DRAFT,
        State.SENT,
        mentee_yes=yes,
        first_sent_at=letter.first_sent_at or now,
        sent_at=now,
        answer_by=now + timedelta(days=mentee.program.answer_days),
    )
    if not sent:
        raise NotPossible(_("This letter was sent or discarded in another window."))
    record(by, "sent", letter)
    letter = fresh(letter)  # with its dates, which the mail names
    write_mail(mentor.person, letter, "sent")
    return letter


def _complete(letter: Pitch, mentor: Enrolment) -> None:
    review = composer.review(letter.letter(), research.asked(letter, mentor))
    if not review.complete:
        raise NotComplete(review)
