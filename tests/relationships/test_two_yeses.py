"""No path makes a relationship with fewer than two recorded yeses (R50)."""

import ast
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import get_commands
from django.db import IntegrityError, connection
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from accounts.models import User
from mentorship.pitches import actions as pitches
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.transitions import NotPossible
from tests import builders

PACKAGES = ("accounts", "matching", "mentorship")
MAKING = {"create", "bulk_create", "get_or_create", "update_or_create", "save"}


# --- The database


@pytest.fixture
def yes_of():
    return lambda enrolment: Yes.objects.create(person=enrolment.person, by="test")


def make(mentor, mentee, goal, mentor_yes, mentee_yes):
    return Relationship.objects.create(
        mentor=mentor,
        mentee=mentee,
        goal=goal,
        kind="conversation",
        mentor_yes=mentor_yes,
        mentee_yes=mentee_yes,
    )


def test_two_yeses_of_the_two_people_are_enough(omar, mina, goal, yes_of):
    assert make(omar, mina, goal, yes_of(omar), yes_of(mina)).stage == "getting_to_know"


@pytest.mark.parametrize(
    ("mentor_says", "mentee_says"),
    [("ivan", "mina"), ("omar", "eve"), ("mina", "omar"), ("mina", "mina")]
    + [("omar", "omar"), ("ivan", "eve")],
)
def test_a_yes_of_somebody_else_is_refused_by_the_database(
    omar, mina, goal, yes_of, mentor_says, mentee_says, request
):
    first = yes_of(request.getfixturevalue(mentor_says))
    second = yes_of(request.getfixturevalue(mentee_says))

    with pytest.raises(IntegrityError, match="relationship_yes_from_both"):
        make(omar, mina, goal, first, second)


@pytest.mark.parametrize("missing", ["mentor_yes", "mentee_yes"])
def test_a_missing_yes_is_refused_by_the_database(omar, mina, goal, yes_of, missing):
    said = {"mentor_yes": yes_of(omar), "mentee_yes": yes_of(mina)} | {missing: None}

    with pytest.raises(IntegrityError, match="relationship_yes_from_both"):
        make(omar, mina, goal, **said)


def test_one_yes_does_not_count_for_both(omar, mina, goal, yes_of):
    yes = yes_of(omar)

    with pytest.raises(IntegrityError):
        make(omar, mina, goal, yes, yes)


def test_a_yes_counts_once(omar, ivan, mina, goal, yes_of):
    yes = yes_of(mina)
    make(omar, mina, goal, yes_of(omar), yes)

    with pytest.raises(IntegrityError, match="mentee_yes"):
        make(ivan, mina, goal, yes_of(ivan), yes)


def test_somebody_with_both_roles_does_not_begin_with_themselves(
    program, mina, goal, yes_of
):
    myself = builders.mentor(program, mina.person)

    with pytest.raises(IntegrityError, match="relationship_yes_from_both"):
        make(myself, mina, goal, yes_of(myself), yes_of(mina))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("mentor_id = {ivan}", "relationship_yes_from_both"),
        ("mentee_id = {eve}", "relationship_yes_from_both"),
        ("stage = 'closed'", "relationship_ended_at_iff_closed"),
        ("ended_at = now()", "relationship_ended_at_iff_closed"),
    ],
)
def test_a_relationship_cannot_be_turned_into_an_impossible_one(
    begun, ivan, eve, change, name
):
    change = change.format(ivan=ivan.pk, eve=eve.pk)

    with (
        pytest.raises(IntegrityError, match=name),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE relationships_relationship SET {change}")


def test_a_pair_begins_once_per_goal(begun, omar, mina, goal, yes_of):
    with pytest.raises(IntegrityError, match="relationship_once_per_mentor_and_goal"):
        make(omar, mina, goal, yes_of(omar), yes_of(mina))


def test_a_yes_in_use_cannot_be_deleted(begun):
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM relationships_yes")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- The code


def sources():
    for package in PACKAGES:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(settings.BASE_DIR).as_posix(), path.read_text()


def functions_calling(word: str):
    """Every call in a function whose file holds the word: (where, what is called)."""
    for name, source in sources():
        if word not in source:
            continue
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call):
                        yield f"{name}:{function.name}", ast.unparse(call.func)


