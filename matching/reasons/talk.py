"""What two people could talk about, because both told it of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES
from matching.engine.factors.context import ENOUGH
from matching.loading.people import People
from matching.loading.tags import Tags, goal_tags, mentor_tags, network_tags
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

_SENTENCES: dict[str, Promise] = {  # in this order: what carries a talk furthest first
    "situation": _("You both tell a story about: %(words)s"),
    "path": _("You both came this way: %(words)s"),
    "field": _("You both work in: %(words)s"),
    "network": _("You both belong to: %(words)s"),
    "place": _("You both work here: %(words)s"),
}
_LANGUAGES = _("You share more than one language: %(words)s")


@dataclass(frozen=True)
class CommonGround:
    """Things in common as sentences, in the words of whoever told them."""

    things: list[str] = field(default_factory=list)

    @property
    def thin(self) -> bool:
        """Whether there is less than a first talk needs (R65)."""
        return len(self.things) < ENOUGH


def common_ground(
    goal: Goal,
    mentors: Sequence[Enrolment],
    people: People,
    networks_count: bool,
) -> list[CommonGround]:
    """What the goal's mentee has in common with each of some mentors.

    Just what the engine counts. Networks are read only if the mentee said they count.
    """
    shown: dict[int, Tags] = {}
    own: dict[int, Tags] = {}
    counts = {goal.pk} if networks_count else set()
    if counts:
        shown, _ids = network_tags([m.person_id for m in mentors], shown_only=True)
        own, _ids = network_tags([goal.mentee.person_id], shown_only=False)
    mine = goal_tags([goal], people, own, counts)[0]
    me = goal.mentee.person_id
    return [
        CommonGround(
            [*_things(mine, theirs), *_languages(people, me, mentor.person_id)]
        )
        for mentor, theirs in zip(
            mentors, mentor_tags(mentors, people, shown), strict=True
        )
    ]


def _things(mine: Tags, theirs: Tags) -> list[str]:
    return [
        str(sentence) % {"words": words}
        for kind, sentence in _SENTENCES.items()
        for (of, key), words in theirs.items()
        if of == kind and (of, key) in mine
    ]


def _languages(people: People, mine: int, theirs: int) -> list[str]:
    """One language is needed to talk at all; from two on it is something in common."""
    names, known = dict(LANGUAGES), set(people.codes(mine))
    spoken = dict.fromkeys(people.codes(theirs))
    both = [names[code] for code in spoken if code in known and code in names]
    return [str(_LANGUAGES) % {"words": ", ".join(both)}] if len(both) > 1 else []
