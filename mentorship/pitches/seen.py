"""What a mentor sees of a mentee, for the mentee to look at: the same rows, by the same
ways, as on the mentor's own pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import NetworkMembership, User
from mentorship.finding import people
from mentorship.goals import shown
from mentorship.goals.models import Goal
from mentorship.pitches import composing
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship

STAGES = ("before", "asked", "together")


def stage_of(told: str) -> str:
    return told if told in STAGES else STAGES[0]


def as_a_mentor_sees(person: User, stage: str) -> dict[str, Any]:
    """Everything that a mentor is shown of somebody at a stage, and the way to others."""
    look = {"before": _before, "asked": _asked, "together": _together}[stage]
    return {"tabs": _tabs(stage), "stage": stage, "person": person} | look(person)


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = [_("Before"), _("With a request"), _("After a yes")]
    address = reverse("pitches:seen")
    return [
        {"label": label, "url": f"{address}?stage={stage}", "current": stage == current}
        for stage, label in zip(STAGES, labels, strict=True)
    ]


def _before(person: User) -> dict[str, Any]:
    """The page of somebody who may be found. Of networks only those that are shown, and
    those only to people who belong to them too."""
    taking_part = Enrolment.objects.active().of(person)
    findable = bool(getattr(person, "profile", None) and person.profile.findable)
    found = taking_part.select_related("person__profile").first() if findable else None
    memberships = NetworkMembership.objects.filter(person=person, shown=True)
    names = memberships.order_by("network__name").values_list(
        "network__name", flat=True
    )
    told = people.told(found) if found else {}
    return {"found": found, "networks": list(names), **told}


def _asked(person: User) -> dict[str, Any]:
    """My newest letter that waits; without one, the goal that a letter would be about."""
    waiting = Pitch.objects.written_by(person).awaiting_answer()
    pitch = _with_people(waiting).order_by("-sent_at").first()
    if pitch:
        return composing.as_read(pitch)
    goal = Goal.objects.of(person).open().order_by("-pk").first()
    if goal is None:
        return {}
    return shown.to_whom_i_ask(goal)


def _together(person: User) -> dict[str, Any]:
    """The newest mentoring that goes on, from the mentor's side."""
    mine = Relationship.objects.visible_to(person).filter(mentee__person=person)
    begun = mine.going_on().order_by("-began_at").first()
    if begun is None:
        return {}
    letter = Pitch.objects.written_by(person).filter(mentee_yes=begun.mentee_yes_id)
    pitch = _with_people(letter).first()
    read = composing.as_read(pitch) if pitch else {}
    return read | {"relationship": begun, "goal": begun.goal}


def _with_people(pitches: Any) -> Any:
    return pitches.select_related(
        "goal", "mentee__person__profile", "mentor__person__profile"
    )