def makers(model: str) -> set[str]:
    """The functions that make rows of a model, as "file:function"."""
    return {
        where
        for where, called in functions_calling(model)
        if called == model
        or called.startswith(f"{model}.objects")
        and called.rpartition(".")[2] in MAKING
    }


def callers(written: str) -> set[str]:
    """The functions that call a name as it is written there."""
    return {where for where, called in functions_calling("begin") if called == written}


def test_one_function_makes_relationships_and_one_calls_it():
    assert makers("Relationship") == {"mentorship/relationships/actions.py:begin"}
    assert callers("relationships.begin") == {
        "mentorship/pitches/actions/answering.py:accept",
        "matching/actions/putting.py:_begin",
    }
    assert callers("begin") == set()


def test_a_yes_is_recorded_where_a_person_says_it_and_nowhere_else():
    assert makers("Yes") == {
        "mentorship/pitches/actions/writing.py:send",
        "mentorship/pitches/actions/answering.py:accept",
        "matching/actions/putting.py:agree",
    }


def test_no_sql_of_ours_writes_relationships_or_yeses():
    tables = [Relationship._meta.db_table, Yes._meta.db_table]

    assert [
        (name, table) for name, text in sources() for table in tables if table in text
    ] == []


def test_no_command_reaches_the_rows_except_through_accept():
    """Commands and what they lead to may send and accept as the people of a story; none
    of them writes a relationship or a yes, whatever it imports."""
    ours = {
        name: app
        for name, app in get_commands().items()
        if app.split(".")[0] in PACKAGES
    }
    writes = makers("Relationship") | makers("Yes")

    assert ours
    assert [place for place in writes if "/management/" in place] == []
    assert {place.split(":")[0] for place in writes} == {
        "mentorship/relationships/actions.py",
        "mentorship/pitches/actions/answering.py",
        "mentorship/pitches/actions/writing.py",
        "matching/actions/putting.py",
    }


# --- The admin pages


MODELS = [Relationship, Yes, Pitch]


