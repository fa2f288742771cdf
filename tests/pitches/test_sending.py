"""When a letter may go, one rule after the other, and what sending does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.citing import Item, citable
from mentorship.pitches.models import Pitch
from mentorship.programs import actions as programs
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Yes
from mentorship.safety import actions as safety
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_sending_records_the_yes_the_time_the_audit_and_one_mail(pitch, mina, omar):
    sent = actions.send(pitch, by=mina.person)

    assert sent.state == "sent"
    assert sent.mentee_yes.person == mina.person
    assert sent.answer_by - sent.sent_at == timedelta(days=14)
    assert list(AuditEvent.objects.values_list("verb", "actor", "object_id")) == [
        ("sent", mina.person_id, pitch.pk)
    ]
    mail = Mail.objects.get()
    assert mail.recipient == omar.person.email
    assert mail.subject == "Mina Costa asks you for one conversation"
    assert f"/requests/{pitch.pk}/" in mail.text
    assert pitch.ask not in mail.text


def test_sending_twice_is_sending_once(pitch, mina):
    first = actions.send(pitch, by=mina.person)

    assert actions.send(pitch, by=mina.person) == first
    assert Mail.objects.count() == Yes.objects.count() == 1


@pytest.mark.parametrize("part", Pitch.PARTS)
def test_a_letter_with_an_empty_part_does_not_go(pitch, mina, part):
    change(pitch, **{part: " "})

    with pytest.raises(actions.NotComplete) as refusal:
        actions.send(pitch, by=mina.person)

    assert [check.key for check in refusal.value.review.missing] == [part]
    assert not Yes.objects.exists()
    assert not Mail.objects.exists()


def test_a_letter_that_cites_nothing_does_not_go(pitch, mina):
    pitch.citations.all().delete()

    with pytest.raises(actions.NotComplete, match="Something of Omar’s, picked"):
        actions.send(pitch, by=mina.person)


def test_a_bare_be_my_mentor_does_not_go(pitch, mina):
    change(pitch, ask="Can you be my mentor?")

    with pytest.raises(actions.NotComplete, match="A question Omar can answer"):
        actions.send(pitch, by=mina.person)


def test_a_letter_longer_than_the_program_allows_does_not_go(pitch, mina, program):
    change(program, pitch_words=60)
    change(pitch, why="word " * 61)

    with pytest.raises(actions.NotComplete, match="At most 60 words"):
        actions.send(pitch, by=mina.person)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"accepting": False}, "Omar is not taking requests just now."),
        ({"paused": True}, "Omar is not taking requests just now."),
        ({"conversation_places": 0}, "Omar has no free place just now."),
        ({"conversations_taken": 2}, "Omar has no free place just now."),
        ({"left_at": timezone.now()}, "This person cannot be asked any more."),
    ],
)
def test_a_mentor_who_cannot_be_asked_is_not_asked(pitch, mina, omar, fields, sentence):
    change(omar, **fields)

    with pytest.raises(NotPossible, match=sentence):
        actions.send(pitch, by=mina.person)

    assert Pitch.objects.get().state == "draft"


def test_a_full_mentor_with_room_for_a_conversation_says_so(pitch, mina, omar):
    change(omar, ongoing_places=0)
    change(pitch, kind="ongoing")

    with pytest.raises(NotPossible, match="You could ask for that"):
        actions.send(pitch, by=mina.person)


def test_a_deactivated_mentor_is_not_asked(pitch, mina, omar):
    change(omar.person, is_active=False)

    with pytest.raises(NotPossible, match="cannot be asked any more"):
        actions.send(pitch, by=mina.person)


def test_a_mentee_who_left_asks_nobody(pitch, mina):
    change(mina, left_at=timezone.now())

    with pytest.raises(NotPossible, match="cannot be asked any more"):
        actions.send(pitch, by=mina.person)


def test_a_mentor_of_another_program_is_not_asked(goal, mina, other_program):
    elsewhere = builders.mentor(other_program, builders.person("Elsa Far"))

    with pytest.raises(NotPossible, match="cannot be asked any more"):
        actions.send(builders.pitch(goal, elsewhere), by=mina.person)


def test_a_mentee_is_not_asked_to_mentor(goal, mina, eve):
    with pytest.raises(NotPossible, match="cannot be asked any more"):
        actions.send(builders.pitch(goal, eve), by=mina.person)


def test_nobody_asks_themselves(program, mina, goal):
    myself = builders.mentor(program, mina.person)

    with pytest.raises(NotPossible, match="That is you"):
        actions.send(builders.pitch(goal, myself), by=mina.person)


@pytest.mark.parametrize("who_blocks", ["mina", "omar"])
def test_a_block_of_either_side_parts_them_without_naming_it(
    pitch, mina, omar, who_blocks
):
    blocker, blocked = (mina, omar) if who_blocks == "mina" else (omar, mina)
    safety.block(blocker.person, blocked.person)

    with pytest.raises(NotPossible, match="This person cannot be asked any more"):
        actions.send(pitch, by=mina.person)


def test_whom_the_program_keeps_apart_cannot_be_asked(client, pitch, mina, omar, ada):
    programs.keep_apart(mina.program, ada, mina.person, omar.person, why="")
    client.force_login(mina.person)

    with pytest.raises(NotPossible, match="cannot be asked any more"):
        actions.send(pitch, by=mina.person)

    write = reverse("pitches:write", args=[pitch.goal_id, omar.pk])
    assert client.get(write).status_code == 404


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_goal_that_is_not_active_asks_nobody(pitch, mina, goal, state):
    change(goal, state=state)

    with pytest.raises(NotPossible, match="goal"):
        actions.send(pitch, by=mina.person)


def test_as_many_requests_are_open_as_the_program_allows(goal, mina, program):
    change(program, open_pitches=1)
    first, second = (
        builders.pitch(goal, builders.mentor(program, builders.person(name)))
        for name in ("Ana", "Bo")
    )
    actions.send(first, by=mina.person)

    with pytest.raises(NotPossible, match="You have a request open for this goal"):
        actions.send(second, by=mina.person)

    actions.withdraw(first, by=mina.person)
    assert actions.send(second, by=mina.person).state == "sent"


def test_one_pair_has_one_open_request(sent, mina, omar):
    other = builders.pitch(builders.goal(mina, title="Another"), omar)

    with pytest.raises(NotPossible, match="The answer is still to come"):
        actions.send(other, by=mina.person)


def test_a_no_cools_off_and_then_may_be_asked_again(declined, mina, omar, goal):
    again = builders.pitch(goal, omar)

    with pytest.raises(NotPossible, match="could not take this on"):
        actions.send(again, by=mina.person)

    long_ago = timezone.now() - timedelta(days=91)
    change(declined, answered_at=long_ago, sent_at=long_ago)
    assert actions.send(again, by=mina.person).state == "sent"


def test_a_request_that_ran_out_of_time_cools_off_too(sent, mina, omar, goal):
    change(sent, answer_by=timezone.now() - timedelta(minutes=1))
    actions.expire_overdue()

    with pytest.raises(NotPossible, match="could not take this on"):
        actions.send(builders.pitch(goal, omar), by=mina.person)


def test_sending_and_taking_back_does_not_become_a_way_to_pester(goal, mina, omar):
    for _ in range(2):
        draft = builders.pitch(goal, omar)
        actions.withdraw(actions.send(draft, by=mina.person), by=mina.person)

    with pytest.raises(NotPossible, match="let a few days pass"):
        actions.send(builders.pitch(goal, omar), by=mina.person)


def test_a_pair_at_work_on_a_goal_needs_no_second_request(accepted, mina, omar, goal):
    with pytest.raises(NotPossible, match="already working on this goal"):
        actions.send(builders.pitch(goal, omar), by=mina.person)


@pytest.mark.parametrize("who", ["omar", "eve"])
def test_only_the_writer_sends(pitch, who, request):
    somebody = request.getfixturevalue(who).person

    with pytest.raises(NotPossible, match="Only the person who wrote this"):
        actions.send(pitch, by=somebody)


def test_a_discarded_draft_cannot_be_sent(pitch, mina):
    actions.discard(pitch, by=mina.person)

    with pytest.raises(NotPossible, match="was discarded"):
        actions.send(pitch, by=mina.person)


def test_discarding_somebody_elses_draft_or_a_sent_letter_does_nothing(sent, eve, mina):
    actions.discard(sent, by=mina.person)
    draft = builders.pitch(builders.goal(mina, title="Other"), sent.mentor)
    actions.discard(draft, by=eve.person)

    assert Pitch.objects.count() == 2


def test_a_draft_keeps_what_was_picked_of_the_mentors_and_nothing_else(
    goal, mina, omar
):
    own, forged = Item("topic", "Speaking up"), Item("story", "Omar adores me.")

    draft = actions.save_draft(
        goal, omar, by=mina.person, parts={"why": "Courage."}, cites=[own, forged]
    )

    assert [(c.source, c.words) for c in draft.citations.all()] == [
        ("topic", "Speaking up")
    ]
    assert draft.why == "Courage."


def test_what_was_picked_stays_in_the_words_of_that_day(goal, mina, omar):
    own = Item("topic", "Speaking up")
    save = {"goal": goal, "mentor": omar, "by": mina.person, "parts": {}}
    actions.save_draft(**save, cites=[own])
    change(omar, topics="Something else")

    draft = actions.save_draft(**save, cites=[own])

    assert [citation.words for citation in draft.citations.all()] == ["Speaking up"]


def test_a_second_save_changes_the_same_draft(goal, mina, omar):
    first = actions.save_draft(goal, omar, by=mina.person, parts={"why": "One."})
    second = actions.save_draft(goal, omar, by=mina.person, parts={"ask": "Two?"})

    assert first == second
    assert (second.why, second.ask) == ("One.", "Two?")


def test_nothing_is_saved_over_a_letter_that_is_on_its_way(sent, goal, omar, mina):
    with pytest.raises(NotPossible, match="on its way already"):
        actions.save_draft(goal, omar, by=mina.person, parts={"why": "No."})


def test_nobody_writes_for_somebody_elses_goal(goal, omar, eve):
    with pytest.raises(NotPossible, match="Only the person whose goal it is"):
        actions.save_draft(goal, omar, by=eve.person, parts={})


def test_all_of_a_mentors_page_can_be_cited_sentence_by_sentence(omar):
    builders.story(omar.person, "I froze once. Then I wrote one line.\nIt helped!")
    omar.person.skills.create(words="Listening")
    omar.person.path.create(title="Nurse", began=2001, ended=2009)

    assert [item.label for item in citable(omar)] == [
        "“I froze once.”",
        "“Then I wrote one line.”",
        "“It helped!”",
        "Topic: Speaking up",
        "Topic: First job",
        "Skill: Listening",
        "Path: Nurse, 2001 to 2009",
    ]


NOW = timezone.now()
OVER = {"state": "withdrawn", "sent_at": NOW, "first_sent_at": NOW}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "sent", "sent_at": None}, "pitch_sent_at_iff_sent"),
        ({**OVER, "first_sent_at": None}, "pitch_sent_once_at_least"),
        ({"read_at": timezone.now()}, "pitch_read_only_when_sent"),
        ({**OVER, "thanked_at": NOW}, "pitch_thanks_only_after_a_no"),
        ({"sent_at": timezone.now()}, "pitch_sent_at_iff_sent"),
        ({"state": "sent", "sent_at": timezone.now()}, "pitch_sent_carries_a_yes"),
        (
            {"state": "withdrawn", "sent_at": timezone.now(), "ask": ""},
            "pitch_sent_has_five_parts",
        ),
        (
            {"state": "declined", "sent_at": timezone.now()},
            "pitch_answered_at_iff_answered",
        ),
    ],
)
def test_impossible_pitches_are_refused_by_the_database(pitch, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change(pitch, **fields)


def test_a_second_open_request_of_a_pair_is_refused_by_the_database(sent, mina, omar):
    other = builders.pitch(builders.goal(mina, title="Another"), omar)

    with pytest.raises(IntegrityError, match="pitch_one_open_per_pair"):
        change(
            other,
            state="sent",
            first_sent_at=timezone.now(),
            sent_at=timezone.now(),
            mentee_yes=Yes.objects.create(person=mina.person, by="test"),
        )


def test_a_second_draft_for_a_goal_and_mentor_is_refused_by_the_database(pitch):
    with pytest.raises(IntegrityError, match="pitch_one_draft_per_goal_and_mentor"):
        builders.pitch(pitch.goal, pitch.mentor)


def test_counts_of_places_are_untouched_by_sending(sent, omar):
    assert Enrolment.objects.get(pk=omar.pk).free_places("conversation") == 2
