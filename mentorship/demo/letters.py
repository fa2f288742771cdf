"""Lets the people of the story write to each other, through the real actions.

A request that waits, a yes and a no are made as people make them, so that the mails,
the two yeses and the places counted are the real ones; only their dates are moved back.
"""

from datetime import timedelta

from django.db.models import F

from mentorship.demo.planting import Planted
from mentorship.demo.story import Letter
from mentorship.pitches import actions
from mentorship.pitches.citing import Item
from mentorship.pitches.models import Pitch

State = Pitch.State
CHOSEN = ("kind", "deed", "fallback")  # the kind of help comes from the goal
DAYS_TO_ANSWER = 2  # how long the story's mentors think


def deliver(letters: list[Letter], planted: Planted) -> None:
    """Write, send and answer letters, the oldest first."""
    for letter in letters:
        _deliver(letter, planted)


def _deliver(letter: Letter, planted: Planted) -> None:
    mentee, mentor = planted.users[letter.sender], planted.users[letter.to]
    pitch = actions.save_draft(
        planted.goals[letter.sender, letter.goal],
        planted.mentors[letter.to],
        by=mentee,
        parts={name: getattr(letter, name) for name in (*Pitch.WRITTEN, *CHOSEN)},
        cites=[Item(source, words) for source, words in letter.cites],
    )
    if letter.state != State.DRAFT:
        actions.send(pitch, by=mentee)
    _move_back(pitch, letter.days_ago, "created_at", "edited_at", "sent_at")
    if letter.state == State.ACCEPTED:
        actions.accept(pitch, by=mentor, answer=letter.answer)
    elif letter.state == State.DECLINED:
        actions.decline(
            pitch,
            by=mentor,
            answer=letter.answer,
            private_reason=letter.private_reason,
        )
    elif letter.state == State.WITHDRAWN:
        actions.withdraw(pitch, by=mentee)
    elif letter.state == State.EXPIRED:
        _move_back(pitch, letter.days_ago, "answer_by")
        actions.expire_overdue()
    if letter.state in (State.ACCEPTED, State.DECLINED):
        _move_back(pitch, max(0, letter.days_ago - DAYS_TO_ANSWER), "answered_at")


def _move_back(pitch: Pitch, days: int, *dates: str) -> None:
    """Let something have happened some days ago. How long a request waits stays as its
    mail says it."""
    ago = timedelta(days=days)
    Pitch.objects.filter(pk=pitch.pk).update(**{date: F(date) - ago for date in dates})
