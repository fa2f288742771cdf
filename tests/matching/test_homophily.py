"""R100: the report says whether pairs are more alike than by chance, and names nobody."""

import json

import pytest
from django.urls import reverse

from accounts.models import Identity, Network, NetworkMembership
from matching import reports
from matching.models import Suggestion
from matching.reports.homophily import homophily_of
from mentorship.relationships.models import Relationship, Yes
from tests import builders
from tests.matching.working import run_now

QUERIES = 6
HIDDEN = "Not shown: fewer than 10 are alike, or are not"


@pytest.fixture
def begin(program):
    """Lets pairs begin: a field of work for the mentee and one for the mentor of each."""

    def begin(*fields, **profile):
        return [_begin(program, *both, **profile) for both in fields]

    return begin


def _begin(program, asks, helps, **profile):
    mentee, mentor = (builders.person(name, **profile) for name in ("Mo", "Ann"))
    builders.track(mentee, asks, level=2)
    builders.track(mentor, helps, level=4)
    asking = builders.mentee(program, mentee)
    helping = builders.mentor(program, mentor)
    return Relationship.objects.create(
        goal=builders.goal(asking),
        mentee=asking,
        mentor=helping,
        kind="conversation",
        mentee_yes=Yes.objects.create(person=mentee, by="a test"),
        mentor_yes=Yes.objects.create(person=mentor, by="a test"),
    )


def describe(person, words):
    Identity.objects.update_or_create(
        person=person,
        defaults={"gender": words, "purpose_shown": Identity.PURPOSE},
    )


def told_of(program):
    return {row["trait"]: row for row in homophily_of(program)}


def numbers(row):
    return row["pairs"], row["alike"], row["by_chance"]


ALIKE, UNLIKE = ("Nursing", " NURSING  "), ("Nursing", "Law")


def test_ten_of_either_kind_are_told_of_and_nine_are_not(program, begin):
    begin(*[ALIKE] * 9, *[UNLIKE] * 10)
    assert numbers(told_of(program)["field"]) == (None, None, None)

    begin(ALIKE)

    # Mentors: ten in nursing and ten in law, for mentees who are all in nursing.
    assert numbers(told_of(program)["field"]) == (20, 10, 0.5)
    assert numbers(told_of(program)["level"]) == (None, None, None)  # none is alike


def test_fewer_pairs_than_the_smallest_cell_are_as_none(client, program, begin, ada):
    empty = "No pair has begun yet, or fewer than 10 have."
    run = run_now(program)
    begin(*[ALIKE] * 9)
    again = run_now(program)

    assert run.figures["homophily"] == again.figures["homophily"] == []
    client.force_login(ada)
    for one in (run, again):
        page = client.get(reverse("matching:report", args=[one.pk])).content.decode()
        assert empty in page


def test_one_more_pair_moves_nothing(program, begin):
    begin(*[ALIKE] * 10, *[UNLIKE] * 10)
    before = told_of(program)["field"]

    begin(*[ALIKE] * 5)

    after = told_of(program)["field"]
    assert numbers(after) == numbers(before)


def test_the_same_pair_counts_once_whatever_its_goals(program, begin):
    for pair in begin(*[ALIKE] * 10, *[UNLIKE] * 9):
        Relationship.objects.create(
            goal=builders.goal(pair.mentee),
            mentee=pair.mentee,
            mentor=pair.mentor,
            kind="conversation",
            mentee_yes=Yes.objects.create(person=pair.mentee.person, by="a test"),
            mentor_yes=Yes.objects.create(person=pair.mentor.person, by="a test"),
        )

    assert told_of(program)["field"]["pairs"] is None


def test_networks_count_only_where_both_show_them(program, begin):
    guild = Network.objects.create(name="Guild")
    hidden = Network.objects.create(name="Hidden", sensitive=True)
    other = Network.objects.create(name="Alumni")
    for number, pair in enumerate(begin(*[ALIKE] * 20)):
        shown = guild if number < 10 else other
        for person, network, is_shown in [
            (pair.mentee.person, guild, True),
            (pair.mentor.person, shown, True),
            (pair.mentee.person, hidden, False),
            (pair.mentor.person, hidden, False),
        ]:
            NetworkMembership.objects.create(
                person=person, network=network, shown=is_shown
            )

    assert numbers(told_of(program)["network"]) == (20, 10, 0.5)


def test_chance_counts_only_mentors_who_can_be_talked_with(program, begin):
    begin(*[ALIKE] * 10, *[UNLIKE] * 10)
    for _number in range(10):
        person = builders.person("Aino", languages=["fi"])
        builders.track(person, "Nursing")
        builders.mentor(program, person)

    assert numbers(told_of(program)["field"]) == (20, 10, 0.5)


