"""What a program's admin may ask about who takes part. Reads only."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from mentorship.programs.models import Enrolment, Program

MOST_WORDS = 5


@dataclass(frozen=True)
class Counts:
    """Who takes part in a program, in numbers."""

    mentees: int
    looking_now: int
    mentors: int
    asked_for: int
    pausing: int
    asked_again: int
    unanswered: int
    silent: int
    conversations_free: int
    ongoing_free: int

    @property
    def resting(self) -> int:
        """Mentees who take part and look for nobody at the moment."""
        return self.mentees - self.looking_now


def counts(program: Program) -> Counts:
    """One query over the enrolments of a program."""
    active = Enrolment.objects.active().filter(program=program)
    mentee, mentor = Q(role="mentee"), Q(role="mentor")
    open_to_all = mentor & Q(accepting=True, paused=False)
    found = active.aggregate(
        mentees=Count("pk", filter=mentee),
        looking_now=Count("pk", filter=mentee & Q(looking=True)),
        mentors=Count("pk", filter=mentor),
        asked_for=Count("pk", filter=open_to_all),
        pausing=Count("pk", filter=mentor & Q(accepting=True, paused=True)),
        asked_again=Count("pk", filter=open_to_all & Q(asked_again_at__isnull=False)),
        unanswered=Count("pk", filter=Enrolment.PAUSED_UNANSWERED & mentor),
        silent=Count("pk", filter=mentor & Q(topics="")),
        conversations_free=Sum(
            F("conversation_places") - F("conversations_taken"),
            filter=open_to_all,
            default=0,
        ),
        ongoing_free=Sum(
            F("ongoing_places") - F("ongoing_taken"), filter=open_to_all, default=0
        ),
    )
    return Counts(**found)


def people(program: Program, words: str = "", role: str = "") -> QuerySet[Enrolment]:
    """Who takes part, by name. Every word must be found in the name, the address, what
    they do or their organisation."""
    found = Enrolment.objects.active().filter(program=program)
    if role:
        found = found.filter(role=role)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(person__profile__name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(person__profile__headline__icontains=word)
            | Q(person__profile__organisation__icontains=word)
        )
    ordered = found.order_by("person__profile__name", "pk")
    return ordered.select_related("person__profile")
