"""A scorecard from a table of closed leads."""

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import evolve, frozen

from leadkit.contrib.predict.columns import Column, Floats, Levels, Plan, plan_fields
from leadkit.contrib.predict.evidence import Fit, layout, maximise, scaled_up, sigmoid, started
from leadkit.contrib.predict.holding_out import Calibrated, Parts, above_chance, calibrated, held_out, parts
from leadkit.contrib.predict.terms import Shaped, candidates, combined, of_field, of_pair
from leadkit.contrib.predict.votes import Blend, blended, vote, votes
from leadkit.errors import UnusableInput
from leadkit.steps.prediction.sample import Sample, sample_problems
from leadkit.steps.prediction.scorecard import Scorecard, Signal, Term

__all__ = ["fit_scorecard"]

#: Leads by which shapes, pairs and precisions are chosen; the points are then learnt from all of them.
CHOSEN_BY = 7_000
#: Blocks that are held out: in time, the last ones of so many; without times, each of so many.
IN_TIME, LAST, FOLDS = 8, 4, 5
#: Half-lives that are tried, as shares of all leads; the first is none.
HALF_LIVES: tuple[float | None, ...] = (None, 1.0, 0.5, 0.25, 0.125)
#: Standard errors above chance for which a ranking has to stand: more than the usual two, because pairs and precisions
#: were chosen with a look at all leads. And how many of them may be missing to what would be of use.
CHANCE, DOUBT = 3.5, 2.0
#: An AUC that would be of some use: with few leads, not even that can be ruled out.
WORTHWHILE = 0.6


@frozen(eq=False)
class _Chosen:
    half_life: float | None
    blend: Blend
    calibrated: Calibrated
    signal: Signal


def fit_scorecard(
    table: Mapping[str, Column],
    outcome: Sequence[float],
    *,
    in_time: bool = False,
    times: str = "",
    trusted: str = "",
    target: str = "",
    force: bool = False,
) -> Scorecard:
    """Learn from closed leads. table: cells by column, one a lead; text or values, `None` or blank for missing.

    outcome: 1 for won, 0 for lost, or between for a lead that is open: how likely it is to be won.
    in_time: the leads stand in order of time, oldest first; then recent ones may count more, as far as earlier leads
    would have been predicted better by it. times: the column of their times, if there is one. trusted: a column of
    numbers that is believed beforehand, such as a score by rules: it speaks from the first lead on, and what is learnt
    from few leads only corrects it.
    Raises `UnusableInput` with `too_few_won` and `too_few_lost`, unless forced; and with `nothing_to_learn_from`.
    """
    y = np.asarray(outcome, np.float64)
    won, lost = int((y == 1).sum()), int((y == 0).sum())
    sample = Sample(won, lost, len(y) - won - lost)
    if not force and (problems := sample_problems(sample)):
        raise UnusableInput(problems)
    plan = plan_fields(table, times)
    rate = float(np.clip(y.mean(), 0.5 / (len(y) + 1), 1 - 0.5 / (len(y) + 1))) if len(y) else 0.5
    usual = float(np.log(rate / (1 - rate)))
    blank = Scorecard(plan.fields, (), usual, usual, sample, Signal.NONE, target=target, dropped=plan.dropped)
    if not plan.fields or 0 in (won, lost):
        return blank
    terms = [
        of_field(at, each, levels, trusted=each.column == trusted)
        for at, (each, levels) in enumerate(zip(plan.fields, plan.levels, strict=True))
    ]
    rows = np.unique(np.linspace(0, len(y) - 1, min(len(y), CHOSEN_BY)).astype(np.intp))
    few, chosen_by = _only(terms, rows), y[rows]
    alike = np.ones(len(rows))
    fit = maximise(few, chosen_by, alike)
    pairs = _pairs(plan, rows, fit, chosen_by)
    if pairs:
        own = [levels[rows] for levels in plan.levels]
        paired = [of_pair(*pair, plan.fields, own) for pair in pairs]
        few += paired
        terms += [evolve(pair, levels=combined(pair, plan.levels)) for pair in paired]
        fit = maximise(few, chosen_by, alike, _extended(fit, few))
    chosen = _choose(few, chosen_by, fit, in_time=in_time)
    if chosen.signal is Signal.NONE:
        return blank
    weight = _recency(len(y), chosen.half_life)
    if len(rows) < len(y) or chosen.half_life:
        fit = maximise(terms, y, weight, scaled_up(fit, few, terms, weight), learn=False)
    return _scorecard(blank, terms, fit, chosen, weight, y)


def _only(terms: Sequence[Shaped], rows: Levels) -> list[Shaped]:
    return [evolve(term, levels=term.levels[rows]) for term in terms]


def _pairs(plan: Plan, rows: Levels, fit: Fit, outcome: Floats) -> list[tuple[int, int]]:
    said = sigmoid(fit.logits)
    return candidates(plan.fields, [levels[rows] for levels in plan.levels], outcome - said, said * (1 - said))


def _extended(fit: Fit, terms: Sequence[Shaped]) -> Fit:
    """The fit with room for the terms that came on."""
    where = layout(terms)
    coefficients = np.zeros(where.width)
    coefficients[: len(fit.coefficients)] = fit.coefficients
    precisions = np.append(fit.precisions, started(where)[len(fit.precisions) :])
    return Fit(where, coefficients, precisions, fit.logits, np.empty(0))


