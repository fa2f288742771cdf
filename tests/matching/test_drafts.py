"""Drafts of proposals: asked for, made by a worker, looked through by an admin."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching import actions, tasks
from matching.actions import drafts, leases
from matching.models import ProposalSet
from mentorship.notices.models import Mail
from mentorship.programs.models import Enrolment, NeverPair
from mentorship.safety.actions import block
from mentorship.transitions import NotPossible
from tests import builders

WHY = "You both wrote about meetings."
SETS_QUERIES = 6
REVIEW_QUERIES = 7


@pytest.fixture
def goals(program, minas_goal, eve):
    """Mina's goal, which suits everybody, and Eve's."""
    builders.free_evenings(eve.person)
    return [minas_goal, builders.goal(eve, "Speak to senior people in meetings")]


def ask(program, ada, aim="everyone"):
    made, started = actions.ask_for_proposals(program, by=ada, aim=aim, why=WHY)
    assert started
    return made


@pytest.fixture
def draft(program, ada, mentors, goals):
    made = ask(program, ada)
    assert actions.draft(made.pk)
    made.refresh_from_db()
    return made


def pairs(made, **only):
    rows = made.proposals.filter(**only)
    return set(rows.values_list("goal_id", "mentor_id"))


# --- Being made ------------------------------------------------------------------------------


def test_a_draft_has_one_mentor_for_each_goal_and_tells_nobody(draft, goals):
    assert draft.state == "draft"
    assert (draft.goals, draft.mentors, draft.percent) == (2, 3, 100)
    assert sorted(goal for goal, _mentor in pairs(draft)) == [g.pk for g in goals]
    assert Mail.objects.count() == 0


def test_every_aim_is_worked_out_to_be_compared(draft):
    assert set(draft.figures) == set(ProposalSet.Aim.values)
    for figures in draft.figures.values():
        assert (figures["goals"], figures["proposed"]) == (2, 2)
    total = draft.figures["score"]["total"]
    assert total == max(figures["total"] for figures in draft.figures.values())
    assert draft.figures["stable"]["blocking"] == 0


@pytest.mark.parametrize("aim", ProposalSet.Aim.values)
def test_by_each_aim_the_rows_are_those_of_its_figures(
    program, ada, mentors, goals, aim
):
    made = ask(program, ada, aim)
    actions.draft(made.pk)
    made.refresh_from_db()

    figures = made.figures[aim]
    rows = made.proposals.all()
    assert rows.count() == figures["proposed"]
    assert sum(row.score for row in rows) == round(figures["total"] * 10_000)


def test_with_places_for_one_only_one_is_proposed_and_the_other_counted(
    program, ada, mentors, goals
):
    Enrolment.objects.filter(pk__in=[m.pk for m in mentors[1:]]).update(paused=True)
    Enrolment.objects.filter(pk=mentors[0].pk).update(conversation_places=1)
    made = ask(program, ada)
    actions.draft(made.pk)
    made.refresh_from_db()

    assert made.figures["everyone"]["proposed"] == made.proposals.count() == 1
    assert made.figures["everyone"]["goals"] == 2


def test_whom_the_program_keeps_apart_is_never_proposed(
    program, ada, mina, mentors, minas_goal
):
    for mentor in mentors[:2]:
        NeverPair.objects.create(
            program=program, mentee=mina.person, mentor=mentor.person
        )
    made = ask(program, ada)
    actions.draft(made.pk)

    assert pairs(made) == {(minas_goal.pk, mentors[2].pk)}


def test_a_program_of_nobody_gets_an_empty_draft(client, program, ada):
    made = ask(program, ada)
    actions.draft(made.pk)
    client.force_login(ada)

    page = client.get(reverse("matching:proposal_set", args=[made.pk]))

    assert "0 pairs are proposed" in page.content.decode()
    assert "There is nobody to propose" in page.content.decode()


def test_whoever_asks_second_gets_the_first_one(program, ada, draft):
    again, started = actions.ask_for_proposals(
        program, by=ada, aim="score", why="Other words."
    )

    assert (again, started) == (draft, False)


def test_a_worker_that_lost_its_lease_writes_nothing(program, ada, mentors, goals):
    made = ask(program, ada)
    slow = leases._claim(ProposalSet, made.pk)
    ProposalSet.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert actions.draft(made.pk)
    with pytest.raises(leases.LeaseLost):
        leases._finish(slow, lambda: {"state": "failed"})
    made.refresh_from_db()
    assert made.state == "draft"


def test_what_is_held_by_one_worker_is_not_claimed_by_another(program, ada):
    made = ask(program, ada)

    assert leases._claim(ProposalSet, made.pk) is not None
    assert leases._claim(ProposalSet, made.pk) is None


def test_the_sweep_finds_a_draft_whose_bell_was_lost_or_whose_worker_died(
    program, ada, mentors, goals, monkeypatch, django_capture_on_commit_callbacks
):
    made = ask(program, ada)
    leases._claim(ProposalSet, made.pk)
    long_ago = timezone.now() - timedelta(hours=1)
    ProposalSet.objects.update(lease_until=long_ago, rung_at=long_ago)

    rung = []
    monkeypatch.setattr(
        "matching.actions.bells.current_app.send_task",
        lambda task, args: rung.append((task, args)),
    )

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert ("matching.draft", [made.pk]) in rung


def test_after_five_tries_a_draft_has_failed_with_a_way_out(
    client, program, ada, mentors, goals
):
    made = ask(program, ada)
    ProposalSet.objects.update(attempts=5, failure="MemoryError")
    actions.ring_due_work()
    made.refresh_from_db()
    client.force_login(ada)
    page = client.get(reverse("matching:proposal_set", args=[made.pk]))

    assert made.state == "failed"
    assert "The draft could not be made" in page.content.decode()
    client.post(reverse("matching:retry_proposals", args=[made.pk]))
    assert actions.draft(made.pk)
    made.refresh_from_db()
    assert (made.state, made.failure) == ("draft", "")


def test_a_cancelled_draft_is_not_written_by_its_worker(
    program, ada, mentors, goals, monkeypatch
):
    made = ask(program, ada)
    read = drafts.read_now

    def read_and_be_cancelled(*args, **kwargs):
        actions.discard(made)
        return read(*args, **kwargs)

    monkeypatch.setattr(drafts, "read_now", read_and_be_cancelled)
    actions.draft(made.pk)

    made.refresh_from_db()
    assert (made.state, made.proposals.count()) == ("discarded", 0)


# --- Being looked through ----------------------------------------------------------------------


def post(client, view, *args, **data):
    return client.post(reverse(f"matching:{view}", args=args), data)


def mark(client, pair, what):
    return post(client, "mark_proposal", pair.set_id, pair.pk, what=what)


def test_pins_stay_and_what_was_left_out_stays_out(client, draft, ada, mentors, goals):
    client.force_login(ada)
    mine, hers = draft.proposals.order_by("goal")
    mark(client, mine, "pin")
    mark(client, hers, "drop")

    post(client, "propose_again", draft.pk, aim="spread")
    again = ProposalSet.objects.open().get()
    actions.draft(again.pk)

    again.refresh_from_db()
    assert (again.aim, again.why) == ("spread", WHY)
    assert pairs(again, pinned=True) == {(mine.goal_id, mine.mentor_id)}
    assert (hers.goal_id, hers.mentor_id) not in pairs(again)
    assert again.proposals.count() == 2
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_a_pin_that_is_no_candidate_any_more_is_let_go(client, draft, ada, mentors):
    client.force_login(ada)
    pair = draft.proposals.first()
    mark(client, pair, "pin")
    again = actions.ask_again(draft, by=ada, aim="everyone")
    Enrolment.objects.filter(pk=pair.mentor_id).update(paused=True)

    actions.draft(again.pk)

    again.refresh_from_db()
    assert (again.pins, again.state) == ([], "draft")
    assert not again.proposals.filter(mentor=pair.mentor_id).exists()


def suggest(client, ada, goal, mentor, why=""):
    client.force_login(ada)
    told = {"goal": goal.pk, "mentor": mentor.pk, "why": why}
    address = reverse("matching:pin_pair", args=[mentor.program.slug])
    client.post(address, told)
    return ProposalSet.objects.open().last()


def made_again(shown):
    assert actions.draft(shown.pk)
    shown.refresh_from_db()
    return shown


def test_any_pair_can_be_added_to_a_draft_and_replaces_what_its_goal_had(
    client, draft, ada, mentors, goals
):
    mine, eves = goals
    client.force_login(ada)
    for pair in draft.proposals.all():
        mark(client, pair, "pin")
    other = next(m for m in mentors if (mine.pk, m.pk) not in pairs(draft))

    again = made_again(suggest(client, ada, mine, other))

    assert (mine.pk, other.pk) in pairs(again, pinned=True)
    assert {goal for goal, _mentor in pairs(again)} == {mine.pk, eves.pk}
    assert (again.why, again.only_pins, again.not_kept) == (WHY, False, 0)


def test_without_a_draft_a_pair_is_suggested_alone_and_begins_by_two_yeses(
    client, program, ada, mentors, goals
):
    assert suggest(client, ada, goals[0], mentors[2]) is None  # nobody said why

    alone = made_again(suggest(client, ada, goals[0], mentors[2], WHY))
    actions.publish(alone, by=ada)

    assert pairs(alone, state="open") == {(goals[0].pk, mentors[2].pk)}
    assert Mail.objects.count() == 2
    proposal = alone.proposals.get()
    assert actions.agree(proposal, by=mentors[2].person) is None
    assert actions.agree(proposal, by=goals[0].mentee.person) is not None


def test_whom_a_rule_parts_cannot_be_added_and_a_second_suggestion_neither(
    client, program, draft, ada, mentors, goals
):
    NeverPair.objects.create(
        program=program, mentee=goals[0].mentee.person, mentor=mentors[0].person
    )
    assert suggest(client, ada, goals[0], mentors[0]) == draft

    actions.publish(draft, by=ada)
    assert suggest(client, ada, goals[1], mentors[1], WHY) is None


def test_what_two_people_settled_lets_a_pair_go_without_telling_which(
    client, program, ada, mentors, goals
):
    block(mentors[1].person, goals[0].mentee.person)
    alone = made_again(suggest(client, ada, goals[0], mentors[1], WHY))

    page = client.get(reverse("matching:proposal_set", args=[alone.pk]))

    assert (pairs(alone), alone.not_kept) == (set(), 1)
    assert "A pair that you chose is not possible now." in page.content.decode()


def test_nobody_else_suggests_a_pair(client, otto, eve, draft, mentors, goals):
    for who in (otto, eve.person, mentors[0].person):
        assert suggest(client, who, goals[0], mentors[1]) == draft


def test_the_page_says_why_and_what_it_costs_in_words(client, draft, ada):
    client.force_login(ada)

    page = client.get(reverse("matching:proposal_set", args=[draft.pk]))

    text = page.content.decode()
    assert "2 pairs are proposed, 0 goals get nobody" in " ".join(text.split())
    row = page.context["rows"][0]
    assert "free hours that both have" in {
        part for line in page.context["rows"] for part in line.why.split("; ")
    }
    assert row.cost in text
    assert "speaking up" not in text  # a growth area is the mentee's own


def test_a_draft_that_was_published_cannot_be_changed(client, draft, ada):
    pair = draft.proposals.first()
    actions.publish(draft, by=ada)

    assert not actions.mark(pair, pinned=True)
    assert not actions.discard(draft)
    with pytest.raises(NotPossible):
        actions.ask_again(draft, by=ada, aim="score")


def test_a_reason_has_to_be_given_and_what_was_chosen_stays(client, program, ada):
    client.force_login(ada)

    page = post(client, "proposal_sets", program.slug, aim="worst", why="")

    assert page.context["form"]["aim"].value() == "worst"
    assert not ProposalSet.objects.exists()


@pytest.mark.parametrize("what", ["", "eat", "pin; drop"])
def test_an_odd_mark_changes_nothing(client, draft, ada, what):
    client.force_login(ada)

    mark(client, draft.proposals.first(), what)

    assert set(draft.proposals.values_list("state", "pinned")) == {("draft", False)}


def test_an_odd_aim_is_not_found(client, draft, ada):
    client.force_login(ada)

    assert post(client, "propose_again", draft.pk, aim="fun").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sets_asks_the_same_number_of_questions(
    client, program, ada, count, django_assert_num_queries
):
    for _number in range(count):
        made = ask(program, ada)
        ProposalSet.objects.filter(pk=made.pk).update(state="discarded")
    client.force_login(ada)
    url = reverse("matching:proposal_sets", args=[program.slug])
    client.get(url)

    with django_assert_num_queries(SETS_QUERIES):
        page = client.get(url)
    assert len(page.context["sets"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_asks_the_same_number_of_questions(
    client, program, ada, mentors, minas_goal, count, django_assert_num_queries
):
    for number in range(count - 1):
        mentee = builders.mentee(program, builders.person(f"Mo {number}"))
        builders.goal(mentee, "Say what I think in meetings")
    made = ask(program, ada)
    actions.draft(made.pk)
    client.force_login(ada)
    url = reverse("matching:proposal_set", args=[made.pk])
    client.get(url)

    with django_assert_num_queries(REVIEW_QUERIES):
        page = client.get(url)
    assert len(page.context["rows"]) == count
