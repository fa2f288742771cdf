"""Questions about taking part: in which role, and what one would do in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.fields import OneLine
from accounts.widgets import Choices
from mentorship.programs import actions
from mentorship.programs.forms.asked.one import Asked
from mentorship.programs.models import Enrolment, Invitation, Program
from mentorship.transitions import NotPossible


class RolesForm(Asked):
    """In which role, and with which code."""

    LABEL = _("I would like to")
    TITLE = _("What brings you here?")
    WHY = _("You can take the other role later as well.")

    roles = forms.MultipleChoiceField(
        label=LABEL,
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

    def prepare(self) -> None:
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [
            (role, label)
            for role, label in RolesForm.base_fields["roles"].choices  # type: ignore[attr-defined]
            if role not in self.draft.held
        ]
        if not self._needs_code():
            del self.fields["code"]

    def _needs_code(self) -> bool:
        program, person = self.draft.program, self.draft.person
        if program.joining != Program.Joining.CODE:
            return False
        invited = Invitation.objects.letting_in(person).filter(program=program)
        return not invited.exists()

    def clean_code(self) -> str:
        try:
            actions.check_code(self.draft.program, self.cleaned_data["code"])
        except NotPossible as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return str(self.cleaned_data["code"])

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        names = {
            Enrolment.Role.MENTEE: say("find somebody who helps me"),
            Enrolment.Role.MENTOR: say("help somebody"),
        }
        return ", ".join(names[Enrolment.Role(role)] for role in told["roles"])


class PartForm(Asked):
    """A mentee: looking now, or only looking around."""

    LABEL = _("Looking for somebody")
    TITLE = _("Are you looking for somebody now?")
    WHY = _("Both are good reasons to be here.")

    looking = forms.TypedChoiceField(
        label=LABEL,
        coerce=lambda value: value == "yes",
        widget=Choices(
            helps={
                "yes": _(
                    "You say next what you want to reach, and see who could help."
                ),
                "no": _(
                    "A full way to be here. Nothing is suggested to you and no mail "
                    "reminds you. You can read what people here know, ask somebody one "
                    "question, or turn to your own networks and colleagues; and say so "
                    "when you want a mentor."
                ),
            }
        ),
        choices=[
            ("yes", _("Yes, I am looking for somebody now")),
            ("no", _("Not now, I am just looking around")),
        ],
        error_messages={"required": _("Choose one. You can change it at any time.")},
    )

    def prepare(self) -> None:
        if "looking" in self.initial:
            self.initial["looking"] = "yes" if self.initial["looking"] else "no"

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        return say("Yes, now") if told["looking"] else say("Not now, looking around")


class KindsForm(Asked):
    """A mentor: which of three kinds of help."""

    LABEL = _("Help I can give")
    TITLE = _("What kind of help can you give?")
    WHY = _("People mean three different things by a mentor.")

    supports = forms.MultipleChoiceField(
        label=LABEL,
        required=False,
        choices=Enrolment.Support,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you like to do. Nothing ticked means not said yet."),
    )

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        names = [str(Enrolment.Support(one).label) for one in told["supports"]]
        return ", ".join(name.partition(":")[0] for name in names) or say(
            "Not said yet"
        )


class PlacesForm(Asked):
    """A mentor: how many people at one time."""

    LABEL = _("Room I have")
    TITLE = _("How many people do you have room for?")
    WHY = _("Nobody is sent to you beyond that, or before you say so.")

    conversation_places = forms.IntegerField(
        label=_("One-off conversations at one time"),
        min_value=0,
        max_value=50,
        initial=1,
        help_text=_("One conversation of half an hour or an hour. 0 is fine."),
    )
    ongoing_places = forms.IntegerField(
        label=_("Ongoing mentees at one time"),
        min_value=0,
        max_value=50,
        initial=0,
        help_text=_("People you meet again over some months. 0 is fine."),
    )

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        talks, ongoing = told["conversation_places"], told["ongoing_places"]
        return ", ".join(
            [
                ngettext("one conversation", "%(n)s conversations", talks)
                % {"n": talks},
                ngettext("one ongoing mentee", "%(n)s ongoing mentees", ongoing)
                % {"n": ongoing},
            ]
        )
