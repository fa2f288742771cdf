"""Forms of the small pages on which a person tells of themselves."""

from operator import itemgetter
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.actions import in_a_shared_program
from accounts.fields import ManyLines, OneLine, ZoneField, clean_text_field
from accounts.models import (
    LANGUAGES,
    Identity,
    Link,
    PathStep,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from accounts.rows import RowForm, RowForms, row_forms
from accounts.vocabulary.picking import SkillsField
from accounts.widgets import Chips, Pair, WeekField


class AboutForm(forms.ModelForm[Profile]):
    """Who I am."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        required=False,
        choices=sorted(LANGUAGES, key=itemgetter(1)),
        widget=Chips,
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


class LinkForm(RowForm, forms.ModelForm[Link]):
    """One page elsewhere that shows what I do."""

    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        help_text=_("It begins with https://, such as https://example.org/my-talk."),
        error_messages={
            "invalid": _("Write the whole address, as your browser shows it.")
        },
    )

    class Meta:
        model = Link
        fields = ("label", "url")
        formfield_callback = clean_text_field

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if not url.startswith("https://"):
            raise forms.ValidationError(
                _("Only addresses that begin with https:// can be shown.")
            )
        return url


class EachOnce(RowForms):
    """Links of which no two lead to the same page."""

    def clean(self) -> None:
        told = [form.cleaned_data for form in self.forms]
        kept = [row["url"] for row in told if row.get("url") and not row.get("DELETE")]
        if len(kept) != len(set(kept)):
            raise forms.ValidationError(_("Two of these lead to the same page."))


LinkForms = row_forms(LinkForm, extra=1, base=EachOnce)


class FindableForm(forms.ModelForm[Profile]):
    """Whether people of my programs may find me by what I know."""

    class Meta:
        model = Profile
        fields = ("findable",)


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
    """Free half hours of a usual week."""

    free = WeekField(label=_("My usual week"), required=False)
    clear = forms.BooleanField(
        label=_("Clear the whole week"),
        required=False,
        help_text=_("Then my hours are not known, which is not the same as never."),
    )

    @property
    def masks(self) -> dict[int, int]:
        """What to keep: {weekday: mask}, nothing after clearing."""
        told: dict[int, int] = self.cleaned_data["free"]
        return {} if self.cleaned_data["clear"] else told


class StyleForm(forms.ModelForm[Style]):
    """Six short questions on how I like to talk; each may stay open."""

    # For each axis: a situation, and what stands at its two ends, from −2 to 2.
    SITUATIONS: ClassVar[dict[str, tuple[Any, Any, Any]]] = {
        "direct": (
            _("After I show you a draft I would rather hear"),
            _("what does not work, straight away"),
            _("what works first, and then the rest"),
        ),
        "structure": (
            _("When we meet I would rather"),
            _("have a list and go through it"),
            _("begin to talk and see where it leads"),
        ),
        "listening": (
            _("When I am stuck it helps me more if you"),
            _("listen until I have found it myself"),
            _("tell me what you would do"),
        ),
        "writing": (
            _("Between two meetings I would rather"),
            _("write a few lines"),
            _("call for five minutes"),
        ),
        "picture": (
            _("When I explain a problem I would rather begin with"),
            _("where it should all lead"),
            _("what exactly happened on Tuesday"),
        ),
        "challenge": (
            _("Before something that frightens me I would rather be"),
            _("asked what stops me"),
            _("told that I can do it"),
        ),
    }

    class Meta:
        model = Style
        fields = Style.AXES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis, (situation, left, right) in self.SITUATIONS.items():
            self.fields[axis] = forms.TypedChoiceField(
                label=situation,
                required=False,
                coerce=int,
                empty_value=None,
                widget=Pair(left, right),
                choices=[
                    ("-2", left),
                    ("-1", _("rather: %(end)s") % {"end": left}),
                    ("0", _("in between")),
                    ("1", _("rather: %(end)s") % {"end": right}),
                    ("2", right),
                    ("", _("no preference, or I don’t know")),
                ],
                initial="",
            )


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
