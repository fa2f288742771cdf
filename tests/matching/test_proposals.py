"""Proposals before people: each answers alone, and only two yeses begin something."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matching import actions
from matching.actions import drafts
from matching.models import Pass, Proposal, ProposalSet
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.notices.models import Mail
from mentorship.programs.models import Enrolment, NeverPair
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import block
from mentorship.transitions import NotPossible
from tests import builders

WHY = "You both wrote about meetings."
LIST_QUERIES = 4


def proposed(ada, *pairs, state="draft"):
    """A set of the program with these pairs of a goal and a mentor."""
    program = pairs[0][1].program
    made = ProposalSet.objects.create(
        program=program, made_by=ada, why=WHY, state="draft", goals=len(pairs)
    )
    for goal, mentor in pairs:
        Proposal.objects.create(
            set=made,
            goal=goal,
            mentor=mentor,
            score=8000,
            factors=[0.8] + [None] * 9,
            weights=[10_000] + [0] * 9,
        )
    return made


@pytest.fixture
def put(ada, goal, omar):
    """One suggestion, of Omar for Mina's goal, published by Ada."""
    made = proposed(ada, (goal, omar))
    actions.publish(made, by=ada)
    return made.proposals.get()


def now(proposal):
    return Proposal.objects.get(pk=proposal.pk)


def page_of(client, proposal, person):
    client.force_login(person)
    return client.get(reverse("matching:proposal", args=[proposal.pk]))


def listed(client, person):
    client.force_login(person)
    page = client.get(reverse("matching:proposals"))
    rows = page.context["waiting"] + page.context["agreed"]
    return [proposal for proposal, _side in rows]


# --- Publishing ------------------------------------------------------------------------------


def test_publishing_writes_one_mail_to_each_person_however_many_suggestions(
    ada, mina, eve, omar
):
    goals = [builders.goal(mina), builders.goal(mina, "Another"), builders.goal(eve)]
    made = proposed(ada, *((goal, omar) for goal in goals))

    assert actions.publish(made, by=ada) == (3, 3, 0)

    people = {mail.person_id for mail in Mail.objects.all()}
    assert people == {mina.person_id, eve.person_id, omar.person_id}
    assert Mail.objects.count() == 3
    mail = Mail.objects.get(person=omar.person)
    assert "Ada Lind suggests it" in mail.text
    assert WHY in mail.text
    assert "Mina" not in mail.text


def test_the_page_that_asks_for_confirmation_counts_the_mails(client, ada, goal, omar):
    made = proposed(ada, (goal, omar))
    client.force_login(ada)
    url = reverse("matching:publish_proposals", args=[made.pk])

    assert client.get(url).context["people"] == 2
    assert Mail.objects.count() == 0
    client.post(url)
    assert Mail.objects.count() == 2
    made.refresh_from_db()
    assert (made.state, made.made_by) == ("published", ada)


def kept_apart(goal, omar):
    NeverPair.objects.create(
        program=omar.program, mentee=goal.mentee.person, mentor=omar.person
    )


IMPOSSIBLE = {
    "a block": lambda goal, omar: block(omar.person, goal.mentee.person),
    "a never-pair": kept_apart,
    "a mentor who left": lambda goal, omar: Enrolment.objects.filter(pk=omar.pk).update(
        left_at=timezone.now()
    ),
    "a mentee who left": lambda goal, omar: Enrolment.objects.filter(
        pk=goal.mentee_id
    ).update(left_at=timezone.now()),
    "a closed goal": lambda goal, omar: Goal.objects.filter(pk=goal.pk).update(
        state="closed"
    ),
    "a mentor who pauses": lambda goal, omar: Enrolment.objects.filter(
        pk=omar.pk
    ).update(paused=True),
    "no place": lambda goal, omar: Enrolment.objects.filter(pk=omar.pk).update(
        conversation_places=0
    ),
    "a no not long ago": lambda goal, omar: builders.pitch(
        goal,
        omar,
        state="declined",
        first_sent_at=timezone.now(),
        sent_at=timezone.now(),
        answered_at=timezone.now(),
    ),
}
impossible = pytest.mark.parametrize("what", IMPOSSIBLE)


@impossible
def test_what_became_impossible_is_left_out_silently(ada, goal, omar, what):
    made = proposed(ada, (goal, omar))
    IMPOSSIBLE[what](goal, omar)

    assert actions.publish(made, by=ada) == (0, 0, 1)
    assert Mail.objects.filter(event__startswith="proposals-").count() == 0


@impossible
def test_what_became_impossible_meanwhile_cannot_be_agreed_to(put, goal, omar, what):
    actions.agree(put, by=omar.person)
    IMPOSSIBLE[what](goal, omar)

    with pytest.raises(NotPossible):
        actions.agree(put, by=goal.mentee.person)
    assert not Relationship.objects.exists()


