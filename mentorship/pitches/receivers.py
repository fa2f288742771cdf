"""Listens for blocks, so that no request stays open across one, and adds the advice
that somebody was given to what helps with their goals."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from mentorship.finding.answers import Answer
from mentorship.finding.signals import answers_wanted
from mentorship.pitches import actions
from mentorship.pitches.advice import Advice
from mentorship.safety.signals import parting


def connect() -> None:
    """Called once, when the apps are ready."""
    parting.connect(on_parting)
    answers_wanted.connect(on_answers_wanted)


def on_parting(sender: Any, blocker: User, blocked: User, **kwargs: Any) -> None:
    actions.part(blocker, blocked)  # takes the locks that the next one needs
    actions.part_advice(blocker, blocked)


def on_answers_wanted(sender: Any, person: User, **kwargs: Any) -> list[Answer]:
    """What somebody asked and was answered in writing, and nobody else."""
    mine = Advice.objects.asked_by(person).filter(state=Advice.State.ANSWERED)
    return [
        Answer(
            by=advice.adviser.person.name,
            question=advice.question,
            url=reverse("pitches:advice", args=[advice.pk]),
            to_me=True,
            goal=advice.goal_id,
            program=advice.asker.program_id,
        )
        for advice in mine.with_people()
    ]
