"""What can never be true of a program or of taking part, whoever writes the row."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from mentorship.programs.models import (
    Cohort,
    Enrolment,
    Invitation,
    Joining,
    LevelLadder,
    NeverPair,
    Program,
    PublishedAnswer,
    Rules,
)
from tests import builders


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"joining": "code", "join_code": ""}, "program_by_code_has_a_code"),
        ({"smallest_cell": 4}, "program_cells_hide_individuals"),
        ({"open_pitches": 0}, "program_leaves_room_to_ask"),
        ({"pitch_words": 59}, "program_leaves_room_to_ask"),
        ({"confirm_after_months": 0}, "program_asks_again_after_a_while"),
        ({"ask_mentors_after_days": 29}, "program_asks_mentors_again_after_a_while"),
    ],
)
def test_impossible_programs_are_refused(program, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Program.objects.filter(pk=program.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"conversations_taken": 3}, "enrolment_conversations_within_places"),
        ({"ongoing_taken": 2}, "enrolment_ongoing_within_places"),
        ({"role": "mentee"}, "enrolment_places_only_for_mentors"),
        ({"lowest_level": 3, "highest_level": 2}, "enrolment_levels_from_low_to_high"),
        ({"months": 0}, "enrolment_months_from_one_to_24"),
        ({"months": 25}, "enrolment_months_from_one_to_24"),
        (
            {"asked_again_at": "2026-01-01T00:00Z"},
            "enrolment_mentor_asked_again_after_their_word",
        ),
        (
            {"reminded_again_at": "2026-01-01T00:00Z"},
            "enrolment_reminded_after_being_asked_again",
        ),
    ],
)
def test_impossible_offers_are_refused(omar, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Enrolment.objects.filter(pk=omar.pk).update(**fields)


def test_nobody_but_a_mentor_is_asked_again(mina):
    with pytest.raises(IntegrityError, match="enrolment_mentor_asked_again_after"):
        Enrolment.objects.filter(pk=mina.pk).update(asked_again_at=timezone.now())


def test_a_reminder_follows_the_question(omar):
    asked = timezone.now()
    earlier = asked - timedelta(seconds=1)

    with pytest.raises(IntegrityError, match="enrolment_reminded_after_being_asked"):
        Enrolment.objects.filter(pk=omar.pk).update(
            asked_again_at=asked, reminded_again_at=earlier
        )


def test_a_role_is_held_once_in_a_program(omar):
    with pytest.raises(IntegrityError, match="enrolment_once_per_role"):
        Enrolment.objects.create(
            program=omar.program, person=omar.person, role="mentor"
        )


LADDER = {"name": "Lead", "step": 5, "position": 1}


@pytest.mark.parametrize(
    ("model", "rows", "constraint"),
    [
        (Cohort, [{"name": "A"}, {"name": "A"}], "cohort_name_once"),
        (
            Cohort,
            [{"name": "A", "opens_on": "2026-02-01", "closes_on": "2026-01-01"}],
            "cohort_closes_after_it_opens",
        ),
        (LevelLadder, [LADDER, LADDER | {"position": 2}], "ladder_name_once"),
        (LevelLadder, [LADDER, LADDER | {"name": "Head"}], "ladder_position_once"),
        (LevelLadder, [LADDER | {"step": 8}], "ladder_on_the_common_scale"),
        (Rules, [{"version": 1}, {"version": 1}], "rules_version_once"),
    ],
)
def test_impossible_parts_of_a_program_are_refused(program, model, rows, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        for row in rows:
            model.objects.create(program=program, **row)


def test_a_pair_is_kept_apart_once(program, mina, omar):
    with pytest.raises(IntegrityError, match="never_pair_once"):
        for _ in range(2):
            NeverPair.objects.create(
                program=program, mentee=mina.person, mentor=omar.person
            )


def test_two_people_are_kept_apart_not_one(program, mina):
    with pytest.raises(IntegrityError, match="never_pair_of_two_people"):
        NeverPair.objects.create(
            program=program, mentee=mina.person, mentor=mina.person
        )


def test_somebody_has_one_draft_on_the_way_into_a_program(program, ada):
    Joining.objects.create(program=program, person=ada)

    with pytest.raises(IntegrityError, match="joining_once_per_person"):
        Joining.objects.create(program=program, person=ada)


def invited(program, **fields):
    told = {"email": "zoe@example.org", "expires_at": timezone.now()}
    return Invitation.objects.create(program=program, **(told | fields))


def test_an_address_has_one_invitation_that_waits(program):
    invited(program, token_hash="a", used_at=timezone.now())
    invited(program, token_hash="b")

    with pytest.raises(IntegrityError, match="invitation_open_once_per_address"):
        invited(program, token_hash="c")


def test_nobody_used_an_invitation_at_no_time(program, ada):
    with pytest.raises(
        IntegrityError, match="invitation_used_by_somebody_at_some_time"
    ):
        invited(program, token_hash="a", used_by=ada)


@pytest.mark.parametrize("empty", ["question", "text"])
def test_a_published_answer_says_something(omar, empty):
    told = {"question": "How?", "text": "So."} | {empty: ""}

    with pytest.raises(IntegrityError, match="published_answer_says_something"):
        PublishedAnswer.objects.create(mentor=omar, **told)


def test_a_question_is_answered_once_for_everybody(program):
    mentor = builders.mentor(program, builders.person("Omar"))
    PublishedAnswer.objects.create(mentor=mentor, question="How?", text="So.")

    with pytest.raises(IntegrityError, match="published_answer_once_per_question"):
        PublishedAnswer.objects.create(mentor=mentor, question="How?", text="Else.")