def test_a_pass_of_the_mentee_keeps_a_pair_from_being_put(ada, goal, omar):
    made = proposed(ada, (goal, omar))
    Pass.objects.create(goal=goal, mentor=omar)

    assert actions.publish(made, by=ada).pairs == 0


def test_what_was_left_out_reaches_nobody(client, ada, goal, omar, ivan, eve):
    made = proposed(ada, (goal, omar), (builders.goal(eve), ivan))
    out = made.proposals.get(goal=goal)
    actions.mark(out, state="dropped")

    actions.publish(made, by=ada)

    assert page_of(client, out, goal.mentee.person).status_code == 404
    assert not Mail.objects.filter(person=omar.person).exists()


# --- Two yeses -------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["mentee", "mentor"])
def test_two_yeses_begin_in_either_order(put, goal, omar, first):
    people = [goal.mentee.person, omar.person]
    if first == "mentor":
        people.reverse()

    assert actions.agree(put, by=people[0]) is None
    assert not Relationship.objects.exists()
    begun = actions.agree(put, by=people[1])

    assert (begun.goal, begun.mentor) == (goal, omar)
    assert begun.mentee_yes.person == goal.mentee.person
    assert begun.mentor_yes.person == omar.person
    assert now(put).state == "begun"
    omar.refresh_from_db()
    assert omar.conversations_taken == 1
    told = Mail.objects.get(event=f"proposal-{put.pk}-begun")
    assert told.person == people[0]


def test_what_a_suggestion_began_has_no_letter_and_says_so(client, put, goal, omar):
    mina = goal.mentee.person
    actions.agree(put, by=mina)
    begun = actions.agree(put, by=omar.person)
    client.force_login(mina)
    letter = reverse("pitches:letter", args=[begun.pk])

    piece = client.get(letter, headers={"HX-Request": "true"})
    whole = client.get(letter, follow=True)

    assert "So there is no letter." in piece.content.decode()
    assert "There is no letter: you were suggested" in whole.content.decode()


def test_a_yes_said_twice_is_said_once(put, goal):
    actions.agree(put, by=goal.mentee.person)
    actions.agree(put, by=goal.mentee.person)

    assert Yes.objects.count() == 1


def test_the_admin_cannot_say_yes_for_anybody(client, put, ada):
    with pytest.raises(NotPossible):
        actions.agree(put, by=ada)
    client.force_login(ada)
    assert client.post(reverse("matching:agree", args=[put.pk])).status_code == 404
    assert not Yes.objects.exists()


def test_the_pages_say_yes_and_lead_to_what_began(client, put, goal, omar):
    url = reverse("matching:agree", args=[put.pk])
    client.force_login(goal.mentee.person)
    client.post(url)
    client.force_login(omar.person)

    answer = client.post(url)

    begun = Relationship.objects.get()
    assert answer.url == reverse("relationships:detail", args=[begun.pk])
    text = page_of(client, put, goal.mentee.person).content.decode()
    assert "You and Omar Haddad both said yes" in text


# --- Never visible -----------------------------------------------------------------------------


ANSWERS = {
    "nothing": lambda proposal, person: None,
    "yes": lambda proposal, person: actions.agree(proposal, by=person),
    "no": lambda proposal, person: actions.pass_over(
        proposal, by=person, why="secret-reason"
    ),
}


def seen(client, person, proposal):
    """Everything that somebody sees, without what differs at each request."""
    client.force_login(person)
    pages = [
        client.get(reverse("matching:proposals")),
        client.get(reverse("matching:proposal", args=[proposal.pk])),
    ]
    return [
        (page.status_code, page.context.get("said", ""))
        + tuple(
            line
            for line in page.content.decode().splitlines()
            if "csrf" not in line.lower() and "nonce" not in line
        )
        for page in pages
    ]


@pytest.mark.parametrize("mine", ["nothing", "yes"])
@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_one_side_sees_the_same_whatever_the_other_said(
    client, put, goal, omar, side, mine
):
    me, other = goal.mentee.person, omar.person
    if side == "mentor":
        me, other = other, me
    ANSWERS[mine](put, me)
    pages = []
    for answer in ("nothing", "no") if mine == "yes" else ANSWERS:
        with transaction.atomic():
            ANSWERS[answer](put, other)
            pages.append(seen(client, me, put))
            transaction.set_rollback(True)

    assert all(page == pages[0] for page in pages)
    assert len(pages) >= 2


