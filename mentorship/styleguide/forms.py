"""Sample forms of the style guide: one of each kind of question."""

from typing import Any

from django import forms

from accounts.fields import ManyLines, OneLine
from accounts.widgets import (
    Chips,
    Choices,
    Pair,
    Segments,
    Visibility,
    WeekField,
    Words,
)

IMPORTANCE = [
    ("", "Doesn’t matter"),
    ("nice", "Nice to have"),
    ("important", "Important"),
    ("must", "Must be so"),
]
SEEN_BY = [
    ("me", "Only me"),
    ("asked", "People I ask"),
    ("mentor", "My mentor, once we both said yes"),
]
BETWEEN = [
    ("-2", "much more direct"),
    ("-1", "a little more direct"),
    ("0", "both alike"),
    ("1", "a little more gentle"),
    ("2", "much more gentle"),
    ("", "not sure"),
]
PURPOSES = [
    ("growth", "Grow in my career"),
    ("skill", "Learn a skill"),
    ("workplace", "Understand my workplace"),
]
FORMATS = [("conversation", "One conversation"), ("ongoing", "Ongoing mentoring")]


class One(forms.Form):
    """A question with one line as its answer."""

    title = OneLine(label="What would you like to reach?", max_length=120)


class Purpose(forms.Form):
    """A question with large choices, each with help."""

    purpose = forms.ChoiceField(
        label="What is it for?",
        choices=PURPOSES,
        widget=Choices(
            helps={
                "growth": "People one to three steps ahead come first.",
                "skill": "The skill counts, not the title.",
                "workplace": "Peers first, and nobody in your reporting line.",
            }
        ),
    )


class Meeting(forms.Form):
    """A question with three fields."""

    format = forms.ChoiceField(label="How", choices=FORMATS, widget=Choices)
    target = forms.DateField(
        label="By when",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Leave it empty if there is no hurry.",
    )
    months = forms.IntegerField(label="For how many months", min_value=1, max_value=24)


class Typed(forms.Form):
    """Everything that is typed or picked from a list."""

    name = OneLine(label="Your name", help_text="As people should call you.")
    email = forms.EmailField(label="E-mail address")
    zone = forms.ChoiceField(
        label="Time zone", choices=[("", "Not said"), ("Asia/Kolkata", "Asia/Kolkata")]
    )
    day = forms.DateField(
        label="From which day", widget=forms.DateInput(attrs={"type": "date"})
    )
    places = forms.IntegerField(label="Places for conversations", required=False)
    code = OneLine(
        label="Code from the mail",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    story = ManyLines(
        label="What happened, and what helped",
        required=False,
        widget=Words(most=60, attrs={"rows": 3}),
        help_text="A few plain sentences help more than a polished page.",
    )
    shown = forms.BooleanField(
        label="Others may see this", required=False, help_text="You can change it."
    )


class Chosen(forms.Form):
    """Everything that is chosen among a few."""

    seen = forms.ChoiceField(
        label="Who may see it", choices=SEEN_BY, widget=Visibility, initial="asked"
    )
    seen_line = forms.ChoiceField(
        label="Who may see this line",
        choices=SEEN_BY,
        widget=Visibility(short=True),
        initial="me",
    )
    listens = forms.ChoiceField(
        label="Listens well",
        choices=IMPORTANCE,
        required=False,
        widget=Segments,
        initial="important",
    )
    direct = forms.ChoiceField(
        label="When something is not going well, I like people to be",
        choices=BETWEEN,
        required=False,
        widget=Pair("direct, even when it stings", "gentle, and find it out together"),
        initial="-1",
    )
    skills = forms.MultipleChoiceField(
        label="Is this what it is about?",
        choices=[
            ("1", "speaking up"),
            ("2", "meeting preparation"),
            ("3", "influencing without authority"),
            ("4", "a very long skill that somebody wrote in their own words"),
        ],
        required=False,
        widget=Chips,
        initial=["1", "2"],
        help_text="Untick what does not fit.",
    )


class Hours(forms.Form):
    """A week of half hours."""

    free = WeekField(label="When I am usually free", required=False)


class Filters(forms.Form):
    """What narrows down a list."""

    words = OneLine(label="Words", required=False)
    skill = OneLine(label="Skill", required=False)
    format = forms.ChoiceField(
        label="Has room for", choices=[("", "Anything"), *FORMATS], required=False
    )


def disabled(form: forms.Form) -> forms.Form:
    """The form with every field out of reach."""
    for field in form.fields.values():
        field.disabled = True
    return form


def every_form() -> dict[str, Any]:
    """Fresh forms, some with errors; each with ids of its own."""
    return {
        "one": One(prefix="q1"),
        "one_wrong": One({"q2-title": ""}, prefix="q2"),
        "purpose": Purpose(prefix="q3", initial={"purpose": "skill"}),
        "meeting": Meeting(prefix="q4", initial={"format": "conversation"}),
        "typed": Typed(prefix="typed", initial={"story": "I moved. It helped."}),
        "wrong": Typed(
            {"wrong-email": "hanna at home", "wrong-day": "soon", "wrong-zone": "?"},
            prefix="wrong",
        ),
        "disabled": disabled(Meeting(prefix="off", initial={"months": 3})),
        "chosen": Chosen(prefix="chosen"),
        "hours": Hours(prefix="hours", initial={"free": {1: 63 << 34, 3: 15 << 34}}),
        "filters": Filters(prefix="filters"),
        "rtl": Purpose(prefix="rtl", initial={"purpose": "skill"}),
        "rtl_pair": Chosen(prefix="rtlpair"),
    }
