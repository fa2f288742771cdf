"""Large populations: the numbers asked for, and the same people for the same seed."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Profile, User
from mentorship.demo.crowd import Size, batches
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program

DOMAIN = "crowd.example"


def everybody(size: Size, seed: int):
    return [one for batch in batches(size, seed, DOMAIN) for one in batch]


def seed_people(**options):
    call_command("seed_people", **{"mentees": 60, "mentors": 30, "seed": 3} | options)


def test_the_same_seed_makes_the_same_people():
    size = Size(mentees=40, mentors=20)
    assert everybody(size, 7) == everybody(size, 7)
    assert everybody(size, 7) != everybody(size, 8)


def test_the_same_people_on_every_machine():
    names = [one.name for one in everybody(Size(mentees=2, mentors=2), 7)]
    assert names == ["Bao Yang", "Quentin Kruger", "Arash Agarwal", "Lena Gupta"]


def test_a_large_crowd_comes_in_batches(monkeypatch):
    monkeypatch.setattr("mentorship.demo.crowd.BATCH", 30)
    size = Size(mentees=70, mentors=20)
    assert [len(batch) for batch in batches(size, 7, DOMAIN)] == [30, 30, 30]
    keys = [one.key for one in everybody(size, 7)]
    assert keys == [str(number) for number in range(90)]


def test_nobody_reports_to_themselves_or_in_a_circle():
    for one in everybody(Size(mentees=200, mentors=50), 1):
        assert not one.manager or int(one.manager) < int(one.key)


def test_texts_and_names_vary():
    people = everybody(Size(mentees=500, mentors=100), 1)
    guidance = [goal.guidance for one in people for goal in one.goals]
    assert len(set(guidance)) > len(guidance) // 2
    assert len({one.name for one in people}) > 500


def test_some_things_stay_unknown():
    people = everybody(Size(mentees=800, mentors=200), 1)
    unknown = {
        "zone": sum(not one.zone for one in people),
        "hours": sum(one.hours is None for one in people),
        "style": sum(one.style is None for one in people),
    }
    assert 30 < unknown["zone"] < 120
    assert 130 < unknown["hours"] < 270
    assert 220 < unknown["style"] < 380


@pytest.mark.django_db
def test_the_command_makes_as_many_as_asked(capsys):
    seed_people()
    made = Enrolment.objects.filter(program__slug="crowd")
    assert (made.mentees().count(), made.mentors().count()) == (60, 30)
    assert User.objects.count() == 89  # one person takes part in both roles
    assert Goal.objects.count() >= 60
    assert "60 mentees and 30 mentors (1 in both roles)" in capsys.readouterr().out
    for profile in Profile.objects.all():
        profile.full_clean(exclude={"time_zone"})


@pytest.mark.django_db
def test_the_same_people_are_not_made_twice():
    seed_people()
    with pytest.raises(CommandError, match="Take another --seed"):
        seed_people()
    seed_people(seed=4)
    assert User.objects.count() == 178


@pytest.mark.django_db
def test_people_can_be_added_to_a_program_that_is_there(program):
    seed_people(program="ropes")
    assert Program.objects.count() == 1
    assert Enrolment.objects.filter(program=program).count() == 90


@pytest.mark.django_db
def test_fewer_than_nobody_is_refused():
    with pytest.raises(CommandError, match="cannot be below zero"):
        seed_people(mentees=-1)


def test_mentors_of_a_crowd_declare_what_they_give_or_say_nothing():
    offers = [one.mentor for one in everybody(Size(mentees=1, mentors=80), 3)]

    assert {offer.hears for offer in offers if offer} == {None, True, False}
    assert {offer.months for offer in offers if offer} == {None, 3, 6, 12}
