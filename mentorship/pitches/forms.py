"""What is typed on the composer and on the pages that answer a request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.fields import ManyLines, OneLine
from mentorship.finding.models import Route
from mentorship.pitches.citing import Item, nearest
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment

_AT_ONCE = 6  # things to pick that stand open; the rest is one click away
_IN_SENTENCES = (Citation.Source.STORY, Citation.Source.ANSWER)
LONGEST_PART = 4000  # signs; the program's limit in words is far below


def _part(rows: int) -> ManyLines:
    return ManyLines(
        required=False,
        max_length=LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _choice(label: Any, choices: Any, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        initial=initial,
        required=False,
    )


class ComposerForm(forms.Form):
    """What is written and chosen. Nothing is required here, because a draft may be
    anything; what a letter needs before it goes is the composer's to say."""

    why = _part(4)
    cites = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple
    )
    why_you = _part(3)
    ask = _part(3)
    deed = _choice(gettext_lazy("What they would do"), Pitch.Deed.choices)
    kind = _choice(
        gettext_lazy("What you ask for"),
        Enrolment.Kind.choices,
        Enrolment.Kind.CONVERSATION,
    )
    support = _choice(gettext_lazy("What kind of help"), Enrolment.Support.choices)
    fallback = _choice(
        gettext_lazy("If that is not possible"),
        Pitch.Fallback.choices,
        Pitch.Fallback.INTRODUCE,
    )
    topic_confirmed = forms.BooleanField(required=False)
    support_confirmed = forms.BooleanField(required=False)
    commitment = _part(3)
    brings = _part(2)
    introduction = _part(3)
    route = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(
        required=False, max_length=1000, widget=forms.HiddenInput
    )  # marks of what this window shows: see windows.py

    def __init__(
        self, *args: Any, items: Iterable[Item], wanted: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.items = {item.key: item for item in items}
        cites = self.fields["cites"]
        assert isinstance(cites, forms.MultipleChoiceField)
        cites.choices = [(key, item.label) for key, item in self.items.items()]

    def clean_route(self) -> str:
        """One of the routes we know; whatever else an address says is left out."""
        route = str(self.cleaned_data["route"])
        return route if route in Route.values else ""

    def shelves(self) -> list[dict[str, Any]]:
        """What can be picked, on two shelves: what comes nearest to the goal and what is
        picked already, and the rest, which stands behind a disclosure."""
        boxes = self["cites"].subwidgets
        picked = set(self["cites"].value() or ())
        near = nearest(self.items.values(), self.wanted)
        kept = [item for item in near if item.key not in picked][:_AT_ONCE]
        first = picked | {item.key for item in kept}
        best = [box for box in boxes if box.data["value"] in first]
        rest = [box for box in boxes if box.data["value"] not in first]
        return [self._sorted(shelf) for shelf in (best, rest) if shelf]

    def _sorted(self, boxes: list[BoundWidget]) -> dict[str, Any]:
        """Sentences stand one under the other; topics, skills and steps of the way are
        short enough to stand side by side."""
        told: dict[str, list[BoundWidget]] = {"sentences": [], "names": []}
        for box in boxes:
            source = self.items[box.data["value"]].source
            told["sentences" if source in _IN_SENTENCES else "names"].append(box)
        return told | {"many": len(boxes)}

    def sent(self) -> dict[str, str]:
        """Everything as text, by its name; an empty choice keeps what it was."""
        data = self.cleaned_data
        chosen = {name: data[name] for name in Pitch.CHOSEN if data[name]}
        confirmed = {name: "yes" if data[name] else "" for name in Pitch.CONFIRMED}
        written = {name: data[name] for name in Pitch.WRITTEN}
        cites = {"cites": " ".join(sorted(data["cites"]))}
        return written | chosen | confirmed | cites

    def picked(self, keys: str) -> list[Item]:
        return [self.items[key] for key in keys.split() if key in self.items]


class AcceptForm(forms.Form):
    """A yes, with a few words if one likes, to the letter as it was when it was read."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    answer = ManyLines(
        required=False,
        max_length=2000,
        label=gettext_lazy("A word to go with it"),
        help_text=gettext_lazy("Such as when you are free for a first talk."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_seen(self) -> datetime | None:
        """When the letter that was read was sent; None if it does not say."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class DeclineForm(forms.Form):
    """A no for now: words to the mentee, and a reason that nobody else ever reads."""

    answer = ManyLines(
        required=False,
        max_length=2000,
        label=pgettext_lazy("decline", "What they will read"),
        help_text=gettext_lazy("Change it as you like, or leave it as it stands."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    private_reason = OneLine(
        required=False,
        max_length=400,
        label=gettext_lazy("Why, only for yourself"),
        help_text=gettext_lazy(
            "No reason is needed. What you write here is shown to you alone."
        ),
    )


def kind_answers(mentee: str, mentor: str) -> dict[str, tuple[str, str]]:
    """Ready-made answers to start from: what the link says, and the text."""
    name = {"mentee": mentee, "mentor": mentor}
    return {
        "time": (
            _("No time just now"),
            _(
                "Hello %(mentee)s,\n\nthank you for writing to me, and for such a clear "
                "question. I can't take this on right now: my weeks are full. I hope "
                "you find somebody with the time it deserves.\n\n%(mentor)s"
            )
            % name,
        ),
        "fit": (
            _("Somebody else could help more"),
            _(
                "Hello %(mentee)s,\n\nthank you for writing to me. I have thought about "
                "your question, and I am not the one who can help you most with it. "
                "Somebody closer to it will give you more than I could.\n\n%(mentor)s"
            )
            % name,
        ),
        "short": (
            _("In one line"),
            _(
                "Hello %(mentee)s,\n\nthank you for asking me. I can't take this on "
                "right now.\n\n%(mentor)s"
            )
            % name,
        ),
    }
