"""What happens to a pitch: written, sent, taken back, answered, run out of time.

Each function is one transition: one transaction, one conditional update on the old
state, one audit row, one mail. Who comes second in a race is told so in a sentence;
who repeats their own act gets the same result again.
"""

from mentorship.pitches.actions.advising import (
    answer_advice,
    ask_advice,
    decline_advice,
    expire_advice,
    move_advice,
    part_advice,
    withdraw_advice,
)
from mentorship.pitches.actions.answering import accept, decline, mark_read
from mentorship.pitches.actions.ending import (
    change_before_read,
    expire_overdue,
    part,
    remind_due,
    send_again,
    settle_others,
    thank,
    withdraw,
)
from mentorship.pitches.actions.moving import move
from mentorship.pitches.actions.writing import (
    NotComplete,
    discard,
    save_draft,
    save_from_window,
    send,
)

__all__ = [
    "NotComplete",
    "accept",
    "answer_advice",
    "ask_advice",
    "change_before_read",
    "decline",
    "decline_advice",
    "discard",
    "expire_advice",
    "expire_overdue",
    "mark_read",
    "move",
    "move_advice",
    "part",
    "part_advice",
    "remind_due",
    "save_draft",
    "save_from_window",
    "send",
    "send_again",
    "settle_others",
    "thank",
    "withdraw",
    "withdraw_advice",
]
