"""The questions on the way into a program: what each asks with, and says back.

An answer is kept as JSON in a draft, so each form cleans to plain values.
"""

from operator import itemgetter
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts import hours, zones
from accounts.fields import OneLine, ZoneField
from accounts.models import LANGUAGES, STEPS, FreeHours, Profile, Track
from accounts.widgets import Chips, Choices
from mentorship.programs import actions
from mentorship.programs.models import Enrolment, Invitation, Joining, Program
from mentorship.programs.parts_of_day import PARTS
from mentorship.programs.parts_of_day import choices as parts_of_days
from mentorship.questions import Question, Questions
from mentorship.transitions import NotPossible


class Asked(forms.Form):
    """What one page asks. Opened again, it shows what was answered."""

    LABEL: ClassVar[Any] = ""
    TITLE: ClassVar[Any] = ""
    WHY: ClassVar[Any] = ""
    MORE = ""  # a template for what stands under the fields
    SCRIPT = ""

    def __init__(self, draft: Joining, key: str, data: Any = None) -> None:
        super().__init__(data, initial=draft.answers.get(key) or self.known(draft))
        self.draft = draft
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the person; nothing to do for most."""

    @staticmethod
    def known(draft: Joining) -> dict[str, Any]:
        """What the profile tells already, for questions of which a part is known."""
        return {}

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        """The answer in words, for the page on which answers are checked."""
        raise NotImplementedError


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


class NameForm(Asked):
    """What people call them."""

    LABEL = _("Name")
    TITLE = _("What should people call you?")
    WHY = _("Only your name is needed. Nobody sees it before you find each other.")

    name = OneLine(
        label=_("What people call you"),
        max_length=Profile._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say what people should call you.")},
    )
    pronouns = OneLine(
        label=_("Pronouns"),
        required=False,
        max_length=Profile._meta.get_field("pronouns").max_length,
        help_text=_("As you would like to be spoken of, if you like to say."),
    )

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        return (
            f"{told['name']} ({told['pronouns']})" if told["pronouns"] else told["name"]
        )


class LanguagesForm(Asked):
    """Which languages, and which clock."""

    LABEL = _("Languages and time zone")
    TITLE = _("Which languages do you speak, and where is your clock?")
    WHY = _("So that two people can talk, at hours that are humane for both.")
    SCRIPT = "js/zone.js"

    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        required=False,
        choices=sorted(LANGUAGES, key=itemgetter(1)),
        widget=Chips,
    )

    def prepare(self) -> None:
        held = zones.canonical(str(self.initial.get("time_zone", "")))
        self.initial["time_zone"] = held
        self.fields["time_zone"] = ZoneField(
            label=_("Time zone"),
            required=False,
            held=held,
            help_text=_("Chosen from your device where it can be; change it freely."),
        )

    @staticmethod
    def known(draft: Joining) -> dict[str, Any]:
        profile = getattr(draft.person, "profile", None)
        if profile is None:
            return {}
        return {"languages": profile.languages, "time_zone": profile.time_zone}

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        names = dict(LANGUAGES)
        spoken = [names[code] for code in told["languages"]]
        return ", ".join([*spoken, told["time_zone"]] if told["time_zone"] else spoken)


class WorkForm(Asked):
    """One line of work, or none yet."""

    LABEL = _("What I do")
    TITLE = _("What do you do now?")
    WHY = _("Paid or not. It helps to find people near you, and people further on.")
    MORE = "programs/asked/_more_work.html"

    none_yet = forms.BooleanField(
        label=_("I have no work history yet"),
        required=False,
        help_text=_("As good an answer as any. Nothing here needs one."),
    )
    field = OneLine(
        label=_("Field of work"),
        required=False,
        max_length=Track._meta.get_field("field").max_length,
        help_text=_("Such as: nursing, software, bringing up children."),
    )
    title = OneLine(
        label=_("What you are there"),
        required=False,
        max_length=Track._meta.get_field("title").max_length,
    )
    level = forms.TypedChoiceField(
        label=_("Your level in it"),
        required=False,
        choices=[("", _("Not said")), *STEPS],
        coerce=int,
        empty_value=None,
        help_text=_("In this line of work; it may be another one elsewhere."),
    )
    years = forms.IntegerField(
        label=_("Years in this field"), required=False, min_value=0, max_value=70
    )
    headline = OneLine(
        label=_("You, in one line"),
        required=False,
        max_length=Profile._meta.get_field("headline").max_length,
        help_text=_(
            "Such as: analyst in a city hospital. Or: about to finish school, curious "
            "about law."
        ),
    )

    @staticmethod
    def known(draft: Joining) -> dict[str, Any]:
        profile = getattr(draft.person, "profile", None)
        return {"headline": profile.headline} if profile else {}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("none_yet"):
            return told | {"field": "", "title": "", "level": None, "years": None}
        if not told.get("field") and "field" not in self.errors:
            self.add_error(
                "field",
                _("Name one line of work, or tick that you have no work history yet."),
            )
        return told

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        work = (
            say("No work history yet")
            if told["none_yet"]
            else ", ".join(filter(None, [told["title"], told["field"]]))
        )
        level = "" if told["level"] is None else str(dict(STEPS)[told["level"]])
        return " · ".join(filter(None, [work, level, told["headline"]]))


class PartsOfAWeek(forms.CheckboxSelectMultiple):
    """A small table to tick: weekdays down, parts of a day across."""

    template_name = "programs/asked/parts_of_a_week.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = [box for _g, many, _i in context["widget"]["optgroups"] for box in many]
        width = len(PARTS)
        context["widget"] |= {
            "columns": [
                (name, hours.in_words(hours.to_mask([times])))
                for _key, name, times in PARTS
            ],
            "rows": [
                (name, boxes[width * day : width * (day + 1)])
                for day, name in FreeHours.WEEKDAYS
            ],
        }
        return context


class HoursForm(Asked):
    """Roughly which parts of a week are free."""

    LABEL = _("When I am usually free")
    TITLE = _("When are you usually free?")
    WHY = _("Roughly, on your own clock. The exact time is agreed later.")
    MORE = "programs/asked/_half_hours.html"

    free = forms.MultipleChoiceField(
        label=LABEL,
        required=False,
        choices=parts_of_days,
        widget=PartsOfAWeek,
    )

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        days = dict(FreeHours.WEEKDAYS)
        found = []
        for part, name, _times in PARTS:
            free = [days[d] for d in days if f"{d}-{part}" in told["free"]]
            if free:
                found.append(f"{name}: {', '.join(free)}")
        return " · ".join(found) or say("Not said yet")


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
        return say("%(talks)s conversations, %(ongoing)s ongoing") % {
            "talks": told["conversation_places"],
            "ongoing": told["ongoing_places"],
        }


FORMS: dict[str, type[Asked]] = {
    "roles": RolesForm,
    "name": NameForm,
    "languages": LanguagesForm,
    "work": WorkForm,
    "hours": HoursForm,
    "looking": PartForm,
    "kinds": KindsForm,
    "places": PlacesForm,
}
"""What each question asks with, by its key."""


def questions_for(draft: Joining) -> Questions[type[Asked]]:
    """The questions that this person meets, in order."""
    forms = [(key, FORMS[key]) for key in draft.asked]
    return Questions(
        *(Question(key, str(form.TITLE), form, str(form.WHY)) for key, form in forms)
    )
