"""The skill vocabulary as rows, and which skills a person has."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models.user import User


class Skill(models.Model):
    """One concept of the vocabulary, kept current from accounts/vocabulary."""

    slug = models.SlugField(max_length=80, unique=True)
    label = models.CharField(max_length=120)
    group = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    phrases = ArrayField(models.CharField(max_length=240), default=list, blank=True)
    esco_uri = models.URLField(blank=True)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class PersonSkill(models.Model):
    """A skill of a person: a concept of the vocabulary, or their own words for it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="people"
    )
    words = models.CharField("in your own words", max_length=120, blank=True)
    how = models.CharField("how you know it", max_length=400, blank=True)
    last_used = models.PositiveSmallIntegerField(
        "last used (year)", null=True, blank=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(skill=None) ^ Q(words=""),
                name="person_skill_is_a_concept_or_own_words",
            ),
            models.UniqueConstraint(
                fields=["person", "skill"], name="person_skill_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.skill.label if self.skill else self.words
