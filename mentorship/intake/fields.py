"""Every column of our own format: its name, what it holds, and how it is read."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile, Story, Track
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.intake import cleaning
from mentorship.intake.cleaning import Cleaner, choice_of, items, line, text
from mentorship.intake.hours import free_hours
from mentorship.intake.reading import column_key
from mentorship.programs.models import Enrolment


class Group(models.TextChoices):
    """The parts of the format, in the order of the page."""

    WHO = "who", _("Who they are")
    WORK = "work", _("What they do and know")
    TALK = "talk", _("When and how")
    MENTOR = "mentor", _("Mentors: what they offer")
    MENTEE = "mentee", _("Mentees: what they want")


WHO, WORK, TALK, MENTOR, MENTEE = Group


@dataclass(frozen=True)
class Field:
    """A column. ``names`` are other headings that mean the same."""

    name: str
    group: Group
    clean: Cleaner
    names: tuple[str, ...] = ()
    help: str | Promise = ""

    @property
    def key(self) -> str:
        """The name as a form and a mapping file use it."""
        return self.name.replace(" ", "_")

    @property
    def spellings(self) -> list[str]:
        return [column_key(name) for name in (self.name, *self.names)]


_PLACES = cleaning.whole_number(0, 50)
_AXES = {
    "direct or gentle": "direct",
    "structured or free": "structure",
    "listening or advising": "listening",
    "writing or speaking": "writing",
    "big picture or detail": "picture",
    "challenging or reassuring": "challenge",
}

# The check of "level" needs the program's ladder; checking.py puts it in.
FIELDS = [
    Field(
        "email",
        WHO,
        cleaning.email,
        ("e-mail", "email address", "mail", "e-mail address"),
    ),
    Field("name", WHO, line(Profile, "name"), ("full name", "display name")),
    Field("role", WHO, cleaning.role, ("takes part as",), _("mentee, mentor or both")),
    Field("pronouns", WHO, line(Profile, "pronouns")),
    Field("headline", WHO, line(Profile, "headline")),
    Field("time zone", WHO, cleaning.time_zone, ("timezone", "zone"), "Europe/Lisbon"),
    Field("languages", WHO, cleaning.languages, ("language", "spoken languages")),
    Field(
        "organisation",
        WHO,
        line(Profile, "organisation"),
        ("organization", "company", "department", "employer"),
    ),
    Field("site", WHO, line(Profile, "site"), ("office", "location", "place of work")),
    Field(
        "manager email",
        WHO,
        cleaning.email,
        ("line manager email", "manager e-mail", "reports to"),
    ),
    Field(
        "field",
        WORK,
        line(Track, "field"),
        ("field of work", "profession", "job family", "discipline"),
    ),
    Field("title", WORK, line(Track, "title"), ("job title", "position")),
    Field(
        "level", WORK, cleaning.level({}), ("grade", "seniority", "job level", "band")
    ),
    Field(
        "years",
        WORK,
        cleaning.whole_number(0, 70),
        ("years of experience", "experience in years"),
    ),
    Field("skills", WORK, cleaning.skills, ("expertise", "strong in")),
    Field(
        "story",
        WORK,
        text(Story, "text"),
        ("experience", "what happened and what helped"),
    ),
    Field(
        "free hours",
        TALK,
        free_hours,
        ("availability", "available hours"),
        "Mon 17:00-19:00, Wed 12:00-13:00",
    ),
    *[
        Field(name, TALK, cleaning.axis(axis), help=_("from -2 to 2"))
        for name, axis in _AXES.items()
    ],
    Field("hopes", TALK, text(Enrolment, "hopes"), ("hopes to get", "expectations")),
    Field("accepting", MENTOR, cleaning.yes_or_no, ("may be asked",), _("yes or no")),
    Field("conversation places", MENTOR, _PLACES, ("conversations",)),
    Field(
        "ongoing places",
        MENTOR,
        _PLACES,
        ("capacity", "number of mentees", "max mentees"),
    ),
    Field(
        "topics",
        MENTOR,
        cleaning.topics,
        ("can help with", "mentoring topics"),
    ),
    Field(
        "not taken",
        MENTOR,
        text(Enrolment, "not_taken"),
        ("doesn't take", "don't take"),
    ),
    Field("goal", MENTEE, line(Goal, "title"), ("mentoring goal", "objective")),
    Field("purpose", MENTEE, choice_of(Goal.Purpose), ("purpose of mentoring",)),
    Field(
        "guidance",
        MENTEE,
        text(Goal, "guidance"),
        ("guidance wanted", "looking for help with"),
    ),
    Field(
        "growth areas",
        MENTEE,
        items(AssessmentItem, "text"),
        ("growth area", "development areas", "wants to grow in"),
    ),
    Field("strengths", MENTEE, items(AssessmentItem, "text")),
    Field("challenges", MENTEE, items(AssessmentItem, "text")),
    Field(
        "wanted skills", MENTEE, cleaning.skills, ("skills wanted", "wants to learn")
    ),
    Field("format", MENTEE, choice_of(Enrolment.Kind)),
    Field("cadence", MENTEE, choice_of(Goal.Cadence), ("how often", "frequency")),
]
BY_NAME = {field.name: field for field in FIELDS}
REQUIRED = ("email", "name", "role")
STYLE_AXES = _AXES
