"""Who a person is: the account, what they tell of themselves, and the skills."""

from accounts.models.profile import (
    LANGUAGES,
    STEPS,
    FreeHours,
    Identity,
    Link,
    Network,
    NetworkMembership,
    PathStep,
    Profile,
    Story,
    Style,
    Track,
)
from accounts.models.skills import PersonSkill, Skill
from accounts.models.user import User

__all__ = [
    "LANGUAGES",
    "STEPS",
    "FreeHours",
    "Identity",
    "Link",
    "Network",
    "NetworkMembership",
    "PathStep",
    "PersonSkill",
    "Profile",
    "Skill",
    "Story",
    "Style",
    "Track",
    "User",
]
