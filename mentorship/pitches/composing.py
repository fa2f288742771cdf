"""What the pages of a letter show: gathered from rows, for templates."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from mentorship.finding.models import Route
from mentorship.goals import shown
from mentorship.goals.models import Goal
from mentorship.pitches import (
    citing,
    composer,
    pace,
    parts,
    prompts,
    research,
    rules,
    windows,
)
from mentorship.pitches.forms import ComposerForm
from mentorship.pitches.models import Pitch
from mentorship.pitches.signals import next_people
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship

State = Pitch.State


@dataclass
class Desk:
    """Where a letter is written: a goal, a mentor, and the draft if there is one.

    ``route`` is the way on which the mentee came, if the address says so; ``merged``
    what the last save did to what another window wrote.
    """

    goal: Goal
    mentor: Enrolment
    draft: Pitch | None = None
    route: str = ""
    merged: windows.Merged | None = None

    @classmethod
    def at(cls, draft: Pitch) -> "Desk":
        return cls(draft.goal, draft.mentor, draft)

    @property
    def url(self) -> str:
        if self.draft:
            return reverse("pitches:edit", args=[self.draft.pk])
        return reverse("pitches:write", args=[self.goal.pk, self.mentor.pk])

    @cached_property
    def blank(self) -> Pitch:
        """What a letter is before its first save."""
        return Pitch(
            goal=self.goal,
            mentor=self.mentor,
            mentee=self.goal.mentee,
            support=self.goal.support,
        )

    @property
    def pitch(self) -> Pitch:
        return self.draft or self.blank

    def form(self, data: QueryDict | None = None) -> ComposerForm:
        picked = citing.cited(self.draft.citations.all()) if self.draft else []
        items = list(dict.fromkeys([*citing.citable(self.mentor), *picked]))
        names = (*Pitch.WRITTEN, *Pitch.CHOSEN, *Pitch.CONFIRMED)
        kept: dict[str, Any] = {name: getattr(self.pitch, name) for name in names}
        kept["cites"] = [item.key for item in picked]
        kept["route"] = self.route if self.route in Route.values else ""
        kept["shown"] = windows.marks(windows.values_of(self.pitch))
        wanted = " ".join(research.wanted(self.pitch).words)
        return ComposerForm(data, items=items, wanted=wanted, initial=kept)

    def page(
        self, form: ComposerForm | None = None, *, checked: bool = False
    ) -> dict[str, Any]:
        """Everything that the composer and the preview show."""
        letter = self.draft.letter() if self.draft else composer.Letter()
        asked = research.asked(self.pitch, self.mentor)
        review = composer.review(letter, asked)
        missing = {check.key: check for check in review.missing}
        form = form or self.form()
        return {
            "goal": self.goal,
            "mentor": self.mentor,
            "name": asked.name,
            "pitch": self.draft,
            "url": self.url,
            "form": form,
            "parts": parts.parts(form, review, asked.name, checked=checked),
            "how_much": parts.how_much(form),
            "how_much_wrong": any(name in form.errors for name in parts.HOW_MUCH),
            "review": review,
            "checked": checked,
            "hints": missing if checked else review.hints(letter),
            "topic": review.check("topic"),
            "support": review.check("support"),
            "ongoing": self.pitch.kind == Enrolment.Kind.ONGOING,
            "offers": [Enrolment.Support(kind).label for kind in asked.supports],
            "answered": research.answered_already(self.pitch, self.mentor),
            "checklist": _checklist(review),
            "obstacle": self.obstacle(),
            "elsewhere": self.elsewhere(),
            # What was just saved is what this window shows from now on.
            "shown": windows.marks(form.sent()) if self.merged else "",
        }

    def whole_page(
        self, form: ComposerForm | None = None, *, checked: bool = False
    ) -> dict[str, Any]:
        """The same with what stands still beside it: the mentor's words, wordings."""
        person = self.mentor.person
        return self.page(form, checked=checked) | {
            "stories": person.stories.all()[:3],
            "path": person.path.all(),
            "links": person.links.all(),
            "answers": research.published(self.mentor),
            "prompts": prompts.prompts(research.told(self.goal, self.mentor)),
            "rooms": self.rooms(),
        }

    def preview(self) -> dict[str, Any]:
        """The letter and all that goes with it, as its mentor will see it."""
        citations = self.draft.citations.all() if self.draft else []
        cites = {"cites": citing.cited(citations)}
        page = self.page()
        for item in page["checklist"]:  # the parts are on the composer
            item["url"] = self.url + item["url"]
        return page | shown.to_whom_i_ask(self.goal) | cites

    def rooms(self) -> list[tuple[str, int]]:
        """How many places of each kind are free."""
        return [
            (kind.label, max(0, self.mentor.free_places(kind)))
            for kind in Enrolment.Kind
        ]

    def elsewhere(self) -> dict[str, list[tuple[str, str]]]:
        """What another window wrote: saved over here, or newer than this page shows."""
        merged = self.merged or windows.Merged({}, {}, {})
        names = {name: self._label(name) for name in Pitch.WRITTEN}
        return {
            "overwritten": [
                (names[name], text)
                for name, text in merged.overwritten.items()
                if name in names
            ],
            "newer": [
                (names[name], text)
                for name, text in merged.newer.items()
                if name in names
            ],
        }

    def _label(self, name: str) -> str:
        field = Pitch._meta.get_field(name)
        return str(getattr(field, "verbose_name", name))

    def obstacle(self) -> str | None:
        """What would keep the letter from going even when it is complete."""
        return next(rules.obstacles(self.pitch, self.mentor, self.goal.mentee), None)


def _checklist(review: composer.Review) -> list[dict[str, str]]:
    """What a letter needs, each with a link to where it is written."""
    return [
        {
            "label": check.label,
            "state": "done" if check.done else "missing",
            "url": f"#{parts.place(check.key)}",
        }
        for check in review.checks
    ]


def goal_as_read(pitch: Pitch) -> dict[str, Any]:
    """The goal with the assessment items that a mentor sees now, and not one more (R6):
    what is for people who are asked while the request waits, what is for the mentor
    while it goes on."""
    if pitch.state == State.SENT:
        return shown.to_whom_i_ask(pitch.goal)
    going_on = Relationship.objects.going_on().filter(mentee_yes=pitch.mentee_yes_id)
    if pitch.state == State.ACCEPTED and going_on.exists():
        return shown.to_my_mentor(pitch.goal)
    return shown.to_nobody_any_more(pitch.goal)


def as_read(pitch: Pitch) -> dict[str, Any]:
    """A request as its mentor reads it."""
    free = {"free": pitch.mentor.free_places(pitch.kind)}
    return _both(pitch) | goal_as_read(pitch) | free


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
        "relationship": begun if pitch.mentee_yes_id else None,
    }
