"""A program's mentors as refreshes take them: read once on a machine, kept in memory, and
brought up to date by who changed since.

1. The log of changes says who changed since the mentors were read.
2. Those people are read anew. Whoever is as before stays as they are.
3. Where too many changed, or too much time has passed, everybody is read anew.

What is found is what reading everybody would find. Whenever that is in doubt, there is
nothing here, and whoever asked reads rows.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from matching import encoders, loading, publishing
from matching.actions.ready_files import AsRead, Files
from matching.encoders import encode_missing
from matching.engine.factors.patched import Patched
from matching.engine.factors.two_looks import Offered
from matching.engine.text.passages import Reading
from matching.loading import changed, meaning, texts, vectors
from matching.loading.changed import Moment
from matching.loading.people import People, coming_monday
from matching.loading.read import mentors_of
from matching.loading.sides import Helping
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, EnrolmentQuerySet, Program

WORTH_KEEPING = 200  # mentors; fewer are read in no time
_ONE_IN = 50  # if more of them changed, all are read anew
_LONGEST = timedelta(hours=12)  # far less than changes are remembered
_MOST_HELD = 2  # programs of this process


@dataclass(frozen=True)
class Ready:
    """Mentors as they are now, row for row in ``helping`` and ``texts``.

    ``seen`` and ``at`` say up to where changes are in it, and ``changed`` who was read
    again since everybody was ``read``.
    """

    read: AsRead
    seen: Moment
    at: datetime
    changed: frozenset[int]
    helping: Helping
    texts: Offered | Patched

    def is_old(self, now: datetime) -> bool:
        """Hours are read for the weeks that come, and ages by the year."""
        began = self.read.at
        monday = coming_monday(began) != coming_monday(now)
        return monday or not self.at <= now < began + _LONGEST


_held: dict[tuple[int, str], Ready] = {}


def mentors_now(program: Program, encoder: str) -> Ready | None:
    """A program's mentors as they are now; None if rows have to be read."""
    if not vectors.is_prepared(encoder):
        return None
    key = program.pk, encoder
    held, lasting = _held.get(key), True
    if held is not None:
        held, lasting = _up_to_now(held, program, encoder)
    if held is None and lasting:
        held, lasting = _first(program, encoder)
    if held is not None and lasting:
        while len(_held) >= _MOST_HELD and key not in _held:
            _held.pop(next(iter(_held)), None)
        _held[key] = held
    return held


def _up_to_now(
    held: Ready, program: Program, encoder: str
) -> tuple[Ready | None, bool]:
    """With everybody who changed read again; and whether that may be kept."""
    now = timezone.now()
    since = changed.since(held.seen)
    if since.own:
        return None, False
    if since.everybody or held.is_old(now):
        return None, since.lasting
    touched = since.people | _answers_due(program, held.at, now)
    if touched:
        touched = _mentors_among(touched, held, program)
    if len(held.changed | touched) > len(held.read.helping.table) // _ONE_IN + 1:
        return None, since.lasting
    if touched:
        held = _with_changed(held, held.changed | touched, program, encoder)
    return replace(held, seen=since.now, at=now), since.lasting


def _answers_due(program: Program, after: datetime, now: datetime) -> set[int]:
    """Mentors who let the time to answer go by since: no row changed for that."""
    late = Pitch.objects.awaiting_answer().filter(
        mentor__program=program, answer_by__gte=after, answer_by__lte=now
    )
    return set(late.values_list("mentor__person", flat=True))


def _mentors_among(people: set[int], held: Ready, program: Program) -> set[int]:
    """Whoever is, or was, a mentor of the program."""
    here = Enrolment.objects.filter(program=program, role=Enrolment.Role.MENTOR)
    now = here.filter(person__in=people).values_list("person", flat=True)
    before = people.intersection(held.read.helping.rows.of_person)
    return {*now, *before}


def _with_changed(
    held: Ready, people: frozenset[int], program: Program, encoder: str
) -> Ready:
    among = Enrolment.objects.filter(person__in=people)
    fresh, read, _name = _read(program, among, encoder)
    table = held.read.helping.table
    kept = np.flatnonzero(~np.isin(table.person, list(people)))
    return replace(
        held,
        changed=people,
        helping=held.read.helping.take(kept).join(fresh),
        texts=Patched(held.read.texts, kept, read),
    )


def _read(
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


def _first(program: Program, encoder: str) -> tuple[Ready | None, bool]:
    """What a process of this machine has read, or else everybody, read by one process
    while the others wait for it."""
    here = Enrolment.objects.mentors().filter(program=program)
    moment, lasting = changed.now()
    if not lasting or here.count() < WORTH_KEEPING:
        return None, False
    files = Files(program.pk, encoder, moment.server)
    with files.alone():
        found = files.newest()
        if found is not None:
            held, lasting = _up_to_now(_as_read(found), program, encoder)
            if held is not None:
                return held, lasting
        return _as_read(_read_all(program, encoder, files)), True


def _read_all(program: Program, encoder: str, files: Files) -> AsRead:
    at = timezone.now()
    seen, _lasting = changed.now()  # before anything is read: what comes later is new
    helping, offered, name = _read(program, Enrolment.objects.all(), encoder)
    return files.put(AsRead(helping, offered, name, seen, at))


def _as_read(read: AsRead) -> Ready:
    return Ready(read, read.seen, read.at, frozenset(), read.helping, read.texts)
