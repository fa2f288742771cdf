"""The engine's two tables: a program's goals and its mentors."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Track
from matching.engine.snapshot import (
    BRINGS,
    FACTORS,
    FORMATS,
    IMPORTANT,
    NICE,
    NOT_IMPORTANT,
    PURPOSES,
    Goals,
    Mentors,
)
from matching.loading.people import NAN, Names, People, neutral, track_columns
from matching.loading.texts import brought
from mentorship.goals.models import Condition, Criteria, Criterion, Goal
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment

IMPORTANCE = {
    Criterion.Importance.NICE: NICE,
    Criterion.Importance.IMPORTANT: IMPORTANT,
    Criterion.Importance.MUST: IMPORTANT,
}
MEETINGS_PER_MONTH = {
    Goal.Cadence.ONCE: 1,
    Goal.Cadence.WEEKLY: 4,
    Goal.Cadence.FORTNIGHTLY: 2,
    Goal.Cadence.MONTHLY: 1,
}
ANSWERED = (Pitch.State.ACCEPTED, Pitch.State.DECLINED)


@dataclass(frozen=True)
class Wanted:
    """The criteria in force of some goals. A goal that never set any is in none of
    these, which is not the same as one whose mentee wants nothing in particular."""

    qualities: dict[int, dict[str, Criterion]] = field(default_factory=dict)
    conditions: dict[int, list[Condition]] = field(default_factory=dict)
    networks_count: set[int] = field(default_factory=set)


def wanted_of(goals: list[Goal]) -> Wanted:
    """The newest set of criteria of each goal."""
    sets: dict[int, tuple[int, bool]] = {}
    chosen = Criteria.objects.filter(goal__in=[goal.pk for goal in goals])
    for pk, goal_id, networks in chosen.order_by("pk").values_list(
        "pk", "goal_id", "networks_count"
    ):
        sets[goal_id] = pk, networks
    goal_of = {pk: goal_id for goal_id, (pk, _) in sets.items()}
    wanted = Wanted(
        qualities={goal_id: {} for goal_id in sets},
        networks_count={goal_id for goal_id, (_, counts) in sets.items() if counts},
    )
    for row in Criterion.objects.filter(criteria__in=goal_of):
        wanted.qualities[goal_of[row.criteria_id]][row.quality] = row
    for condition in Condition.objects.filter(criteria__in=goal_of):
        mine = wanted.conditions.setdefault(goal_of[condition.criteria_id], [])
        mine.append(condition)
    return wanted


def goals_table(
    goals: list[Goal],
    people: People,
    fields: Names,
    windows: dict[str, Any],
    wanted: Wanted,
) -> Goals:
    """One row per goal, in the order given; what people share is not known yet."""
    persons = [goal.mentee.person_id for goal in goals]
    rows = people.rows(persons)
    tracks = [main_track(goal, people) for goal in goals]
    organisations = [people.organisation(person) for person in persons]
    return Goals.of(
        id=[goal.pk for goal in goals],
        person=persons,
        enrolment=[goal.mentee_id for goal in goals],
        purpose=[PURPOSES.index(goal.purpose) for goal in goals],
        format=[FORMATS.index(goal.format) for goal in goals],
        minutes_needed=[float(goal.minutes) for goal in goals],
        meetings_per_month=[
            MEETINGS_PER_MONTH[Goal.Cadence(goal.cadence)] for goal in goals
        ],
        months=[_or_nan(goal.months) for goal in goals],
        hours_known=people.hours_known[rows],
        weeks=people.weeks[rows],
        styles=people.styles[rows],
        level=[NAN if t is None or t.level is None else float(t.level) for t in tracks],
        years=[NAN if t is None or t.years is None else float(t.years) for t in tracks],
        field=[-1 if t is None else fields.number(neutral(t.field)) for t in tracks],
        **window_columns(goals, windows),
        about_workplace=[goal.about_workplace for goal in goals],
        brings=[_filled_up(brought(people, person), BRINGS) for person in persons],
        languages=[people.languages(person) for person in persons],
        organisation=[
            fields.number(f"at {name}") if name else -1 for name in organisations
        ],
        **criteria_columns(goals, wanted),
    )


def main_track(goal: Goal, people: People) -> Track | None:
    """The track that the goal is about, or else what the mentee mainly does."""
    tracks = people.tracks.get(goal.mentee.person_id, [])
    chosen = [track for track in tracks if track.pk == goal.track_id]
    return next(iter([*chosen, *tracks]), None)


def window_columns(goals: list[Goal], windows: dict[str, Any]) -> dict[str, Any]:
    """The mentee's own window, else the program's for that purpose, else unknown, which
    the engine fills with its own."""
    low, high = [], []
    for goal in goals:
        pair = windows.get(goal.purpose) or [NAN, NAN]
        if goal.level_low is not None and goal.level_high is not None:
            pair = [goal.level_low, goal.level_high]
        low.append(float(pair[0]))
        high.append(float(pair[1]))
    return {"window_low": low, "window_high": high}


def criteria_columns(goals: list[Goal], wanted: Wanted) -> dict[str, Any]:
    """Importance and deal-breakers per factor."""
    importance, breaker, hide = [], [], []
    for goal in goals:
        rows = wanted.qualities.get(goal.pk)
        asked = [(rows or {}).get(factor) for factor in FACTORS]
        importance.append(
            [
                NICE
                if rows is None or factor not in Criterion.Quality
                else NOT_IMPORTANT
                if row is None
                else IMPORTANCE[Criterion.Importance(row.importance)]
                for factor, row in zip(FACTORS, asked, strict=True)
            ]
        )
        breaker.append([bool(r and r.importance == "must") for r in asked])
        hide.append([bool(r and r.if_unknown == "hide") for r in asked])
    return {"importance": importance, "deal_breaker": breaker, "hide_unknown": hide}


def mentors_table(mentors: list[Enrolment], people: People, fields: Names) -> Mentors:
    """One row per mentor's enrolment, in the order given; what people share and what
    they hope for is not known yet."""
    persons = [mentor.person_id for mentor in mentors]
    rows = people.rows(persons)
    tracks = defaultdict(list, people.tracks)
    columns = [track_columns(tracks[person], fields) for person in persons]
    organisations = [people.organisation(person) for person in persons]
    answered, asked = answers([mentor.pk for mentor in mentors])
    return Mentors.of(
        id=[mentor.pk for mentor in mentors],
        person=persons,
        enrolment=[mentor.pk for mentor in mentors],
        accepting=[mentor.accepting for mentor in mentors],
        paused=[mentor.paused for mentor in mentors],
        conversation_places=[m.places_left("conversation") for m in mentors],
        ongoing_places=[m.places_left("ongoing") for m in mentors],
        hours_known=people.hours_known[rows],
        weeks=people.weeks[rows],
        styles=people.styles[rows],
        track_level=[levels for levels, _, _ in columns],
        track_years=[years for _, years, _ in columns],
        track_field=[numbers for _, _, numbers in columns],
        languages=[people.languages(person) for person in persons],
        organisation=[
            fields.number(f"at {name}") if name else -1 for name in organisations
        ],
        purposes_not_taken=[_mask(m.purposes_not_taken, PURPOSES) for m in mentors],
        formats_not_taken=[_mask(m.formats_not_taken, FORMATS) for m in mentors],
        takes_level_low=[_or_nan(m.lowest_level) for m in mentors],
        takes_level_high=[_or_nan(m.highest_level) for m in mentors],
        hours_per_month=[_or_nan(m.hours_per_month) for m in mentors],
        months=[_or_nan(m.months) for m in mentors],
        hears_declared=[_or_nan(m.hears) for m in mentors],
        answered=answered,
        asked=asked,
    )


def _mask(chosen: list[str], of: tuple[str, ...]) -> int:
    """A bit for each that was chosen, in the engine's order."""
    return sum(1 << number for number, name in enumerate(of) if name in chosen)


def answers(mentors: list[int]) -> tuple[list[int], list[int]]:
    """Of each mentor's requests: how many were answered, of how many that were due.

    An early answer counts; a request that still has time, or was taken back, does not.
    """
    sent = Pitch.objects.filter(mentor__in=mentors)
    answered = Count("pk", filter=Q(state__in=ANSWERED))
    late = Q(state=Pitch.State.SENT, answer_by__lt=timezone.now())
    due = Count("pk", filter=Q(state__in=[*ANSWERED, Pitch.State.EXPIRED]) | late)
    rows = (
        sent.order_by()
        .values("mentor_id")
        .annotate(done=answered, due=due)
        .values_list("mentor_id", "done", "due")
    )
    counts = {mentor: (done, asked) for mentor, done, asked in rows}
    found = [counts.get(mentor, (0, 0)) for mentor in mentors]
    return [done for done, _ in found], [asked for _, asked in found]


def _filled_up(numbers: list[int], width: int) -> list[int]:
    """Concepts in a row of the table; −1 stands for no more."""
    return numbers + [-1] * (width - len(numbers))


def _or_nan(value: int | None) -> float:
    return NAN if value is None else float(value)
