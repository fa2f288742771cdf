"""The form of what matters in a mentor: qualities, facts to insist on, networks."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine
from accounts.models import LANGUAGES, Network, Profile, Track
from accounts.widgets import Segments
from mentorship.goals.conditions import Condition, Insisted, Side, Unknown
from mentorship.goals.models import Criteria, Criterion, Goal
from mentorship.programs.models import Enrolment

_MOST_PROPOSED = 200


class _NetworkChoice(forms.ModelChoiceField[Network]):
    """Networks that are no secret, and those the mentee belongs to."""

    def __init__(self, goal: Goal, **kwargs: Any) -> None:
        mine = Q(memberships__person=goal.mentee.person_id)
        listed = Q(sensitive=False, listed=True)
        shown = Network.objects.filter(listed | mine).distinct()
        super().__init__(shown, empty_label=_("Any"), **kwargs)


class CriteriaForm(forms.Form):
    """How much each of the eight qualities matters, and which facts must be so.

    Every deal-breaker asks beside it what to do with people of whom it is not known.
    """

    NOT_ASKED = ("", _("Doesn’t matter"))
    ANY = ("", _("Any"))

    def __init__(
        self, *args: Any, goal: Goal, newest: Criteria | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal = goal
        self._add_qualities(newest)
        self._add_conditions(newest)
        self.fields["networks_count"] = forms.BooleanField(
            label=_("Networks that we both belong to count as something in common"),
            required=False,
            initial=bool(newest and newest.networks_count),
            help_text=_("Only those that the other person shows. Nobody is told."),
        )

    def _add_qualities(self, newest: Criteria | None) -> None:
        now = {row.quality: row for row in newest.rows.all()} if newest else {}
        # Until somebody says otherwise each quality counts as nice to have, so that is
        # what the page shows: saving it unchanged changes nothing.
        unsaid = "" if newest else Criterion.Importance.NICE.value
        for quality, label in Criterion.Quality.choices:
            row = now.get(quality)
            self.fields[quality] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[self.NOT_ASKED, *Criterion.Importance.choices],
                widget=Segments,
                initial=row.importance if row else unsaid,
            )
            self._add_unknown(quality, row.if_unknown if row else None)

    def _add_conditions(self, newest: Criteria | None) -> None:
        now = {row.attribute: row for row in newest.conditions.all()} if newest else {}
        asked: dict[str, forms.Field] = {
            "language": forms.ChoiceField(choices=[self.ANY, *LANGUAGES]),
            "field": OneLine(
                max_length=80,
                help_text=_("As people write it, such as: Nursing."),
                widget=forms.TextInput(attrs={"list": "fields-here"}),
            ),
            "organisation": forms.ChoiceField(choices=[self.ANY, *Side.choices]),
            "experience": forms.IntegerField(min_value=1, max_value=70),
            "network": _NetworkChoice(self.goal),
            "place": OneLine(
                max_length=120, widget=forms.TextInput(attrs={"list": "places-here"})
            ),
        }
        for attribute, label in Condition.Attribute.choices:
            field, row = asked[attribute], now.get(attribute)
            field.label, field.required = label, False
            # An empty box shows its placeholder: the page asks what to do with people
            # of whom it is not known only beside a box that is filled in.
            field.widget.attrs["placeholder"] = " "
            if row:
                field.initial = row.network_id or row.years or row.words
            self.fields[attribute] = field
            self._add_unknown(attribute, row.if_unknown if row else None)

    def _add_unknown(self, name: str, now: str | None) -> None:
        self.fields[f"{name}_unknown"] = forms.ChoiceField(
            label=_("If it is not known yet"),
            required=False,
            choices=Unknown,
            initial=now or Unknown.KEEP,
        )

    def clean_organisation(self) -> str:
        """Inside and outside mean nothing to somebody who has not said where they are."""
        told = str(self.cleaned_data["organisation"])
        me = Profile.objects.filter(person=self.goal.mentee.person_id)
        if told and not me.exclude(organisation="").exists():
            raise forms.ValidationError(
                _(
                    "Your profile does not say yet where you work, so this cannot be "
                    "compared. Say it under “Who I am” first, or choose “Any” here."
                )
            )
        return told

    def qualities(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each quality beside its second question."""
        return ((self[q], self[f"{q}_unknown"]) for q in Criterion.Quality.values)

    def facts(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each attribute beside its second question."""
        return ((self[a], self[f"{a}_unknown"]) for a in Condition.Attribute.values)

    def proposals(self) -> dict[str, list[str]]:
        """Fields and places of the program's mentors, to choose from while typing."""
        mentors = Enrolment.objects.mentors().filter(
            program=self.goal.mentee.program_id
        )
        people = mentors.values("person")
        fields = Track.objects.filter(person__in=people)
        places = Profile.objects.filter(person__in=people).exclude(site="")
        return {
            "fields": list(_distinct(fields.values_list("field", flat=True))),
            "places": list(_distinct(places.values_list("site", flat=True))),
        }

    def rows(self) -> list[tuple[str, str, str]]:
        """The qualities that were asked for."""
        return [
            (quality, self.cleaned_data[quality], self._unknown(quality))
            for quality in Criterion.Quality.values
            if self.cleaned_data[quality]
        ]

    def conditions(self) -> list[Insisted]:
        """The facts that were insisted on."""
        told = self.cleaned_data
        column = {"experience": "years", "network": "network"}
        return [
            Insisted(
                attribute,
                if_unknown=self._unknown(attribute),
                **{column.get(attribute, "words"): _plain(told[attribute])},
            )
            for attribute in Condition.Attribute.values
            if told[attribute]
        ]

    def _unknown(self, name: str) -> str:
        return self.cleaned_data[f"{name}_unknown"] or Unknown.KEEP.value


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Network) else value


def _distinct(rows: Any) -> Any:
    return rows.order_by().distinct()[:_MOST_PROPOSED]
