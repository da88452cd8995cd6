"""Friedman's and Wilcoxon's tests on the listeners' scores, and Holm's adjustment."""
import itertools
import math

import numpy as np
from distributions import stats
from study_data import group_by, pair_name, unique

EXACT_UP_TO = 25  # pairs


def holm(ps):
    """p-values adjusted by Holm's step-down method, in the order given."""
    adjusted, top = [0.0] * len(ps), 0.0
    for place, i in enumerate(np.argsort(ps, kind="stable")):
        top = max(top, min(1.0, (len(ps) - place) * ps[i]))
        adjusted[i] = top
    return adjusted


def scores(one):
    """Sums (means where counts differ) by listener and condition, of those who rated every one."""
    cells = group_by(one.models, lambda r: r["participant:condition"])
    people = unique(r["participant"] for r in one.models)
    full = [p for p in people if all((p, c) in cells for c in one.conditions)]
    equal = all(len({len(cells[p, c]) for c in one.conditions}) == 1 for p in full)
    score = (lambda x: math.fsum(x)) if equal else (lambda x: math.fsum(x) / len(x))
    return np.round([[score(cells[p, c]) for c in one.conditions] for p in full], 9)


def friedman(study, one):
    table = scores(one)
    if len(table) < 2 or len(one.conditions) < 2:
        return {}
    n, k = table.shape
    sums = np.array([mid_ranks(row) for row in table]).sum(0)
    scale = n * k * (k + 1) - sum(tie_term(row) for row in table) / (k - 1)
    if scale <= 1e-9:
        return {}
    x = 12 * ((sums - n * (k + 1) / 2) ** 2).sum() / scale
    found = {"chiSquare": x, "p": stats.chi2.sf(x, k - 1), "w": x / (n * (k - 1))}
    rest = n * (k - 1) - x
    f = (n - 1) * x / rest if rest > 1e-9 else math.inf
    found["imanDavenportP"] = stats.f.sf(f, k - 1, (n - 1) * (k - 1)) if rest > 1e-9 else 0.0
    return {f"ranks/friedman/{name}": v for name, v in {**found, "imanDavenportF": f}.items()}


def signed_ranks(study, one):
    """Wilcoxon's signed-rank test of each pair of conditions."""
    table = scores(one)
    if len(table) < 2 or len(one.conditions) < 2:
        return {}
    place = {c: i for i, c in enumerate(one.conditions)}
    pairs = list(itertools.combinations(one.conditions, 2))
    tests = [wilcoxon(table[:, place[a]] - table[:, place[b]]) for a, b in pairs]
    found = {}
    for pair, test, adjusted in zip(pairs, tests, holm([t["p"] for t in tests])):
        for name, value in {**test, "holm": adjusted}.items():
            found[f"ranks/{pair_name(pair)}/{name}"] = value
    return found


def mid_ranks(values):
    values = np.asarray(values)
    return np.array([(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values])


def tie_term(values):
    return sum(t**3 - t for t in np.unique(values, return_counts=True)[1].tolist())


def wilcoxon(differences):
    """Zeros are dropped; exact by all sign patterns up to 25 pairs, ties or not, else normal."""
    d = np.round(differences, 9)
    zeros, d = int((d == 0).sum()), d[d != 0]
    if len(d) == 0:
        return {"p": 1.0}
    ranks = mid_ranks(np.abs(d))
    plus = ranks[d > 0].sum()
    p = exact_p(ranks, plus) if len(d) <= EXACT_UP_TO else normal_p(d, plus)
    return {"wPlus": plus, "zeros": zeros, "p": p}


def exact_p(ranks, plus):
    """Two-sided p from the number of sign patterns that give each sum of doubled mid-ranks."""
    ways = np.array([1.0])
    for rank in np.round(2 * ranks).astype(int):
        ways = np.append(ways, np.zeros(rank)) + np.append(np.zeros(rank), ways)
    at = int(round(2 * plus))
    return min(1.0, 2 * min(ways[: at + 1].sum(), ways[at:].sum()) / ways.sum())


def normal_p(d, plus):
    """With corrections for ties and for continuity."""
    n = len(d)
    sd = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - tie_term(np.abs(d)) / 48)
    centre = plus - n * (n + 1) / 4
    return min(1.0, 2 * stats.norm.sf(abs((centre - np.sign(centre) * 0.5) / sd)))
