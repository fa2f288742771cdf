"""Forms of the small pages on which a person tells of themselves."""

from datetime import time
from operator import itemgetter
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import hours, zones
from accounts.actions import in_a_shared_program
from accounts.fields import ManyLines, OneLine, ZoneField, clean_text_field
from accounts.models import (
    LANGUAGES,
    FreeHours,
    Identity,
    Network,
    PathStep,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from accounts.rows import RowForm, RowForms, row_forms
from accounts.vocabulary.picking import SkillsField


class AboutForm(forms.ModelForm[Profile]):
    """Who I am."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        required=False,
        choices=sorted(LANGUAGES, key=itemgetter(1)),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tight"}),
    )
    manager_email = forms.EmailField(
        label=_("Your manager’s e-mail address"),
        required=False,
        help_text=_(
            "Only used so that nobody is suggested in your reporting line. Leave it "
            "empty if your manager is not here."
        ),
    )

    class Meta:
        model = Profile
        fields = [
            "name",
            "pronouns",
            "headline",
            "time_zone",
            "organisation",
            "site",
            "languages",
        ]
        formfield_callback = clean_text_field
        help_texts: ClassVar[dict[str, Any]] = {
            "pronouns": _("As you would like to be spoken of, if you like to say."),
            "headline": _("Such as: analyst in a city hospital."),
            "time_zone": _("Free hours of two people are compared through it."),
        }

    def __init__(self, person: User, data: Any = None) -> None:
        self.person = person
        profile = getattr(person, "profile", None) or Profile(person=person)
        manager = profile.manager.email if profile.manager else ""
        super().__init__(data, instance=profile, initial={"manager_email": manager})
        held = zones.canonical(profile.time_zone)
        self.initial["time_zone"] = held
        self.fields["time_zone"] = ZoneField(
            label=_("Time zone"),
            required=False,
            held=held,
            help_text=self.fields["time_zone"].help_text,
        )

    def clean_manager_email(self) -> User | None:
        email = self.cleaned_data["manager_email"]
        if not email:
            return None
        manager = in_a_shared_program(self.person, email)
        if manager is None:
            raise forms.ValidationError(
                _(
                    "Nobody with this address takes part in a program with you. Check "
                    "it, or leave it empty."
                )
            )
        return manager

    @property
    def values(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        return {"manager": told.pop("manager_email"), **told}


class TrackForm(RowForm, forms.ModelForm[Track]):
    """One line of work."""

    class Meta:
        model = Track
        fields = ("field", "title", "level", "years", "is_main")
        formfield_callback = clean_text_field
        help_texts: ClassVar[dict[str, Any]] = {
            "field": _("Such as: nursing, software, bringing up children."),
            "level": _("In this line of work; it may be another one elsewhere."),
        }


class OneMain(RowForms):
    """Tracks of which at most one is the main one."""

    def clean(self) -> None:
        main = [
            form
            for form in self.forms
            if form.cleaned_data.get("is_main") and not form.cleaned_data.get("DELETE")
        ]
        if len(main) > 1:
            raise forms.ValidationError(_("Tick only one as what you mainly do now."))


TrackForms = row_forms(TrackForm, extra=1, base=OneMain)


class StepForm(RowForm, forms.ModelForm[PathStep]):
    """One station of the way."""

    class Meta:
        model = PathStep
        fields = ("title", "organisation", "began", "ended")
        formfield_callback = clean_text_field
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("Work or not: a job, a degree, care, a move, a break."),
            "ended": _("Leave empty if it goes on."),
        }


StepForms = row_forms(StepForm, extra=1)


class StoryForm(RowForm, forms.ModelForm[Story]):
    """One lived experience."""

    TELLING: ClassVar[set[str]] = {"text", "skills"}

    text = ManyLines(
        label=_("What happened, and what helped"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few plain sentences help more than a polished page."),
    )
    skills = SkillsField(label=_("Skills it is about"), required=False)

    class Meta:
        model = Story
        fields = ("text", "happened")


StoryForms = row_forms(StoryForm, extra=1)


class KnownSkillForm(RowForm):
    """How a listed skill is known."""

    how = OneLine(
        label=_("How I know it"),
        max_length=400,
        required=False,
        help_text=_("Such as: led three hospital projects with it."),
    )
    last_used = forms.IntegerField(
        label=_("Last used (year)"), required=False, min_value=1940, max_value=2100
    )


KnownSkillForms = row_forms(KnownSkillForm, extra=0)


class AddSkillsForm(forms.Form):
    """Skills to add to the list."""

    added = SkillsField(
        label=_("Add skills"),
        required=False,
        most=20,
        help_text=_("Type a skill, or how you would say it. Commas part two."),
    )


class HoursForm(forms.Form):
    """Free times of a week: for each weekday a few times from and to."""

    FEWEST = 2
    MOST = 8

    same = forms.BooleanField(
        label=_("Tuesday to Friday are like Monday"), required=False
    )

    def __init__(self, masks: dict[int, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [hours.to_ranges(masks.get(day, 0)) for day in range(7)]
        self.lines = min(self.MOST, max(self.FEWEST, *map(len, given)))
        for day, name in FreeHours.WEEKDAYS:
            for line in range(self.lines):
                known = given[day][line] if line < len(given[day]) else (None, None)
                for end, slot in zip(("from", "to"), known, strict=True):
                    self.fields[f"{end}_{day}_{line}"] = forms.TimeField(
                        label=f"{name} {end}",
                        required=False,
                        widget=forms.TimeInput(
                            format="%H:%M", attrs={"type": "time", "step": 1800}
                        ),
                        initial=None if slot is None else hours.as_time(slot),
                    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.masks = {day: self._mask(day) for day, _name in FreeHours.WEEKDAYS}
        if values.get("same"):
            self.masks |= dict.fromkeys(range(1, 5), self.masks[0])
        return values

    def _mask(self, day: int) -> int:
        found = []
        for line in range(self.lines):
            names = f"from_{day}_{line}", f"to_{day}_{line}"
            start, end = (self.cleaned_data.get(name) for name in names)
            if start is None and end is None:
                continue
            if start is None or end is None:
                empty = names[0] if start is None else names[1]
                if empty not in self.errors:
                    self.add_error(
                        empty, _("Say both when it begins and when it ends.")
                    )
            elif self._on_the_half_hour(names, start, end):
                found.append((hours.as_slot(start), hours.as_slot(end) or hours.SLOTS))
                if found[-1][0] >= found[-1][1]:
                    found.pop()
                    self.add_error(
                        names[1],
                        _(
                            "This ends before it begins. Put what lies after midnight "
                            "under the next day."
                        ),
                    )
        return hours.to_mask(found)

    def _on_the_half_hour(self, names: tuple[str, str], start: time, end: time) -> bool:
        fine = True
        for name, at in zip(names, (start, end), strict=True):
            if at.minute % hours.MINUTES or at.second:
                self.add_error(name, _("Use full or half hours, such as 17:30."))
                fine = False
        return fine

    def days(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Weekdays with their pairs of fields."""
        return [
            (
                name,
                [
                    (self[f"from_{day}_{n}"], self[f"to_{day}_{n}"])
                    for n in range(self.lines)
                ],
            )
            for day, name in FreeHours.WEEKDAYS
        ]


class StyleForm(forms.ModelForm[Style]):
    """Six short questions on how I like to talk; each may stay open."""

    QUESTIONS: ClassVar[dict[str, Any]] = {
        "direct": _("When something is not going well, I like people to be"),
        "structure": _("I like a conversation to be"),
        "listening": _("What helps me more is somebody who is"),
        "writing": _("To think something through I prefer"),
        "picture": _("I would rather begin with the"),
        "challenge": _("What brings me forward is somebody who is"),
    }

    class Meta:
        model = Style
        fields = Style.AXES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis, question in self.QUESTIONS.items():
            answers = self.fields[axis].choices  # type: ignore[attr-defined]
            self.fields[axis] = forms.TypedChoiceField(
                label=question,
                required=False,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                choices=[*list(answers)[1:], ("", _("not sure"))],
                initial="",
            )


class NetworksForm(forms.Form):
    """Which networks I belong to, and whether others may see it."""

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {m.network_id: m.shown for m in person.networks.all()}
        self.networks = list(Network.objects.all())
        for network in self.networks:
            self.fields[f"in_{network.pk}"] = forms.BooleanField(
                label=network.name, required=False, initial=network.pk in mine
            )
            self.fields[f"shown_{network.pk}"] = forms.BooleanField(
                label=_("Others may see that I belong to it"),
                required=False,
                initial=mine.get(network.pk, not network.sensitive),
                help_text=_("May tell something private, so it starts hidden.")
                if network.sensitive
                else "",
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"in_{n.pk}"], self[f"shown_{n.pk}"]) for n in self.networks]

    def shown(self) -> dict[int, bool]:
        """Networks that the person belongs to: may others see it?"""
        told = self.cleaned_data
        return {
            n.pk: told[f"shown_{n.pk}"] for n in self.networks if told[f"in_{n.pk}"]
        }


class IdentityForm(forms.Form):
    """In one's own words, only with consent."""

    gender = OneLine(label=_("How I describe my gender"), max_length=80)
    consent = forms.BooleanField(
        label=_("Keep this for that purpose only"),
        error_messages={
            "required": _("Tick this to keep your words, or leave without saving.")
        },
    )
    purpose = Identity.PURPOSE