def test_a_no_and_its_reason_are_told_to_nobody(client, put, goal, omar, ada):
    before = Mail.objects.count()
    actions.pass_over(put, by=omar.person, why="secret-reason")

    assert Mail.objects.count() == before
    assert listed(client, omar.person) == []
    assert listed(client, goal.mentee.person) == [put]
    client.force_login(ada)
    page = client.get(reverse("matching:proposal_set", args=[put.set_id]))
    assert "secret-reason" not in page.content.decode()
    assert page.context["begun"] == "fewer than 10"
    assert now(put).mentor_reason == "secret-reason"


def test_a_yes_after_the_others_no_waits_and_begins_nothing(put, goal, omar):
    actions.pass_over(put, by=omar.person)

    assert actions.agree(put, by=goal.mentee.person) is None
    assert not Relationship.objects.exists()


def test_not_for_me_takes_a_yes_back_and_can_be_taken_back_itself(
    client, put, goal, omar
):
    client.force_login(omar.person)
    client.post(reverse("matching:agree", args=[put.pk]))
    client.post(reverse("matching:pass_over", args=[put.pk]), {"why": "Too busy."})
    assert not Yes.objects.exists()
    assert now(put).said_by("mentor") == "no"
    with pytest.raises(NotPossible):
        actions.agree(put, by=omar.person)

    client.post(reverse("matching:think_again", args=[put.pk]))

    assert (now(put).said_by("mentor"), now(put).mentor_reason) == ("", "")
    actions.agree(put, by=goal.mentee.person)
    assert actions.agree(put, by=omar.person) is not None


def test_a_mentor_reads_the_title_and_nothing_else_of_the_goal(client, put, goal, omar):
    for visibility in AssessmentItem.Visibility.values:
        AssessmentItem.objects.create(
            goal=goal, kind="challenge", text="a secret", visibility=visibility
        )

    text = page_of(client, put, omar.person).content.decode()

    assert goal.title in text
    assert "Ada Lind" in text
    assert WHY in text
    assert "a secret" not in text
    assert goal.guidance not in text
    assert "speaking up" not in text


@pytest.mark.parametrize("who", ["eve", "ivan"])
def test_others_find_nothing(client, put, who, request):
    person = request.getfixturevalue(who).person

    assert page_of(client, put, person).status_code == 404
    for view in ("agree", "pass_over", "think_again"):
        url = reverse(f"matching:{view}", args=[put.pk])
        assert client.post(url).status_code == 404


def test_a_block_ends_it_at_once_and_the_yes_is_gone(client, put, goal, omar):
    actions.agree(put, by=goal.mentee.person)

    block(omar.person, goal.mentee.person)

    assert now(put).state == "over"
    assert not Yes.objects.exists()
    assert page_of(client, put, goal.mentee.person).status_code == 404


# --- In time -----------------------------------------------------------------------------------


def overdue(proposal):
    Proposal.objects.filter(pk=proposal.pk).update(
        answer_by=timezone.now() - timedelta(seconds=1)
    )


def test_time_is_that_of_the_program(put, program):
    wait = put.answer_by - ProposalSet.objects.get().published_at

    assert wait == timedelta(days=program.answer_days)


def test_who_said_yes_is_told_kindly_when_time_is_over_and_nobody_else(
    client, put, goal, omar
):
    actions.agree(put, by=goal.mentee.person)
    overdue(put)

    assert actions.end_overdue() == 1
    assert actions.end_overdue() == 0

    mail = Mail.objects.get(event=f"proposals-{put.set_id}-over")
    assert mail.person == goal.mentee.person
    assert "Omar" not in mail.text
    assert not Yes.objects.exists()
    for person in (goal.mentee.person, omar.person):
        assert (
            "This suggestion is over" in page_of(client, put, person).content.decode()
        )


def test_a_yes_after_its_time_is_too_late(put, goal):
    overdue(put)

    with pytest.raises(NotPossible, match="not open any more"):
        actions.agree(put, by=goal.mentee.person)


def test_whom_somebody_did_not_want_is_not_proposed_again(put, goal, program, omar):
    actions.pass_over(put, by=omar.person)
    overdue(put)
    actions.end_overdue()

    assert drafts._would_rather_not(program) == {(goal.pk, omar.pk)}


def test_a_goal_that_waits_or_is_helped_is_not_proposed_for(put, goal, omar, program):
    assert goal not in drafts.unserved(program)
    actions.agree(put, by=goal.mentee.person)
    actions.agree(put, by=omar.person)
    assert goal not in drafts.unserved(program)


# --- Home and lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_the_home_leads_there_only_while_something_waits(client, put, goal, omar, who):
    person = goal.mentee.person if who == "mentee" else omar.person
    client.force_login(person)

    assert reverse("matching:proposals") in client.get("/").content.decode()
    actions.pass_over(put, by=person)
    assert reverse("matching:proposals") not in client.get("/").content.decode()


