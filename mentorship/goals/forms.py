"""What the questions of a goal ask with: one small form each."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import clean_text_field
from accounts.models import User
from accounts.vocabulary.picking import SkillsField
from accounts.widgets import Choices
from mentorship.goals.models import Goal
from mentorship.goals.purposes import PURPOSES
from mentorship.programs.models import Enrolment


class QuestionForm(forms.ModelForm[Goal]):
    """Some columns of a goal. The goal itself stays as it is: an action writes."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        goal: Goal | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        mine = copy(goal) if goal else None
        super().__init__(data, instance=mine, initial=initial)

    @property
    def values(self) -> dict[str, Any]:
        """What to write into the goal's row."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    class Meta:
        model = Goal
        fields: ClassVar[list[str]] = []
        formfield_callback = clean_text_field


class PurposeForm(QuestionForm):
    """Why: decides what counts, and whose level suits."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["purpose", "purpose_words"]
        widgets: ClassVar[dict[str, Any]] = {
            "purpose": Choices(helps={p.value: w.changes for p, w in PURPOSES.items()})
        }
        labels: ClassVar[dict[str, Any]] = {
            "purpose": _("My main purpose, and what it changes"),
            "purpose_words": _("If it is something else: what"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = Goal.Purpose.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("purpose") != Goal.Purpose.OTHER:
            values["purpose_words"] = ""
        elif not values.get("purpose_words") and "purpose_words" not in self.errors:
            self.add_error("purpose_words", _("Say in a few words what else it is."))
        return values


class BeginForm(PurposeForm):
    """The first question of a new goal; in several programs, also in which."""

    field_order = ("mentee",)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Enrolment.objects.of(person).mentees().select_related("program")
        self.only_program = mine[0] if len(mine) == 1 else None
        if not self.only_program:
            self.fields["mentee"] = _ProgramChoice(mine, label=_("In which program"))
            self.order_fields(self.field_order)

    @property
    def enrolment(self) -> Enrolment:
        """The taking part that the goal belongs to."""
        chosen: Enrolment = self.only_program or self.cleaned_data["mentee"]
        return chosen


class _ProgramChoice(forms.ModelChoiceField[Enrolment]):
    """Enrolments, called by the name of their program."""

    def label_from_instance(self, obj: Enrolment) -> str:
        return obj.program.name


class WantForm(QuestionForm):
    """The goal in one sentence. Until it is said, the page shows none."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["title"]
        labels: ClassVar[dict[str, Any]] = {"title": _("What I want")}

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, goal=goal, **kwargs)
        if "want" not in goal.told():
            self.initial["title"] = ""


class GuidanceForm(QuestionForm):
    """What would help. While it stays open the goal stays a draft (R3)."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["guidance"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guidance"].required = True


class ConceptsForm(QuestionForm):
    """What the goal is about, as people here call it: rows beside the goal's own."""

    skills = SkillsField(
        label=_("In your own words, or from the list"),
        required=False,
        help_text=_(
            "Type a skill, or what you would say to a friend. Commas part two. Words "
            "that are not in the list count as well."
        ),
    )


class SupportForm(QuestionForm):
    """Three different things that people mean when they say mentor (R44)."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["support"]
        widgets: ClassVar[dict[str, Any]] = {"support": Choices}
        labels: ClassVar[dict[str, Any]] = {"support": _("Kind of help")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["support"].choices = Enrolment.Support.choices  # type: ignore[attr-defined]


class FormatForm(QuestionForm):
    """How to meet. One conversation is what is offered first (R81)."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = [
            "format",
            "minutes",
            "channel",
            "cadence",
            "months",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "format": Choices(
                helps={
                    "conversation": _(
                        "Easier to say yes to, and most mentors have more room for it. "
                        "You can agree on more at its end."
                    ),
                    "ongoing": _(
                        "Asks more of both of you. Say below how often, and how long."
                    ),
                }
            )
        }
        labels: ClassVar[dict[str, Any]] = {
            "format": _("What I would ask for"),
            "cadence": _("If it goes on: how often"),
            "months": _("If it goes on: for how many months"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = Enrolment.Kind.choices  # type: ignore[attr-defined]
        rhythms = [c for c in Goal.Cadence.choices if c[0] != Goal.Cadence.ONCE]
        cadence = self.fields["cadence"]
        cadence.required = False
        cadence.choices = [("", _("Not said")), *rhythms]  # type: ignore[attr-defined]
        if self.initial.get("cadence") == Goal.Cadence.ONCE:
            self.initial["cadence"] = ""

    def clean(self) -> dict[str, Any]:
        """One conversation happens once; ongoing mentoring needs a rhythm."""
        values = super().clean() or self.cleaned_data
        if values.get("format") == Enrolment.Kind.CONVERSATION:
            for name in ("cadence", "months"):  # set for ongoing, and then changed
                self.errors.pop(name, None)
            values |= {"cadence": Goal.Cadence.ONCE, "months": None}
        elif not values.get("cadence") and "cadence" not in self.errors:
            self.add_error("cadence", _("Say how often you would like to meet."))
        return values


class WorkplaceForm(QuestionForm):
    """Whether insiders may be too near to it (R60)."""

    about_workplace = forms.TypedChoiceField(
        label=_("This is about a situation at my own workplace"),
        choices=[
            ("yes", _("Yes")),
            ("no", _("No")),
        ],
        coerce=lambda told: told == "yes",
        widget=Choices(
            helps={
                "yes": _("People outside of it come first."),
                "no": _("It does not matter who works where."),
            }
        ),
    )

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["about_workplace"]

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, goal=goal, **kwargs)
        likely = goal.about_workplace or goal.purpose == Goal.Purpose.WORKPLACE
        told = "workplace" in goal.told()
        yes = goal.about_workplace if told else likely
        self.initial["about_workplace"] = "yes" if yes else "no"


class MoreForm(QuestionForm):
    """What may be said besides, and may be left out."""

    WINDOWS: ClassVar[dict[str, tuple[int | None, int | None]]] = {
        "": (None, None),
        "ahead": (1, 3),
        "same": (0, 0),
        "newer": (-7, -1),
    }
    KEPT = "kept"

    window = forms.ChoiceField(
        label=_("Where the other person should stand"),
        required=False,
        widget=Choices,
        choices=[
            ("", _("Whatever suits the purpose")),
            ("ahead", _("A few steps ahead of me")),
            ("same", _("At my level")),
            ("newer", _("Newer to it than I am")),
        ],
    )

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["target_date", "track", "envisioned"]
        widgets: ClassVar[dict[str, Any]] = {
            "target_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "envisioned": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, goal=goal, **kwargs)
        tracks = goal.mentee.person.tracks.all()
        self.fields["track"].queryset = tracks  # type: ignore[attr-defined]
        if not tracks:
            del self.fields["track"]
        self._told_window = (goal.level_low, goal.level_high)
        known = {window: name for name, window in self.WINDOWS.items()}
        self.initial["window"] = known.get(self._told_window, self.KEPT)
        if self.initial["window"] == self.KEPT:
            told = _("As it is: %(low)s to %(high)s steps ahead of me") % {
                "low": goal.level_low,
                "high": goal.level_high,
            }
            self.fields["window"].choices += [(self.KEPT, told)]  # type: ignore[attr-defined]

    def clean_target_date(self) -> Any:
        day = self.cleaned_data["target_date"]
        if day and day < timezone.localdate() and day != self.initial["target_date"]:
            raise forms.ValidationError(
                _("This day has passed. Choose one that comes, or leave it empty.")
            )
        return day

    @property
    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        chosen = told["window"]
        low, high = self._told_window if chosen == self.KEPT else self.WINDOWS[chosen]
        columns = [name for name in self._meta.fields or () if name in told]
        return {name: told[name] for name in columns} | {
            "level_low": low,
            "level_high": high,
        }
