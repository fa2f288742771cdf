"""Goals of people of a story, with wanted skills, assessment and criteria."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from accounts.models import Track
from mentorship.demo.planting.people import concept_or_words
from mentorship.demo.planting.planted import Planted
from mentorship.demo.story import Somebody, Wish
from mentorship.goals.models import (
    AssessmentItem,
    Criteria,
    Criterion,
    Goal,
    Unknown,
    WantedSkill,
)
from mentorship.programs.models import Enrolment

VISIBILITIES = ("me", "mentor")  # what is not marked is for everybody asked


def _wishes(people: Iterable[Somebody]) -> Iterator[tuple[tuple[str, int], Wish]]:
    for one in people:
        for place, wish in enumerate(one.goals):
            yield (one.key, place), wish


def write_goals(
    planted: Planted,
    people: list[Somebody],
    tracks: dict[tuple[str, int], Track],
) -> None:
    planted.goals = {
        key: _goal(
            wish,
            planted.mentees[key[0]],
            None if wish.track is None else tracks[key[0], wish.track],
        )
        for key, wish in _wishes(people)
    }
    Goal.objects.bulk_create(planted.goals.values())


def _goal(wish: Wish, mentee: Enrolment, track: Track | None) -> Goal:
    cadence, minutes, *months = wish.when.split()
    once = cadence == Goal.Cadence.ONCE
    today = timezone.localdate()
    return Goal(
        mentee=mentee,
        purpose=wish.purpose,
        purpose_words=wish.words,
        title=wish.title,
        guidance=wish.guidance,
        format=Enrolment.Kind.CONVERSATION if once else Enrolment.Kind.ONGOING,
        cadence=cadence,
        minutes=int(minutes),
        months=int(months[0]) if months else None,
        channel=wish.channel,
        support=wish.support,
        envisioned=wish.envisioned,
        target_date=None if wish.days is None else today + timedelta(days=wish.days),
        track=track,
        level_low=wish.window[0],
        level_high=wish.window[1],
        about_workplace=wish.workplace,
        state=_state(wish),
    )


def _state(wish: Wish) -> str:
    if wish.closed:
        return Goal.State.CLOSED
    return Goal.State.DRAFT if wish.draft else Goal.State.ACTIVE


def write_pictures(
    planted: Planted, people: list[Somebody], skills: dict[str, int]
) -> None:
    """Wanted skills, assessment and criteria of every goal."""
    WantedSkill.objects.bulk_create(
        WantedSkill(goal=planted.goals[key], **concept_or_words(written, skills))
        for key, wish in _wishes(people)
        for written in wish.skills
    )
    AssessmentItem.objects.bulk_create(
        _assessment_item(planted.goals[key], kind, written)
        for key, wish in _wishes(people)
        for kind in AssessmentItem.Kind.values
        for written in getattr(wish, kind)
    )
    _criteria(planted, people)


def _assessment_item(goal: Goal, kind: str, written: str) -> AssessmentItem:
    who, _, text = written.partition(": ")
    if who not in VISIBILITIES:
        who, text = AssessmentItem.Visibility.ASKED, written
    return AssessmentItem(goal=goal, kind=kind, text=text, visibility=who)


def _criteria(planted: Planted, people: list[Somebody]) -> None:
    sets = {
        key: Criteria(goal=planted.goals[key], networks_count=wish.networks)
        for key, wish in _wishes(people)
        if wish.criteria or wish.networks
    }
    Criteria.objects.bulk_create(sets.values())

    def rows() -> Iterator[Criterion]:
        for key, wish in _wishes(people):
            for quality, written in wish.criteria.items():
                importance, _, unknown = written.partition(" ")
                yield Criterion(
                    criteria=sets[key],
                    quality=quality,
                    importance=importance,
                    if_unknown=unknown or Unknown.KEEP,
                )

    Criterion.objects.bulk_create(rows())
