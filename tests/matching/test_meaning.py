"""What mentors hope to get, as concepts; how near concepts are to each other."""

import numpy as np
import pytest

from matching import encoders, loading, publishing
from matching.encoders import encode_missing
from matching.engine.snapshot import HOPES
from matching.loading.meaning import concepts, hoped_concepts
from matching.loading.texts import vocabulary
from mentorship.programs.models import rules_snapshot
from tests import builders


@pytest.fixture(autouse=True)
def any_database(db):
    """Vectors of wordings are looked up there."""


def stored(*texts):
    encoder = encoders.get("lexical")
    publishing.write_vectors(encode_missing(encoder, list(texts)))
    return loading.background("lexical")


def labels(row):
    return [vocabulary().concepts[n].label for n in row if n >= 0]


def test_a_hope_stands_for_the_concepts_that_it_is_like():
    against = stored("To get better at public speaking.")

    found = hoped_concepts([["To get better at public speaking."]], against)

    assert found.shape == (1, HOPES)
    assert labels(found[0])[0] == "Public speaking"


def test_a_hope_without_words_or_without_vector_stands_for_nothing():
    against = stored("Delegation.")

    found = hoped_concepts([[], ["Nobody encoded this."]], against)

    assert (found == -1).all()


def test_several_sentences_give_their_nearest_concepts_each_once():
    texts = ["Public speaking.", "Delegation.", "Public speaking and delegation."]
    against = stored(*texts)

    found = labels(hoped_concepts([texts], against)[0])

    assert set(found[:2]) == {"Public speaking", "Delegation"}
    assert len(found) == len(set(found))


def test_a_mentors_hopes_do_not_depend_on_other_mentors():
    texts = ["Public speaking.", "Delegation.", "Knots."]
    against = stored(*texts)

    together = hoped_concepts([[text] for text in texts], against)
    alone = [hoped_concepts([[text]], against)[0] for text in texts]

    np.testing.assert_array_equal(together, alone)


def test_likeness_of_concepts_is_mutual_and_in_even_steps():
    stored()
    likeness = concepts("lexical").likeness

    assert likeness.shape == (len(vocabulary().concepts),) * 2
    assert (np.diag(likeness) == 1).all()
    np.testing.assert_array_equal(likeness, likeness.T)
    np.testing.assert_array_equal(likeness * 256, np.rint(likeness * 256))
    assert likeness.min() >= 0
    assert likeness.max() == 1


def test_hopes_are_encoded_with_the_other_texts(program, goal, omar):
    omar.hopes = "To hear how the wards really are. Dr. Omar Haddad hopes so."
    omar.save(update_fields=["hopes"])

    inputs = loading.read(program, rules_snapshot(program))
    missing = loading.without_vector(inputs, encoders.get("lexical"))

    assert inputs.hopes == [["To hear how the wards really are.", "Someone hopes so."]]
    assert set(inputs.hopes[0]) <= set(missing)


def test_the_snapshot_gets_its_meaning_from_vectors(program, goal, mina, omar):
    builders.knows(mina.person, "delegation")
    omar.hopes = "Delegation."
    omar.save(update_fields=["hopes"])
    inputs = loading.read(program, rules_snapshot(program))
    encoder = encoders.get("lexical")
    publishing.write_vectors(
        encode_missing(encoder, loading.without_vector(inputs, encoder))
    )

    meant = loading.with_meaning(
        inputs.snapshot, inputs.hopes, loading.background("lexical")
    )

    assert meant.mentors.hopes[0, 0] == meant.goals.brings[0, 0]
    assert inputs.snapshot.mentors.hopes[0, 0] == -1
