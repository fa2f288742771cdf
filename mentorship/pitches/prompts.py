"""Wordings for a small ask, made from the goal and the mentor's own story. Pure.

They are offered beside an empty field and never typed for anybody. Source: requirements
R80 (people like to talk about themselves) and R90 (many do not know how to ask).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

_QUOTED = 24  # words of somebody else's that fit into a question


@dataclass(frozen=True)
class Told:
    """What prompts are made of: the goal's words, and the mentor's."""

    goal: str
    growth: str = ""  # the first growth area
    sentence: str = ""  # of a story
    topic: str = ""
    step: str = ""  # of the way so far


@dataclass(frozen=True)
class Prompt:
    """A wording for one field; for the question, the deed that it asks for."""

    part: str
    words: str
    deed: str = ""


def prompts(told: Told) -> list[Prompt]:
    """Every wording that can be made, in the order of the composer."""
    return [*_why_you(told), *_asks(told)]


def example(told: Told) -> str:
    """One good question, for somebody who only asked to be mentored."""
    return next(_answers(told))


def _why_you(told: Told) -> Iterator[Prompt]:
    if told.sentence:
        yield Prompt(
            "why_you",
            _("You wrote: “%s” That is where I stand now, because")
            % _short(told.sentence),
        )
    if told.topic:
        yield Prompt(
            "why_you",
            _("You say that you can help with “%s”. I ask because")
            % _short(told.topic),
        )


def _asks(told: Told) -> Iterator[Prompt]:
    yield from (Prompt("ask", words, "answer") for words in _answers(told))
    about = _short(told.growth or told.goal)
    yield Prompt(
        "ask",
        _(
            "Would you look at one page that I wrote about “%s”, and tell me what you "
            "would change first?"
        )
        % about,
        "review",
    )
    yield Prompt(
        "ask",
        _(
            "Who do you know who has been through “%s”, and would you introduce me to "
            "one of them?"
        )
        % about,
        "introduce",
    )
    yield Prompt(
        "ask",
        _(
            "Would you practise “%s” with me for twenty minutes, and stop me where it "
            "goes wrong?"
        )
        % about,
        "practise",
    )


def _answers(told: Told) -> Iterator[str]:
    if told.sentence:
        yield _("You wrote: “%s” What did it take?") % _short(told.sentence)
    elif told.step:
        yield _("What made you go the way to “%s”?") % _short(told.step)
    yield _("What would you try first, in my place, to get to “%s”?") % _short(
        told.growth or told.goal
    )


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).words(_QUOTED)
