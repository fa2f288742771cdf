"""A program's mentors as refreshes of lists take them; see ``held``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from matching import encoders, loading, publishing
from matching.actions.held import Held, Source, now_of, too_many
from matching.encoders import encode_missing
from matching.engine.factors.patched import Patched
from matching.engine.factors.two_looks import Offered
from matching.engine.tables import Column
from matching.engine.text.passages import Reading
from matching.loading import meaning, texts, vectors
from matching.loading.changed import Since
from matching.loading.people import People
from matching.loading.read import mentors_of
from matching.loading.sides import Helping
from matching.loading.things import text_column, texts_of
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, EnrolmentQuerySet, Program

WORTH_KEEPING = 200  # mentors, or goals; fewer are read in no time


@dataclass(frozen=True)
class ReadyMentors(Held):
    """Mentors as they are now, row for row in ``helping`` and ``texts``: ``all_read``
    as they were read at once, and whoever ``changed`` since read again."""

    all_read: Helping
    all_texts: Offered
    helping: Helping
    texts: Offered | Patched
    changed: frozenset[int] = frozenset()


def mentors_now(program: Program, encoder: str) -> ReadyMentors | None:
    """A program's mentors as they are now; None if rows have to be read."""
    if not vectors.is_prepared(encoder):
        return None
    return now_of(_Mentors(program, encoder))


def mentors_of_lists(
    program: Program, encoder: str
) -> tuple[Helping, Offered | Patched]:
    """The same, and where there are none, from rows."""
    ready = mentors_now(program, encoder)
    if ready is not None:
        return ready.helping, ready.texts
    return read_mentors(program, Enrolment.objects.all(), encoder)[:2]


class _Mentors(Source[ReadyMentors]):
    kinds = frozenset({"people"})

    def __init__(self, program: Program, encoder: str) -> None:
        self.program, self.encoder = program, encoder
        self.name = f"mentors {program.pk} {encoder}"

    def is_worth_it(self) -> bool:
        here = Enrolment.objects.mentors().filter(program=self.program)
        return here.count() >= WORTH_KEEPING

    def read(self) -> Mapping[str, Column]:
        helping, _offered, name = read_mentors(
            self.program, Enrolment.objects.all(), self.encoder
        )
        return helping.to_arrays() | {"texts": text_column([[name]])}

    def unpack(self, arrays: Mapping[str, Column], when: Held) -> ReadyMentors | None:
        ((name,),) = texts_of(arrays["texts"])
        offered = vectors.offered_called(name, loading.background(self.encoder))
        if offered is None:
            return None
        helping = Helping.from_arrays(arrays)
        return ReadyMentors(
            when.seen, when.at, when.began, helping, offered, helping, offered
        )

    def brought_up(
        self, held: ReadyMentors, since: Since, now: datetime
    ) -> ReadyMentors | None:
        people = since.people | self._answers_due(held.at, now)
        fresh = self._mentors_among(people, held) if people else set()
        if not fresh:
            return held
        people = {*held.changed, *fresh}
        if too_many(len(people), len(held.all_read.table)):
            return None
        among = Enrolment.objects.filter(person__in=people)
        helping, offered, _name = read_mentors(self.program, among, self.encoder)
        table = held.all_read.table
        kept = np.flatnonzero(~np.isin(table.person, list(people)))
        return replace(
            held,
            helping=held.all_read.take(kept).join(helping),
            texts=Patched(held.all_texts, kept, offered),
            changed=frozenset(people),
        )

    def _answers_due(self, after: datetime, now: datetime) -> set[int]:
        """Who let the time to answer go by since: no row changed for that."""
        late = Pitch.objects.awaiting_answer().filter(
            mentor__program=self.program, answer_by__gte=after, answer_by__lte=now
        )
        return set(late.values_list("mentor__person", flat=True))

    def _mentors_among(self, people: set[int], held: ReadyMentors) -> set[int]:
        """Whoever is, or was, a mentor of the program."""
        here = Enrolment.objects.filter(program=self.program, role="mentor")
        now = here.filter(person__in=people).values_list("person", flat=True)
        return {*now, *people.intersection(held.all_read.rows.of_person)}


def read_mentors(
    program: Program, among: EnrolmentQuerySet, encoder_name: str
) -> tuple[Helping, Offered, str]:
    """Some mentors from rows, with their texts and the name of these."""
    mentors = mentors_of(program, among)
    people = People(mentor.person_id for mentor in mentors)
    helping = Helping.read(mentors, people)
    readings = texts.mentor_readings(mentors, people)
    hopes = texts.hope_pieces(mentors, people)
    know_texts(readings, hopes, encoder_name)
    against = loading.background(encoder_name)
    hoped = meaning.hoped_concepts(hopes, against)
    table = replace(helping.table, hopes=hoped)
    offered, name = vectors.offered_and_name(readings, against)
    return replace(helping, table=table), offered, name


def know_texts(
    readings: list[Reading], hopes: list[list[str]], encoder_name: str
) -> None:
    """Encode what nobody has encoded before."""
    encoder = encoders.get(encoder_name)
    if missing := vectors.unknown_texts(readings, hopes, encoder):
        publishing.write_vectors(encode_missing(encoder, missing))
