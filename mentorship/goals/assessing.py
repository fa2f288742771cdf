"""The self-assessment of a goal: its exercises, its three lists, and who sees what."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import ManyLines, OneLine
from accounts.rows import RowForm, row_forms
from accounts.widgets import Visibility as Seen
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.questions import Question, Questions

Kind, Visibility = AssessmentItem.Kind, AssessmentItem.Visibility

LONGEST = AssessmentItem._meta.get_field("text").max_length or 0
MOST_LINES = 5

LISTS = {
    Kind.GROWTH: (
        _("Where I want to grow"),
        _("At least one. Such as: speaking up when senior people are in the room."),
    ),
    Kind.STRENGTH: (
        _("What I am good at already"),
        _("A mentor can build on it, and may want to learn it from you."),
    ),
    Kind.CHALLENGE: (
        _("What makes it hard from outside"),
        _("Such as: meetings are at the time when I fetch my children."),
    ),
}
"""The three lists of a self-assessment: heading and help."""

USUALLY_SEEN_BY = {
    Kind.GROWTH: Visibility.ASKED,
    Kind.STRENGTH: Visibility.ASKED,
    Kind.CHALLENGE: Visibility.MENTOR,
}
"""What is picked until somebody picks otherwise: what is hard is told last."""


class ExerciseForm(forms.Form):
    """What came to mind, one thing a line, and who may see it."""

    kind: ClassVar[str]

    lines = ManyLines(
        label=_("What comes to mind"),
        required=False,
        max_length=MOST_LINES * (LONGEST + 1),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few words are enough. One thing on each line."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        widget=Seen,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("visibility", USUALLY_SEEN_BY[Kind(self.kind)])

    def clean_lines(self) -> list[str]:
        told = self.cleaned_data["lines"].splitlines()
        lines = list(filter(None, (line.strip(" \t-*•") for line in told)))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("That is more than %(most)s lines. Keep the ones that matter most.")
                % {"most": MOST_LINES}
            )
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(
                _("Keep each line under %(most)s letters, or part it into two.")
                % {"most": LONGEST}
            )
        return lines


class GrowthForm(ExerciseForm):
    kind = Kind.GROWTH


class StrengthForm(ExerciseForm):
    kind = Kind.STRENGTH


class ChallengeForm(ExerciseForm):
    kind = Kind.CHALLENGE


EXERCISES = Questions[type[ExerciseForm]](
    Question(
        "went-wrong",
        _("Think of the last time this went wrong."),
        GrowthForm,
        _("What would you have needed to be able to do?"),
    ),
    Question(
        "one-thing",
        _("If you could do one thing better by then, what would it be?"),
        GrowthForm,
        _("Small and clear is better than large and vague."),
    ),
    Question(
        "does-it-well",
        _("Think of somebody who does this well."),
        GrowthForm,
        _("What do they do that you do not do yet?"),
    ),
    Question(
        "come-to-you",
        _("What do people come to you for?"),
        StrengthForm,
        _("Also what seems easy to you: it is not easy for everybody."),
    ),
    Question(
        "made-it-work",
        _("Think of something hard that you did."),
        StrengthForm,
        _("What in you made it work?"),
    ),
    Question(
        "perfect",
        _("What would still be hard if you were perfect at it?"),
        ChallengeForm,
        _("Time, rules, money, other people: what does not depend on you."),
    ),
    Question(
        "others-decide",
        _("Who else decides whether this works?"),
        ChallengeForm,
        _("What do they need, and what do they not see?"),
    ),
)
"""Two or three short exercises for each list. Each can be skipped."""


class ItemForm(RowForm):
    """One line of the self-assessment."""

    TELLING: ClassVar[set[str]] = {"text"}

    text = OneLine(
        label=_("In your words"),
        max_length=LONGEST,
        error_messages={"required": _("Write something here, or tick Remove this.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility,
        initial=Visibility.ASKED,
        widget=Seen(short=True),
    )


ItemForms = row_forms(ItemForm, extra=1)


def items_of(goal: Goal, kind: str) -> list[AssessmentItem]:
    return [item for item in goal.assessment.all() if item.kind == kind]


def by_list(items: Any) -> list[tuple[Any, list[AssessmentItem]]]:
    """Items under the heading of their list; a list without any is left out."""
    found = list(items)
    return [
        (heading, mine)
        for kind, (heading, _help) in LISTS.items()
        if (mine := [item for item in found if item.kind == kind])
    ]
