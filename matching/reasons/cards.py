"""One card per suggested mentor: why for you, what you bring, what is worth knowing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Track
from matching import loading
from matching.engine.filters import RULES, names_in
from matching.loading import texts
from matching.loading.people import People
from matching.loading.tables import main_track
from matching.models import Suggestion
from matching.reasons.factors import Factor, factors_of, in_hundredths
from matching.reasons.hours import SharedHours, shared_hours
from matching.reasons.manners import differences
from matching.reasons.words import Words, words_of
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.programs.models import Enrolment


@dataclass(frozen=True)
class Card:
    """What a page says of one mentor for one goal. All of it is stored or said."""

    mentor: Enrolment
    distance: int | None
    hours: SharedHours
    words: Words
    strengths: list[str]
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
) -> list[Card]:
    """Cards of some mentors for a goal, in the order given.

    A mentor without a suggestion gets a card without factors. A fixed number of
    queries, however many mentors there are.
    """
    me = goal.mentee.person_id
    people = People([me, *(mentor.person_id for mentor in mentors)])
    against = loading.background(settings.BELAY_ENCODER)
    wanted = texts.goal_readings([goal], people)[0]
    offered = texts.mentor_readings(list(mentors), people)
    said = words_of(wanted, offered, against)
    strengths = [
        item.text
        for item in goal.assessment.all()
        if item.kind == AssessmentItem.Kind.STRENGTH
    ]
    by_mentor = {suggestion.mentor_id: suggestion for suggestion in suggestions}
    return [
        _card(goal, mentor, by_mentor.get(mentor.pk), weights, people, words, strengths)
        for mentor, words in zip(mentors, said, strict=True)
    ]


def _card(
    goal: Goal,
    mentor: Enrolment,
    suggestion: Suggestion | None,
    weights: list[int],
    people: People,
    words: Words,
    strengths: list[str],
) -> Card:
    hours = shared_hours(people, goal.mentee.person_id, mentor.person_id)
    factors = factors_of(suggestion, weights) if suggestion else []
    return Card(
        mentor=mentor,
        distance=level_distance(goal, mentor, people),
        hours=hours,
        words=words,
        strengths=strengths,
        knowing=[
            *_unverified(suggestion),
            *differences(people, goal.mentee.person_id, mentor),
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
    field = " ".join(mine.field.casefold().split()) if mine else ""
    same = [t for t in tracks if " ".join(t.field.casefold().split()) == field]
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
        else:
            lines.append(sentences[name])
    return lines


def _not_known(factors: list[Factor]) -> list[str]:
    unknown = [factor.label.lower() for factor in factors if factor.value is None]
    if not unknown:
        return []
    return [
        _("Not known yet: %(what)s. It counts neither for nor against.")
        % {"what": ", ".join(unknown)}
    ]
