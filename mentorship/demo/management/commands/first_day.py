"""What happens in the demo once its people are there: a run, and one suggestion."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from mentorship.demo import CAST, PROGRAM
from mentorship.demo.story import read_story


class Command(BaseCommand):
    help = "Compares the demo's goals with its mentors, and suggests one pair."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("match", PROGRAM, "--wait", stdout=self.stdout)
        frame = read_story().frame["suggested"]
        # By their names: the demo lies below what makes them.
        call_command(
            "suggest",
            PROGRAM,
            CAST["mentee"],
            CAST["mentor"],
            goal=frame["goal"],
            by=CAST["admin"],
            why=frame["why"],
            stdout=self.stdout,
        )
