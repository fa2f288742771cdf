"""The directory's search and filters. Whatever is typed, it answers with people."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine
from accounts.models import (
    LANGUAGES,
    Network,
    NetworkMembership,
    PersonSkill,
    Skill,
    Story,
    Track,
    User,
)
from accounts.vocabulary.search import find
from mentorship.finding import people
from mentorship.finding.names import MOST_WORDS, named
from mentorship.programs.models import Enrolment

MOST_SKILLS = 3
ANY = ("", _("Any"))
FORM = "find-people"

LEVELS = {
    "before": Q(apart__lt=0),
    "same": Q(apart=0),
    "near": Q(apart__gte=1, apart__lte=3),
    "far": Q(apart__gt=3),
}


class Search(forms.Form):
    """What somebody looks for. No field is required, and none gives an error: what it
    does not know is as if it had not been said."""

    q = OneLine(label=_("Name, skill or topic"), required=False, max_length=120)
    skill = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(
        label=_("Speaks"),
        required=False,
        choices=[ANY, *sorted(LANGUAGES, key=itemgetter(1))],
    )
    field = OneLine(label=_("Field of work"), required=False)
    side = forms.ChoiceField(
        label=_("Where they work"),
        required=False,
        choices=[
            ("", _("Anywhere")),
            ("inside", _("In my organisation")),
            ("outside", _("Outside my organisation")),
        ],
    )
    place = OneLine(label=_("Place"), required=False, max_length=80)
    level = forms.ChoiceField(
        label=_("Level, seen from mine"),
        required=False,
        choices=[
            ANY,
            ("before", _("Before me on the way")),
            ("same", _("At my level")),
            ("near", _("One to three steps ahead")),
            ("far", _("Further ahead")),
        ],
    )
    room = forms.ChoiceField(
        label=_("Has a free place for"),
        required=False,
        choices=[("", _("Either, or none")), *Enrolment.Kind.choices],
    )
    support = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=[ANY, *Enrolment.Support.choices],
        help_text=_("Who has not said it yet is shown too."),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, me: "Me", data: QueryDict) -> None:
        super().__init__(data)
        self.me = me
        mine = Network.objects.filter(memberships__person=me.person)
        self.fields["network"].queryset = mine  # type: ignore[attr-defined]
        for bound in self.fields.values():  # one form, of which filters stand apart
            bound.widget.attrs["form"] = FORM
        if not me.organisation:
            del self.fields["side"]
        if me.level is None:
            del self.fields["level"]
        self.is_valid()
        self.exactly = self._skill()
        words = self.told("q")
        self.read_as = find(words, MOST_SKILLS) if words else []

    def told(self, name: str) -> Any:
        """A cleaned answer, or nothing."""
        return self.cleaned_data.get(name) or ""

    def _skill(self) -> Skill | None:
        slug = self.told("skill")
        return Skill.objects.filter(slug=slug[:80]).first() if slug else None

    def people(self) -> QuerySet[Any]:
        """Whom the search finds, best first."""
        found = people.mixed_for(self.me.person, people.people_for(self.me.person))
        for narrow in self._filters():
            found = found.filter(narrow)
        found = people.with_rows(self.me.person, found)
        if self.told("level"):
            found = found.annotate(apart=F("level") - Value(self.me.level))
            found = found.filter(LEVELS[self.told("level")])
        words = self.told("q")
        if not words:
            return found.order_by("mix", "pk")
        return _fitting(found, words, self.read_as).order_by("fit", "mix", "pk")

    def _filters(self) -> Iterator[Q]:
        told = self.told
        if self.exactly:
            yield _knows(Q(skill=self.exactly))
        if told("language"):
            yield Q(person__profile__languages__contains=[told("language")])
        if told("field"):
            tracks = Track.objects.filter(person=OuterRef("person"))
            yield Q(Exists(tracks.filter(field__icontains=told("field"))))
        if told("side") == "inside":
            yield Q(person__profile__organisation__iexact=self.me.organisation)
        if told("side") == "outside":
            yield people.outside_of(self.me.organisation)
        if told("place"):
            yield Q(person__profile__site__icontains=told("place"))
        if told("room"):
            yield people.free(told("room"))
        if told("support"):
            yield people.MENTORING & (
                Q(supports__contains=[told("support")]) | Q(supports=[])
            )
        if told("network"):
            shown = NetworkMembership.objects.filter(person=OuterRef("person"))
            yield Q(Exists(shown.filter(network=told("network"), shown=True)))

    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, each with the name that takes it out."""
        said: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.told(name)
            if value and name != "skill":
                said.append((name, str(self._in_words(name, value))))
        if self.exactly:
            said.append(("skill", str(self.exactly.label)))
        return said

    def _in_words(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and name != "network":
            return dict(field.choices).get(value, value)  # type: ignore[arg-type]
        return value if name == "network" else f"“{value}”"


@dataclass(frozen=True)
class Me:
    """Who searches: what filters compare others with."""

    person: User
    organisation: str = ""
    level: int | None = None

    @classmethod
    def of(cls, person: User) -> "Me":
        """Three facts in one query."""
        mine = Track.objects.filter(person=OuterRef("pk")).order_by("-is_main", "pk")
        found = User.objects.filter(pk=person.pk).annotate(at=mine.values("level")[:1])
        organisation, level = found.values_list("profile__organisation", "at").get()
        return cls(person, organisation or "", level)


def _knows(what: Q) -> Q:
    return Q(Exists(PersonSkill.objects.filter(what, person=OuterRef("person"))))


def _fitting(
    found: QuerySet[Enrolment], words: str, skills: list[Skill]
) -> QuerySet[Any]:
    """Those whose name, skills or words fit; ``fit`` says which: the name first, and a
    name with a letter wrong after what somebody knows, which may have been meant."""
    said = Q()
    stories = Story.objects.filter(person=OuterRef("person"))
    for part in words.split()[:MOST_WORDS]:
        said &= (
            Q(topics__icontains=part)
            | Q(helps_best__icontains=part)
            | Q(person__profile__headline__icontains=part)
            | Q(Exists(stories.filter(text__icontains=part)))
        )
    knows = _knows(Q(skill__in=skills) | Q(words__icontains=words))
    called = named(found, words)
    fit = Case(
        When(pk__in=called.fits, then=0),
        When(knows, then=1),
        When(pk__in=called.nearly, then=2),
        When(said, then=3),
    )
    return found.annotate(fit=fit).filter(fit__isnull=False)
