"""What was planted so far, by the names that the story gives."""

from dataclasses import dataclass, field

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment


@dataclass
class Planted:
    """The rows made so far, by the story's keys."""

    users: dict[str, User] = field(default_factory=dict)
    mentors: dict[str, Enrolment] = field(default_factory=dict)
    mentees: dict[str, Enrolment] = field(default_factory=dict)
    goals: dict[tuple[str, int], Goal] = field(default_factory=dict)
