"""What the pages of a letter show: gathered from rows, for templates."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.goals.models import AssessmentItem, Goal
from mentorship.pitches import citing, composer, pace, rules
from mentorship.pitches.forms import ComposerForm
from mentorship.pitches.models import Pitch
from mentorship.pitches.signals import next_people
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship

State = Pitch.State


@dataclass
class Desk:
    """Where a letter is written: a goal, a mentor, and the draft if there is one."""

    goal: Goal
    mentor: Enrolment
    draft: Pitch | None = None

    @classmethod
    def of(cls, goal: Goal, mentor: Enrolment) -> "Desk":
        draft = Pitch.objects.drafts().filter(goal=goal, mentor=mentor).first()
        return cls(goal, mentor, draft)

    @classmethod
    def at(cls, draft: Pitch) -> "Desk":
        return cls(draft.goal, draft.mentor, draft)

    @property
    def url(self) -> str:
        return reverse("pitches:write", args=[self.goal.pk, self.mentor.pk])

    def form(self, data: QueryDict | None = None) -> ComposerForm:
        picked = citing.cited(self.draft.citations.all()) if self.draft else []
        items = list(dict.fromkeys([*citing.citable(self.mentor), *picked]))
        kept = {"cites": [item.key for item in picked]}
        if self.draft:
            names = (*Pitch.PARTS, "kind", "fallback")
            kept |= {name: getattr(self.draft, name) for name in names}
        return ComposerForm(data, items=items, initial=kept)

    def letter(self) -> composer.Letter:
        return self.draft.letter() if self.draft else composer.Letter()

    def page(
        self, form: ComposerForm | None = None, *, checked: bool = False
    ) -> dict[str, Any]:
        """Everything that the composer and the preview show."""
        letter = self.letter()
        name = self.mentor.person.first_name_or_name
        review = composer.review(letter, name, self.mentor.program.pitch_words)
        return {
            "goal": self.goal,
            "mentor": self.mentor,
            "name": name,
            "pitch": self.draft,
            "url": self.url,
            "form": form or self.form(),
            "review": review,
            "checked": checked,
            "advice": review.advice(letter),
            "checklist": [
                {"label": check.label, "state": "done" if check.done else "missing"}
                for check in review.checks
            ],
            "cites": citing.cited(self.draft.citations.all()) if self.draft else [],
            "stories": self.mentor.person.stories.all()[:3],
            "obstacle": self.obstacle(),
        }

    def obstacle(self) -> str | None:
        """What would keep the letter from going even when it is complete."""
        pitch = self.draft or Pitch(goal=self.goal, mentor=self.mentor)
        return next(rules.obstacles(pitch, self.mentor, self.goal.mentee), None)


def expectations(goal: Goal) -> list[tuple[str, str]]:
    """What the mentee expects: told to the mentor with the request (R4)."""
    months = _("for %(months)d months") % {"months": goal.months} if goal.months else ""
    rows = [
        (_("Format"), goal.get_format_display()),
        (_("How often"), goal.get_cadence_display()),
        (
            _("How long"),
            " ".join([_("%(n)d minutes") % {"n": goal.minutes}, months]).strip(),
        ),
        (_("How to meet"), goal.get_channel_display()),
    ]
    return [(name, value) for name, value in rows if value]


def shared_with_mentor(pitch: Pitch) -> Any:
    """The assessment items a mentor sees now, and not one more (R6): what is for people
    who are asked while the request waits, what is for the mentor while it goes on."""
    items = AssessmentItem.objects.filter(goal=pitch.goal_id)
    if pitch.state == State.SENT:
        return items.asked()
    going_on = Relationship.objects.going_on().filter(mentee_yes=pitch.mentee_yes_id)
    if pitch.state == State.ACCEPTED and going_on.exists():
        return items.shared()
    return items.none()


def as_read(pitch: Pitch) -> dict[str, Any]:
    """A request as its mentor reads it."""
    return _both(pitch) | {
        "shared": shared_with_mentor(pitch),
        "free": pitch.mentor.free_places(pitch.kind),
    }


def as_written(pitch: Pitch) -> dict[str, Any]:
    """A request as its mentee reads it: nothing of the mentor's private reason."""
    name = pitch.mentor.person.first_name_or_name
    usual = pace.usual_days([pitch.mentor_id]).get(pitch.mentor_id)
    return _both(pitch) | {
        "usual": pace.in_words(name, usual) if pitch.state == State.SENT else "",
        "next_people": _next_people(pitch) if pitch.state in CLOSED_BY_A_NO else [],
    }


CLOSED_BY_A_NO = (State.DECLINED, State.EXPIRED)


def _next_people(pitch: Pitch) -> list[Enrolment]:
    """Two others to look at, at once: the next step counts, not the no."""
    if pitch.goal.state == Goal.State.CLOSED:
        return []
    told: list[tuple[Any, Any]] = next_people.send(
        sender=Pitch, goal=pitch.goal, most=2
    )
    return [mentor for _receiver, mentors in told for mentor in mentors][:2]


def _both(pitch: Pitch) -> dict[str, Any]:
    begun = Relationship.objects.filter(mentee_yes=pitch.mentee_yes_id).first()
    return {
        "pitch": pitch,
        "goal": pitch.goal,
        "cites": citing.cited(pitch.citations.all()),
        "expectations": expectations(pitch.goal),
        "relationship": begun if pitch.mentee_yes_id else None,
    }
