"""What the mentor would get: their hopes, what the mentee brings, what they declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from matching.engine.text.arrays import Background
from matching.loading.meaning import concepts, hoped_concepts
from matching.loading.people import People
from matching.loading.tables import answers
from matching.loading.texts import brought, vocabulary
from mentorship.programs.models import Enrolment

FEW_REQUESTS = 3
"""Below so many requests that were due a share would say more of chance than of them."""


@dataclass(frozen=True)
class Exchange:
    """What the mentee brings that is near to a hope of the mentor, best first."""

    same: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)


def exchanges(
    person: int,
    hopes: list[list[str]],
    people: People,
    against: Background,
    vectors: Mapping[str, NDArray[np.float16]],
) -> list[Exchange]:
    """What a mentee brings to each of some mentors, by what their hopes stand for."""
    mine = brought(people, person)
    likeness = concepts(against.encoder.name).likeness
    found = []
    for row in hoped_concepts(hopes, against, vectors).tolist():
        hoped = [number for number in row if number >= 0]
        best = {b: float(likeness[b, hoped].max()) for b in mine} if hoped else {}
        close = against.encoder.thresholds.close
        found.append(
            Exchange(
                same=[_label(b) for b in best if b in hoped],
                near=[
                    _label(b)
                    for b, at in best.items()
                    if at >= close > 0 and b not in hoped
                ],
            )
        )
    return found


def _label(concept: int) -> str:
    return vocabulary().concepts[concept].label


def given(mentors: Sequence[Enrolment]) -> list[list[str]]:
    """What each mentor declares, and how they answered so far: by whom it is said."""
    done, due = answers([mentor.pk for mentor in mentors])
    return [
        [*_declared(mentor), *_counted(answered, asked)]
        for mentor, answered, asked in zip(mentors, done, due, strict=True)
    ]


def _declared(mentor: Enrolment) -> list[str]:
    """In the mentor's own account."""
    parts = []
    if mentor.hours_per_month is not None:
        parts.append(
            ngettext(
                "%(n)d hour a month", "%(n)d hours a month", mentor.hours_per_month
            )
            % {"n": mentor.hours_per_month}
        )
    if mentor.months is not None:
        parts.append(
            ngettext("for one month", "for %(n)d months", mentor.months)
            % {"n": mentor.months}
        )
    if not parts:
        return []
    return [_("As they say: %(what)s.") % {"what": ", ".join(parts)}]


def _counted(answered: int, asked: int) -> list[str]:
    """As the program saw it; nothing while there is too little to go by."""
    if asked < FEW_REQUESTS:
        return []
    return [
        _("As counted here: answered %(answered)d of %(asked)d requests in time.")
        % {"answered": answered, "asked": asked}
    ]
