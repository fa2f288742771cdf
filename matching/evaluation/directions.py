"""Learns from the vocabulary which directions the sentence encoder damps."""

import numpy as np
from numpy.typing import NDArray

from matching.encoders.damping import learn_directions
from matching.encoders.sentence import SentenceEncoder
from matching.engine.text.concepts import wordings
from matching.engine.text.vocabulary import Vocabulary


def directions_of(vocabulary: Vocabulary) -> NDArray[np.int16]:
    """Encode every wording without damping and compare those of one concept."""
    vectors = SentenceEncoder().encode_plain(wordings(vocabulary))
    counts = [len(concept.texts) for concept in vocabulary.concepts]
    return learn_directions(vectors, np.repeat(np.arange(len(counts)), counts))
