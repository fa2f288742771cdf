"""Makes people, programs and goals for tests: real rows, no surprises."""

from itertools import count
from typing import Any

from accounts.models import (
    FreeHours,
    PersonSkill,
    Profile,
    Skill,
    Story,
    Style,
    Track,
    User,
)
from mentorship.goals.models import AssessmentItem, Goal, WantedSkill
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment, Program

_number = count(1)
EVENINGS = (1 << 40) - (1 << 34)  # 17:00 to 20:00


def person(name: str, **profile: Any) -> User:
    """Somebody with a profile and a usable password-less account."""
    email = f"{name.split()[0].lower()}.{next(_number)}@example.org"
    user = User.objects.create_user(email)
    fields = {"time_zone": "Europe/Lisbon", "languages": ["en"]} | profile
    Profile.objects.create(person=user, name=name, **fields)
    return user


def free_evenings(user: User, *weekdays: int) -> None:
    FreeHours.objects.bulk_create(
        FreeHours(person=user, weekday=day, slots=EVENINGS)
        for day in weekdays or range(5)
    )


def track(user: User, field: str = "Software", level: int | None = 2, **more: Any):
    return Track.objects.create(
        person=user, field=field, level=level, is_main=more.pop("is_main", True), **more
    )


def skill(slug: str) -> Skill:
    """A concept of the real vocabulary."""
    return Skill.objects.get(slug=slug)


def knows(user: User, *slugs: str) -> None:
    for slug in slugs:
        PersonSkill.objects.create(person=user, skill=skill(slug))


def story(user: User, text: str) -> Story:
    return Story.objects.create(person=user, text=text)


def style(user: User, **axes: int) -> Style:
    return Style.objects.create(person=user, **axes)


def program(name: str = "Ropes", **fields: Any) -> Program:
    slug = fields.pop("slug", f"{name.lower()}-{next(_number)}")
    return Program.objects.create(name=name, slug=slug, **fields)


def mentor(in_program: Program, user: User, **fields: Any) -> Enrolment:
    places = {"conversation_places": 2, "ongoing_places": 1, "accepting": True}
    return Enrolment.objects.create(
        program=in_program, person=user, role="mentor", **(places | fields)
    )


def mentee(in_program: Program, user: User, **fields: Any) -> Enrolment:
    return Enrolment.objects.create(
        program=in_program, person=user, role="mentee", **fields
    )


def goal(of: Enrolment, title: str = "Say what I think in meetings", **fields: Any):
    """A complete, active goal with one growth area."""
    skills = fields.pop("skills", [])
    growth = fields.pop("growth", ["speaking up"])
    defaults = {
        "purpose": "skill",
        "guidance": "How others found the courage to speak.",
        "state": "active",
    }
    made = Goal.objects.create(mentee=of, title=title, **(defaults | fields))
    for text in growth:
        AssessmentItem.objects.create(goal=made, kind="growth", text=text)
    for slug in skills:
        WantedSkill.objects.create(goal=made, skill=skill(slug))
    return made


def pitch(of: Goal, to: Enrolment, **fields: Any) -> Pitch:
    """A draft with all its parts and a citation, ready to send."""
    parts = {
        "introduction": "I am an analyst in my second year.",
        "why": "I prepare well and then say nothing.",
        "why_you": "You wrote that you rehearsed until the moment had passed.",
        "commitment": "I will try one thing each week and tell you how it went.",
        "ask": "How did you choose the one thing to say the day before?",
        "brings": "I can tell you what newcomers here find hard.",
        "deed": "answer",
    }
    made = Pitch.objects.create(
        goal=of, mentee=of.mentee, mentor=to, **(parts | fields)
    )
    Citation.objects.create(pitch=made, source="topic", words="speaking up")
    return made
