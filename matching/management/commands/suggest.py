"""Suggest two people to each other: ``manage.py suggest PROGRAM GOAL MENTOR …``."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from matching import actions
from matching.models import ProposalSet
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program
from mentorship.transitions import NotPossible

PATIENCE = 120.0
"""Seconds to wait for a draft of one pair."""


class Command(BaseCommand):
    help = "Puts one pair to its two people. It begins only if both say yes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("program", help="the program's short name (slug)")
        parser.add_argument("mentee", help="the mentee's e-mail address")
        parser.add_argument("mentor", help="the mentor's e-mail address")
        parser.add_argument("--goal", required=True, help="what the goal is called")
        parser.add_argument(
            "--by", required=True, help="who suggests it: an admin's e-mail address"
        )
        parser.add_argument(
            "--why", required=True, help="what both read, beside the admin's name"
        )

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            put = _suggest(told)
        except (NotPossible, *_MISSING) as refusal:
            raise CommandError(str(refusal)) from None
        if not put.pairs:
            raise CommandError("The two cannot be suggested to each other now.")
        self.stdout.write(f"Suggested; {put.people} people get a mail.")


_MISSING = (
    Program.DoesNotExist,
    Goal.DoesNotExist,
    Enrolment.DoesNotExist,
    User.DoesNotExist,
)


def _suggest(told: dict[str, Any]) -> actions.Put:
    program = Program.objects.get(slug=told["program"])
    admin = program.admins.get(email=told["by"])
    mine = Goal.objects.filter(mentee__program=program, title=told["goal"])
    goal = mine.get(mentee__person__email=told["mentee"])
    mentors = Enrolment.objects.mentors().filter(program=program)
    mentor = mentors.get(person__email=told["mentor"])
    if ProposalSet.objects.open().filter(program=program).exists():
        raise NotPossible("There is a draft already. Publish it or throw it away.")
    made = actions.pin_pair(program, goal, mentor, by=admin, why=told["why"])
    return actions.publish(_drafted(made), by=admin)


def _drafted(made: ProposalSet) -> ProposalSet:
    """The draft once it is there: made here, unless a worker was faster and holds it."""
    deadline = time.monotonic() + PATIENCE
    while made.state == ProposalSet.State.DRAFTING:
        if time.monotonic() > deadline:
            raise NotPossible("The draft takes too long. Look at the program’s page.")
        if not actions.draft(made.pk):
            time.sleep(0.2)
        made.refresh_from_db()
    return made
