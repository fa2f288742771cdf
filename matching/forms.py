"""The form of a program's weights and level windows: shares and steps per purpose."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine
from matching.actions.trying import BETWEEN_THE_TWO
from matching.engine.combine import DEFAULT_WEIGHTS
from matching.engine.filters import RULES
from matching.engine.snapshot import FACTORS, PURPOSES
from matching.models import ProposalSet
from matching.reasons.factors import LABELS
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program, Rules

MOST = 100
"""Shares are told as if of a hundred; only their proportions count."""


@dataclass(frozen=True)
class PurposeFields:
    """The part of the form that is about one purpose."""

    title: str
    weights: list[forms.BoundField]
    low: forms.BoundField
    high: forms.BoundField


def weights_in_force(rules: Rules | None) -> dict[str, dict[str, float]]:
    """A whole table: what a program does not set is as the engine has it."""
    own = rules.weights if rules else {}
    return {
        purpose: {**shares, **own.get(purpose, {})}
        for purpose, shares in DEFAULT_WEIGHTS.items()
    }


class WeightsForm(forms.Form):
    """Nine purposes by ten factors, a window each, and why it changed."""

    # Which version was looked at, so that two admins never overwrite each other unseen.
    # The page always sends the newest: who was told of another version may go on.
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )
    note = OneLine(
        label=_("Why it changes"),
        max_length=240,
        help_text=_("Other admins read it in the list of versions."),
    )

    def __init__(self, *args: Any, newest: Rules | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = newest
        windows = newest.windows if newest else {}
        for purpose, shares in weights_in_force(newest).items():
            for factor in FACTORS:
                self.fields[_weight(purpose, factor)] = forms.FloatField(
                    label=LABELS[factor],
                    min_value=0,
                    max_value=MOST,
                    initial=f"{shares[factor]:g}",
                    widget=forms.NumberInput(attrs={"step": "any"}),
                )
            pair = windows.get(purpose) or [None, None]
            for end, label, now in zip(_ENDS, _END_LABELS, pair, strict=True):
                self.fields[_window(purpose, end)] = forms.IntegerField(
                    label=label, required=False, min_value=-7, max_value=7, initial=now
                )

    @property
    def newest_version(self) -> int:
        return self.newest.version if self.newest else 0

    def purposes(self) -> Iterator[PurposeFields]:
        for purpose, title in Goal.Purpose.choices:
            yield PurposeFields(
                str(title),
                [self[_weight(purpose, factor)] for factor in FACTORS],
                *(self[_window(purpose, end)] for end in _ENDS),
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for purpose in PURPOSES:
            self._check_weights(purpose, told)
            self._check_window(purpose, told)
        if not self.errors and told.get("version") != self.newest_version:
            raise forms.ValidationError(
                _(
                    "Somebody saved version %(n)s while you were writing. Your numbers "
                    "are still here: compare them with that version, then save again."
                ),
                params={"n": self.newest_version},
            )
        return told

    def _check_weights(self, purpose: str, told: dict[str, Any]) -> None:
        shares = [told.get(_weight(purpose, factor)) for factor in FACTORS]
        if None not in shares and not any(shares):
            self.add_error(
                _weight(purpose, FACTORS[0]),
                _("For this purpose nothing would count. Give at least one share."),
            )

    def _check_window(self, purpose: str, told: dict[str, Any]) -> None:
        low, high = (told.get(_window(purpose, end)) for end in _ENDS)
        if (low is None) != (high is None):
            empty = _ENDS[0] if low is None else _ENDS[1]
            name = _window(purpose, empty)
            if name not in self.errors:
                self.add_error(name, _("Fill in both numbers, or leave both empty."))
        elif low is not None and high is not None and low > high:
            self.add_error(
                _window(purpose, "high"), _("This must not be less than the fewest.")
            )

    def weights(self) -> dict[str, dict[str, float]]:
        told = self.cleaned_data
        return {
            purpose: {factor: told[_weight(purpose, factor)] for factor in FACTORS}
            for purpose in PURPOSES
        }

    def windows(self) -> dict[str, list[int]]:
        """Only those that were set: elsewhere the purpose's own window counts."""
        pairs = {
            purpose: [self.cleaned_data[_window(purpose, end)] for end in _ENDS]
            for purpose in PURPOSES
        }
        return {purpose: pair for purpose, pair in pairs.items() if None not in pair}