def admin_url(model, page, *args):
    options = model._meta
    name = f"admin:{options.app_label}_{options.model_name}_{page}"
    return reverse(name, args=args)


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_can_look_but_not_make_change_or_delete(
    admin_client, begun, model, omar, mina, goal
):
    row = model.objects.first()
    form = {
        "mentor": omar.pk,
        "mentee": mina.pk,
        "goal": goal.pk,
        "kind": "conversation",
        "stage": "mentoring",
        "state": "accepted",
        "person": omar.person_id,
        "by": "an admin",
        "post": "yes",
    }
    before = list(model.objects.values())

    assert admin_client.get(admin_url(model, "changelist")).status_code == 200
    assert admin_client.get(admin_url(model, "change", row.pk)).status_code == 200
    assert admin_client.post(admin_url(model, "add"), form).status_code == 403
    for page in ("change", "delete"):
        answer = admin_client.post(admin_url(model, page, row.pk), form)
        assert answer.status_code == 403
    admin_client.post(
        admin_url(model, "changelist"),
        {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
    )
    assert list(model.objects.values()) == before


def test_the_admin_shows_nothing_of_what_two_people_wrote(admin_client, begun):
    pitch = Pitch.objects.get()
    pages = [
        admin_client.get(admin_url(model, "change", model.objects.first().pk))
        for model in MODELS
    ]

    for written in (pitch.ask, pitch.why, begun.goal.title):
        assert [p for p in pages if written in p.content.decode()] == []


def test_no_other_admin_page_edits_them_in_passing():
    inlines = [
        inline.model
        for site in admin.site._registry.values()
        for inline in site.inlines
    ]

    assert [model for model in inlines if model in MODELS] == []


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")
def test_every_other_admin_form_leaves_them_alone(admin_client, begun):
    """Every add page of the admin, posted with two people in it, makes none."""
    posted = 0
    for model in admin.site._registry:
        answer = admin_client.post(
            admin_url(model, "add"),
            {
                "mentor": begun.mentor_id,
                "mentee": begun.mentee_id,
                "goal": begun.goal_id,
                "person": begun.mentor.person_id,
                "kind": "conversation",
                "stage": "mentoring",
            },
        )
        posted += 1
        assert answer.status_code in (200, 302, 403)
    assert posted >= len(MODELS)
    assert Relationship.objects.count() == 1
    assert Yes.objects.count() == 2


# --- Every action, in any order, by anybody


def test_every_action_of_the_two_apps_is_tried_below():
    """A new action has to be added to ``STEPS``, or this fails."""
    known = {"save_draft", "discard", "send", "withdraw", "accept", "decline"}
    known |= {"expire_overdue", "part", "move", "begin", "close", "lock_pair"}
    known |= {"change_before_read", "send_again", "mark_read", "settle_others"}
    known |= {"thank", "remind_due"}
    known |= {"take_place", "give_back_place"}
    known |= {"save_from_window", "ask_advice", "answer_advice", "decline_advice"}
    known |= {"withdraw_advice", "expire_advice", "part_advice", "move_advice"}
    written = {
        name
        for module in (pitches, relationships)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__.startswith(module.__name__) and not name.startswith("_")
    }

    assert written == known


STEPS = [
    "save_draft",
    "discard",
    "send",
    "withdraw",
    "accept",
    "decline",
    "expire_overdue",
    "part",
    "begin",
    "close",
    "change_before_read",
    "send_again",
    "mark_read",
    "settle_others",
    "thank",
    "remind_due",
]


def attempt(step: str, pitch: Pitch | None, by: User, goal, mentor) -> None:
    if step == "save_draft":
        pitches.save_draft(goal, mentor, by=by, parts={"kind": "conversation"})
    elif step == "expire_overdue":
        Pitch.objects.filter(state="sent").update(answer_by="2026-01-01T00:00Z")
        pitches.expire_overdue()
    elif step == "remind_due":
        pitches.remind_due()
    elif step == "part":
        pitches.part(by, goal.mentee.person)
    elif step == "close":
        for relationship in Relationship.objects.all():
            relationships.close(relationship, by=by)
    elif pitch is None:
        return
    elif step == "settle_others":
        pitches.settle_others(pitch)
    elif step == "begin":  # somebody calls it with a yes that was never said
        relationships.begin(
            goal=goal,
            mentor=mentor,
            mentee=goal.mentee,
            kind="conversation",
            mentor_yes=Yes(person=mentor.person, by="nobody"),
            mentee_yes=Yes(person=goal.mentee.person, by="nobody"),
        )
    else:
        getattr(pitches, step)(pitch, by=by)


@pytest.fixture
def stage(goal, omar, mina, eve, ivan, ada):
    people = [mina.person, omar.person, eve.person, ivan.person, ada]
    return goal, omar, people


@rules(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 4)), min_size=4, max_size=12
    )
)
def test_whatever_anybody_tries_each_relationship_has_the_yes_of_both(stage, tries):
    goal, mentor, people = stage
    Relationship.objects.all().delete()
    Pitch.objects.all().delete()
    Yes.objects.all().delete()
    Enrolment.objects.filter(pk=mentor.pk).update(conversations_taken=0)
    builders.pitch(goal, mentor)
    said = set()

    for step, who in tries:
        pitch = Pitch.objects.first()
        try:
            attempt(step, pitch, people[who], goal, mentor)
        except (NotPossible, ValueError):
            continue
        if step in ("send", "send_again", "accept") and pitch is not None:
            said.add((step.removesuffix("_again"), people[who].pk))

    for relationship in Relationship.objects.all():
        assert relationship.mentee_yes.person == goal.mentee.person
        assert relationship.mentor_yes.person == mentor.person
        assert ("send", goal.mentee.person_id) in said
        assert ("accept", mentor.person_id) in said
    taken = Enrolment.objects.get(pk=mentor.pk).conversations_taken
    assert taken == Relationship.objects.going_on().count()
    waiting_or_begun = Pitch.objects.filter(state="sent").count()
    assert Yes.objects.count() == waiting_or_begun + 2 * Relationship.objects.count()


def test_the_usual_way_is_among_what_was_tried(stage):
    """Guards the property test: it would be empty if nobody could ever begin."""
    goal, mentor, people = stage
    builders.pitch(goal, mentor)
    for step, who in (("send", 0), ("accept", 1)):
        attempt(step, Pitch.objects.first(), people[who], goal, mentor)

    assert Relationship.objects.count() == 1
    assert apps.get_model("relationships", "Relationship") is Relationship
