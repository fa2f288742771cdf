import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.snapshot import (
    Concepts,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
)
from matching.engine.tables import kept_with
from tests.engine.worlds import (
    a_goal,
    a_mentor,
    excluded,
    free,
    snapshot,
    some_goals,
    some_mentors,
    wishing,
    worlds,
)


def test_what_is_left_out_is_unknown():
    goal, mentor = a_goal(), a_mentor()

    assert not goal.hours_known[0]
    assert np.isnan(goal.styles).all()
    assert np.isnan([goal.level[0], goal.years[0], goal.window_low[0]]).all()
    assert (goal.field[0], goal.languages[0], goal.organisation[0]) == (-1, 0, -1)
    assert np.isnan(mentor.track_level).all()
    assert mentor.track_field.tolist() == [[-1, -1, -1]]


def test_columns_have_their_types_whatever_they_were_made_from():
    goals = some_goals(2, level=[1, 2], importance=[[0, 1, 2, 1, 0] * 2] * 2)

    assert goals.level.dtype == np.float32
    assert goals.importance.dtype == np.int8
    assert len(goals) == 2


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"purpose": [9]}, "Goals.purpose must lie between 0 and 8."),
        ({"purpose": [0.5]}, "Goals.purpose does not fit int8."),
        ({"purpose": [300]}, "Goals.purpose does not fit int8."),
        ({"format": [2]}, "Goals.format must lie between 0 and 1."),
        ({"importance": [[3] * 10]}, "Goals.importance must lie between 0 and 2."),
        ({"meetings_per_month": [0]}, "Goals.meetings_per_month must be above 0."),
        ({"months": [0]}, "Goals.months must be above 0."),
        ({"styles": [[0, 0, 0, 0, 0, 2.5]]}, "Goals.styles must lie between -2 and 2."),
        ({"level": [-1]}, "Goals.level must lie between 0 and inf."),
        ({"years": [-1]}, "Goals.years must lie between 0 and inf."),
        ({"minutes_needed": [0]}, "Goals.minutes_needed must be above 0."),
        (
            {"window_low": [2], "window_high": [1]},
            "Goals.window_low must not lie above window_high.",
        ),
        (
            {"weeks": [[[0, 0, 0, 0, 0, 1 << 16]]]},
            "Goals.weeks has only 336 half-hours.",
        ),
        ({"level": [1, 2]}, r"Goals.level must have shape \(1,\), got \(2,\)."),
        (
            {"styles": [[0, 0]]},
            r"Goals.styles must have shape \(1, 6\), got \(1, 2\).",
        ),
        ({"shoe_size": [42]}, r"Goals lacks \[\], knows no \['shoe_size'\]."),
    ],
)
def test_impossible_goals_are_refused_in_a_sentence(columns, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        some_goals(1, **columns)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {"conversation_places": [-1]},
            "Mentors.conversation_places must lie between 0 and inf.",
        ),
        (
            {"ongoing_places": [-1]},
            "Mentors.ongoing_places must lie between 0 and inf.",
        ),
        (
            {"track_level": [[0, 1, -2]]},
            "Mentors.track_level must lie between 0 and inf.",
        ),
        (
            {"track_years": [[-3, 0, 0]]},
            "Mentors.track_years must lie between 0 and inf.",
        ),
        (
            {"styles": [[-3, 0, 0, 0, 0, 0]]},
            "Mentors.styles must lie between -2 and 2.",
        ),
        ({"hears_rated": [1.1]}, "Mentors.hears_rated must lie between 0 and 1."),
        ({"listening": [-0.1]}, "Mentors.listening must lie between 0 and 1."),
        ({"months": [-1]}, "Mentors.months must lie between 0 and inf."),
        (
            {"hours_per_month": [-1]},
            "Mentors.hours_per_month must lie between 0 and inf.",
        ),
        (
            {"answered": [2], "asked": [1]},
            "Mentors.answered must not exceed asked.",
        ),
        (
            {"kept": [2], "meetings": [1]},
            "Mentors.kept must not exceed meetings.",
        ),
    ],
)
def test_impossible_mentors_are_refused_in_a_sentence(columns, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        some_mentors(1, **columns)


def test_two_rows_with_one_id_are_refused():
    with pytest.raises(ValueError, match=r"^Goals.id must not repeat.$"):
        some_goals(2, id=[7, 7])
    with pytest.raises(ValueError, match=r"^Mentors.id must not repeat.$"):
        some_mentors(2, id=[7, 7])


def test_a_column_that_is_needed_cannot_be_left_out():
    with pytest.raises(ValueError, match=r"^Goals lacks \['purpose'\], knows no \[\]"):
        Goals.of(id=[1], person=[1], enrolment=[1])


def test_an_array_of_another_type_is_refused():
    arrays = a_goal().to_arrays()

    with pytest.raises(ValueError, match=r"^Goals.level must hold float32.$"):
        Goals(**arrays | {"level": np.zeros(1)})


def test_exclusions_outside_the_program_are_refused():
    with pytest.raises(ValueError, match=r"^Exclusions.goal must lie between 0 and 0."):
        snapshot(some_goals(1), some_mentors(1), (1, 0, "block"))
    with pytest.raises(ValueError, match=r"^Exclusions.mentor must lie between"):
        snapshot(some_goals(1), some_mentors(1), (0, 1, "block"))


def test_both_sides_must_speak_of_the_same_weeks():
    with pytest.raises(ValueError, match=r"^Goals and mentors must know their hours"):
        Snapshot(a_goal(weeks=free(weeks=2)), a_mentor(weeks=free()), excluded())


def test_what_people_bring_and_hope_for_must_be_concepts_of_the_snapshot():
    two = Concepts.of(likeness=np.ones((2, 2)))

    assert len(snapshot(a_goal(brings=[1] * 8), a_mentor(), concepts=two).concepts) == 2
    with pytest.raises(ValueError, match=r"^Goals.brings must lie between -1 and 1."):
        snapshot(a_goal(brings=[2] * 8), a_mentor(), concepts=two)
    with pytest.raises(ValueError, match=r"^Mentors.hopes must lie between -1 and -1."):
        snapshot(a_goal(), a_mentor(hopes=[0] * 4))


def test_likeness_lies_between_0_and_1():
    with pytest.raises(ValueError, match=r"^Concepts.likeness must lie between 0 and"):
        Concepts.of(likeness=[[1.5]])


def test_both_sides_must_be_tagged_alike():
    with pytest.raises(
        ValueError, match="^Goals and mentors must be tagged with equal"
    ):
        snapshot(a_goal(tags=[1, 2]), a_mentor(tags=[1]))


def test_a_condition_must_speak_of_every_mentor():
    with pytest.raises(ValueError, match="^Conditions must say something of every"):
        snapshot(a_goal(), a_mentor(), **wishing((0, "place", [1, 0], False)))


def test_a_wish_is_for_a_goal_and_a_condition_of_the_snapshot():
    elsewhere, here = (wishing((goal, "place", [1], False)) for goal in (1, 0))

    with pytest.raises(ValueError, match=r"^Wishes.goal must lie between 0 and 0."):
        snapshot(a_goal(), a_mentor(), **elsewhere)
    with pytest.raises(ValueError, match=r"^Wishes.condition must lie between 0 and"):
        snapshot(a_goal(), a_mentor(), wishes=here["wishes"])


def test_places_are_told_apart_by_kind():
    mentors = some_mentors(2, conversation_places=[3, 0], ongoing_places=[1, 2])

    assert mentors.places().tolist() == [[3, 0], [1, 2]]


def test_a_shard_has_its_own_goals_and_pairs_and_every_mentor():
    whole = snapshot(
        some_goals(4),
        some_mentors(3),
        (0, 0, "block"),
        (2, 1, "already"),
        (3, 2, "cool_off"),
    )

    wished = wishing((0, "field", [1] * 3, False), (2, "place", [0] * 3, True))
    whole = replace(whole, **wished)

    shard = whole.take(1, 3)

    assert shard.goals.id.tolist() == [101, 102]
    assert shard.mentors is whole.mentors
    assert shard.exclusions.goal.tolist() == [1]
    assert shard.exclusions.mentor.tolist() == [1]
    assert shard.wishes.goal.tolist() == [1]
    assert shard.wishes.condition.tolist() == [1]
    assert shard.conditions is whole.conditions


@given(worlds(), st.data())
def test_shards_together_are_the_whole(world, data):
    whole = world.snapshot
    cut = data.draw(st.integers(0, len(whole.goals)))

    parts = [whole.take(0, cut), whole.take(cut, len(whole.goals))]

    for name, array in whole.goals.to_arrays().items():
        joined = Goals.join([part.goals for part in parts]).to_arrays()[name]
        np.testing.assert_array_equal(joined, array)
    assert sum(len(part.exclusions) for part in parts) == len(whole.exclusions)


@given(worlds())
def test_a_stored_snapshot_is_read_back_unchanged(tmp_path_factory, world):
    path = tmp_path_factory.mktemp("runs") / "snapshot.npz"

    np.savez(path, **world.snapshot.to_arrays())
    with np.load(path, allow_pickle=False) as arrays:
        again = Snapshot.from_arrays(arrays)

    for name, array in world.snapshot.to_arrays().items():
        np.testing.assert_array_equal(again.to_arrays()[name], array, strict=True)


def test_a_stored_snapshot_with_a_hole_is_refused():
    arrays = snapshot(a_goal(), a_mentor()).to_arrays()
    del arrays["mentors.paused"]

    with pytest.raises(
        ValueError, match=r"^Mentors is missing the arrays \['paused'\]"
    ):
        Snapshot.from_arrays(arrays)


def test_a_program_of_nobody_is_a_program():
    empty = snapshot(some_goals(0), some_mentors(0))

    assert (len(empty.goals), len(empty.mentors)) == (0, 0)
    assert isinstance(empty.exclusions, Exclusions)
    assert isinstance(empty.mentors, Mentors)


def test_what_is_kept_with_a_table_is_made_once_and_gone_with_it():
    made = []

    @kept_with
    def count(mentors):
        made.append(len(mentors))
        return len(mentors)

    three, four = some_mentors(3), some_mentors(4)

    assert [count(three), count(three), count(four), count(three)] == [3, 3, 4, 3]
    assert made == [3, 4]
    table = weakref.ref(three)
    del three
    gc.collect()
    assert table() is None
