"""What two people may have in common, with the words for a page.

A tag is a pair of its kind and what it is called, as it is compared (``people``): a
field of work, a station of the path, a situation that a story is about, a place. A
common language is a hard rule already, so what counts is a *second* one, and it counts
once: a tag stands for all the languages of somebody who speaks several (``things`` says
how they are compared). A network counts only for goals whose mentee asked for that, and
with mentors who show it.
"""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import NetworkMembership
from matching.loading.people import People, neutral, plain
from matching.loading.things import LANGUAGES, Thing
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

Tags = dict[Thing, str]
"""With each tag the words that the person wrote."""


def tags_of(people: People, person: int) -> Tags:
    """Everything that a person told and that somebody else may have told too."""
    stories = people.stories.get(person, [])
    said = [
        *(("field", track.field) for track in people.tracks.get(person, [])),
        *(("path", title) for title in people.path.get(person, [])),
        *(("situation", label) for story in stories for label in story.about),
    ]
    told = [(kind, neutral(words), words) for kind, words in said]
    told.append(("place", plain(people.site(person)), people.site(person)))
    tags = {(kind, called): words for kind, called, words in told if called}
    return tags | _languages(people, person)


def _languages(people: People, person: int) -> Tags:
    bits = people.languages(person)
    if bits.bit_count() < 2:
        return {}
    return {(LANGUAGES, str(bits)): ", ".join(people.codes(person))}


def goal_tags(
    goals: Iterable[Goal], people: People, networks: dict[int, Tags], counts: set[int]
) -> list[Tags]:
    """Tags of each goal's mentee; ``counts`` are the goals for which networks do."""
    made = []
    for goal in goals:
        person = goal.mentee.person_id
        mine = networks.get(person, {}) if goal.pk in counts else {}
        made.append(tags_of(people, person) | mine)
    return made


def mentor_tags(
    mentors: Iterable[Enrolment], people: People, networks: dict[int, Tags]
) -> list[Tags]:
    return [
        tags_of(people, mentor.person_id) | networks.get(mentor.person_id, {})
        for mentor in mentors
    ]


def network_tags(
    people: Iterable[int], *, shown_only: bool
) -> tuple[dict[int, Tags], dict[int, set[int]]]:
    """The networks of some people, as tags and as ids.

    Of mentors only those that they show to others.
    """
    tags: dict[int, Tags] = defaultdict(dict)
    ids: dict[int, set[int]] = defaultdict(set)
    rows = NetworkMembership.objects.filter(person__in=list(people))
    for person, network, name, shown in rows.values_list(
        "person_id", "network_id", "network__name", "shown"
    ):
        if shown or not shown_only:
            tags[person]["network", str(network)] = name
            ids[person].add(network)
    return tags, ids
