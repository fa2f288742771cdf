"""Forms of a program's admins: finding people, and keeping two apart."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine
from accounts.models import User
from mentorship.programs.models import (
    Enrolment,
    EnrolmentQuerySet,
    NeverPair,
    Program,
)


class PeopleSearch(forms.Form):
    """What an admin looks for among the people of a program. Never an error."""

    q = OneLine(label=_("Name, e-mail address or what they do"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("Mentees and mentors")), *Enrolment.Role.choices],
    )


class AskAgainForm(forms.ModelForm[Program]):
    """After how many days mentors are asked whether they are still open."""

    class Meta:
        model = Program
        fields = ("ask_mentors_after_days",)
        labels: ClassVar[dict[str, Any]] = {
            "ask_mentors_after_days": _("Ask again after how many days")
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "ask_mentors_after_days": _(
                "Counted from what each mentor last said themselves. At least 30 days; "
                "0 means never."
            )
        }


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
