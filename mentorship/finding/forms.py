"""Forms of finding: a note, a lead, another source, asking the program, its answer."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import ManyLines, OneLine, clean_text_field, one_line
from accounts.models import User
from mentorship.finding.models import Lead, MatchRequest, Route, Source
from mentorship.finding.names import named
from mentorship.finding.people import mentors_for, people_for
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, EnrolmentQuerySet, Program

MOST_MATCHES = 6
NOBODY_HERE = "nobody"


def _called(found: EnrolmentQuerySet, name: str) -> list[Enrolment]:
    """People whom this name may mean, those whose name has every word of it first."""
    called = named(found, name)
    if called.fits:
        near = found.filter(pk__in=called.fits).order_by("person__profile__name", "pk")
    else:
        near = found.filter(pk__in=called.nearly[:MOST_MATCHES])
    return list(near.select_related("person__profile", "program")[:MOST_MATCHES])


def _in_one_line(one: Enrolment) -> str:
    profile = getattr(one.person, "profile", None)
    return ", ".join(filter(None, [one.person.name, profile and profile.headline]))


class NoteForm(forms.Form):
    """A note about somebody, for oneself."""

    note = ManyLines(
        label=_("A note for myself"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you read it: not this person, and not the program either."),
    )


class _GoalChoice(forms.ModelChoiceField[Goal]):
    def __init__(self) -> None:
        super().__init__(
            Goal.objects.none(),
            label=_("For which goal"),
            required=False,
            empty_label=_("None in particular"),
        )


class ChangeLeadForm(forms.ModelForm[Lead]):
    """How I came upon somebody, for which goal, and what I noted."""

    goal = _GoalChoice()

    class Meta:
        model = Lead
        fields = ("route", "goal", "note")
        formfield_callback = clean_text_field

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = (
            Goal.objects.of(person)
            .open()
            .filter(mentee__program=self.instance.program_id)
        )
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]


class AddLeadForm(forms.Form):
    """Somebody to ask, found on one of the six ways: a person here, or any name."""

    who = OneLine(label=_("Who is it?"), max_length=120)
    about = forms.ChoiceField(
        label=_("Is it one of these people?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether it is one of these people, or somebody else.")
        },
    )
    by_whom = OneLine(
        label=_("Who recommended them?"),
        max_length=120,
        required=False,
        help_text=_("Kept in your note. Nobody is told."),
    )
    goal = _GoalChoice()
    note = ManyLines(
        label=_("A note for myself"),
        max_length=1800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only you read it."),
    )

    ASKS: ClassVar[dict[str, tuple[Any, Any]]] = {
        Route.OBSERVED: (
            _("Who inspires or challenges you?"),
            _("What did they do, and what would you like to learn from it?"),
        ),
        Route.NETWORK: (_("Who is it?"), _("Which network do you share?")),
        Route.MET: (_("Who is it?"), _("Where did you meet, and about what?")),
    }

    def __init__(self, person: User, route: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.route = person, route
        goals = Goal.objects.of(person).open().select_related("mentee__program")
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        if route in self.ASKS:
            self.fields["who"].label, self.fields["note"].label = self.ASKS[route]
        if route != Route.RECOMMENDED:
            del self.fields["by_whom"]
        self.matches = self._matches()
        if self.matches:
            self.fields["about"].choices = [  # type: ignore[attr-defined]
                *((str(one.pk), _in_one_line(one)) for one in self.matches),
                (NOBODY_HERE, _("None of these: somebody outside of Belay")),
            ]
        else:
            del self.fields["about"]

    def _matches(self) -> list[Enrolment]:
        """Whom the typed name may mean, among the people whom I may find."""
        if not self.is_bound:
            return []
        typed = one_line(str(self.data.get("who", "")))
        return _called(people_for(self.person), typed)

    @property
    def found(self) -> Enrolment | None:
        """The person here whom it is about."""
        chosen = self.cleaned_data.get("about")
        return next((one for one in self.matches if str(one.pk) == chosen), None)

    @property
    def noted(self) -> str:
        by, note = self.cleaned_data.get("by_whom"), self.cleaned_data["note"]
        said = _("Recommended by %(name)s.") % {"name": by} if by else ""
        return "\n".join(filter(None, [said, note]))


class SourceForm(forms.ModelForm[Source]):
    """What else helps with a goal."""

    class Meta:
        model = Source
        fields = ("kind", "what", "gives", "enough")
        formfield_callback = clean_text_field
        help_texts: ClassVar[dict[str, Any]] = {
            "what": _("A name, a group, a book. Nobody who is named here is told."),
            "enough": _("Then this goal no longer counts as having nobody."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Source.Kind.choices  # type: ignore[attr-defined]


class AskProgramForm(forms.Form):
    """Asking the program to look for somebody."""

    note = ManyLines(
        label=_("What should they know?"),
        max_length=MatchRequest._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Such as: whom you have asked already, or what would make it easier. The "
            "program’s admins read this, what your goal is called and what kind of "
            "help it asks for, nothing else."
        ),
    )


class AnswerForm(forms.Form):
    """What the program answers, perhaps with one mentor to suggest."""

    suggested = forms.ChoiceField(
        label=_("Whom to suggest"), widget=forms.RadioSelect, required=False
    )
    words = ManyLines(
        label=_("What the mentee reads"),
        max_length=MatchRequest._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("If you suggest somebody, say why you thought of them."),
    )

    def __init__(self, asked: MatchRequest, name: str, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        mentee = asked.goal.mentee
        near = mentors_for(mentee.person).filter(program=mentee.program_id)
        self.matches = _called(near, one_line(name))
        self.fields["suggested"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody in particular")),
            *((str(one.pk), _in_one_line(one)) for one in self.matches),
        ]

    @property
    def mentor(self) -> Enrolment | None:
        chosen = self.cleaned_data["suggested"]
        return next((one for one in self.matches if str(one.pk) == chosen), None)


def program_of(person: User) -> Program | None:
    """The program to which a lead belongs that names neither goal nor person here."""
    mine = Enrolment.objects.of(person).mentees().select_related("program")
    first = (
        mine.first() or Enrolment.objects.of(person).select_related("program").first()
    )
    return first.program if first else None
