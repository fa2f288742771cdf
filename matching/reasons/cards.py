"""One card per suggested mentor: why for you, what you bring, what is worth knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Track
from matching import loading
from matching.engine.factors.ratings import RATED
from matching.engine.filters import RULES, names_in
from matching.loading import texts
from matching.loading.people import People, neutral
from matching.loading.tables import main_track
from matching.models import Suggestion
from matching.reasons.exchange import Exchange, exchanges, given
from matching.reasons.factors import Factor, factors_of, in_hundredths
from matching.reasons.few import FewPeople
from matching.reasons.hours import SharedHours, shared_hours
from matching.reasons.manners import differences
from matching.reasons.talk import CommonGround, common_ground
from matching.reasons.way import way_there
from matching.reasons.words import Words, words_of
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.programs.models import Enrolment

_WISHES = {
    "language": gettext_lazy("whether they speak the language you asked for"),
    "field": gettext_lazy("whether they work in the field you asked for"),
    "organisation": gettext_lazy("whether they work inside or outside, as you asked"),
    "experience": gettext_lazy("whether they have as many years as you asked for"),
    "network": gettext_lazy("whether they belong to the network you asked for"),
    "place": gettext_lazy("whether they work in the place you asked for"),
}


@dataclass(frozen=True)
class Card:
    """What a page says of one mentor for one goal. All of it is stored or said."""

    mentor: Enrolment
    distance: int | None
    hours: SharedHours
    words: Words
    exchange: Exchange
    common: CommonGround
    given: list[str]
    strengths: list[str]
    way: str
    knowing: list[str]
    factors: list[Factor]
    score: int | None

    @property
    def name(self) -> str:
        return self.mentor.person.name

    @property
    def points(self) -> str:
        """The stored score in hundredths, as the factors' parts are shown."""
        return in_hundredths(self.score or 0)

    @property
    def first_name(self) -> str:
        return self.mentor.person.first_name_or_name


def cards(
    goal: Goal,
    mentors: Sequence[Enrolment],
    suggestions: Sequence[Suggestion],
    weights: list[int],
    networks_count: bool = False,
) -> list[Card]:
    """Cards of some mentors for a goal, in the order given.

    A mentor without a suggestion gets a card without factors; ``networks_count`` is
    what the goal's mentee said. A fixed number of
    queries, however many mentors there are.
    """
    if not mentors:  # and nothing is read against the vocabulary
        return []
    return _Deck(goal, list(mentors), networks_count).cards(suggestions, weights)


class _Deck:
    """What all cards of a page are made from, read once."""

    def __init__(
        self, goal: Goal, mentors: list[Enrolment], networks_count: bool
    ) -> None:
        self.goal, self.mentors = goal, mentors
        self.me = goal.mentee.person_id
        self.people = FewPeople([self.me, *(m.person_id for m in mentors)])
        self.strengths = [
            item.text
            for item in goal.assessment.all()
            if item.kind == AssessmentItem.Kind.STRENGTH
        ]
        self._compare()
        self.common = common_ground(goal, mentors, self.people, networks_count)
        self.given = given(mentors)

    def _compare(self) -> None:
        """What texts say: the evidence for the goal, and what meets whose hopes."""
        people, against = self.people, loading.background(settings.BELAY_ENCODER)
        wanted = texts.goal_readings([self.goal], people)[0]
        offered = texts.mentor_readings(self.mentors, people)
        hopes = texts.hope_pieces(self.mentors, people)
        vectors = loading.vectors_of(
            [wanted, *offered], against.encoder, chain.from_iterable(hopes)
        )
        stories = [people.stories.get(m.person_id, []) for m in self.mentors]
        self.words = words_of(wanted, offered, against, vectors, stories)
        self.exchanges = exchanges(self.me, hopes, people, against, vectors)

    def cards(
        self, suggestions: Sequence[Suggestion], weights: list[int]
    ) -> list[Card]:
        by_mentor = {suggestion.mentor_id: suggestion for suggestion in suggestions}
        return [
            self._card(place, by_mentor.get(mentor.pk), weights)
            for place, mentor in enumerate(self.mentors)
        ]

    def _card(
        self, place: int, suggestion: Suggestion | None, weights: list[int]
    ) -> Card:
        mentor = self.mentors[place]
        factors = factors_of(suggestion, weights) if suggestion else []
        return Card(
            mentor=mentor,
            distance=level_distance(self.goal, mentor, self.people),
            hours=shared_hours(self.people, self.me, mentor.person_id),
            words=self.words[place],
            exchange=self.exchanges[place],
            common=self.common[place],
            given=self.given[place],
            strengths=self.strengths,
            way=way_there(
                self.goal.envisioned,
                mentor.person.first_name_or_name,
                self.people.path.get(mentor.person_id, []),
            ),
            knowing=[
                *_unverified(suggestion),
                *differences(self.people, self.me, mentor),
                *_not_known(factors),
            ],
            factors=factors,
            score=suggestion.score if suggestion else None,
        )


def level_distance(goal: Goal, mentor: Enrolment, people: People) -> int | None:
    """Their level minus mine, in steps, on the track that the engine compares."""
    mine = main_track(goal, people)
    theirs = _same_field(mine, people.tracks.get(mentor.person_id, []))
    if mine is None or theirs is None or mine.level is None or theirs.level is None:
        return None
    return theirs.level - mine.level


def _same_field(mine: Track | None, tracks: list[Track]) -> Track | None:
    field = neutral(mine.field) if mine else ""
    same = [track for track in tracks if neutral(track.field) == field]
    return next(iter([*same, *tracks]), None)


def _unverified(suggestion: Suggestion | None) -> list[str]:
    """Deal-breakers that nobody could check, and a permitted reporting line."""
    if suggestion is None:
        return []
    sentences = {rule.name: rule.sentence for rule in RULES}
    lines = []
    for name in names_in(suggestion.noted):
        if name.startswith("deal_breaker_"):
            quality = name.removeprefix("deal_breaker_")
            lines.append(
                _("Unverified: your deal-breaker on %(quality)s could not be checked.")
                % {"quality": _(quality)}
            )
        elif name.startswith("wish_"):
            asked = _WISHES[name.removeprefix("wish_")]
            lines.append(_("Unverified: %(what)s is not known.") % {"what": asked})
        else:
            lines.append(sentences[name])
    return lines


def _not_known(factors: list[Factor]) -> list[str]:
    unknown = [factor for factor in factors if factor.value is None]
    plain = [factor.label.lower() for factor in unknown if factor.name not in RATED]
    lines = []
    if plain:
        lines.append(
            _("Not known yet: %(what)s. It counts neither for nor against.")
            % {"what": ", ".join(plain)}
        )
    if len(plain) < len(unknown):
        lines.append(
            _("How talks with them feel is not known yet: too few people have said.")
        )
    return lines
