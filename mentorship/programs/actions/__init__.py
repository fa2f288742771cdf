"""What people do in programs: come in, take part, and run one."""

from mentorship.programs.actions.entering import answer, finish
from mentorship.programs.actions.inviting import (
    invite,
    invite_again,
    take_up,
    withdraw_invitation,
)
from mentorship.programs.actions.running import (
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
    "change_offer",
    "change_rules",
    "check_code",
    "come_back",
    "finish",
    "invite",
    "invite_again",
    "join",
    "keep_apart",
    "keep_apart_no_more",
    "leave",
    "take_up",
    "withdraw_invitation",
]
