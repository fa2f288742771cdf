"""Fill an empty database with the demo's program and people."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorship.demo.seed import seed
from mentorship.programs.models import Enrolment


class Command(BaseCommand):
    help = "Fills an empty database with a believable program; else does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        program = seed()
        if program is None:
            self.stdout.write("There is a program already, so nothing was seeded.")
            return
        taking_part = Enrolment.objects.filter(program=program)
        mentors, mentees = taking_part.mentors().count(), taking_part.mentees().count()
        self.stdout.write(f"{program}: {mentors} mentors and {mentees} mentees.")
