"""No suggestion or outcome without its run, goal and mentor, whoever writes or deletes:
what the triggers of migrations 0006 and 0010 hold, tried from every side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from matching.models import Outcome, Suggestion
from mentorship.programs.models import Enrolment

NOBODY = 2**40
REFUSED = "names_who_is_there"


def suggestion(like, **other):
    """One more row: a place further down in a list."""
    named = {"run": like.run_id, "goal": like.goal_id, "mentor": like.mentor_id} | other
    return Suggestion(
        **{f"{name}_id": pk for name, pk in named.items()}, position=19, score=1
    )


def write(row):
    Suggestion.objects.bulk_create([row])


@pytest.mark.parametrize("name", ["run", "goal", "mentor"])
def test_nobody_can_be_named_who_is_not_there(finished, name):
    row = suggestion(Suggestion.objects.first(), **{name: NOBODY})

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        write(row)


@pytest.mark.parametrize("name", ["run", "goal", "mentor"])
def test_nor_by_an_update(finished, name):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Suggestion.objects.filter(position=0).update(**{f"{name}_id": NOBODY})


@pytest.mark.parametrize("name", ["run", "goal"])
def test_an_outcome_is_held_alike(finished, name):
    outcome = Outcome.objects.get()
    setattr(outcome, f"{name}_id", NOBODY)

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        outcome.save(force_update=True)
    outcome.pk = None
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        outcome.save(force_insert=True)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("matching_run", "run_id"),
        ("goals_goal", "goal_id"),
        ("programs_enrolment", "mentor_id"),
    ],
)
def test_whoever_is_named_keeps_the_id(finished, table, column):
    change = f"UPDATE {table} SET id = {NOBODY} WHERE id = %s"
    named = Suggestion.objects.values_list(column, flat=True).first()

    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute(change, [named])


def test_who_is_deleted_past_django_takes_along_what_names_them(finished, mentors):
    one, *others = mentors

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_enrolment WHERE id = %s", [one.pk])

    left = set(Suggestion.objects.values_list("mentor_id", flat=True))
    assert left == {other.pk for other in others}


def test_all_goes_with_all_goals(finished):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE goals_goal CASCADE")

    assert (Suggestion.objects.count(), Outcome.objects.count()) == (0, 0)


def apart(act):
    """Do something on a connection of its own, in another thread."""

    def whole():
        try:
            with transaction.atomic():
                return act()
        finally:
            connection.close()

    return whole


@pytest.mark.django_db(transaction=True)
def test_whoever_deletes_waits_for_whoever_writes(finished, mentors):
    """The suggestion is written, not yet committed, when the mentor is deleted."""
    row = suggestion(Suggestion.objects.first(), mentor=mentors[0].pk)
    Suggestion.objects.filter(mentor=mentors[0]).delete()
    written, asked = Event(), Event()

    def writing():
        write(row)
        written.set()
        asked.wait(10)

    def deleting():
        written.wait(10)
        asked.set()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM programs_enrolment WHERE id = %s", [mentors[0].pk]
            )

    both(writing, deleting)

    assert not Enrolment.objects.filter(pk=mentors[0].pk).exists()
    assert not Suggestion.objects.filter(mentor=mentors[0].pk).exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_waits_for_whoever_deletes(finished, mentors):
    """The mentor is deleted, not yet committed, when the suggestion is written."""
    row = suggestion(Suggestion.objects.first(), mentor=mentors[0].pk)
    Suggestion.objects.filter(mentor=mentors[0]).delete()
    deleted, asked = Event(), Event()

    def deleting():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM programs_enrolment WHERE id = %s", [mentors[0].pk]
            )
        deleted.set()
        asked.wait(10)

    def writing():
        deleted.wait(10)
        asked.set()
        write(row)

    with pytest.raises(IntegrityError, match=REFUSED):
        both(deleting, writing)

    assert not Suggestion.objects.filter(mentor=mentors[0].pk).exists()


def both(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(apart(act)) for act in acts]:
            done.result(30)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_row_would_be_left_alone(finished, mentors):
    """The control: a look that takes no lock finds the mentor, and lets the row in."""
    drop = "ALTER TABLE matching_suggestion DISABLE TRIGGER USER"
    row = suggestion(Suggestion.objects.first(), mentor=mentors[0].pk)
    Suggestion.objects.filter(mentor=mentors[0]).delete()
    with connection.cursor() as cursor:
        cursor.execute(drop)
    try:
        looked = Enrolment.objects.filter(pk=mentors[0].pk).exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM programs_enrolment WHERE id = %s", [mentors[0].pk]
            )
        write(row)

        alone = Suggestion.objects.filter(mentor=mentors[0].pk)
        assert (looked, alone.count()) == (True, 1)
        alone.delete()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(drop.replace("DISABLE", "ENABLE"))
