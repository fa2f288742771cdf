"""Where two people's ways of talking lie apart, said without a verdict."""

import numpy as np
from django.utils.translation import gettext as _

from accounts.models import Style
from matching.engine.factors.communication import COUNTS, axis_fit
from matching.engine.snapshot import AXES
from matching.loading.people import People
from mentorship.programs.models import Enrolment

MOST = 2
POOR = 0.5

_ENDS = {
    field.name: field.verbose_name
    for field in Style._meta.fields
    if field.name in Style.AXES
}


def differences(people: People, mine: int, mentor: Enrolment) -> list[str]:
    """The axes that suit worst, most first, at most two."""
    me = people.styles[people.row[mine]]
    they = people.styles[people.row[mentor.person_id]]
    fits = axis_fit(me, they)
    order = [int(n) for n in np.argsort(fits, kind="stable") if fits[n] < POOR]
    name = mentor.person.first_name_or_name
    return [
        _sentence(name, Style.AXES[n], AXES[n], float(they[n]), float(me[n]))
        for n in order[:MOST]
    ]


def _sentence(name: str, axis: str, factor: str, theirs: float, mine: float) -> str:
    """On some axes likeness helps, on others the other half does; see the engine."""
    if COUNTS[factor].alike:
        return _("%(name)s talks in a %(theirs)s way, you asked for %(mine)s.") % {
            "name": name,
            "theirs": _end(axis, theirs),
            "mine": _end(axis, mine),
        }
    return _("You both lean to %(end)s, so neither brings the other half.") % {
        "end": _end(axis, theirs)
    }


def _end(axis: str, value: float) -> str:
    """The word for a place on an axis: its nearer end, or that it is in between."""
    left, _or, right = str(_ENDS[axis]).partition(" or ")
    if not value:
        return _("mixed")
    return left if value < 0 else right
