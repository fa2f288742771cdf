"""Why a pitch cannot go right now, as sentences to the mentee who wrote it.

Read under the locks of ``lock_pair`` by the action that sends, and without them by the
page, which only wants to warn in time.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.goals.models import Goal
from mentorship.pitches.models import Advice, Pitch
from mentorship.programs.models import Enrolment, NeverPair
from mentorship.relationships.models import Relationship
from mentorship.safety.actions import may_contact

ASKS_PER_PAIR_AND_WEEK = 2
"""Taking a request back and sending it again writes a mail each time."""


def obstacles(pitch: Pitch, mentor: Enrolment, mentee: Enrolment) -> Iterator[str]:
    """What stands between this letter and its mentor, the plainest first."""
    if mentor.person_id == mentee.person_id:
        yield _("That is you. Please pick somebody else to ask.")
    elif not reachable(mentor, mentee):
        yield _("This person cannot be asked any more. Others can: see who suits you.")
    else:
        yield from _of_the_mentor(pitch, mentor)
        yield from _of_the_goal(pitch, mentee)
        yield from _of_the_pair(pitch, mentor, mentee)


def reachable(mentor: Enrolment, mentee: Enrolment) -> bool:
    """Whether the two take part in one program, in these roles, and neither a block nor
    the program parts them. One answer for all of it, so that a block cannot be told
    from leaving."""
    return (
        mentor.role == Enrolment.Role.MENTOR
        and mentee.role == Enrolment.Role.MENTEE
        and mentor.program_id == mentee.program_id
        and mentor.left_at is None
        and mentee.left_at is None
        and may_contact(mentor.person, mentee.person)
        and not NeverPair.objects.filter(
            program=mentor.program_id, mentee=mentee.person_id, mentor=mentor.person_id
        ).exists()
    )


def _of_the_mentor(pitch: Pitch, mentor: Enrolment) -> Iterator[str]:
    name = {"name": mentor.person.first_name_or_name}
    if mentor.paused or not mentor.accepting:
        yield _("%(name)s is not taking requests just now. Your draft is kept.") % name
    elif mentor.free_places(pitch.kind) <= 0:
        if (
            pitch.kind == Enrolment.Kind.ONGOING
            and mentor.free_places(Enrolment.Kind.CONVERSATION) > 0
        ):
            yield (
                _(
                    "%(name)s has no free place for ongoing mentoring just now, but "
                    "has one for a conversation. You could ask for that."
                )
                % name
            )
        else:
            yield _("%(name)s has no free place just now. Your draft is kept.") % name


def _of_the_goal(pitch: Pitch, mentee: Enrolment) -> Iterator[str]:
    if pitch.goal.mentee_id != mentee.pk or pitch.goal.state == Goal.State.CLOSED:
        yield _("This goal is closed. Please write for one that is open.")
    elif pitch.goal.state != Goal.State.ACTIVE:
        yield _("Please complete your goal first, so that there is something to ask.")
    most = mentee.program.open_pitches
    if Pitch.objects.awaiting_answer().filter(goal=pitch.goal_id).count() >= most:
        yield (
            ngettext(
                "You have a request open for this goal. Wait for the answer or take "
                "it back, then this one can go.",
                "You have %(most)d requests open for this goal. Wait for an answer or "
                "take one back, then this one can go.",
                most,
            )
            % {"most": most}
        )


def _of_the_pair(pitch: Pitch, mentor: Enrolment, mentee: Enrolment) -> Iterator[str]:
    name = {"name": mentor.person.first_name_or_name}
    before = Pitch.objects.between(mentee.person_id, mentor.person_id)
    if before.awaiting_answer().exists():
        yield _("You have asked %(name)s already. The answer is still to come.") % name
    if _said_no_lately(mentee, mentor):
        yield (
            _(
                "%(name)s could not take this on when you last asked. Somebody else "
                "may have room: see who suits your goal."
            )
            % name
        )
    week_ago = timezone.now() - timedelta(days=7)
    if before.filter(sent_at__gt=week_ago).count() >= ASKS_PER_PAIR_AND_WEEK:
        yield (
            _("You wrote to %(name)s a moment ago. Please let a few days pass.") % name
        )
    going_on = Relationship.objects.going_on().filter(mentor=mentor)
    if going_on.filter(goal=pitch.goal_id).exists():
        yield _("You and %(name)s are already working on this goal.") % name


def _said_no_lately(asker: Enrolment, asked: Enrolment) -> bool:
    """Whether one could not take something on when the other last asked, a letter or a
    question: either keeps from asking again for a while."""
    days = asker.program.cool_off_days
    two = (asker.person_id, asked.person_id)
    return (
        Pitch.objects.between(*two).cooling_off(days).exists()
        or Advice.objects.between(*two).cooling_off(days).exists()
    )


def advice_obstacles(asker: Enrolment, adviser: Enrolment) -> Iterator[str]:
    """What stands between a question and the person who is asked for advice."""
    name = {"name": adviser.person.first_name_or_name}
    if asker.person_id == adviser.person_id:
        yield _("That is you. Please pick somebody else to ask.")
        return
    if not can_be_asked_for_advice(asker, adviser):
        yield _("This person cannot be asked just now. Others can.")
        return
    if _said_no_lately(asker, adviser):
        yield (
            _(
                "%(name)s could not take this on when you last asked. Somebody else may "
                "have a moment for it."
            )
            % name
        )
    mine = Advice.objects.filter(asker__person=asker.person_id).awaiting_answer()
    if mine.filter(adviser__person=adviser.person_id).exists():
        yield _("You have asked %(name)s already. The answer is still to come.") % name
    most = asker.program.open_pitches
    if mine.filter(asker__program=asker.program_id).count() >= most:
        yield (
            ngettext(
                "You have a question open already. Wait for the answer or take it back, "
                "then this one can go.",
                "You have %(most)d questions open already. Wait for an answer or take "
                "one back, then this one can go.",
                most,
            )
            % {"most": most}
        )
    week_ago = timezone.now() - timedelta(days=7)
    lately = Advice.objects.between(asker.person_id, adviser.person_id)
    if lately.filter(sent_at__gt=week_ago).count() >= ASKS_PER_PAIR_AND_WEEK:
        yield (
            _("You wrote to %(name)s a moment ago. Please let a few days pass.") % name
        )


def can_be_asked_for_advice(asker: Enrolment, adviser: Enrolment) -> bool:
    """Whether the two take part in one program, the one who is asked can be found
    there or takes requests, and nothing parts them."""
    open_to_it = adviser.person.profile.findable or (
        adviser.role == Enrolment.Role.MENTOR
        and adviser.accepting
        and not adviser.paused
    )
    return (
        open_to_it
        and asker.program_id == adviser.program_id
        and asker.left_at is None
        and adviser.left_at is None
        and may_contact(asker.person, adviser.person)
        and not _kept_apart(asker, adviser)
    )


def _kept_apart(one: Enrolment, other: Enrolment) -> bool:
    pair = [one.person_id, other.person_id]
    return NeverPair.objects.filter(
        program=one.program_id, mentee__in=pair, mentor__in=pair
    ).exists()
