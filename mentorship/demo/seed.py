"""Plants the demo's story: the program, its people, and what they wrote so far."""

from typing import Any

from django.db import transaction

from mentorship.demo import CAST
from mentorship.demo.finding import leave_traces
from mentorship.demo.letters import deliver
from mentorship.demo.planting import Planted, make_networks, plant
from mentorship.demo.story import Story, read_story
from mentorship.programs import actions as programs
from mentorship.programs.models import Cohort, LevelLadder, Program, Rules
from mentorship.safety.models import Block


@transaction.atomic
def seed() -> Program | None:
    """Make the demo's program, or None and nothing at all if there is any program."""
    if Program.objects.exists():
        return None
    story = read_story()
    program, cohort = _frame(story.frame)
    planted = plant(program, story.people, cohort)
    _admin(program, planted)
    deliver(story.letters, planted)
    leave_traces(story.frame, program, planted)
    _blocks(story, planted)
    programs.ask_due()
    return program


def _frame(frame: dict[str, Any]) -> tuple[Program, Cohort]:
    """The program itself, before anybody takes part."""
    program = Program.objects.create(
        name=frame["name"], slug=frame["slug"], welcome=frame["welcome"]
    )
    cohort = Cohort.objects.create(program=program, name=frame["cohort"])
    LevelLadder.objects.bulk_create(
        LevelLadder(program=program, name=name, step=step, position=position)
        for position, (name, step) in enumerate(frame["ladder"])
    )
    Rules.objects.create(program=program, version=1, note=frame["rules_note"])
    make_networks(frame["networks"])
    return program, cohort


def _admin(program: Program, planted: Planted) -> None:
    """The admin of the story runs the program and, in the demo only, the whole site."""
    admin = next(one for one in planted.users.values() if one.email == CAST["admin"])
    admin.is_staff = admin.is_superuser = True
    admin.save(update_fields=["is_staff", "is_superuser"])
    program.admins.add(admin)


def _blocks(story: Story, planted: Planted) -> None:
    Block.objects.bulk_create(
        Block(blocker=planted.users[one], blocked=planted.users[other])
        for one, other in story.frame["blocks"]
    )
