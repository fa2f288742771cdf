"""Questions about oneself: name, languages, work, hours."""

from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts import hours, zones
from accounts.fields import OneLine, ZoneField
from accounts.models import LANGUAGES, STEPS, FreeHours, Profile, Track
from accounts.widgets import Chips
from mentorship.programs.forms.asked.one import Asked
from mentorship.programs.models import Joining
from mentorship.programs.parts_of_day import PARTS
from mentorship.programs.parts_of_day import choices as parts_of_days


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
