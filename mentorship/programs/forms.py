"""Forms for joining a program and for what one offers there."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine, clean_text_field
from accounts.models import User
from accounts.vocabulary.picking import SkillsField
from mentorship.programs.models import (
    Enrolment,
    EnrolmentQuerySet,
    NeverPair,
    Program,
)


class JoinForm(forms.Form):
    """In which role, and with which code."""

    roles = forms.MultipleChoiceField(
        label=_("I would like to"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (Enrolment.Role.MENTEE, _("find somebody who helps me (mentee)")),
            (Enrolment.Role.MENTOR, _("help somebody (mentor)")),
        ],
        help_text=_("Both is fine, at any stage of a career."),
        error_messages={"required": _("Choose at least one. Both is fine.")},
    )
    code = OneLine(
        label=_("Code of this program"),
        max_length=40,
        help_text=_("Whoever told you about the program knows it."),
    )

    def __init__(self, program: Program, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if program.joining != Program.Joining.CODE:
            del self.fields["code"]


class LookingForm(forms.ModelForm[Enrolment]):
    """A mentee's taking part: looking for somebody now, or not."""

    class Meta:
        model = Enrolment
        fields = ("looking",)


class OfferForm(forms.ModelForm[Enrolment]):
    """What a mentor offers in one program."""

    channels = forms.MultipleChoiceField(
        label=_("How I can meet"),
        required=False,
        choices=Enrolment.Channel,
        widget=forms.CheckboxSelectMultiple,
    )
    skills_not_taken = SkillsField(
        label=_("Subjects that I don't take"),
        required=False,
        most=20,
        help_text=_("Type a skill. Goals about it are not brought to you."),
    )

    class Meta:
        model = Enrolment
        fields = [
            "topics",
            "helps_best",
            "hopes",
            "accepting",
            "paused",
            "conversation_places",
            "ongoing_places",
            "hours_per_month",
            "months",
            "hears",
            "channels",
            "not_taken",
            "lowest_level",
            "highest_level",
        ]
        formfield_callback = clean_text_field
        labels: ClassVar[dict[str, Any]] = {
            "lowest_level": _("From which level on I can help"),
            "highest_level": _("Up to which level I can help"),
            "hours_per_month": _("Hours a month that I can give"),
            "months": _("For how many months I can commit"),
            "hears": _("I want to hear what the mentee thinks of my views too"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "topics": _(
                "One thing on each line, in the words you would use at lunch. People "
                "read this and refer to it when they write to you."
            ),
            "helps_best": _("Such as: people in their first two years as a lead."),
            "hopes": _("What you would like to learn or get from this yourself."),
            "conversation_places": _("At one time. 0 is fine."),
            "ongoing_places": _("At one time. 0 is fine."),
            "months": _("For ongoing mentees. They see that you said so."),
            "hears": _("Mentees see your answer, marked as yours."),
            "accepting": _("Nobody is sent to you before you tick this."),
            "paused": _("Nobody new finds you; what is agreed goes on."),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        low, high = values.get("lowest_level"), values.get("highest_level")
        if low is not None and high is not None and low > high:
            self.add_error("highest_level", _("This lies below the lowest level."))
        places = values.get("conversation_places"), values.get("ongoing_places")
        if values.get("accepting") and places == (0, 0):
            self.add_error(
                "accepting",
                _("Give at least one place, for a conversation or for ongoing help."),
            )
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What to write into the enrolment's own row."""
        told = self.cleaned_data
        return {name: told[name] for name in told if name != "skills_not_taken"}


class PeopleSearch(forms.Form):
    """What an admin looks for among the people of a program. Never an error."""

    q = OneLine(label=_("Name, e-mail address or what they do"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("Mentees and mentors")), *Enrolment.Role.choices],
    )


class ApartForm(forms.Form):
    """Two people of a program whom its admins keep apart."""

    mentee = OneLine(
        label=_("E-mail address of the mentee"), max_length=254, widget=forms.EmailInput
    )
    mentor = OneLine(
        label=_("E-mail address of the mentor"), max_length=254, widget=forms.EmailInput
    )
    why = OneLine(
        label=_("Why"),
        required=False,
        max_length=NeverPair._meta.get_field("why").max_length,
        help_text=_("For you admins only. Neither of the two is told anything."),
    )

    def __init__(self, program: Program, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program

    def clean_mentee(self) -> User:
        return self._find("mentee", Enrolment.objects.mentees())

    def clean_mentor(self) -> User:
        return self._find("mentor", Enrolment.objects.mentors())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("mentee") and told.get("mentee") == told.get("mentor"):
            self.add_error(
                "mentor", _("This is the same person, whom nobody suggests.")
            )
        return told

    def _find(self, role: str, taking_part: EnrolmentQuerySet) -> User:
        address = self.cleaned_data[role]
        here = taking_part.filter(program=self.program, person__email__iexact=address)
        found = here.select_related("person").first()
        if found is None:
            raise forms.ValidationError(
                _("Nobody with this address takes part in this role. See “People”.")
            )
        return found.person
