"""Turns people of a story into rows: accounts, profiles, parts in a program, goals.

Everything is written by bulk inserts, kind by kind, so that a hundred thousand people
take minutes. Rows that point at each other are made in the order of the pointing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.adapter import vouch_for_addresses
from accounts.models import (
    FreeHours,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Skill,
    Story,
    Style,
    Track,
    User,
)
from mentorship.demo import hours
from mentorship.demo.story import Somebody, Wish
from mentorship.goals.models import (
    AssessmentItem,
    Criteria,
    Criterion,
    Goal,
    WantedSkill,
)
from mentorship.programs.models import Cohort, Enrolment, Program

VISIBILITIES = ("me", "mentor")  # what is not marked is for everybody asked


@dataclass
class Planted:
    """The rows made so far, by the story's keys."""

    users: dict[str, User] = field(default_factory=dict)
    mentors: dict[str, Enrolment] = field(default_factory=dict)
    mentees: dict[str, Enrolment] = field(default_factory=dict)
    goals: dict[tuple[str, int], Goal] = field(default_factory=dict)


@transaction.atomic
def plant(
    program: Program, people: list[Somebody], cohort: Cohort | None = None
) -> Planted:
    """Write new people who take part in a program; their managers are among them."""
    planted = Planted()
    skills = dict(Skill.objects.values_list("slug", "pk"))
    _accounts(planted, people)
    tracks = _profiles(planted, people)
    _skills(planted, people, skills)
    _networks(planted, people)
    _enrolments(planted, people, program, cohort, skills)
    _goals(planted, people, tracks)
    _pictures_of_goals(planted, people, skills)
    return planted


def _accounts(planted: Planted, people: list[Somebody]) -> None:
    users = User.objects.bulk_create(
        [User(email=one.email, password=make_password(None)) for one in people]
    )
    vouch_for_addresses(users)
    planted.users = {one.key: user for one, user in zip(people, users, strict=True)}


def _profiles(planted: Planted, people: list[Somebody]) -> dict[tuple[str, int], Track]:
    """What everybody tells of themselves; gives the tracks, which goals point at."""
    users = planted.users
    Profile.objects.bulk_create(
        Profile(
            person=users[one.key],
            name=one.name,
            pronouns=one.pronouns,
            headline=one.headline,
            time_zone=one.zone,
            languages=one.lang,
            organisation=one.org,
            site=one.site,
            manager=users[one.manager] if one.manager else None,
        )
        for one in people
    )
    Style.objects.bulk_create(
        Style(person=users[one.key], **dict(zip(Style.AXES, one.style, strict=True)))
        for one in people
        if one.style is not None
    )
    FreeHours.objects.bulk_create(
        FreeHours(person=users[one.key], weekday=day, slots=mask)
        for one in people
        if one.hours is not None
        for day, mask in hours.masks(one.hours).items()
    )
    PathStep.objects.bulk_create(
        PathStep(
            person=users[one.key],
            title=title,
            organisation=where,
            began=began,
            ended=ended,
        )
        for one in people
        for title, where, began, ended in one.path
    )
    Story.objects.bulk_create(
        Story(person=users[one.key], text=text)
        for one in people
        for text in one.stories
    )
    return _tracks(planted, people)


def _tracks(planted: Planted, people: list[Somebody]) -> dict[tuple[str, int], Track]:
    tracks = {
        (one.key, place): Track(
            person=planted.users[one.key],
            field=name,
            title=title,
            level=level,
            years=years,
            is_main=place == 0,
        )
        for one in people
        for place, (name, title, level, years) in enumerate(one.tracks)
    }
    Track.objects.bulk_create(tracks.values())
    return tracks


def _concept_or_words(
    written: str, skills: dict[str, int]
) -> dict[str, int | str | None]:
    """Columns for a skill. A concept the vocabulary lacks is kept as own words."""
    if written.startswith("="):
        return {"skill_id": None, "words": written[1:].strip()}
    if written in skills:
        return {"skill_id": skills[written], "words": ""}
    return {"skill_id": None, "words": written.replace("-", " ")}


def _skills(planted: Planted, people: list[Somebody], skills: dict[str, int]) -> None:
    def rows() -> Iterator[PersonSkill]:
        for one in people:
            for written in one.skills:
                what, _, how = written.partition(": ")
                yield PersonSkill(
                    person=planted.users[one.key],
                    how=how,
                    **_concept_or_words(what, skills),
                )

    PersonSkill.objects.bulk_create(rows())


def _networks(planted: Planted, people: list[Somebody]) -> None:
    names = dict(Network.objects.values_list("name", "pk"))
    NetworkMembership.objects.bulk_create(
        NetworkMembership(
            person=planted.users[one.key], network_id=names[name], shown=shown
        )
        for one in people
        for name, shown in one.networks.items()
    )


def _enrolments(
    planted: Planted,
    people: list[Somebody],
    program: Program,
    cohort: Cohort | None,
    skills: dict[str, int],
) -> None:
    planted.mentors = {
        one.key: _mentor(one, planted.users[one.key], program, cohort)
        for one in people
        if one.mentor
    }
    planted.mentees = {
        one.key: Enrolment(
            program=program,
            cohort=cohort,
            person=planted.users[one.key],
            role=Enrolment.Role.MENTEE,
            hopes=one.mentee.hopes,
            looking=one.mentee.looking,
        )
        for one in people
        if one.mentee
    }
    Enrolment.objects.bulk_create(
        chain(planted.mentors.values(), planted.mentees.values())
    )
    not_taken = Enrolment.skills_not_taken.through
    not_taken.objects.bulk_create(
        not_taken(enrolment_id=planted.mentors[one.key].pk, skill_id=skills[slug])
        for one in people
        if one.mentor
        for slug in one.mentor.skills_not_taken
        if slug in skills
    )


def _mentor(
    one: Somebody, user: User, program: Program, cohort: Cohort | None
) -> Enrolment:
    assert one.mentor is not None
    offer = one.mentor
    return Enrolment(
        program=program,
        cohort=cohort,
        person=user,
        role=Enrolment.Role.MENTOR,
        accepting=offer.accepting,
        paused=offer.paused,
        conversation_places=offer.places[0],
        ongoing_places=offer.places[1],
        topics="\n".join(offer.topics),
        helps_best=offer.best,
        hopes=offer.hopes,
        not_taken=offer.not_taken,
        lowest_level=offer.levels[0],
        highest_level=offer.levels[1],
        channels=offer.channels,
        hours_per_month=offer.hours,
    )


def _wishes(people: Iterable[Somebody]) -> Iterator[tuple[tuple[str, int], Wish]]:
    for one in people:
        for place, wish in enumerate(one.goals):
            yield (one.key, place), wish


def _goals(
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


def _pictures_of_goals(
    planted: Planted, people: list[Somebody], skills: dict[str, int]
) -> None:
    """Wanted skills, assessment and criteria of every goal."""
    WantedSkill.objects.bulk_create(
        WantedSkill(goal=planted.goals[key], **_concept_or_words(written, skills))
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
        key: Criteria(goal=planted.goals[key])
        for key, wish in _wishes(people)
        if wish.criteria
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
                    if_unknown=unknown or Criterion.Unknown.KEEP,
                )

    Criterion.objects.bulk_create(rows())
