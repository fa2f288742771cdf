"""What a person tells of themselves. Everything but the name may stay unknown."""

from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models.skills import Skill
from accounts.models.user import User

STEPS = [
    (0, "Student or looking for a first job"),
    (1, "Starting out"),
    (2, "Practising"),
    (3, "Experienced"),
    (4, "Senior or specialist"),
    (5, "Leads a team or a field"),
    (6, "Leads a department"),
    (7, "Leads an organisation"),
]
"""The common scale of levels. A program's own ladder names map onto it."""

LANGUAGES = [
    ("en", "English"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("es", "Spanish"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("yo", "Yoruba"),
    ("zh", "Chinese"),
]
"""Codes a profile may hold. Their order is their bit in the engine: only append."""


zone_names = cache(available_timezones)
"""Reading the zone table takes a while, and it does not change under a process."""


def known_time_zone(value: str) -> None:
    """Refuse a zone name that this machine's zone table does not have."""
    if value and value not in zone_names():
        raise ValidationError("Pick a time zone from the list, such as Europe/Lisbon.")


class Profile(models.Model):
    """One page of a person. Blank time zone, no languages: not known yet."""

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="profile"
    )
    name = models.CharField("what people call you", max_length=120)
    pronouns = models.CharField(max_length=40, blank=True)
    headline = models.CharField("what you do, in one line", max_length=160, blank=True)
    time_zone = models.CharField(
        max_length=64, blank=True, validators=[known_time_zone]
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES), default=list, blank=True
    )
    organisation = models.CharField(max_length=120, blank=True)
    site = models.CharField("place of work", max_length=120, blank=True)
    manager = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Only used so that nobody is suggested in your reporting line.",
    )
    findable = models.BooleanField(
        "people of my programs may find me by what I know",
        default=False,
        help_text="Also if you mentor nobody. They see your skills and your path.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(manager=None) | ~Q(manager=F("person")),
                name="profile_manager_is_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_names(self) -> list[str]:
        names = dict(LANGUAGES)
        return [names[code] for code in self.languages if code in names]


class Track(models.Model):
    """One line of work. Careers are not linear: a switcher is new in one, senior in
    another, so level and years belong to the track and never to the person."""

    person = models.ForeignKey(User, models.CASCADE, related_name="tracks")
    field = models.CharField("field of work", max_length=80)
    title = models.CharField("what you are there", max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(choices=STEPS, null=True, blank=True)
    years = models.PositiveSmallIntegerField(
        "years in this field",
        null=True,
        blank=True,
        validators=[MaxValueValidator(70)],
    )
    is_main = models.BooleanField("what I mainly do now", default=False)

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_main=True),
                name="track_one_main_per_person",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__lte=7),
                name="track_level_on_the_common_scale",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__lte=70),
                name="track_years_of_one_life",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.field


class PathStep(models.Model):
    """How the person got here: one station of the way, paid work or not."""

    person = models.ForeignKey(User, models.CASCADE, related_name="path")
    title = models.CharField("what it was", max_length=160)
    organisation = models.CharField(max_length=120, blank=True)
    began = models.PositiveSmallIntegerField(
        "from (year)", validators=[MinValueValidator(1940), MaxValueValidator(2100)]
    )
    ended = models.PositiveSmallIntegerField(
        "until (year)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1940), MaxValueValidator(2100)],
        help_text="Leave empty if it goes on.",
    )

    class Meta:
        ordering = ["-began", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None) | Q(ended__gte=F("began")),
                name="path_step_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        until = self.ended or "today"
        return f"{self.title}, {self.began} to {until}"

    def clean(self) -> None:
        if self.ended and self.began and self.ended < self.began:
            raise ValidationError(
                {"ended": "This year lies before the one in which it began."}
            )


class Story(models.Model):
    """Something lived through that may help somebody else, in the person's words."""

    person = models.ForeignKey(User, models.CASCADE, related_name="stories")
    text = models.TextField("what happened, and what helped", max_length=3000)
    happened = models.PositiveSmallIntegerField(
        "year",
        null=True,
        blank=True,
        validators=[MinValueValidator(1940), MaxValueValidator(2100)],
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="stories")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.text[:60]


