"""What counts how much: new versions, older ones, and which run used which."""

import pytest
from django.urls import reverse

from matching.engine.combine import DEFAULT_WEIGHTS
from matching.engine.snapshot import FACTORS, PURPOSES
from matching.forms import weights_in_force
from matching.models import Run
from mentorship.programs import actions
from mentorship.programs.models import Rules, latest_rules, rules_snapshot
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests.matching.working import run_now

PAGE_QUERIES = 6


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def table(**changed):
    """The whole form as the page sends it."""
    told = {
        f"{purpose}-{factor}": f"{share:g}"
        for purpose, shares in DEFAULT_WEIGHTS.items()
        for factor, share in shares.items()
    }
    return told | {"version": "0", "note": "More weight on level"} | changed


def address(program, *version, name="weights"):
    return reverse(f"matching:{name}", args=[program.slug, *version])


def test_a_change_is_a_new_version_with_its_note(as_ada, program, ada):
    as_ada.post(
        address(program),
        table(
            **{
                "growth-level": "40",
                "growth-window-low": "0",
                "growth-window-high": "2",
            }
        ),
    )

    rules = Rules.objects.get()
    assert (rules.version, rules.note, rules.made_by) == (
        1,
        "More weight on level",
        ada,
    )
    assert rules.weights["growth"]["level"] == 40
    assert rules.weights["skill"] == DEFAULT_WEIGHTS["skill"]
    assert rules.windows == {"growth": [0, 2]}
    assert AuditEvent.objects.get().verb == "changed"


def test_the_next_run_uses_it_and_says_so(as_ada, program, mentors, minas_goal):
    first = run_now(program)
    only_level = {f"skill-{factor}": "0" for factor in FACTORS}
    as_ada.post(address(program), table(**only_level | {"skill-level": "7"}))

    second = run_now(program)
    page = as_ada.get(address(program, 1, name="weights_version")).content.decode()

    weights = second.outcomes.get().weights
    assert weights == [10_000 if factor == "level" else 0 for factor in FACTORS]
    assert f"Run {second.pk}<" in page
    assert f"Run {first.pk}<" not in page
    shipped = as_ada.get(address(program, 0, name="weights_version"))
    assert [run.pk for run in shipped.context["runs"]] == [first.pk]


def test_the_form_shows_what_is_in_force(as_ada, program):
    Rules.objects.create(
        program=program,
        version=1,
        weights={"growth": {"level": 33}},
        windows={"growth": [1, 2]},
    )

    form = as_ada.get(address(program)).context["form"]

    assert form["growth-level"].value() == "33"
    assert form["growth-relevance"].value() == str(
        DEFAULT_WEIGHTS["growth"]["relevance"]
    )
    assert form["growth-window-high"].value() == 2
    assert form["skill-window-high"].value() is None


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"growth-level": "-1"}, "greater than or equal to 0"),
        ({"growth-level": "101"}, "less than or equal to 100"),
        ({"growth-level": "much"}, "Enter a number."),
        ({"growth-level": "nan"}, "Enter a number."),
        ({"growth-level": ""}, "Please fill this in."),
        ({"note": ""}, "Please fill this in."),
        ({"growth-window-low": "1"}, "Fill in both numbers, or leave both empty."),
        (
            {"growth-window-low": "3", "growth-window-high": "1"},
            "This must not be less than the fewest.",
        ),
        (
            {f"growth-{factor}": "0" for factor in FACTORS},
            "For this purpose nothing would count.",
        ),
    ],
)
def test_an_odd_number_is_asked_again_and_nothing_is_lost(
    as_ada, program, odd, sentence
):
    page = as_ada.post(address(program), table(**{"skill-level": "12.5"} | odd))

    words = page.content.decode()
    assert "<title>Error:" in words
    assert sentence in words
    assert 'value="12.5"' in words
    assert not Rules.objects.exists()


def test_two_admins_never_overwrite_each_other_unseen(as_ada, program):
    Rules.objects.create(program=program, version=1, note="Somebody was faster")

    refused = as_ada.post(address(program), table(**{"skill-level": "12.5"}))
    words = refused.content.decode()

    assert "Somebody saved version 1 while you were writing." in words
    assert 'value="12.5"' in words
    assert 'name="version" value="1"' in words
    as_ada.post(address(program), table(version="1", **{"skill-level": "12.5"}))
    assert latest_rules(program).weights["skill"]["level"] == 12.5


def test_a_version_that_was_taken_in_the_meantime_is_refused(program, ada):
    actions.change_rules(program, ada, 0, {}, {}, "First")

    with pytest.raises(NotPossible):
        actions.change_rules(program, ada, 0, {}, {}, "Second")
    assert [rules.note for rules in Rules.objects.all()] == ["First"]


def test_an_older_version_can_be_used_again_as_a_new_one(as_ada, program):
    old = Rules.objects.create(
        program=program, version=1, weights={"skill": {"level": 1}}, windows={}
    )
    Rules.objects.create(program=program, version=2)

    as_ada.post(address(program, 1, name="weights_again"))

    newest = latest_rules(program)
    assert (newest.version, newest.weights) == (3, old.weights)
    assert newest.note == "As in version 1"


def test_what_belay_comes_with_can_be_restored(as_ada, program):
    Rules.objects.create(program=program, version=1, weights={"skill": {"level": 1}})

    as_ada.post(address(program, 0, name="weights_again"))

    assert weights_in_force(latest_rules(program)) == DEFAULT_WEIGHTS
    assert rules_snapshot(program)["version"] == 2


@pytest.mark.parametrize("name", ["weights_version", "weights_again"])
def test_a_version_of_another_program_is_not_there(
    as_ada, program, other_program, name
):
    Rules.objects.create(program=other_program, version=7)

    ask = as_ada.post if name == "weights_again" else as_ada.get
    assert ask(address(program, 7, name=name)).status_code == 404
    assert ask(address(other_program, 7, name=name)).status_code == 404


def test_every_purpose_and_factor_can_be_set(as_ada, program):
    form = as_ada.get(address(program)).context["form"]

    shown = [(len(part.weights), part.low, part.high) for part in form.purposes()]
    assert len(shown) == len(PURPOSES)
    assert {count for count, _low, _high in shown} == {len(FACTORS)}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_version_as_for_three(
    as_ada, program, ada, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        Rules.objects.create(program=program, version=number, made_by=ada)
        Run.objects.create(
            program=program,
            rules={"version": number},
            encoder="lexical",
            state="finished",
            ended_at="2026-01-01T00:00Z",
        )

    with django_assert_num_queries(PAGE_QUERIES):
        as_ada.get(address(program))
