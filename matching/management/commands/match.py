"""Start a run of matching: ``manage.py match PROGRAM [--wait] [--json]``."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching import actions, reports
from matching.models import Run
from mentorship.programs.models import Program


class Command(BaseCommand):
    help = "Start matching for a program; the worker does the work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("program", help="the program's short name (slug)")
        parser.add_argument(
            "--wait", action="store_true", help="stay until the run is over"
        )
        parser.add_argument(
            "--json", action="store_true", help="print the run as one JSON object"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run, started = actions.start_run(self._program(options["program"]))
        talk = not options["json"]
        if talk:
            word = "started" if started else "is going on already"
            self.stdout.write(f"Run {run.pk} {word}.")
        if options["wait"]:
            self._wait(run, talk)
        run.refresh_from_db()
        if options["json"]:
            self.stdout.write(json.dumps(reports.as_json(run)))
        if options["wait"] and run.state != Run.State.FINISHED:
            raise CommandError(
                f"Run {run.pk} {run.get_state_display().lower()}. {run.failure}".strip()
            )

    def _program(self, slug: str) -> Program:
        try:
            return Program.objects.get(slug=slug)
        except Program.DoesNotExist:
            known = ", ".join(Program.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(
                f"There is no program “{slug}”. The programs here: {known}."
            ) from None

    def _wait(self, run: Run, talk: bool) -> None:
        said = ""
        while run.is_open:
            time.sleep(0.2)
            run.refresh_from_db()
            now = f"{run.get_stage_display()}: {reports.percent(run)} %"
            if talk and now != said:
                self.stdout.write(now)
                said = now
        if talk:
            self.stdout.write(f"Run {run.pk} {run.get_state_display().lower()}.")
