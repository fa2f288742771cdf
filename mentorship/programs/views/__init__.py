"""Pages of programs: coming in, taking part, inviting, and running one."""

from mentorship.programs.views.asking_again import asked_again, still_open
from mentorship.programs.views.entering import check, join, question
from mentorship.programs.views.inviting import (
    invitation,
    invite,
    invite_again,
    withdraw_invitation,
)
from mentorship.programs.views.running import (
    apart,
    apart_no_more,
    ask_again,
    overview,
    people,
)
from mentorship.programs.views.taking_part import (
    come_back,
    leave,
    offer,
    programs,
    welcome,
)

__all__ = [
    "apart",
    "apart_no_more",
    "ask_again",
    "asked_again",
    "check",
    "come_back",
    "invitation",
    "invite",
    "invite_again",
    "join",
    "leave",
    "offer",
    "overview",
    "people",
    "programs",
    "question",
    "still_open",
    "welcome",
    "withdraw_invitation",
]
