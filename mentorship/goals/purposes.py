"""The nine purposes in plain words: what each changes, and what helps to answer."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorship.goals.models import Goal

Words = str | Promise


@dataclass(frozen=True)
class Purpose:
    """``changes`` is what a run does differently; the numbers are the engine's windows.
    ``examples`` are goals as people say them, ``prompts`` questions on the way to the
    guidance that would help."""

    changes: Words
    examples: tuple[Words, ...]
    prompts: tuple[Words, ...]


PURPOSES = {
    Goal.Purpose.GROWTH: Purpose(
        changes=_("People one to three steps ahead come first, not the very top."),
        examples=(
            _("Lead the team that I am a member of today."),
            _("Find out whether I want to manage people at all."),
        ),
        prompts=(
            _("Which step do you see in front of you, and what makes you hesitate?"),
            _("What would somebody who took it lately know that you do not?"),
        ),
    ),
    Goal.Purpose.CHALLENGE: Purpose(
        changes=_("People who have been through it come first, near or far."),
        examples=(
            _("Come back after a year away without starting from nothing."),
            _("Get through a project that everybody else has given up on."),
        ),
        prompts=(
            _("What happened, and what did you try already?"),
            _("What would you ask somebody who has been through the same?"),
        ),
    ),
    Goal.Purpose.SKILL: Purpose(
        changes=_("The skill counts, not the title."),
        examples=(
            _("Finesse: say hard things so that people still want to work with me."),
            _("Read a balance sheet without asking a colleague."),
        ),
        prompts=(
            _("When did you need it last, and how did it go?"),
            _("Would it help to hear how others learned it, to be shown, or to try?"),
        ),
    ),
    Goal.Purpose.TECHNOLOGY: Purpose(
        changes=_("Juniors are as welcome as seniors."),
        examples=(
            _("Use Python for the reports that I make by hand."),
            _("Understand what my younger colleagues do with cloud services."),
        ),
        prompts=(
            _("What would you like to be able to do with it?"),
            _("What have you tried, and where did you get stuck?"),
        ),
    ),
    Goal.Purpose.NETWORK: Purpose(
        changes=_("Doors open at many levels."),
        examples=(
            _("Know three people outside of my own department."),
            _("Find out who works on the things that I care about."),
        ),
        prompts=(
            _("Whom would you like to meet, and what for?"),
            _("What could you tell or give the people whom you meet?"),
        ),
    ),
    Goal.Purpose.SHOP_TALK: Purpose(
        changes=_("Peers first."),
        examples=(
            _("Compare how other ward nurses hand over at night."),
            _("Talk with somebody who is the only tester of a team, too."),
        ),
        prompts=(
            _("What do you do every day that nobody around you does?"),
            _("What would you like to compare with somebody in your place?"),
        ),
    ),
    Goal.Purpose.WORKPLACE: Purpose(
        changes=_("Peers first, and nobody in your reporting line."),
        examples=(
            _("Work with a colleague who talks over me."),
            _("Say no when work keeps landing on my desk."),
        ),
        prompts=(
            _("What happens, as somebody would see it who only watches?"),
            _("What have you tried, and how would you like it to be?"),
        ),
    ),
    Goal.Purpose.ALLYSHIP: Purpose(
        changes=_("Allies stand at every level."),
        examples=(
            _("Speak up when somebody is talked over in our meetings."),
            _("Use my standing for people who do not have it yet."),
        ),
        prompts=(
            _("Whom would you like to stand beside?"),
            _("What do you do today when you hear a remark that hurts somebody?"),
            _("Where have you stayed silent, and what held you back?"),
        ),
    ),
    Goal.Purpose.OTHER: Purpose(
        changes=_("You say what, and little is assumed."),
        examples=(
            _("Move to another country with my profession."),
            _("Work less without leaving the work that I like."),
        ),
        prompts=(
            _("What would be different if it went well?"),
            _("What would you like to hear, see or try with somebody?"),
        ),
    ),
}

MAY_BE_ABOUT_MY_WORKPLACE = frozenset(
    {
        Goal.Purpose.GROWTH,
        Goal.Purpose.CHALLENGE,
        Goal.Purpose.SHOP_TALK,
        Goal.Purpose.WORKPLACE,
        Goal.Purpose.ALLYSHIP,
        Goal.Purpose.OTHER,
    }
)
"""Purposes for which it matters whether somebody stands inside or outside."""
