"""What people of a story do in a program: their parts, and what they offer."""

from datetime import timedelta
from itertools import chain

from django.utils import timezone

from accounts.models import User
from mentorship.demo.planting.planted import Planted
from mentorship.demo.story import Somebody
from mentorship.programs.models import Cohort, Enrolment, Program, PublishedAnswer


def write_enrolments(
    planted: Planted,
    people: list[Somebody],
    program: Program,
    cohort: Cohort | None,
    skills: dict[str, int],
) -> None:
    planted.mentors = {
        one.key: _mentor(one, planted.users[one.key], program, cohort)
        for one in people
        if one.mentor
    }
    planted.mentees = {
        one.key: Enrolment(
            program=program,
            cohort=cohort,
            person=planted.users[one.key],
            role=Enrolment.Role.MENTEE,
            hopes=one.mentee.hopes,
            looking=one.mentee.looking,
        )
        for one in people
        if one.mentee
    }
    Enrolment.objects.bulk_create(
        chain(planted.mentors.values(), planted.mentees.values())
    )
    not_taken = Enrolment.skills_not_taken.through
    not_taken.objects.bulk_create(
        not_taken(enrolment_id=planted.mentors[one.key].pk, skill_id=skills[slug])
        for one in people
        if one.mentor
        for slug in one.mentor.skills_not_taken
        if slug in skills
    )


def _mentor(
    one: Somebody, user: User, program: Program, cohort: Cohort | None
) -> Enrolment:
    assert one.mentor is not None
    offer = one.mentor
    return Enrolment(
        program=program,
        cohort=cohort,
        person=user,
        role=Enrolment.Role.MENTOR,
        accepting=offer.accepting,
        paused=offer.paused,
        confirmed_at=timezone.now() - timedelta(days=offer.said_days_ago),
        conversation_places=offer.places[0],
        ongoing_places=offer.places[1],
        topics="\n".join(offer.topics),
        helps_best=offer.best,
        hopes=offer.hopes,
        not_taken=offer.not_taken,
        lowest_level=offer.levels[0],
        highest_level=offer.levels[1],
        channels=offer.channels,
        hours_per_month=offer.hours,
        months=offer.months,
        hears=offer.hears,
        supports=offer.supports,
    )


def write_answers(
    planted: Planted, people: list[Somebody], skills: dict[str, int]
) -> None:
    """What mentors published, and the skills that it is about."""
    given = [
        (planted.mentors[one.key], answer)
        for one in people
        if one.mentor
        for answer in one.mentor.answers
    ]
    rows = PublishedAnswer.objects.bulk_create(
        PublishedAnswer(mentor=mentor, question=answer.question, text=answer.text)
        for mentor, answer in given
    )
    about = PublishedAnswer.skills.through
    about.objects.bulk_create(
        about(publishedanswer_id=row.pk, skill_id=skills[slug])
        for row, (_mentor, answer) in zip(rows, given, strict=True)
        for slug in answer.about
        if slug in skills
    )
