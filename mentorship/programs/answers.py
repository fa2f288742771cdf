"""What mentors answered once for everybody: read before the same is asked again."""

from django.db import models
from django.db.models import Q

from accounts.models import Skill


class PublishedAnswer(models.Model):
    """A question that a mentor keeps being asked, and their answer, for everybody in
    the program to read."""

    mentor = models.ForeignKey(
        "programs.Enrolment", models.CASCADE, related_name="published_answers"
    )
    question = models.CharField(max_length=240)
    text = models.TextField("answer", max_length=3000)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "question"], name="published_answer_once_per_question"
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(text=""),
                name="published_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.question
