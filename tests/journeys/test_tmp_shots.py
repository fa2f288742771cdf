import pytest

from accounts.models import Link, PathStep
from mentorship.goals.models import AssessmentItem
from mentorship.pitches import actions
from mentorship.pitches.citing import Item
from mentorship.programs.models import PublishedAnswer
from tests import builders
from tests.browsing import faults_in_every_look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


def test_shots(visit, mina, mentors, asking, settings):
    hanna = mentors[0]
    p = hanna.person
    builders.story(
        p,
        "When I took over the ward, nobody spoke in the first meeting, and neither did I. Afterwards the oldest nurse said: we were waiting for you.",
    )
    PathStep.objects.create(person=p, title="Nurse", began=2001, ended=2009)
    PathStep.objects.create(person=p, title="Operations lead", began=2009)
    Link.objects.create(
        person=p, url="https://example.org/t", label="Talk: one sentence"
    )
    PublishedAnswer.objects.create(
        mentor=hanna,
        question="How do I choose the one sentence to say in a meeting?",
        text="Write down the one that must not be missing. Say it in the first ten minutes.",
    )
    hanna.supports = ["coaching", "mentoring"]
    hanna.helps_best = "People who prepare too much."
    hanna.not_taken = "Job applications."
    hanna.save()
    base = f"/requests/write/{asking.pk}/{hanna.pk}/"

    def shoot(name, url, prepare=None):
        for w, scheme in [
            (1280, "light"),
            (360, "dark"),
            (360, "light"),
            (1280, "dark"),
        ]:
            page = visit(mina.person, width=w)
            page.emulate_media(color_scheme=scheme)
            page.goto(url)
            if prepare:
                prepare(page)
            page.wait_for_timeout(300)
            page.screenshot(path=f"/tmp/comp_{name}_{w}_{scheme}.png", full_page=True)
            if w == 360 and scheme == "dark":
                page.screenshot(path=f"/tmp/comp_{name}_{w}_top.png")
            if w == 1280 and scheme == "light":
                page.evaluate("scrollTo(0, 1400)")
                page.wait_for_timeout(200)
                page.screenshot(path=f"/tmp/comp_{name}_{w}_scrolled.png")
                print(name, faults_in_every_look(page))
            page.context.close()

    shoot("empty", base)
    parts = dict(
        why="I prepare well, and then I say nothing.",
        why_you="You rehearsed one sentence a day.",
        ask="How did you choose the one sentence to say in the meeting?",
        commitment="I will try it on Thursday and tell you.",
        introduction="I am an analyst in my second year.",
        brings="What newcomers find hard.",
        deed="answer",
        kind="ongoing",
        support="sponsoring",
    )
    AssessmentItem.objects.create(
        goal=asking,
        kind="challenge",
        text="Meetings are late in my evening.",
        visibility="asked",
    )
    draft = actions.save_draft(
        asking,
        hanna,
        by=mina.person,
        parts=parts,
        cites=[Item("story", "In my second year I rehearsed one sentence a day.")],
    )
    shoot("full", base)
    shoot(
        "checked",
        base,
        lambda pg: pg.get_by_role("button", name="Check what is missing").click(),
    )
    actions.save_draft(
        asking,
        hanna,
        by=mina.person,
        parts={"support_confirmed": True, "kind": "conversation"},
        cites=None,
    )
    shoot("preview", f"/requests/{draft.pk}/preview/")
    shoot("askadvice", f"/requests/advice/of/{hanna.pk}/")
    asked = actions.ask_advice(
        mina,
        hanna,
        by=mina.person,
        situation="In the review my idea was told again as somebody else's. I said nothing, and wrote a note to my lead the day after.",
        question="What would you have said the next morning?",
    )
    shoot("advice", f"/requests/advice/{asked.pk}/")
    page = visit(hanna.person, width=360)
    page.goto(f"/requests/advice/{asked.pk}/")
    page.screenshot(path="/tmp/comp_advised_360.png", full_page=True)
    print("advised", faults_in_every_look(page))
