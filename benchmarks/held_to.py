"""The table that ``make bench`` prints: what Belay is held to. Data only."""

from collections.abc import Callable, Mapping

from benchmarks.rows import (
    cohort,
    fresh,
    page,
    proposals,
    publishing,
    quality,
    same,
    size,
    speed,
)
from benchmarks.table import Bar, Row

Measure = Callable[[bool], Mapping[str, float]]

TABLE: tuple[tuple[Row, Measure], ...] = (
    (
        Row(
            1,
            "a whole cohort, same people, same rules, same or better total: times "
            "faster than mentor-match",
            (
                Bar(
                    "400",
                    "cohort of 400, × faster: mentor-match, munkres 1.1.4",
                    300,
                    1000,
                ),
                Bar("800", "cohort of 800, the same", 500, 1000),
                Bar("1600", "cohort of 1600, the same", 500, 1000, long=True),
                Bar("400 scipy", "cohort of 400, with scipy's assignment for our flow"),
                Bar("800 scipy", "cohort of 800, with scipy's assignment for our flow"),
                Bar("newest", "cohort of 800, mentor-match with munkres 3.0.0"),
            ),
        ),
        cohort.time,
    ),
    (
        Row(
            2,
            "peak memory of the same, as a share of theirs",
            (
                Bar(
                    "800", "peak memory at 800, of theirs (held to at 1600: bench-long)"
                ),
                Bar(
                    "1600",
                    "peak memory at 1600, of theirs",
                    0.1,
                    0.04,
                    most=True,
                    long=True,
                ),
            ),
        ),
        cohort.memory,
    ),
    (
        Row(
            3,
            "all factors, rules and top 50, as a share of the bare matrix product",
            (
                Bar("512", "pairs per second, of SGEMM at our width, 512", 0.25, 0.5),
                Bar("256", "pairs per second, of SGEMM at 256"),
                Bar("pairs", "million pairs per second"),
                Bar("probe", "million pairs per second of SGEMM at 512"),
            ),
        ),
        speed.beside_matrix_product,
    ),
    (
        Row(
            4,
            "all factors, rules and top 50 against faiss IndexFlatIP, cosine only",
            (
                Bar(
                    "faiss", "speed, of faiss' top 20 by cosine alone at 512", 0.3, 0.85
                ),
            ),
        ),
        speed.beside_faiss,
    ),
    (
        Row(
            5,
            "against a plain-Python scorer of the same formula",
            (Bar("plain", "× faster than plain Python, same formula", 300, 1000),),
        ),
        speed.beside_plain_python,
    ),
    (
        Row(
            6,
            "lists equal: to the float64 reference, by any workers and blocks",
            (
                Bar(
                    "reference", "lists equal to the float64 reference", 100, unit=" %"
                ),
                Bar(
                    "kept",
                    "true best 20 of 1,500 and 10,000 mentors that are found",
                    99.5,
                    unit=" %",
                ),
                Bar("workers", "bytes equal for 1 and 4 workers", 100, unit=" %"),
                Bar("blocks", "bytes equal for any size of blocks", 100, unit=" %"),
            ),
        ),
        same.lists,
    ),
    (
        Row(
            7,
            "how cost and memory grow",
            (
                Bar("exponent", "exponent of cost in pairs", 1.05, most=True),
                Bar("memory", "memory per person", 8, 3, most=True, unit=" KB"),
            ),
        ),
        size.growth,
    ),
    (
        Row(
            8,
            "publishing, the whole protocol, against bulk_create, with readers",
            (
                Bar("times", "publishing, × faster than Django's bulk_create", 8, 15),
                Bar("mixed", "reads that saw two runs or half a list", 0, most=True),
                Bar("longest", "longest block of a reader", 50, most=True, unit=" ms"),
                Bar("rows", "suggestions published per second"),
                Bar("reads", "reads meanwhile"),
            ),
        ),
        publishing.publishing,
    ),
    (
        Row(
            9,
            "what one change costs until its rows are fresh",
            (
                Bar(
                    "goal",
                    "changed goal → its list, of 20,000 mentors",
                    15,
                    10,
                    most=True,
                    unit=" ms",
                ),
                Bar(
                    "mentor",
                    "changed mentor → affected of 100,000 goals",
                    25,
                    15,
                    most=True,
                    unit=" ms",
                ),
            ),
        ),
        fresh.fresh,
    ),
    (
        Row(
            10,
            "proposals for a whole cohort",
            (
                Bar("time", "optimum, 10k × 4k: time, of scipy dense", 0.1, most=True),
                Bar(
                    "memory",
                    "optimum, 10k × 4k: memory, of scipy dense",
                    0.1,
                    most=True,
                ),
                Bar("sparse time", "the same: time, of scipy sparse, candidates only"),
                Bar("sparse memory", "the same: memory, of scipy sparse"),
                Bar("800", "deferred acceptance at 800, × faster than PyPI matching"),
                Bar("2400", "deferred acceptance at 2400, the same", 1000, long=True),
            ),
        ),
        proposals.proposals,
    ),
    (
        Row(
            11,
            "100,000 goals × 20,000 mentors → 2 million rows readable, one core",
            (
                Bar(
                    "seconds",
                    "100k × 20k → rows readable",
                    120,
                    60,
                    most=True,
                    unit=" s",
                ),
                Bar(
                    "scoring", "… reading texts and scoring, processor time", unit=" s"
                ),
                Bar("choosing", "… choosing lists, processor time", unit=" s"),
                Bar("writing", "… writing rows", unit=" s"),
                Bar("probe", "bare SGEMM of as many pairs at 512", unit=" s"),
            ),
        ),
        size.whole_program,
    ),
    (
        Row(
            12,
            "lists of a program with few places, five seeds",
            (
                Bar("first_ask", "first asks that fit, of the ceiling", 95, unit=" %"),
                Bar("gini", "Gini coefficient of exposure", 0.30, most=True),
                Bar("never", "mentors never shown", 1, most=True, unit=" %"),
                Bar(
                    "first_ask some",
                    "where 3 of 5 candidates have evidence: first asks that fit",
                    95,
                    unit=" %",
                ),
                Bar("gini some", "the same: Gini coefficient", 0.30, most=True),
                Bar("never some", "the same: never shown", 1, most=True, unit=" %"),
                Bar(
                    "first_ask few",
                    "where 1 of 3 has evidence: first asks that fit",
                    95,
                    unit=" %",
                ),
                Bar("gini few", "the same: Gini coefficient", 0.30, most=True),
                Bar("never few", "the same: never shown", 1, most=True, unit=" %"),
            ),
        ),
        quality.exposure,
    ),
    (
        Row(
            13,
            "relevance on the development set, nDCG@10",
            (
                Bar("full", "relevance, all a goal says", 0.88, 0.91),
                Bar("goal", "relevance, its sentence alone", 0.80, 0.85),
                Bar("no_overlap", "relevance, no shared word", 0.55, 0.70),
                Bar("fr", "relevance, French", 0.80, 0.85),
                Bar("de", "relevance, German", 0.80, 0.85),
                Bar("es", "relevance, Spanish", 0.80, 0.85),
            ),
        ),
        quality.relevance,
    ),
    (
        Row(
            14,
            "swapping who writes changes no score",
            (
                Bar(
                    "change",
                    "largest change of a score by a swap of identity or age",
                    0,
                    most=True,
                ),
                Bar("texts", "texts that the swaps changed"),
                Bar("control", "largest change without neutralising"),
            ),
        ),
        quality.swaps,
    ),
    (
        Row(
            15,
            "a mentee's page of suggestions, with many and with few stored",
            (
                Bar(
                    "ratio",
                    "server time of a page at 100,000 stored suggestions, of that at 1,000",
                    1.2,
                    most=True,
                ),
                Bar("few", "of which at 1,000", unit=" ms"),
                Bar("many", "and at 100,000", unit=" ms"),
            ),
        ),
        page.page,
    ),
)