def test_the_suggestions_of_the_goal_lead_there(client, put, goal):
    client.force_login(goal.mentee.person)

    page = client.get(reverse("matching:suggestions", args=[goal.pk]))

    assert reverse("matching:proposal", args=[put.pk]) in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    client, ada, mina, program, count, django_assert_num_queries
):
    goals = [builders.goal(mina, f"Goal {number}") for number in range(count)]
    pairs = [
        (goal, builders.mentor(program, builders.person(f"Mo {number}")))
        for number, goal in enumerate(goals)
    ]
    actions.publish(proposed(ada, *pairs), by=ada)
    client.force_login(mina.person)
    client.get(reverse("matching:proposals"))

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("matching:proposals"))
    assert len(page.context["waiting"]) == count


# --- What the database refuses -------------------------------------------------------------------


def yes(person):
    return Yes.objects.create(person=person, by="a test")


def broken(put, **changes):
    with transaction.atomic():
        Proposal.objects.filter(pk=put.pk).update(**changes)


def mentees_yes(put):
    return yes(put.goal.mentee.person)


def mentors_yes(put):
    return yes(put.mentor.person)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        (lambda p: {"state": "draft"}, "proposal_answer_by_iff_put_to_people"),
        (lambda p: {"answer_by": None}, "proposal_answer_by_iff_put_to_people"),
        (lambda p: {"state": "begun"}, "proposal_begun_by_two_yeses"),
        (
            lambda p: {"state": "over", "mentee_yes": mentees_yes(p)},
            "proposal_yes_only_while_it_counts",
        ),
        (
            lambda p: {"mentee_yes": mentees_yes(p), "mentor_yes": mentors_yes(p)},
            "proposal_two_yeses_begin",
        ),
        (
            lambda p: {"mentee_yes": mentees_yes(p), "mentee_no_at": timezone.now()},
            "proposal_mentee_says_yes_or_no",
        ),
        (
            lambda p: {"mentor_yes": mentors_yes(p), "mentor_no_at": timezone.now()},
            "proposal_mentor_says_yes_or_no",
        ),
        (
            lambda p: {
                "state": "dropped",
                "answer_by": None,
                "mentor_no_at": timezone.now(),
            },
            "proposal_answered_only_by_who_was_asked",
        ),
        (lambda p: {"mentee_yes": mentors_yes(p)}, "proposal_yes_from_both"),
        (lambda p: {"mentor_yes": mentees_yes(p)}, "proposal_yes_from_both"),
    ],
)
def test_impossible_proposals_are_refused(put, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        broken(put, **changes(put))


def test_a_relationship_belongs_to_a_proposal_that_began(put, goal, omar):
    actions.agree(put, by=goal.mentee.person)
    begun = actions.agree(put, by=omar.person)

    with pytest.raises(IntegrityError, match="proposal_relationship_only_if_begun"):
        broken(put, state="over", mentee_yes=None, mentor_yes=None)
    assert begun.pk == now(put).relationship_id


def test_one_yes_is_not_two(put, goal, omar):
    same = mentees_yes(put)

    with pytest.raises(
        IntegrityError,
        match="proposal_needs_two_different_yeses|proposal_yes_from_both",
    ):
        broken(put, state="begun", mentee_yes=same, mentor_yes=same)


def test_a_goal_has_one_mentor_in_a_set_and_a_pair_one_open_proposal(
    ada, put, goal, omar, ivan
):
    second = Proposal(
        set=put.set, goal=goal, mentor=ivan, score=1, factors=[], weights=[]
    )
    refused = pytest.raises(IntegrityError, match="proposal_one_mentor_per_goal_in_a_")
    with refused, transaction.atomic():
        second.save()
    again = proposed(ada, (goal, omar)).proposals.get()
    with pytest.raises(IntegrityError, match="proposal_one_open_per_goal_and_mentor"):
        broken(again, state="open", answer_by=timezone.now())


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "draft"}, "proposal_set_published_at_iff_published"),
        ({"published_at": None}, "proposal_set_published_at_iff_published"),
        ({"why": ""}, "proposal_set_says_why"),
        ({"attempts": 6}, "proposal_set_attempts_within_the_cap"),
    ],
)
def test_impossible_sets_are_refused(put, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProposalSet.objects.filter(pk=put.set_id).update(**changes)


def test_a_program_has_one_open_set(ada, put, goal, omar):
    proposed(ada, (goal, omar))

    refused = pytest.raises(IntegrityError, match="proposal_set_one_open_per_program")
    with refused, transaction.atomic():
        proposed(ada, (goal, omar))
