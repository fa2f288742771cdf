"""Two or three mentors side by side: the same facts as on their cards, nobody first."""

import pytest
from django.urls import reverse

THIN = "thin common ground"


def side_by_side(client, goal, *mentors):
    client.force_login(goal.mentee.person)
    address = reverse("matching:compare", args=[goal.pk])
    return client.get(address, {"with": [mentor.pk for mentor in mentors]})


def test_facts_are_those_of_the_cards(client, finished, minas_goal, mentors):
    answer = side_by_side(client, minas_goal, *mentors[:2])

    card = client.get(reverse("matching:suggestions", args=[minas_goal.pk]))
    hanna = next(c for c in card.context["cards"] if c.name == "Hanna Reuter")
    rows = {row["label"]: row["cells"][0] for row in answer.context["rows"]}
    assert [p["name"] for p in answer.context["people"]][0] == "Hanna Reuter"
    assert rows["Hours you share"] == hanna.hours.in_words()
    assert rows["Wrote about it"] == f"“{hanna.words.quote}”"
    assert rows["To talk about"] == ("; ".join(hanna.common.things[:3]) or THIN)
    assert "Can give" not in rows  # known of neither


@pytest.mark.parametrize("number", [2, 3])
def test_three_cost_no_more_than_two(
    client, finished, minas_goal, mentors, number, django_assert_num_queries
):
    side_by_side(client, minas_goal, *mentors[:number])

    with django_assert_num_queries(11):
        answer = side_by_side_again(client, minas_goal, *mentors[:number])

    assert len(answer.context["people"]) == number


def side_by_side_again(client, goal, *mentors):
    address = reverse("matching:compare", args=[goal.pk])
    return client.get(address, {"with": [mentor.pk for mentor in mentors]})


@pytest.mark.parametrize("odd", [[], ["1"], ["abc", "\x00"], ["9" * 30, "²"]])
def test_fewer_than_two_lead_back_to_the_list(client, finished, minas_goal, odd):
    client.force_login(minas_goal.mentee.person)
    address = reverse("matching:compare", args=[minas_goal.pk])

    answer = client.get(address, {"with": odd}, follow=True)

    assert answer.redirect_chain == [
        (reverse("matching:suggestions", args=[minas_goal.pk]), 302)
    ]
    assert "Tick two or three people" in answer.content.decode()
