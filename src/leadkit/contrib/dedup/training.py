"""Weights from the data at hand, without labels: chance from pairs drawn at random, the rest by expectation and maximisation."""

from collections.abc import Sequence

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from leadkit.contrib.dedup.agreeing import MISSING, Levels, agreement, counts, swapped
from leadkit.contrib.dedup.columns import BLANK, Columns, Ints
from leadkit.steps.dedup.levels import DIFFERENT
from leadkit.steps.dedup.stories import STORIES, Story

Floats = NDArray[np.float64]

@frozen(eq=False)
class Evidence:
    """Pairs: level by comparison, and how many other rows have the value that both have."""

    levels: tuple[Levels, ...]
    others: tuple[Floats, ...]


@frozen(eq=False)
class Fit:
    rows: int
    per_row: float
    found: tuple[Floats, ...]
    chance: tuple[Floats, ...]
    shares: dict[str, float]
    kinds: tuple[str, ...]
    people: bool

    def bits(self, at: int) -> Floats:
        """log2 found / chance; for `same` without the chance, which is the value's own."""
        chance = self.chance[at].copy()
        chance[0] = 1.0
        bits = np.log2(self.found[at] / chance)
        # a worse level never weighs more than a better one
        bits[1:] = np.minimum.accumulate(bits[1:])
        return bits


def evidence(columns: Columns, tallies, per_row: float, low: Ints, high: Ints) -> Evidence:
    found, forms = [], []
    for coded in columns.coded:
        lev, form = agreement(coded, low, high)
        found.append(lev); forms.append(form)
    kinds = [c.entry.comparison.kind for c in columns.coded]
    if "given" in kinds:
        g, f = kinds.index("given"), kinds.index("family")
        swapped(columns.coded[g], columns.coded[f], low, high, found[g], found[f])
    if "email" in kinds and "domain" in kinds:
        e, d = kinds.index("email"), kinds.index("domain")
        implied = (found[e] >= 0) & (found[e] <= 2)
        found[d][implied] = MISSING
        forms[d][implied] = BLANK
    others = []
    for tally, form in zip(tallies, forms):
        o = np.zeros(len(form)); at = form != BLANK
        o[at] = tally[form[at]] - 1.0
        others.append(o)
    return Evidence(tuple(found), tuple(others))


def active(kinds: Sequence[str], people: bool) -> list[Story]:
    return [s for s in STORIES if (s.people is None or s.people == people) and (not s.about or s.about & {*kinds}) and (not s.same or not s.about or {*kinds} - s.about)]


def weigh(fit: Fit, ev: Evidence):
    n = len(ev.levels[0]); r = []
    rarest = []
    for at, (lev, oth) in enumerate(zip(ev.levels, ev.others)):
        bits = np.append(fit.bits(at), 0.0)
        x = bits[lev]
        eff = np.maximum(oth - fit.per_row, 0.5)
        same = lev == 0
        x[same] += np.log2(fit.rows / eff[same])
        r.append(x); rarest.append(np.where(same, eff, np.inf))
    stories = active(fit.kinds, fit.people)
    yes = np.full(n, -np.inf); which = np.zeros(n, np.int8)
    no = np.zeros(n); not_which = np.zeros(n, np.int8)
    for s_at, s in enumerate(stories):
        inside = [at for at, k in enumerate(fit.kinds) if k in s.about]
        if s.same:
            total = np.full(n, np.log2(fit.per_row / fit.rows) + np.log2(fit.shares[s.name]))
            for at in range(len(r)):
                if at not in inside:
                    total += r[at]
            better = total > yes
            yes[better] = total[better]; which[better] = s_at
        elif s.about:
            c = np.full(n, np.inf)
            for at in inside: c = np.minimum(c, rarest[at])
            total = np.log2(fit.shares[s.name] / fit.rows) + np.log2(c)
            total[np.isinf(c)] = -np.inf
            for at in inside: total = total + r[at]
            better = total > no
            no[better] = total[better]; not_which[better] = s_at
    return yes - no, which, not_which, stories, rarest


def train(columns: Columns, low: Ints, high: Ints, scale: float, random_low, random_high, rounds: int = 20, log=None):
    kinds = tuple(c.entry.comparison.kind for c in columns.coded)
    tallies = [counts(c) for c in columns.coded]
    ev = evidence(columns, tallies, 0.0, low, high)
    rnd = ev if random_low is None else evidence(columns, tallies, 0.0, random_low, random_high)
    comps = [c.entry.comparison for c in columns.coded]
    found0 = [np.array([l.found for l in c.levels]) for c in comps]
    chance0 = [np.array([l.by_chance for l in c.levels]) for c in comps]
    people = columns.plan.people
    fit = Fit(columns.rows, 0.2, tuple(found0), tuple(chance0), {s.name: s.share for s in STORIES}, kinds, people)
    def chances(resp):
        out = []
        for at, lev in enumerate(rnd.levels):
            ok = lev != MISSING
            cnt = np.bincount(lev[ok], weights=1 - resp[ok], minlength=len(chance0[at]))
            n = cnt.sum()
            u = (cnt + 0.5) / (n + 0.5 * len(cnt))
            u = np.where(cnt < 1, np.minimum(u, chance0[at]), u)
            for l, row in enumerate(comps[at].levels):
                if row.name == "repeats": u[l] = fit.found[at][l] / 2
            out.append(u)
        return tuple(out)
    fit = evolve(fit, chance=chances(np.zeros(len(rnd.levels[0]))))
    for step in range(rounds):
        w, which, no_which, stories, rarest = weigh(fit, ev)
        resp = 1 / (1 + np.exp2(-np.clip(w, -60, 60)))
        found = []
        for at, lev in enumerate(ev.levels):
            told = np.array([kinds[at] not in s.about for s in stories])
            ok = (lev != MISSING) & told[which]
            cnt = np.bincount(lev[ok], weights=resp[ok] * scale, minlength=len(found0[at]))
            m = (cnt + 30 * found0[at]) / (cnt.sum() + 30)
            found.append(m)
        per_row = (2 * resp.sum() * scale + 0.1 * 20) / (columns.rows + 20)
        shares = dict(fit.shares)
        mine = {s.name: resp[which == at].sum() * scale for at, s in enumerate(stories) if s.same}
        total = sum(mine.values())
        prior = {s.name: s.share for s in stories if s.same}
        norm = sum(prior.values())
        for name in mine: shares[name] = (mine[name] + 50 * prior[name] / norm) / (total + 50)
        for at, s in enumerate(stories):
            if not s.same and s.about:
                inside = [k for k, kind in enumerate(kinds) if kind in s.about]
                c = np.min([rarest[k] for k in inside], axis=0)
                ok = np.isfinite(c)
                wgt = 1 / c[ok]
                mine_ = (no_which[ok] == at) * (1 - resp[ok]) * wgt
                shares[s.name] = (mine_.sum() * scale + 20 * s.share) / (wgt.sum() * scale + 20)
        fit = evolve(fit, found=tuple(found), per_row=per_row, shares=shares)
        if random_low is None:
            fit = evolve(fit, chance=chances(resp))
        else:
            w2 = weigh(fit, rnd)[0]
            fit = evolve(fit, chance=chances(1 / (1 + np.exp2(-np.clip(w2, -60, 60)))))
        if log: log(step, fit)
    return fit, tallies