def _choose(terms: Sequence[Shaped], outcome: Floats, fit: Fit, *, in_time: bool) -> _Chosen:
    """Half-life, blend, calibration and whether there is any signal: from leads held out, if there are enough."""
    if min((outcome > 0.5).sum(), (outcome <= 0.5).sum()) < FOLDS:
        return _Chosen(None, Blend(), Calibrated(), Signal.UNCLEAR)
    rows = np.arange(len(outcome))
    blocks = IN_TIME if in_time else FOLDS
    block = rows * blocks // len(rows) if in_time else rows % blocks
    given = parts(terms, outcome, block, fit)
    half_life = _half_life(fit, given) if in_time else None
    # Where nothing speaks for forgetting, blocks need not lie before the one held out: more is learnt from each.
    counting = (
        _before(half_life) if half_life else [(at, [float(o != at) for o in range(blocks)]) for at in range(blocks)]
    )
    truth = [outcome[block == at] for at, _ in counting]
    logit = [held_out(fit, given, counts, at) for at, counts in counting]
    voted = [vote(terms, votes(terms, outcome, np.array(counts)[block]))[block == at] for at, counts in counting]
    blend = blended(np.concatenate(logit), np.concatenate(voted), np.concatenate(truth))
    logit = [blend(said, by_vote) for said, by_vote in zip(logit, voted, strict=True)]
    return _Chosen(half_life, blend, calibrated(list(zip(logit, truth, strict=True))), _signal(logit, truth))


def _half_life(fit: Fit, given: Parts) -> float | None:
    """The one with which the past would have predicted the last blocks best, as a share of all leads.

    Forgetting has to be better than not forgetting by more than a standard error (Breiman and others, 1984).
    """
    losses = []
    for half_life in HALF_LIVES:
        said = [
            (held_out(fit, given, counts, at), given.outcome[given.block == at]) for at, counts in _before(half_life)
        ]
        losses.append(np.concatenate([np.logaddexp(0, logit) - won * logit for logit, won in said]))
    best = min(range(len(losses)), key=lambda at: float(losses[at].sum()))
    gain = losses[0] - losses[best]
    return HALF_LIVES[best] if gain.sum() > np.sqrt(len(gain)) * gain.std() else None


def _before(half_life: float | None) -> list[tuple[int, list[float]]]:
    """Each of the last blocks, and how much every block counts for it: only those before it do."""
    return [
        (at, [_decay((at - 1 - other) / IN_TIME, half_life) if other < at else 0.0 for other in range(IN_TIME)])
        for at in range(IN_TIME - LAST, IN_TIME)
    ]


def _decay(age: float, half_life: float | None) -> float:
    return 1.0 if half_life is None else float(0.5 ** (age / half_life))


def _signal(logit: Sequence[Floats], truth: Sequence[Floats]) -> Signal:
    said, won = np.concatenate(logit), np.concatenate(truth)
    closed = (won == 0) | (won == 1)
    area, doubt = above_chance(said[closed], won[closed] == 1)
    if area > 0.5 + CHANCE * doubt:
        return Signal.FOUND
    return Signal.UNCLEAR if area + DOUBT * doubt > WORTHWHILE else Signal.NONE


def _recency(leads: int, half_life: float | None) -> Floats:
    if half_life is None:
        return np.ones(leads)
    return np.asarray(0.5 ** (np.arange(leads)[::-1] / (half_life * leads)), np.float64)


def _scorecard(
    blank: Scorecard, terms: Sequence[Shaped], fit: Fit, chosen: _Chosen, weight: Floats, outcome: Floats
) -> Scorecard:
    """Points are stretched as calibration asks, and centred: a term gives 0 on average over the leads learnt from."""
    blend, stretch = chosen.blend, chosen.calibrated.stretch
    base = float(blend(fit.coefficients[:1], np.zeros(1))[0]) * stretch + chosen.calibrated.offset
    made = []
    total = np.zeros(len(outcome))
    for term, points, by_vote in zip(terms, fit.points(), votes(terms, outcome, weight), strict=True):
        stretched = stretch * ((1 - blend.share) * points + blend.share * blend.stretch * by_vote)
        middle = float(stretched[term.levels].mean())
        base += middle
        rounded = np.round(stretched - middle, 6)
        made.append(Term(term.fields, rounded.tolist(), term.groups))
        total += rounded[term.levels]
    logit = np.sort(total + base)
    # A little above, because sums in another order differ in their last digits.
    cuts = np.unique(logit[len(logit) * np.arange(1, 10) // 10] + 1e-9)
    scores = [(float(cut), float((logit <= cut).mean())) for cut in cuts]
    half_life = None if chosen.half_life is None else chosen.half_life * len(outcome)
    rate = float(np.clip(np.average(outcome, weights=weight), 1e-6, 1 - 1e-6))
    usual = float(np.log(rate / (1 - rate)))
    return evolve(blank, terms=made, base=base, usual=usual, signal=chosen.signal, half_life=half_life, scores=scores)
