"""Whether this release can read what a run froze.

A run that was frozen by an earlier release may lack what this one reads. Then it is not
gone on with: trying it again reads people and goals anew.
"""

import json
from dataclasses import fields

from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.text.passages import Passage
from matching.loading import frozen
from matching.models import Run, SnapshotPart

PARTS = ("tables", "goals", "mentors", "hopes", "to_encode")
_NAME = "form"
_STORED = "each array of a result compressed apart"


class OtherForm(Exception):
    """The run was frozen by another release. ``str(error)`` is for the admin."""

    def __init__(self) -> None:
        super().__init__(
            "Belay was brought up to date while this run waited, and cannot go on with "
            "what the earlier version had read. Nothing was published. Press “Try "
            "again”: people and goals are then read anew, as they are now."
        )


def note_form(run_id: int) -> None:
    """Keep beside the frozen input how it is made up."""
    frozen.keep(run_id, _NAME, json.dumps(_form()).encode())


def is_readable(run: Run) -> bool:
    """Whether what the run froze is made up as this release expects; true before it
    has frozen anything."""
    names = set(SnapshotPart.objects.filter(run=run).values_list("name", flat=True))
    if not names:
        return True
    complete = names >= {*PARTS, _NAME}
    return complete and json.loads(frozen.load(run.pk, _NAME)) == _form()


def _form() -> list[str]:
    """Every array that is kept and every field of a text's pieces, by name."""
    arrays = [
        f"{table.name}.{column.name}"
        for whole in (Snapshot, Scored)
        for table in fields(whole)
        for column in fields(table.type)  # type: ignore[arg-type]  # they are classes
    ]
    return [*arrays, *(field.name for field in fields(Passage)), _STORED]