# Gender


@pytest.fixture
def described(begin):
    """Twenty pairs, ten of which describe themselves alike, in words of their own."""
    pairs = begin(*[ALIKE] * 10, *[UNLIKE] * 10)
    for number, pair in enumerate(pairs):
        describe(pair.mentee.person, "Xanthic woman")
        words = "  xanthic   WOMAN " if number < 10 else "Xanthic man"
        describe(pair.mentor.person, words)
    return pairs


def test_own_words_are_compared_as_they_are(program, described):
    assert numbers(told_of(program)["gender"]) == (20, 10, 0.5)


@pytest.mark.parametrize(
    "change", [lambda row: row.delete(), lambda row: row.update(purpose_shown="Other.")]
)
def test_who_took_it_back_or_agreed_to_something_else_is_not_counted(
    program, described, change
):
    change(Identity.objects.filter(person=described[0].mentee.person))

    assert told_of(program)["gender"]["pairs"] is None


def test_gender_is_never_told_of_fewer_than_ten(program, described):
    """That is what people agreed to, also where a program shows smaller groups."""
    program.smallest_cell = 5
    program.save(update_fields=["smallest_cell"])
    Identity.objects.filter(person=described[0].mentee.person).delete()

    found = told_of(program)

    assert numbers(found["field"]) == (15, 10, 0.67)  # five have still to wait
    assert (found["gender"]["smallest"], found["gender"]["pairs"]) == (10, None)


def test_the_report_tells_shares_and_nobodys_words(client, program, described, ada):
    run = run_now(program)
    client.force_login(ada)

    def page(name, *args):
        url = reverse(f"matching:{name}", args=[run.pk, *args])
        return client.get(url).content.decode()

    rows = {row.cells[0]: row for row in reports.tables(run)["homophily"].rows}
    pages = [page("report"), page("table", "homophily"), page("table_csv", "homophily")]
    pages.append(json.dumps(reports.as_json(run)))
    gender = rows["The same words for their gender"]
    assert gender.cells[1:] == [
        "About as often as by chance: 50 % against 50 %",
        20,
        "50 % (30 to 70 %)",
        "50 %",
    ]
    assert rows["The same level"].cells[1:] == [HIDDEN, "–", "–", "–"]
    assert [row.behind for row in rows.values()] == [""] * 6
    assert all("50 % (30 to 70 %)" in page for page in pages[:3])
    assert "xanthic" not in "".join(pages).lower()
    url = reverse("matching:behind", args=[run.pk, "homophily"])
    assert client.get(url, {"row": "gender"}).status_code == 404


@pytest.mark.parametrize(
    ("usual", "rare", "extra", "told"),
    [
        (
            ALIKE,
            UNLIKE,
            ("Law", "Nursing"),
            "More often than by chance: 75 % against 33 %",
        ),
        (
            UNLIKE,
            ALIKE,
            ("Nursing", "Law"),
            "Less often than by chance: 25 % against 67 %",
        ),
    ],
)
def test_what_is_more_than_chance_is_said(program, begin, usual, rare, extra, told):
    """Three of four pairs are of the usual kind, most other mentors of the other."""
    begin(*[usual, usual, usual, rare] * 10)
    for field in [*[extra[0]] * 7, extra[1]] * 10:
        person = builders.person("Ida")
        builders.track(person, field)
        builders.mentor(program, person)
    run = run_now(program)

    row = next(iter(reports.tables(run)["homophily"].rows))

    assert row.cells[:3] == ["The same field of work", told, 40]


def test_who_describes_themselves_how_changes_no_list(program, mentors, minas_goal):
    def lists():
        run = run_now(program)
        rows = Suggestion.objects.filter(run=run).order_by("position")
        return list(rows.values_list("goal", "mentor", "position", "score"))

    people = [minas_goal.mentee.person, *(mentor.person for mentor in mentors)]
    before = lists()
    for words in ("woman", "man"):
        for person in people[:2]:
            describe(person, words)
        assert lists() == before
    assert len(before) == 3


@pytest.mark.parametrize("pairs", [10, 30])
def test_many_pairs_take_as_many_questions_as_few(
    program, begin, pairs, django_assert_num_queries
):
    begin(*[ALIKE] * pairs)

    with django_assert_num_queries(QUERIES):
        assert len(homophily_of(program)) == 6


@pytest.mark.parametrize("pairs", [1, 3])
def test_below_the_smallest_cell_nobody_is_asked_about(
    program, begin, pairs, django_assert_num_queries
):
    begin(*[ALIKE] * pairs)

    with django_assert_num_queries(1):
        assert homophily_of(program) == []
