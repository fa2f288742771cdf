"""Forms of a mentee's goal and its self-assessment."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine, clean_text_field
from accounts.models import User
from accounts.rows import RowForm, row_forms
from accounts.vocabulary.picking import SkillsField
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.programs.models import Enrolment

PURPOSES = {
    "growth": _("people one to three steps ahead come first, not the very top"),
    "challenge": _("people who have been through it come first, near or far"),
    "skill": _("the skill counts, not the title"),
    "technology": _("juniors are as welcome as seniors"),
    "network": _("doors open at many levels"),
    "shop_talk": _("peers first"),
    "workplace": _("peers first, and nobody in your reporting line"),
    "allyship": _("allies stand at every level"),
    "other": _("you say what, and little is assumed"),
}
"""What each purpose changes, in plain words. The numbers are the engine's windows."""


def purpose_choices() -> list[tuple[str, str]]:
    return [
        (value, f"{label}: {PURPOSES[value]}") for value, label in Goal.Purpose.choices
    ]


class GoalForm(forms.ModelForm[Goal]):
    """One goal on one page."""

    skills = SkillsField(
        label=_("Skills it is about"),
        required=False,
        help_text=_(
            "Type a skill, or what you would say to a friend. Commas part two."
        ),
    )

    class Meta:
        model = Goal
        fields = [
            "mentee",
            "title",
            "guidance",
            "purpose",
            "purpose_words",
            "format",
            "cadence",
            "minutes",
            "months",
            "channel",
            "target_date",
            "track",
            "level_low",
            "level_high",
            "about_workplace",
        ]
        formfield_callback = clean_text_field
        widgets: ClassVar[dict[str, type[forms.Widget] | forms.Widget]] = {
            "purpose": forms.RadioSelect,
            "format": forms.RadioSelect,
            "target_date": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("In one sentence, such as: say what I think in meetings."),
            "guidance": _(
                "What would you like to hear, see or try with somebody? Without this "
                "the goal stays a draft."
            ),
            "level_low": _(
                "Leave both empty to use what suits the purpose. 0 is your own level, "
                "−1 is somebody one step before you."
            ),
            "about_workplace": _("Then people outside your workplace come first."),
        }

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Enrolment.objects.of(person).mentees().select_related("program")
        self.fields["mentee"] = _ProgramChoice(mine, label=_("In which program"))
        if self.instance.pk or len(mine) == 1:
            del self.fields["mentee"]
            self.only_program = self.instance.mentee if self.instance.pk else mine[0]
        self.fields["purpose"].choices = purpose_choices()  # type: ignore[attr-defined]
        self.fields["format"].choices = Enrolment.Kind.choices  # type: ignore[attr-defined]
        self.fields["track"].queryset = person.tracks.all()  # type: ignore[attr-defined]
        self.fields["cadence"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self._clean_purpose(values)
        self._clean_cadence(values)
        self._clean_levels(values)
        return values

    def _clean_purpose(self, values: dict[str, Any]) -> None:
        if values.get("purpose") != Goal.Purpose.OTHER:
            values["purpose_words"] = ""
        elif not values.get("purpose_words") and "purpose_words" not in self.errors:
            self.add_error("purpose_words", _("Say in a few words what else it is."))

    def _clean_cadence(self, values: dict[str, Any]) -> None:
        """One conversation happens once; ongoing mentoring needs a rhythm."""
        once = Goal.Cadence.ONCE
        if values.get("format") == Enrolment.Kind.CONVERSATION:
            values |= {"cadence": once, "months": None}
        elif values.get("cadence") in ("", None, once) and "cadence" not in self.errors:
            self.add_error("cadence", _("Say how often you would like to meet."))

    def _clean_levels(self, values: dict[str, Any]) -> None:
        low, high = values.get("level_low"), values.get("level_high")
        if {"level_low", "level_high"} & self.errors.keys():
            return
        if (low is None) != (high is None):
            empty = "level_low" if low is None else "level_high"
            self.add_error(empty, _("Fill in both numbers, or leave both empty."))
        elif low is not None and high is not None and low > high:
            self.add_error("level_high", _("This must not be less than the fewest."))

    @property
    def enrolment(self) -> Enrolment:
        """The taking part that the goal belongs to."""
        chosen: Enrolment = self.cleaned_data.get("mentee") or self.only_program
        return chosen

    @property
    def values(self) -> dict[str, Any]:
        """What to write into the goal's own row."""
        other = {"mentee", "skills"}
        return {k: v for k, v in self.cleaned_data.items() if k not in other}


class _ProgramChoice(forms.ModelChoiceField[Enrolment]):
    """Enrolments, called by the name of their program."""

    def label_from_instance(self, obj: Enrolment) -> str:
        return obj.program.name


LISTS = {
    AssessmentItem.Kind.GROWTH: (
        _("Where I want to grow"),
        _("At least one. Such as: speaking up when senior people are in the room."),
    ),
    AssessmentItem.Kind.STRENGTH: (
        _("What I am good at already"),
        _("A mentor can build on it, and may want to learn it from you."),
    ),
    AssessmentItem.Kind.CHALLENGE: (
        _("What makes it hard from outside"),
        _("Such as: meetings are at the time when I fetch my children."),
    ),
}
"""The three lists of a self-assessment: heading and help."""


class ItemForm(RowForm):
    """One line of the self-assessment."""

    TELLING: ClassVar[set[str]] = {"text"}

    text = OneLine(
        label=_("In your words"),
        max_length=300,
        error_messages={"required": _("Write something here, or tick Remove this.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=AssessmentItem.Visibility,
        initial=AssessmentItem.Visibility.ASKED,
    )


ItemForms = row_forms(ItemForm, extra=2)
