"""Eight admins take the same match request at once: one has it, the others are told."""

from mentorship.finding import actions
from mentorship.finding.models import MatchRequest
from mentorship.safety.models import AuditEvent
from tests import builders
from tests.races.together import DONE, clients

ROUNDS = 3


def race(goal):
    """What each of eight admins was told, round by round."""
    admins = [builders.person(f"Admin {n}") for n in range(8)]
    with clients(8) as many:
        for _ in range(ROUNDS):
            MatchRequest.objects.all().delete()
            AuditEvent.objects.all().delete()
            asked = actions.ask_program(goal, "")
            yield many.race(
                [lambda by=by, a=asked: actions.take(a, by) for by in admins]
            )


def test_one_of_eight_takes_it_and_the_others_are_told(goal):
    for outcomes in race(goal):
        refusals = {outcome for outcome in outcomes if outcome != DONE}

        assert outcomes.count(DONE) == 1
        assert len(refusals) == 1
        assert refusals.pop().startswith("Somebody else has just taken this")
        taken = AuditEvent.objects.get(verb="took a match request")
        assert MatchRequest.objects.get().taken_by == taken.actor


def looking_first(asked, old, **changes):
    """What ``_move`` would be if it looked first and wrote afterwards."""
    seen = MatchRequest.objects.get(pk=asked.pk)
    if seen.state not in old:
        return False
    for name, value in changes.items():
        setattr(seen, name, value)
    seen.save()
    return True


def test_the_control_that_looks_first_gives_it_to_several(goal, monkeypatch):
    monkeypatch.setattr(actions, "_move", looking_first)

    assert any(outcomes.count(DONE) > 1 for outcomes in race(goal))


def test_asking_twice_at_once_is_asking_once(goal):
    with clients(8) as many:
        outcomes = many.race([lambda: actions.ask_program(goal, "")] * 8)

    assert outcomes.count(DONE) == 1
    assert MatchRequest.objects.count() == 1
