"""Facts about a mentor that a mentee can insist on: deal-breakers about attributes."""

from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import LANGUAGES, Network

LANGUAGE_NAMES = dict(LANGUAGES)


class Unknown(models.TextChoices):
    """What to do with people of whom it is not known whether they meet a deal-breaker."""

    KEEP = "keep", "Show the person, marked as unverified"
    HIDE = "hide", "Do not show the person"


class Side(models.TextChoices):
    """Where somebody works, seen from the mentee's own organisation."""

    INSIDE = "inside", "In my organisation"
    OUTSIDE = "outside", "Outside my organisation"


class Condition(models.Model):
    """One thing that a mentor must be, as a fact on their profile. No row: any will do.

    ``words`` is a language code, a field of work, a place, or a ``Side``.
    """

    class Attribute(models.TextChoices):
        LANGUAGE = "language", "Speaks"
        FIELD = "field", "Works in the field"
        ORGANISATION = "organisation", "Works"
        EXPERIENCE = "experience", "Years of experience, at least"
        NETWORK = "network", "Shows that they belong to"
        PLACE = "place", "Works in the place"

    criteria = models.ForeignKey(
        "goals.Criteria", models.CASCADE, related_name="conditions"
    )
    attribute = models.CharField(max_length=12, choices=Attribute)
    words = models.CharField(max_length=120, blank=True)
    years = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(70)]
    )
    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True)
    if_unknown = models.CharField(
        "if it is not known", max_length=4, choices=Unknown, default=Unknown.KEEP
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "attribute"], name="condition_once_per_attribute"
            ),
            models.CheckConstraint(
                condition=Q(
                    attribute="experience",
                    words="",
                    years__isnull=False,  # an unknown comparison would pass
                    years__gte=1,
                    network=None,
                )
                | Q(attribute="network", words="", years=None, network__isnull=False)
                | ~Q(attribute__in=["experience", "network"])
                & Q(years=None, network=None)
                & ~Q(words=""),
                name="condition_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_attribute_display()}: {self.value_display}"

    @property
    def value_display(self) -> str:
        """What is asked for, as a page says it."""
        if self.attribute == self.Attribute.LANGUAGE:
            return LANGUAGE_NAMES.get(self.words, self.words)
        if self.attribute == self.Attribute.ORGANISATION:
            return str(Side(self.words).label)
        return str(self.network or self.years or self.words)


@dataclass(frozen=True)
class Insisted:
    """One condition as somebody tells it; equal ones say the same."""

    attribute: str
    words: str = ""
    years: int | None = None
    network: int | None = None
    if_unknown: str = Unknown.KEEP.value


def as_told(condition: Condition) -> Insisted:
    """A stored condition as somebody would tell it."""
    return Insisted(
        condition.attribute,
        condition.words,
        condition.years,
        condition.network_id,
        condition.if_unknown,
    )
