"""Make a large population of the story's shape, for measuring."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from mentorship.demo import CAST
from mentorship.demo.crowd import Size, batches
from mentorship.demo.planting import make_networks, plant
from mentorship.demo.story import read_story
from mentorship.programs.models import Program


class Command(BaseCommand):
    help = "Makes many invented people in a program, the same ones for the same seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mentees", type=int, required=True)
        parser.add_argument("--mentors", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--program",
            default="crowd",
            help="Its slug; a program of that name is made if there is none.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(mentees=options["mentees"], mentors=options["mentors"])
        if min(size.mentees, size.mentors) < 0:
            raise CommandError("The numbers of people cannot be below zero.")
        slug, seed = options["program"], options["seed"]
        domain = f"crowd{seed}.{slug}.example"
        if User.objects.filter(email__endswith=f"@{domain}").exists():
            raise CommandError(
                f"“{slug}” has the people of seed {seed} already. "
                "Take another --seed for more people, or another --program."
            )
        began = time.monotonic()
        program = _program(slug)
        make_networks(read_story().frame["networks"])
        goals = 0
        for people in batches(size, seed, domain):
            goals += len(plant(program, people).goals)
        self.stdout.write(
            f"{program}: {size.mentees} mentees and {size.mentors} mentors "
            f"({size.both} in both roles) with {goals} goals, "
            f"in {time.monotonic() - began:.1f} seconds."
        )


def _program(slug: str) -> Program:
    """The program of that slug, run by the demo's admin if it is new."""
    program, is_new = Program.objects.get_or_create(
        slug=slug, defaults={"name": slug.replace("-", " ").capitalize()}
    )
    if is_new:
        program.admins.add(*User.objects.filter(email=CAST["admin"]))
    return program
