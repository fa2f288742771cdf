"""What a goal asks for and a mentor's own words say: skills covered, a sentence to quote.

Only sentences with a stored vector can be compared; what somebody wrote a moment ago
joins in as soon as a list is made again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matching.encoders import text_key
from matching.engine.factors.relevance import Evidence, evidence
from matching.engine.text import arrays
from matching.engine.text.arrays import Background
from matching.engine.text.normalise import normalise
from matching.engine.text.passages import Reading
from matching.engine.text.quoting import quoted, whole_line
from matching.loading.people import Told


@dataclass(frozen=True)
class Words:
    """The evidence of one pair, as the two people wrote it."""

    quote: str = ""
    year: int | None = None
    covers: list[str] = field(default_factory=list)
    close: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def words_of(
    goal: Reading,
    mentors: list[Reading],
    against: Background,
    vectors: Mapping[str, NDArray[np.float16]],
    stories: list[list[Told]],
    lines: list[list[str]],
) -> list[Words]:
    """The evidence of one goal with each of some mentors.

    ``vectors`` are the stored ones by ``text_key``, ``stories`` what each mentor told,
    ``lines`` the topics that each offers.
    """

    def known(reading: Reading) -> Reading:
        def stored(text: str) -> bool:
            return text_key(against.encoder, text) in vectors

        passages = tuple(p for p in reading.passages if stored(p.text))
        document = reading.document if stored(reading.document) else ""
        return replace(reading, document=document, passages=passages)

    wanted, offered = known(goal), [known(reading) for reading in mentors]
    theirs = arrays.stack_mentors(offered, vectors, against)
    found = evidence(
        arrays.stack_goals([wanted], vectors, against),
        theirs,
        [(0, row) for row in range(len(offered))],
        against.encoder,
        against.vocabulary.akin,
        quoted(offered, theirs),
    )
    return [
        _words(wanted, *one) for one in zip(offered, stories, lines, found, strict=True)
    ]


def _words(
    wanted: Reading,
    reading: Reading,
    told: list[Told],
    topics: list[str],
    found: Evidence,
) -> Words:
    """What was found of one mentor, in the words of both."""
    said = [
        (skill.verdict, wanted.passages[skill.part].original, skill.passage)
        for skill in found.skills
    ]
    quote = ""
    if found.quote is not None:
        passage = reading.passages[found.quote]
        quote = passage.original
        if passage.kind == "topic":
            quote = whole_line(quote, topics)
    return Words(
        quote=quote,
        year=_year_of(quote, told),
        covers=[label for verdict, label, _ in said if verdict == "covers"],
        close=_close(said, reading),
        missing=[label for verdict, label, _ in said if verdict == "missing"],
    )


def _close(
    said: Sequence[tuple[str, str, int | None]], reading: Reading
) -> list[tuple[str, str]]:
    """Wanted skills with what the mentor lists near each; what is named already, for
    another wanted skill or because it is one itself, is not named again."""
    named = {passage for verdict, _, passage in said if verdict == "covers"}
    close = []
    for verdict, label, passage in said:
        if verdict == "close" and passage is not None and passage not in named:
            named.add(passage)
            close.append((label, reading.passages[passage].original))
    return close


def _year_of(quote: str, stories: list[Told]) -> int | None:
    """When the story happened that a quote is from: how recent the experience is."""
    years = [told.year for told in stories if quote and quote in normalise(told.text)]
    return years[0] if years else None
