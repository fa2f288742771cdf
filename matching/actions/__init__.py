"""What matching does: runs and their shards, the refresh of single lists, proposals for
a whole program, and studies of it."""

from matching.actions.drafts import (
    ask_again,
    ask_for_proposals,
    discard,
    draft,
    mark,
    try_again,
)
from matching.actions.form import is_readable
from matching.actions.live import drop_old_rows
from matching.actions.obstacles import Obstacle, gone, obstacles, sentence
from matching.actions.passes import (
    note_why_not,
    say_not_for_me,
    take_back_not_for_me,
)
from matching.actions.pinning import pin_pair, why_not
from matching.actions.putting import (
    Put,
    agree,
    end_overdue,
    part,
    pass_over,
    people_of,
    publish,
    think_again,
)
from matching.actions.refresh import ask_refresh, refresh_goal, ring_due_refreshes
from matching.actions.rehearse import Rehearsal, rehearse
from matching.actions.runs import cancel, fail_exhausted, retry, start_run
from matching.actions.shards import ring_due_shards, work_on
from matching.actions.studying import ask_study, cancel_study, retry_study, study
from matching.actions.sweeping import ring_due_work
from matching.actions.touched import (
    ask_touched,
    note_changed_mentors,
    ring_due_changes,
)
from matching.actions.trying import Tried, try_pair

__all__ = [
    "Rehearsal",
    "Obstacle",
    "Put",
    "Tried",
    "agree",
    "ask_again",
    "ask_for_proposals",
    "ask_refresh",
    "ask_study",
    "ask_touched",
    "cancel",
    "cancel_study",
    "discard",
    "draft",
    "drop_old_rows",
    "end_overdue",
    "fail_exhausted",
    "gone",
    "mark",
    "is_readable",
    "note_changed_mentors",
    "note_why_not",
    "obstacles",
    "part",
    "pass_over",
    "pin_pair",
    "people_of",
    "publish",
    "refresh_goal",
    "rehearse",
    "retry",
    "retry_study",
    "ring_due_changes",
    "ring_due_refreshes",
    "ring_due_shards",
    "ring_due_work",
    "say_not_for_me",
    "sentence",
    "start_run",
    "study",
    "take_back_not_for_me",
    "think_again",
    "try_again",
    "try_pair",
    "why_not",
    "work_on",
]
