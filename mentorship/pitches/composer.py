"""The five parts of a pitch and what one still lacks, as data. Pure: no database.

The page that shows what is missing and the action that sends use the same answer, so
that nothing can be sent that the page called incomplete, and nothing is refused without
having been named.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.pitches.asking import asks_only_for_a_mentor, asks_something

# Scripts that do not part their words: two signs stand for about one word.
_SIGNS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_LEAST_LETTERS = 3
WRITTEN = ("introduction", "why", "why_you", "commitment", "ask", "brings")
"""What is written and counted: the five parts, and what the mentee brings."""


@dataclass(frozen=True)
class Letter:
    """What was written and chosen, and how many things of the mentor's it cites."""

    introduction: str = ""
    why: str = ""
    why_you: str = ""
    commitment: str = ""
    ask: str = ""
    brings: str = ""
    cited: int = 0
    deed: str = ""
    support: str = ""
    topic_confirmed: bool = False
    support_confirmed: bool = False

    @property
    def words(self) -> int:
        return sum(count_words(getattr(self, part)) for part in WRITTEN)


@dataclass(frozen=True)
class Asked:
    """What a letter has to fit: the mentor it goes to, and the program's limit."""

    name: str
    most_words: int = 300
    supports: tuple[str, ...] = ()  # kinds of help; empty: not said yet
    off_topic: str = ""  # what the letter asks about and their page does not
    example: str = ""  # a better question than "be my mentor"


@dataclass(frozen=True)
class Check:
    """One thing a pitch needs: where it is written, whether it is there, what to do."""

    key: str
    label: str
    done: bool
    hint: str = ""
    example: str = ""


@dataclass(frozen=True)
class Review:
    """What a pitch has and lacks."""

    checks: tuple[Check, ...]
    words: int
    most_words: int

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.done)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def too_long_by(self) -> int:
        return max(0, self.words - self.most_words)

    def check(self, key: str) -> Check | None:
        return next((check for check in self.checks if check.key == key), None)

    def hints(self, written: Letter) -> dict[str, Check]:
        """Hints worth showing beside a part: only where something was written already,
        because an empty field needs no telling off."""
        return {
            check.key: check
            for check in self.missing
            if str(getattr(written, check.key, "") or "").strip()
        }


def count_words(text: str) -> int:
    """Words in any script: two signs of Chinese, Japanese or Thai count as one."""
    signs = len(_SIGNS.findall(text))
    return len(_SIGNS.sub(" ", text).split()) + (signs + 1) // 2


def says_something(text: str) -> bool:
    """Whether a part holds more than dots and dashes."""
    letters = sum(unicodedata.category(char)[0] == "L" for char in text)
    return letters >= _LEAST_LETTERS


def review(letter: Letter, asked: Asked) -> Review:
    """Everything a pitch to a mentor needs before it goes.

    Source: requirements R27 (five parts), R28 (length), R30 (a citation), R44 (kind of
    help), R55 (what I bring), R77 (topic), R78 (a question), R79 (what they would do).
    """
    name = {"mentor": asked.name}
    checks = [
        _part(letter.why, "why", _("What you hope to get")),
        _picked(letter.cited, name),
        _part(letter.why_you, "why_you", _("Why you ask %(mentor)s") % name),
        _question(letter.ask, asked),
        *_topic(letter, asked),
        _deed(letter.deed, name),
        *_support(letter, asked),
        _part(letter.commitment, "commitment", _("What you will do")),
        _part(letter.brings, "brings", _("What you bring %(mentor)s") % name),
        _part(letter.introduction, "introduction", _("Who you are, in two lines")),
        _length(letter.words, asked.most_words),
    ]
    return Review(tuple(checks), letter.words, asked.most_words)


def _part(text: str, key: str, label: str) -> Check:
    return Check(
        key, label, says_something(text), _("A few words more would help here.")
    )


def _picked(cited: int, name: dict[str, str]) -> Check:
    return Check(
        "cited",
        _("Something of %(mentor)s’s, picked") % name,
        cited > 0,
        _("Pick at least one thing that %(mentor)s wrote.") % name,
    )


def _question(ask: str, asked: Asked) -> Check:
    name = {"mentor": asked.name}
    label = _("A question %(mentor)s can answer") % name
    if asks_something(ask):
        return Check("ask", label, done=True)
    hint = (
        _(
            "This is hard to say yes to, because it asks for everything at once. "
            "Ask for something that fits into half an hour."
        )
        if asks_only_for_a_mentor(ask)
        else _(
            "Ask one thing that %(mentor)s can answer, show, review or introduce you "
            "to; a question ends with a question mark."
        )
        % name
    )
    return Check("ask", label, False, hint, asked.example or _example())


def _example() -> str:
    return _("How did you choose the one thing to say, the day before?")


def _topic(letter: Letter, asked: Asked) -> list[Check]:
    """Only there if the question is about something the mentor nowhere mentions."""
    if not asked.off_topic or not says_something(letter.ask):
        return []
    words = {"mentor": asked.name, "topic": asked.off_topic}
    return [
        Check(
            "topic",
            _("A topic of %(mentor)s’s, or your word that you mean it") % words,
            letter.topic_confirmed,
            _("%(mentor)s’s page says nothing about “%(topic)s”.") % words,
        )
    ]


def _deed(deed: str, name: dict[str, str]) -> Check:
    return Check(
        "deed",
        _("What %(mentor)s would do") % name,
        bool(deed),
        _("Pick one thing, so that %(mentor)s knows what a yes means.") % name,
    )


def _support(letter: Letter, asked: Asked) -> list[Check]:
    """Only there if the mentor said what they offer, and it is something else."""
    if not asked.supports or not letter.support or letter.support in asked.supports:
        return []
    name = {"mentor": asked.name}
    return [
        Check(
            "support",
            _("A kind of help that %(mentor)s offers, or your word that you mean it")
            % name,
            letter.support_confirmed,
            _("%(mentor)s offers another kind of help.") % name,
        )
    ]


def _length(words: int, most_words: int) -> Check:
    return Check(
        "length",
        _("At most %(most)d words") % {"most": most_words},
        words <= most_words,
        _("%(words)d words is %(over)d too many. Short letters get answers.")
        % {"words": words, "over": words - most_words},
    )
