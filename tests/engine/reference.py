"""The engine's formulas again, pair by pair in plain Python, to compare with.

Written from docs and requirements, with sets, loops and ``math``; it shares the tables
of weights and windows with the engine, and nothing else.
"""

import math
from fractions import Fraction

from matching.engine.combine import DEFAULT_WEIGHTS
from matching.engine.factors.communication import COUNTS
from matching.engine.factors.level import WINDOWS, YEARS_PER_STEP
from matching.engine.snapshot import (
    ATTRIBUTES,
    AXES,
    FACTORS,
    FORMATS,
    PURPOSES,
    REASONS,
)


def known(number):
    return not math.isnan(number)


def row(table, number):
    return {name: values[number] for name, values in table.to_arrays().items()}


def slots(week):
    return {s for s in range(336) if int(week[s // 64]) >> (s % 64) & 1}


def availability(goal, mentor):
    if not (goal["hours_known"] and mentor["hours_known"]):
        return math.nan
    shared = [
        len(slots(mine) & slots(theirs))
        for mine, theirs in zip(goal["weeks"], mentor["weeks"], strict=True)
    ]
    return min(1.0, 30 * min(shared) / float(goal["minutes_needed"]))


def communication(goal, mentor):
    lost, common, total = 0.0, False, 0
    for axis, mine, theirs in zip(AXES, goal["styles"], mentor["styles"], strict=True):
        total += COUNTS[axis].weight
        if known(mine) and known(theirs):
            mine, theirs = round(float(mine) * 4) / 4, round(float(theirs) * 4) / 4
            wish = mine if COUNTS[axis].alike else -mine
            lost += COUNTS[axis].weight * (wish - theirs) ** 2
            common = True
        else:
            lost += COUNTS[axis].weight * 4
    return max(0.0, 1 - lost / (8 * total)) if common else math.nan


def window(goal, unit):
    usual = getattr(WINDOWS[PURPOSES[goal["purpose"]]], unit)
    size = 1 if unit == "steps" else YEARS_PER_STEP
    low, high, below, above = usual
    own_low, own_high = float(goal["window_low"]), float(goal["window_high"])
    if known(own_low):
        low, below = own_low * size, 2 * size if math.isinf(low) else below
    if known(own_high):
        high, above = own_high * size, 2 * size if math.isinf(high) else above
    if low > high and known(own_low):
        high = low
    elif low > high:
        low = high
    return low, high, below, above


def level(goal, mentor):
    track = 0
    for number in (2, 1, 0):
        if goal["field"] >= 0 and mentor["track_field"][number] == goal["field"]:
            track = number
    for unit, mine, theirs in (
        ("steps", goal["level"], mentor["track_level"][track]),
        ("years", goal["years"], mentor["track_years"][track]),
    ):
        if known(mine) and known(theirs):
            low, high, below, above = window(goal, unit)
            ahead = float(theirs) - float(mine)
            if ahead < low:
                return max(0.0, 1 - (low - ahead) / below)
            return max(0.0, 1 - (ahead - high) / above) if ahead > high else 1.0
    return math.nan


def mean_of_known(parts):
    told = [part for part in parts if known(part)]
    return sum(told) / len(told) if told else math.nan


def reciprocity(goal, mentor, likeness):
    brings = {int(concept) for concept in goal["brings"]} - {-1}
    hopes = {int(concept) for concept in mentor["hopes"]} - {-1}
    exchange, hears = math.nan, float(mentor["hears_declared"])
    if brings and hopes:
        met = [
            max(round(float(likeness[bring, hope]) * 256) for bring in brings)
            for hope in hopes
        ]
        exchange = sum(met) / (256 * len(hopes))
    if known(mentor["hears_rated"]):
        hears = float(mentor["hears_rated"])
    return mean_of_known([exchange, hears])


def bits(words):
    return {
        64 * place + bit
        for place, word in enumerate(words)
        for bit in range(64)
        if int(word) >> bit & 1
    }


def context(goal, mentor):
    mine, theirs = bits(goal["tags"]), bits(mentor["tags"])
    common, outside = math.nan, math.nan
    if mine and theirs:
        common = min(1.0, len(mine & theirs) / 3)
    about_workplace = PURPOSES[goal["purpose"]] == "workplace"
    if goal["about_workplace"] or about_workplace:
        here, there = int(goal["organisation"]), int(mentor["organisation"])
        if here >= 0 and there >= 0:
            outside = float(here != there)
    return mean_of_known([common, outside])


def filled_rate(count, of, usual):
    missing = max(0, 5 - int(of))
    return (int(count) + missing * usual) / (int(of) + missing)


def commitment(goal, mentor, usual=0.8):
    needed = float(goal["minutes_needed"]) * float(goal["meetings_per_month"])
    declared, offered, asked = [], float(mentor["hours_per_month"]), goal["months"]
    if known(offered):
        declared.append(min(1.0, offered * 60 / needed))
    ongoing = FORMATS[goal["format"]] == "ongoing"
    if ongoing and known(asked) and known(mentor["months"]):
        declared.append(min(1.0, float(mentor["months"]) / float(asked)))
    if not declared and not mentor["asked"] and not mentor["meetings"]:
        return math.nan
    answered = filled_rate(mentor["answered"], mentor["asked"], usual)
    kept = filled_rate(mentor["kept"], mentor["meetings"], usual)
    return mean_of_known([*declared, answered, kept])


def values(goal, mentor, relevance, likeness):
    return {
        "relevance": float(relevance),
        "availability": availability(goal, mentor),
        "communication": communication(goal, mentor),
        "level": level(goal, mentor),
        "reciprocity": reciprocity(goal, mentor, likeness),
        "context": context(goal, mentor),
        "commitment": commitment(goal, mentor),
        "inspiration": float(mentor["inspiration"]),
        "connection": float(mentor["connection"]),
        "listening": float(mentor["listening"]),
    }


def pair(world, g, m, rules):
    """The factors of one pair of a world, and the names of the rules that remove it."""
    whole = world.snapshot
    goal, mentor = row(whole.goals, g), row(whole.mentors, m)
    told, wishes = whole.exclusions, whole.wishes
    here = (told.goal == g) & (told.mentor == m)
    reasons = {REASONS[number] for number in told.reason[here]}
    factors = values(goal, mentor, world.relevance[g, m], whole.concepts.likeness)
    names = removed_by(goal, mentor, factors, reasons, rules)
    for number in range(len(wishes)):
        if wishes.goal[number] == g:
            condition = wishes.condition[number]
            met = whole.conditions.met[condition, m]
            if met == 0 or (met == -1 and wishes.hide_unknown[number]):
                attribute = ATTRIBUTES[whole.conditions.attribute[condition]]
                names.add(f"wish_{attribute}")
    return factors, names


def removed_by(goal, mentor, factors, reasons, rules):
    """Names of the hard rules that remove the pair, as a set; wishes aside."""
    purpose, form = goal["purpose"], goal["format"]
    mine, theirs = int(goal["languages"]), int(mentor["languages"])
    below = goal["level"] < mentor["takes_level_low"]
    above = goal["level"] > mentor["takes_level_high"]
    found = {
        "self": goal["person"] == mentor["person"],
        "not_accepting": not mentor["accepting"] or mentor["paused"],
        "no_place": mentor[f"{FORMATS[form]}_places"] == 0,
        "no_language": mine and theirs and not mine & theirs,
        "boundary": mentor["purposes_not_taken"] >> purpose & 1
        or mentor["formats_not_taken"] >> form & 1
        or below
        or above
        or "topic_not_taken" in reasons,
        "off_topic": factors["relevance"] < rules.least_relevance,
    }
    for reason in set(REASONS) - {"topic_not_taken", "reporting_line"}:
        found[reason] = reason in reasons
    found["reporting_line"] = rules.reporting_line and "reporting_line" in reasons
    for number, factor in enumerate(FACTORS):
        if goal["deal_breaker"][number]:
            hides = goal["hide_unknown"][number] and not known(factors[factor])
            found[f"deal_breaker_{factor}"] = factors[factor] < 0.5 or hides
    return {name for name, holds in found.items() if holds}


def weights(goal):
    """Whole ten-thousandths by largest remainder, in exact fractions."""
    usual = DEFAULT_WEIGHTS[PURPOSES[goal["purpose"]]]
    said = dict(zip(FACTORS, (int(i) for i in goal["importance"]), strict=True))
    usual = {factor: Fraction(usual[factor]) for factor in FACTORS}
    low, high, _, _ = window(goal, "steps")
    if math.isinf(low) and math.isinf(high):
        usual["level"] = Fraction(0)
    said["relevance"] = max(said["relevance"], 1)
    shares = {factor: usual[factor] * said[factor] for factor in FACTORS}
    if not any(shares.values()):
        shares = usual
    exact = {f: share * 10_000 / sum(shares.values()) for f, share in shares.items()}
    units = {factor: math.floor(share) for factor, share in exact.items()}
    neediest = sorted(FACTORS, key=lambda factor: units[factor] - exact[factor])
    for factor in neediest[: 10_000 - sum(units.values())]:
        units[factor] += 1
    return units


def contributions(factors, units):
    return {
        factor: round(
            units[factor] * (factors[factor] if known(factors[factor]) else 0.5)
        )
        for factor in FACTORS
    }
