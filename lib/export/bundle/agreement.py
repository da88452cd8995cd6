"""How far listeners agree with each other and with themselves; intervals by resampling."""
import itertools
import math

import numpy as np
from distributions import stats
from study_data import group_by, unique

DRAWS = 1000


def resampled(groups, statistic, alpha):
    """A percentile interval from whole groups drawn with replacement."""
    rng = np.random.default_rng(1)
    pick = lambda: [groups[i] for i in rng.integers(0, len(groups), len(groups))]
    values = [statistic(pick()) for _ in range(DRAWS)]
    return {"low": np.nanquantile(values, alpha / 2), "high": np.nanquantile(values, 1 - alpha / 2)}


def correlation(pairs):
    """Pearson's; NaN where a side does not vary."""
    a = np.array(pairs)
    varied = len(a) > 2 and a.std(0).min() > 1e-6
    return np.corrcoef(a[:, 0], a[:, 1])[0, 1] if varied else math.nan


def pooled_correlation(groups):
    return correlation(list(itertools.chain(*groups)))


def iccs(study, one):
    """ICC(2,1) and ICC(2,k) of the listeners who rated every clip."""
    given = {(r["stimulus"], r["participant"]): r["rating"] for r in one.models}
    stimuli = unique(r["stimulus"] for r in one.models)
    people = unique(r["participant"] for r in one.models)
    judges = [p for p in people if all((s, p) in given for s in stimuli)]
    if len(judges) < 2 or len(stimuli) < 2:
        return {}
    single, mean = icc(np.array([[given[s, p] for p in judges] for s in stimuli]), study.level)
    return {**{f"ICC(2,1)/{n}": v for n, v in single.items()}, **{f"ICC(2,k)/{n}": v for n, v in mean.items()}}


def mean_squares(table):
    """Of clips, of judges, and the rest, in a table of clips by judges."""
    n, k = table.shape
    rows, columns, grand = table.mean(1, keepdims=True), table.mean(0), table.mean()
    between = k * ((rows - grand) ** 2).sum() / (n - 1)
    judges = n * ((columns - grand) ** 2).sum() / (k - 1)
    rest = ((table - rows - columns + grand) ** 2).sum() / ((n - 1) * (k - 1))
    return between, judges, rest


def icc(table, level):
    """Two-way random effects, absolute agreement (McGraw & Wong 1996, with their intervals)."""
    n, k = table.shape
    b, j, e = mean_squares(table)
    one = (b - e) / (b + (k - 1) * e + k * (j - e) / n)
    fj, inner = j / e, n * (1 + (k - 1) * one) - k * one
    df = (k - 1) * (n - 1) * (k * one * fj + inner) ** 2 / ((n - 1) * k**2 * one**2 * fj**2 + inner**2)
    high, low = stats.f.ppf((1 + level) / 2, n - 1, df), stats.f.ppf((1 + level) / 2, df, n - 1)
    rest = k * j + (k * n - k - n) * e
    bounds = n * (b - high * e) / (high * rest + n * b), n * (low * b - e) / (rest + n * low * b)
    step_up = lambda r: k * r / (1 + r * (k - 1))
    single = {"value": one, "low": bounds[0], "high": bounds[1]}
    mean = {"value": (b - e) / (b + (j - e) / n), "low": step_up(bounds[0]), "high": step_up(bounds[1])}
    return single, mean


def alpha(study, one):
    """Krippendorff's ordinal alpha; clips are resampled."""
    units = [u for u in group_by(one.models, lambda r: r["stimulus"]).values() if len(u) > 1]
    values = sorted(set(itertools.chain(*units)))
    if len(values) < 2:
        return {}
    counts = np.array([[u.count(v) for v in values] for u in units], float)
    interval = resampled(counts, lambda drawn: krippendorff(np.array(drawn)), study.alpha)
    return {"alpha/value": krippendorff(counts), **{f"alpha/{n}": v for n, v in interval.items()}}


def krippendorff(counts):
    """From the counts of each value (columns, rising) in each unit (rows), with ordinal distances.

    Two values are apart by the values given between them. On the scale of mid-ranks that is their
    difference, and the squared differences of a sample are its size times its sum of squares.
    """
    n = counts.sum(0)
    ranks = np.cumsum(n) - (n + n.sum()) / 2
    sizes = counts.sum(1)
    inside = sizes * (counts @ ranks**2) - (counts @ ranks) ** 2
    everything = n.sum() * (n @ ranks**2) - (n @ ranks) ** 2
    if everything <= 0:
        return math.nan
    return 1 - (n.sum() - 1) * (inside / (sizes - 1)).sum() / everything


def retest(study, one):
    """First against repeated ratings; listeners are resampled."""
    earlier = {(r["participant"], r["stimulus"]): r["rating"] for r in one.rows}
    again = [(r["participant"], (earlier[r["participant"], r["stimulus"]], r["rating"]))
             for r in one.repeats if (r["participant"], r["stimulus"]) in earlier]
    if not again:
        return {}
    pairs = [pair for _, pair in again]
    shift = np.array([b - a for a, b in pairs])
    groups = list(group_by(again, lambda r: r[0], lambda r: r[1]).values())
    found = {
        "pairs": len(pairs), "correlation": correlation(pairs), "equal": np.mean(shift == 0),
        "measurementError": math.sqrt(np.mean(shift**2) / 2),
        **resampled(groups, pooled_correlation, study.alpha),
    }
    return {f"retest/{name}": value for name, value in found.items()}


def between_dimensions(study, names):
    """Two dimensions: over clips, and over listeners within clips."""
    rows = study.models_of(study.main)
    given = [{(r["participant"], r["stimulus"]): r["rating"] for r in rows if r["dimension"] == d} for d in names]
    both = [(key, (given[0][key], given[1][key])) for key in given[0] if key in given[1]]
    if not both:
        return {}
    clips = group_by(both, lambda r: r[0][1], lambda r: r[1])
    centre = {s: np.mean(pairs, axis=0) for s, pairs in clips.items()}
    within = [(p, tuple(np.array(pair) - centre[s])) for (p, s), pair in both]
    groups = list(group_by(within, lambda r: r[0], lambda r: r[1]).values())
    return {
        "pairs": len(both), "within": correlation([pair for _, pair in within]),
        "between": correlation(list(centre.values())),
        **resampled(groups, pooled_correlation, study.alpha),
    }