class Link(models.Model):
    """A page elsewhere that shows the person's work: read before asking them."""

    person = models.ForeignKey(User, models.CASCADE, related_name="links")
    url = models.URLField("address", max_length=300)
    label = models.CharField("what is there", max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "url"], name="link_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"), name="link_is_https"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class FreeHours(models.Model):
    """When the person is usually free on one weekday, in local wall time.

    ``slots`` is a mask of 48 half hours; bit 0 is 00:00–00:30. With the zone of the
    profile it becomes instants only when a real week is looked at, because the same
    wall time is another instant after the clocks change. No row at all: not known.
    """

    WEEKDAYS = [
        (0, "Monday"),
        (1, "Tuesday"),
        (2, "Wednesday"),
        (3, "Thursday"),
        (4, "Friday"),
        (5, "Saturday"),
        (6, "Sunday"),
    ]

    person = models.ForeignKey(User, models.CASCADE, related_name="free_hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    slots = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["weekday"]
        verbose_name_plural = "free hours"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "weekday"], name="free_hours_once_per_weekday"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6), name="free_hours_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(slots__lt=2**48), name="free_hours_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.slots:048b}"


def _axis(left: str, right: str) -> Any:
    return models.SmallIntegerField(
        f"{left} or {right}",
        null=True,
        blank=True,
        choices=[
            (-2, f"very {left}"),
            (-1, f"rather {left}"),
            (0, "in between"),
            (1, f"rather {right}"),
            (2, f"very {right}"),
        ],
    )


class Style(models.Model):
    """How the person likes to talk: six axes, each from −2 to 2, or not known."""

    AXES = ["direct", "structure", "listening", "writing", "picture", "challenge"]

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="style"
    )
    direct = _axis("direct", "gentle")
    structure = _axis("structured", "free")
    listening = _axis("listening", "advising")
    writing = _axis("writing", "speaking")
    picture = _axis("big picture", "detail")
    challenge = _axis("challenging", "reassuring")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{axis: None})
                | Q(**{f"{axis}__gte": -2, f"{axis}__lte": 2}),
                name=f"style_{axis}_between_its_two_ends",
            )
            for axis in ["direct", "structure", "listening"]
            + ["writing", "picture", "challenge"]
        ]

    def __str__(self) -> str:
        return f"style of {self.person_id}"


class NetworkQuerySet(models.QuerySet["Network"]):
    """Questions about networks."""

    def known_to(self, person: User) -> "NetworkQuerySet":
        """Those on everybody's list, and whichever the person belongs to."""
        mine = NetworkMembership.objects.filter(person=person, network=OuterRef("pk"))
        return self.filter(Q(listed=True) | Exists(mine))

    def may_be_proposed(self) -> "NetworkQuerySet":
        """Those whose name says nothing of anybody who keeps it to themselves: listed,
        or told by a member and not private."""
        told = NetworkMembership.objects.filter(shown=True, network=OuterRef("pk"))
        return self.filter(Q(listed=True) | Q(Exists(told), sensitive=False))


class Network(models.Model):
    """A group people belong to: a guild, an alumni circle, an employee network.

    One that somebody added in their own words is not ``listed``: until whoever runs the
    site lists it, only its members meet its name.
    """

    name = models.CharField(max_length=120, unique=True)
    sensitive = models.BooleanField(
        default=False,
        help_text="Belonging may tell something private: hidden unless shown.",
    )
    listed = models.BooleanField(
        "on everybody's list",
        default=True,
        help_text="Everybody may see that it exists and say that they belong to it.",
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NetworkMembership(models.Model):
    """That a person belongs to a network, and whether others may see it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="networks")
    network = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    shown = models.BooleanField("others may see this", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "network"], name="network_joined_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.network_id}"


class Identity(models.Model):
    """How a person describes themselves, if they like: never scored, never shown.

    A row of its own, made only with consent, so that no query about a person brings
    it along. Its one use is to be counted in reports (``accounts.parity``), never fewer
    than ten at once; deleting the row withdraws the consent.
    """

    PURPOSE = (
        "Only counted, in groups of ten or more, to see whether everybody gets the "
        "same access and whether people choose those like themselves. Never shown to "
        "anybody, never used for suggestions."
    )

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="identity"
    )
    gender = models.CharField("in your own words", max_length=80)
    purpose_shown = models.TextField()
    consented_on = models.DateField(default=date.today)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose_shown=""),
                name="identity_only_with_a_stated_purpose",
            ),
            models.CheckConstraint(
                condition=~Q(gender=""), name="identity_only_when_given"
            ),
        ]

    def __str__(self) -> str:
        return "given"
