"""Imports people from a CSV file into a program: all rows, or none."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorship.intake import actions, choosing, reading
from mentorship.intake.planning import Plan, make_plan
from mentorship.intake.reading import Table, Unreadable
from mentorship.intake.recipes import BadMapping
from mentorship.programs.models import Program
from mentorship.transitions import NotPossible

SHOWN = 50


class Command(BaseCommand):
    help = "Import people from a CSV file into a program: all rows, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", help="the program's slug")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping",
            default="",
            help="name of a mapping or path of a JSON file; without it, headings decide",
        )
        parser.add_argument(
            "--role",
            default="",
            choices=["mentee", "mentor", "both"],
            help="who is in the file, for rows that do not say it",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        program = Program.objects.filter(slug=options["program"]).first()
        if program is None:
            raise CommandError(f'There is no program "{options["program"]}".')
        try:
            table = _table(options["file"])
            recipe = (
                choosing.by_name_or_file(program, options["mapping"])
                if options["mapping"]
                else choosing.guessed(table)
            )
        except (Unreadable, BadMapping) as error:
            raise CommandError(str(error)) from error
        if options["role"]:
            recipe = replace(recipe, everybody=options["role"])
        plan = make_plan(program, table.without_private(recipe.never), recipe)
        self._tell(plan)
        if not plan.possible:
            raise CommandError("Nothing was imported.")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was imported.")
            return
        try:
            actions.import_table(program, table, recipe)
        except NotPossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS("Imported."))

    def _tell(self, plan: Plan) -> None:
        for sentence in plan.missing:
            self.stderr.write(sentence)
        problems = plan.problems
        for problem in problems[:SHOWN]:
            column = f", {problem.column}" if problem.column else ""
            self.stderr.write(f"Row {problem.row}{column}: {problem.sentence}")
        if len(problems) > SHOWN:
            self.stderr.write(f"… and {len(problems) - SHOWN:,} more.")
        told = {
            "rows": "rows",
            "people": "new people",
            "known": "people who are here already",
            "mentees": "new mentees",
            "mentors": "new mentors",
            "goals": "new goals",
        }
        figures = plan.figures()
        self.stdout.write(
            ", ".join(f"{figures[name]:,} {words}" for name, words in told.items())
            + "."
        )


def _table(path: Path) -> Table:
    try:
        if path.stat().st_size > reading.MOST_BYTES:
            raise reading.too_big()
        return reading.read(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
