"""What people do in programs: come in, take part, and run one."""

from mentorship.programs.actions.asking_again import (
    ask_due,
    heard_from,
    pause,
    still_open,
)
from mentorship.programs.actions.entering import answer, finish
from mentorship.programs.actions.inviting import (
    invite,
    invite_again,
    take_up,
    withdraw_invitation,
)
from mentorship.programs.actions.running import (
    ask_mentors_after,
    change_rules,
    keep_apart,
    keep_apart_no_more,
)
from mentorship.programs.actions.taking_part import (
    change_offer,
    check_code,
    come_back,
    join,
    leave,
)

__all__ = [
    "answer",
    "ask_due",
    "ask_mentors_after",
    "change_offer",
    "change_rules",
    "check_code",
    "come_back",
    "finish",
    "heard_from",
    "invite",
    "invite_again",
    "join",
    "keep_apart",
    "keep_apart_no_more",
    "leave",
    "pause",
    "still_open",
    "take_up",
    "withdraw_invitation",
]