_ENDS = ("low", "high")
_END_LABELS = (_("Fewest steps ahead"), _("Most steps ahead"))


def _weight(purpose: str, factor: str) -> str:
    return f"{purpose}-{factor}"


def _window(purpose: str, end: str) -> str:
    return f"{purpose}-window-{end}"


class ProposalsForm(forms.ModelForm[ProposalSet]):
    """By which aim pairs are proposed, and why."""

    why = OneLine(
        label=_("Why you suggest this"),
        max_length=300,
        help_text=_(
            "One or two sentences. Everybody who gets a suggestion reads them, with "
            "your name."
        ),
    )

    class Meta:
        model = ProposalSet
        fields = ("aim", "why")
        widgets: ClassVar[dict[str, Any]] = {"aim": forms.RadioSelect}
        labels: ClassVar[dict[str, Any]] = {"aim": _("What comes first")}


class WhyForm(forms.Form):
    """Why an admin suggests two people to each other; asked where no draft says it."""

    why = OneLine(
        label=_("Why you suggest this"),
        max_length=300,
        required=False,
        help_text=_("One or two sentences. Both of them read it, with your name."),
    )


class NotForMeForm(forms.Form):
    """Why not; for oneself alone."""

    why = OneLine(
        label=_("Why not, for yourself alone"),
        max_length=240,
        required=False,
        help_text=_("Nobody else ever reads this."),
    )


TIMES = [
    ("0", _("does not count")),
    ("0.5", _("counts half as much")),
    ("2", _("counts twice as much")),
]
MOST_MENTORS = 200
RELAXABLE = [
    rule for rule in RULES if rule.name not in {*BETWEEN_THE_TWO, "self", "never_match"}
]
"""Rules that a program may imagine away; what two people settled is not among them."""


class WhatIfForm(forms.Form):
    """One thing that would be otherwise. Each of the four parts is sent by itself."""

    factor = forms.ChoiceField(label=_("Factor"), choices=list(LABELS.items()))
    times = forms.ChoiceField(label=_("It"), choices=TIMES)
    version = forms.TypedChoiceField(label=_("Version"), coerce=int)
    rule = forms.ChoiceField(
        label=_("Rule"), choices=[(rule.name, rule.sentence) for rule in RELAXABLE]
    )
    like = forms.ModelChoiceField(
        label=_("Like"),
        queryset=Enrolment.objects.none(),
        empty_label=None,
        help_text=_("With the same places, skills and boundaries."),
    )
    how_many = forms.IntegerField(
        label=_("How many more"), min_value=1, max_value=MOST_MENTORS, initial=5
    )

    PARTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "weight": ("factor", "times"),
        "version": ("version",),
        "relax": ("rule",),
        "mentors": ("like", "how_many"),
    }

    def __init__(self, data: Any = None, *, program: Program, change: str) -> None:
        super().__init__(data, auto_id=f"id_{change}_%s")
        for name in set(self.fields) - set(self.PARTS[change]):
            del self.fields[name]
        if change == "version":
            versions = program.rules.values_list("version", "note")
            self.fields["version"].choices = [  # type: ignore[attr-defined]
                *((n, _("%(n)d: %(note)s") % {"n": n, "note": t}) for n, t in versions),
                (0, _("what Belay comes with")),
            ]
        if change == "mentors":
            like = self.fields["like"]
            mentors = Enrolment.objects.mentors().filter(program=program)
            like.queryset = mentors.select_related(  # type: ignore[attr-defined]
                "person__profile"
            ).order_by("person__profile__name", "pk")
            like.label_from_instance = lambda mentor: (  # type: ignore[attr-defined]
                f"{mentor.person.name} · {mentor.person.profile.headline}".strip(" ·")
            )

    def asked(self) -> dict[str, Any]:
        """What a study keeps of the question."""
        told = dict(self.cleaned_data)
        if "like" in told:
            told |= {"like": told["like"].pk, "name": told["like"].person.name}
        if "times" in told:
            told["times"] = float(told["times"])
        return told
