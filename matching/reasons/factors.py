"""The factors of a pair as words and bars; what each adds makes up the stored score."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _

from matching.engine.combine import contributions
from matching.engine.snapshot import FACTORS
from matching.models import Suggestion

LABELS = {
    "relevance": _("Relevance to your goal"),
    "availability": _("Time to meet"),
    "communication": _("Way of talking"),
    "level": _("Level distance"),
    "reciprocity": _("Give and take"),
    "context": _("What you share"),
    "commitment": _("What they can give"),
    "inspiration": _("Leaves people inspired"),
    "connection": _("Easy to be open with"),
    "listening": _("Listens well"),
}
BANDS = [(0.75, _("strong")), (0.5, _("good")), (0.25, _("some")), (0.0, _("little"))]


@dataclass(frozen=True)
class Factor:
    """One row of "How this was worked out". ``value`` is None where it is not known."""

    name: str
    label: str
    value: float | None
    band: str
    added: int
    weight: int

    @property
    def points(self) -> str:
        """What it adds, of how much it could."""
        return in_hundredths(self.added)

    @property
    def most(self) -> str:
        return in_hundredths(self.weight)


def in_hundredths(units: int) -> str:
    """Ten-thousandths as points of 100; exact, so that shown parts add up."""
    return f"{units / 100:.2f}".rstrip("0").rstrip(".")


def band(value: float | None) -> str:
    """A word for a value; never a percentage."""
    if value is None:
        return str(_("not known yet"))
    return str(next(word for least, word in BANDS if value >= least))


def factors_of(suggestion: Suggestion, weights: list[int]) -> list[Factor]:
    """The stored factors with what each added; a factor without weight is left out."""
    values = [getattr(suggestion, name) for name in FACTORS]
    row = np.array([[np.nan if v is None else v for v in values]], np.float32)
    added = contributions(row, np.array([weights], np.int16))[0].tolist()
    return [
        Factor(name, str(LABELS[name]), value, band(value), points, weight)
        for name, value, points, weight in zip(
            FACTORS, values, added, weights, strict=True
        )
        if weight
    ]
