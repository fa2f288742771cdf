"""What each goal of a mentee rests on: mentors, other sources, the program's help."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import User
from mentorship.finding import people
from mentorship.finding.answers import Answer
from mentorship.finding.models import Dismissal, MatchRequest, Source
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship

PROPOSED = 3  # from outside, with a nudge


@dataclass
class Cover:
    """One goal, and who or what helps with it."""

    goal: Goal
    relationships: list[Relationship] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    asked: MatchRequest | None = None
    wants_outside: bool = False

    @property
    def covered(self) -> bool:
        """Whether somebody guides, or the mentee said that what they have is enough."""
        return bool(self.relationships) or any(one.enough for one in self.sources)


def covers(person: User) -> list[Cover]:
    """The person's open goals, each with what it rests on. A fixed number of queries."""
    mine = Goal.objects.of(person).open().select_related("mentee__program")
    found = {goal.pk: Cover(goal) for goal in mine}
    guided = Relationship.objects.visible_to(person).going_on()
    for one in guided.filter(goal__in=found).select_related("mentor__person__profile"):
        found[one.goal_id].relationships.append(one)
    for source in Source.objects.filter(goal__in=found):
        found[source.goal_id].sources.append(source)
    requests = MatchRequest.objects.filter(goal__in=found).with_place()
    for asked in requests.exclude(state=MatchRequest.State.WITHDRAWN):
        found[asked.goal_id].asked = asked  # the newest stays
    _mark_wishes_for_outside(person, list(found.values()))
    return list(found.values())


def _mark_wishes_for_outside(person: User, goals: list[Cover]) -> None:
    """Several people of one's own organisation see the same from the same place; one
    from outside sees it differently. Who has nobody inside is not nudged (R59)."""
    home = _organisation(getattr(person, "profile", None))
    if not home:
        return
    dismissed = set(
        Dismissal.objects.filter(
            goal__in=[cover.goal for cover in goals], nudge=Dismissal.Nudge.OUTSIDE
        ).values_list("goal", flat=True)
    )
    where: dict[int, list[str]] = defaultdict(list)
    for cover in goals:
        where[cover.goal.mentee_id] += [
            _organisation(one.mentor.person.profile) for one in cover.relationships
        ]
    for cover in goals:
        known = set(where[cover.goal.mentee_id]) - {""}
        inside = any(
            _organisation(one.mentor.person.profile) == home
            for one in cover.relationships
        )
        only_inside = inside and known == {home}
        cover.wants_outside = only_inside and cover.goal.pk not in dismissed


def _organisation(profile: object) -> str:
    return str(getattr(profile, "organisation", "") or "").casefold()


def from_outside(person: User) -> list[Enrolment]:
    """A few mentors from elsewhere with a free place, in this person's own order; those
    who know something that a goal of theirs is about come first."""
    profile = getattr(person, "profile", None)
    if profile is None or not profile.organisation:
        return []
    room = people.free("conversation") | people.free("ongoing")
    outside = people.mentors_for(person).filter(
        room, people.outside_of(profile.organisation)
    )
    wanted = Goal.objects.of(person).open().values("skills")
    near = people.with_rows(person, people.mixed_for(person, outside))
    knowing = near.filter(person__skills__skill__in=wanted).distinct()
    first = list(knowing.order_by("mix", "pk")[:PROPOSED])
    return first or list(near.order_by("mix", "pk")[:PROPOSED])
