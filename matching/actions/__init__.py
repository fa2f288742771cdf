"""What matching does: runs and their shards, and the refresh of single lists."""

from matching.actions.form import is_readable
from matching.actions.live import drop_old_rows
from matching.actions.passes import say_not_for_me, take_back_not_for_me
from matching.actions.refresh import ask_refresh, refresh_goal, ring_due_refreshes
from matching.actions.runs import cancel, fail_exhausted, retry, start_run
from matching.actions.shards import ring_due_shards, work_on
from matching.actions.touched import (
    ask_touched,
    note_changed_mentors,
    ring_due_changes,
)

__all__ = [
    "ask_refresh",
    "ask_touched",
    "cancel",
    "drop_old_rows",
    "fail_exhausted",
    "is_readable",
    "note_changed_mentors",
    "refresh_goal",
    "retry",
    "ring_due_changes",
    "ring_due_refreshes",
    "ring_due_shards",
    "say_not_for_me",
    "start_run",
    "take_back_not_for_me",
    "work_on",
]
