"""What would be if, how lists are shared out, and one pair tried: exact, and discreet."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matching import actions, reports
from matching.actions import studying
from matching.engine.snapshot import USUAL_RATE
from matching.models import Outcome, Pass, Study
from mentorship.programs.models import Enrolment, NeverPair
from mentorship.safety.actions import block
from tests import builders
from tests.matching.working import run_now

STUDIES_QUERIES = 8
TRY_QUERIES = 6


def what_if(client, program, ada, change, **asked):
    client.force_login(ada)
    url = reverse("matching:studies", args=[program.slug])
    return client.post(url, {"change": change, **asked}, follow=True)


def heading(answer):
    return answer.context["finding"].heading


# --- What if ---------------------------------------------------------------------------------


def test_with_more_mentors_more_goals_find_somebody(
    client, program, ada, mentors, mina, eve
):
    everybody = Enrolment.objects.filter(pk__in=[m.pk for m in mentors])
    everybody.update(paused=True)
    open_one = builders.mentor(
        program,
        builders.person("Kaisa Mäki", languages=["fi"]),
        topics="Lead a first team",
    )
    builders.goal(mina, "Say what I think in meetings")
    eve.person.profile.languages = ["fi"]
    eve.person.profile.save(update_fields=["languages"])
    builders.goal(eve, "Lead my first team")

    answer = what_if(client, program, ada, "mentors", like=open_one.pk, how_many=2)

    found = Study.objects.get().found
    assert (found["gained"], found["before"]["coverage"]["nobody"]) == ([], 1)
    assert heading(answer).startswith("With 2 more mentors like Kaisa Mäki, ")


def test_without_a_rule_as_many_find_somebody_as_a_run_without_it_says(
    client, program, ada, mentors, eve
):
    lonely = builders.goal(eve, "Say what I think in meetings")
    eve.person.profile.languages = ["fi"]
    eve.person.profile.save(update_fields=["languages"])

    answer = what_if(client, program, ada, "relax", rule="no_language")

    assert heading(answer) == (
        "Without the rule “The two share no language”, 1 more goal finds somebody"
    )
    assert Study.objects.get().found["gained"] == [lonely.pk]
    eve.person.profile.languages = []  # as if the rule did not count
    eve.person.profile.save(update_fields=["languages"])
    run_now(program)
    assert Outcome.objects.get(goal=lonely).candidates == 3


def test_what_single_people_said_is_not_told_in_small_numbers(
    client, program, ada, mentors, minas_goal
):
    builders.track(minas_goal.mentee.person, field="Nursing", level=5, is_main=False)
    Enrolment.objects.filter(pk__in=[m.pk for m in mentors]).update(highest_level=0)

    answer = what_if(client, program, ada, "relax", rule="boundary")

    assert "fewer than 10 more goal" in heading(answer)
    part = answer.context["finding"].parts[0]
    assert "Goals with nobody" not in {row[0] for row in part.rows}
    assert part.chart == []


@pytest.mark.parametrize(
    "asked",
    [
        {"change": "weight", "factor": "relevance", "times": "0"},
        {"change": "version", "version": "0"},
        {"change": "relax", "rule": "off_topic"},
    ],
)
@pytest.mark.parametrize("size", ["nobody", "one mentor", "three"])
def test_every_question_has_an_answer_in_programs_of_any_size(
    client, program, ada, asked, size, request
):
    if size == "one mentor":
        request.getfixturevalue("omar")
    if size == "three":
        request.getfixturevalue("finished")

    answer = what_if(client, program, ada, **asked)

    assert answer.status_code == 200
    assert Study.objects.get().state == "done"
    if size == "nobody":
        assert heading(answer).endswith("nothing would change")


@pytest.mark.parametrize(
    "asked",
    [
        {"change": "mentors", "like": "999999", "how_many": "2"},
        {"change": "mentors", "like": "", "how_many": "900"},
        {"change": "relax", "rule": "block"},
        {"change": "relax", "rule": "not_for_me"},
        {"change": "weight", "factor": "age", "times": "2"},
        {"change": "version", "version": "77"},
    ],
)
def test_odd_questions_get_a_sentence(client, program, ada, asked):
    answer = what_if(client, program, ada, **asked)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Study.objects.exists()


def test_an_unknown_kind_of_question_is_not_found(client, program, ada):
    assert what_if(client, program, ada, "everything").status_code == 404


# --- In the background ---------------------------------------------------------------------------


def test_a_large_program_gets_its_answer_from_a_worker(
    client, program, ada, finished, monkeypatch
):
    monkeypatch.setattr(studying, "PAIRS_AT_ONCE", 2)
    answer = what_if(client, program, ada, "relax", rule="off_topic")
    made = Study.objects.get()

    assert "This is being worked out" in answer.content.decode()
    assert actions.study(made.pk)
    url = reverse("matching:study", args=[made.pk])
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "off" not in piece or "Without the rule" in piece


def test_a_cancelled_study_can_be_asked_for_again(client, program, ada, monkeypatch):
    monkeypatch.setattr(studying, "PAIRS_UNREAD", -1)
    what_if(client, program, ada, "relax", rule="off_topic")
    made = Study.objects.get()
    client.post(reverse("matching:cancel_study", args=[made.pk]))
    assert not actions.study(made.pk)

    client.post(reverse("matching:retry_study", args=[made.pk]))

    assert actions.study(made.pk)
    made.refresh_from_db()
    assert made.state == "done"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "done"}, "study_found_something_iff_done"),
        ({"found": {"goals": 1}}, "study_found_something_iff_done"),
        ({"attempts": 6}, "study_attempts_within_the_cap"),
    ],
)
def test_impossible_studies_are_refused(program, changes, constraint):
    made = Study.objects.create(program=program, kind="fairness")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Study.objects.filter(pk=made.pk).update(**changes)


# --- How lists are shared out --------------------------------------------------------------------


@pytest.fixture
def crowded(program, ada, mentors, minas_goal, eve):
    """Two goals whose best is the same mentor, who has one place."""
    builders.free_evenings(eve.person)
    builders.track(eve.person, level=2)
    other = builders.goal(eve, "Say what I think in meetings with senior people")
    Enrolment.objects.filter(pk=mentors[0].pk).update(conversation_places=1)
    return [minas_goal, other]


def look_closer(client, program, ada):
    client.force_login(ada)
    url = reverse("matching:look_closer", args=[program.slug])
    return client.post(url, follow=True)


def test_who_gives_up_what_for_whom_is_said_by_name(client, program, ada, crowded):
    answer = look_closer(client, program, ada)

    assert heading(answer) == "50 % of the goals see their best mentor first"
    parts = {part.key: part for part in answer.context["finding"].parts}
    assert parts["regret"].heading == (
        "One goal is shown somebody else first, so that another gets a place"
    )
    (row,) = parts["regret"].rows
    assert row[0] in {"Mina Costa", "Eve Novak"}
    assert row[3] == "Hanna Reuter"
    assert row[4].endswith("the best for this goal")
    ranks = parts["ranks"].rows
    assert [sum(row[side] for row in ranks) for side in (1, 2)] == [2, 2]
    assert len(parts["sensitivity"].rows) == 10
    assert answer.content.decode().count('<svg class="chart"') == 2


def test_blocking_pairs_are_those_of_the_engine(client, program, ada, crowded):
    look_closer(client, program, ada)

    found = Study.objects.get().found
    assert found["blocking"]["count"] == len(found["blocking"]["pairs"])
    assert found["regret"]["goals"] == 2


def test_a_program_of_nobody_has_nothing_to_share_out(client, program, ada):
    answer = look_closer(client, program, ada)

    assert heading(answer) == "No goal has anybody to be shown first"
    assert [part.rows for part in answer.context["finding"].parts][:2] == [[], []]


def test_where_no_list_changes_none_hangs_on_a_weight(
    client, program, ada, omar, minas_goal
):
    answer = look_closer(client, program, ada)

    (shaken,) = [p for p in answer.context["finding"].parts if p.key == "sensitivity"]
    assert {cell for row in shaken.rows for cell in row[1:]} == {"0 %"}
    assert shaken.heading == "No list hangs on one weight alone"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    client, program, ada, omar, count, django_assert_num_queries
):
    for _number in range(count):
        look_closer(client, program, ada)
    url = reverse("matching:studies", args=[program.slug])
    client.get(url)

    with django_assert_num_queries(STUDIES_QUERIES):
        page = client.get(url)
    assert len(page.context["studies"]) == count


# --- One pair ------------------------------------------------------------------------------------


def try_pair(client, goal, mentor, ada):
    client.force_login(ada)
    url = reverse("matching:try", args=[mentor.program.slug])
    return client.get(url, {"goal": goal.pk, "mentor": mentor.pk})


def test_the_factors_of_a_pair_are_those_of_its_suggestion(
    client, program, mentors, minas_goal, eve, ada
):
    """Also where mentors answer less often than they do elsewhere."""
    other, then = builders.goal(eve), timezone.now() - timedelta(days=3)
    times = {"first_sent_at": then, "sent_at": then, "answer_by": then}
    for mentor in mentors:
        builders.pitch(other, mentor, state="expired", **times)
    finished = run_now(program)
    assert finished.rules["usual_rates"]["answered"] < USUAL_RATE

    page = try_pair(client, minas_goal, mentors[0], ada)

    suggested = finished.suggestions.get(mentor=mentors[0])
    tried = page.context["tried"]
    assert tried.factors == {name: getattr(suggested, name) for name in tried.factors}
    assert tried.score == suggested.score
    assert page.context["rules"] == []


def test_every_rule_that_parts_a_pair_is_told(
    client, program, mentors, minas_goal, ada
):
    hanna = mentors[0]
    Enrolment.objects.filter(pk=hanna.pk).update(paused=True, conversation_places=0)
    NeverPair.objects.create(
        program=program, mentee=minas_goal.mentee.person, mentor=hanna.person
    )

    rules = try_pair(client, minas_goal, hanna, ada).context["rules"]

    assert rules == [
        "They are not taking requests at the moment.",
        "They have no free place of the kind that was asked for.",
        "The program keeps the two apart.",
    ]


SETTLED = {
    "a block": lambda goal, mentor: block(mentor.person, goal.mentee.person),
    "a pass": lambda goal, mentor: Pass.objects.create(goal=goal, mentor=mentor),
}


@pytest.mark.parametrize("what", SETTLED)
def test_what_two_people_settled_is_not_told(client, mentors, minas_goal, ada, what):
    def seen():
        page = try_pair(client, minas_goal, mentors[0], ada)
        lines = page.content.decode().splitlines()
        return [line for line in lines if "csrf" not in line.lower()]

    before = seen()
    SETTLED[what](minas_goal, mentors[0])

    assert seen() == before


def test_nothing_that_somebody_wrote_is_shown(client, mentors, minas_goal, ada):
    text = try_pair(client, minas_goal, mentors[0], ada).content.decode()

    assert minas_goal.guidance not in text
    assert "speaking up" not in text
    assert mentors[0].topics not in text


@pytest.mark.parametrize(
    "query", ["?goal=x&mentor=1", "?goal=²", "?q=%00", "?goal=9" * 1]
)
def test_odd_pairs_show_the_empty_form(
    client, program, mentors, minas_goal, ada, query
):
    client.force_login(ada)

    page = client.get(reverse("matching:try", args=[program.slug]) + query)

    assert (page.status_code, page.context["tried"]) == (200, None)


def test_people_of_another_program_cannot_be_tried(
    client, other_program, mentors, minas_goal, ada
):
    foreign = builders.mentor(other_program, builders.person("Luis Rey"))
    client.force_login(ada)
    url = reverse("matching:try", args=[mentors[0].program.slug])

    page = client.get(url, {"goal": minas_goal.pk, "mentor": foreign.pk})

    assert page.context["tried"] is None
    assert "Luis" not in page.content.decode()


def test_a_search_finds_a_mentee_by_name(
    client, program, mentors, minas_goal, eve, ada
):
    builders.goal(eve)
    client.force_login(ada)

    page = client.get(reverse("matching:try", args=[program.slug]), {"q": "novak"})

    assert [goal.mentee.person.name for goal in page.context["goals"]] == ["Eve Novak"]
    assert len(page.context["mentors"]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_what_can_be_tried_is_asked_for_in_the_same_number_of_questions(
    client, program, mina, ada, count, django_assert_num_queries
):
    for number in range(count):
        builders.goal(mina, f"Goal {number}")
        builders.mentor(program, builders.person(f"Mo {number}"))
    client.force_login(ada)
    url = reverse("matching:try", args=[program.slug])
    client.get(url)

    with django_assert_num_queries(TRY_QUERIES):
        page = client.get(url)
    assert len(page.context["goals"]) == len(page.context["mentors"]) == count


def test_what_was_asked_is_named(program, ada):
    made = Study(
        program=program,
        kind="what_if",
        asked={"change": "mentors", "name": "Li Wei", "like": 1, "how_many": 1},
    )

    assert reports.study_name(made) == "What if there were 1 more mentor like Li Wei?"
