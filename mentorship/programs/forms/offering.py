"""Forms for what one offers in a program, and whether one is looking."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import clean_text_field
from accounts.vocabulary.picking import SkillsField
from accounts.widgets import Chips
from mentorship.programs.models import Enrolment

PURPOSES = [
    ("growth", _("Growing in a career")),
    ("challenge", _("Getting through something difficult")),
    ("skill", _("Learning a skill")),
    ("technology", _("Catching up with a new technology")),
    ("network", _("Getting to know more people")),
    ("shop_talk", _("Talking shop with somebody alike")),
    ("workplace", _("A situation at a workplace")),
    ("allyship", _("Being a better ally")),
    ("other", _("Something else")),
]
"""What a goal can be for, as a mentor reads it. Goals lie above programs, so the keys are
told here again; a test compares them."""


class LookingForm(forms.ModelForm[Enrolment]):
    """A mentee's taking part: looking for somebody now, or not."""

    class Meta:
        model = Enrolment
        fields = ("looking",)


class OfferForm(forms.ModelForm[Enrolment]):
    """What a mentor offers in one program."""

    supports = forms.MultipleChoiceField(
        label=_("Kinds of help I can give"),
        required=False,
        choices=Enrolment.Support,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People mean three things by a mentor. Nothing ticked: not said."),
    )
    purposes_not_taken = forms.MultipleChoiceField(
        label=_("Goals that I don't take"),
        required=False,
        choices=PURPOSES,
        widget=Chips,
        help_text=_("Tick what you would rather not be asked about. It is not shown."),
    )
    formats_not_taken = forms.MultipleChoiceField(
        label=_("Formats that I don't take"),
        required=False,
        choices=Enrolment.Kind,
        widget=Chips,
        help_text=_("Your places stay as they are; nobody new is sent to you for it."),
    )
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
            "supports",
            "purposes_not_taken",
            "formats_not_taken",
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
        refused = set(values.get("formats_not_taken") or [])
        if values.get("accepting") and refused == set(Enrolment.Kind.values):
            self.add_error(
                "formats_not_taken",
                _("Leave one of the two, or pause: then nobody new finds you."),
            )
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What to write into the enrolment's own row."""
        told = self.cleaned_data
        return {name: told[name] for name in told if name != "skills_not_taken"}
