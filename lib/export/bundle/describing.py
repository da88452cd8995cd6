"""Means and spread, and the usual tests that leave listeners or clips out of account."""
import itertools
import math

import numpy as np
from distributions import stats
from study_data import group_by, pair_name, unique


def spread(values):
    return {"sd": np.std(values, ddof=1)} if len(values) > 1 else {}


def put(at, values):
    return {f"{at}/{name}": value for name, value in values.items()}


def conditions(study, one):
    found = {}
    for condition, x in group_by(one.rows, lambda r: r["condition"]).items():
        found.update(put(f"describe/{condition}", {
            "n": len(x), "mean": np.mean(x), "median": np.median(x), **spread(x)}))
    return found


def stimuli(study, one):
    found = {}
    for stimulus, x in group_by(one.rows, lambda r: r["stimulus"]).items():
        found.update(put(f"stimulus/{stimulus}", {"n": len(x), "mean": np.mean(x), **spread(x)}))
    return found


def t_test(estimate, se, df, level):
    half = stats.t.ppf((1 + level) / 2, df) * se
    p = 2 * stats.t.sf(abs(estimate / se), df)
    return {"estimate": estimate, "p": p, "low": estimate - half, "high": estimate + half}


def welch(a, b, level):
    """Welch's t test of two lists of ratings."""
    va, vb = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    return t_test(np.mean(a) - np.mean(b), math.sqrt(va + vb), df, level)


def pooled_tests(study, one):
    """Every rating as if it came from another listener."""
    by = group_by(one.models, lambda r: r["condition"])
    if len(one.conditions) < 2:
        return {}
    f = stats.f_oneway(*[by[c] for c in one.conditions])
    df2 = len(one.models) - len(one.conditions)
    found = put("pooled/omnibus", {"f": f.statistic, "df2": df2, "p": f.pvalue})
    for pair in itertools.combinations(one.conditions, 2):
        a, b = (by[c] for c in pair)
        if min(len(a), len(b)) > 1 and np.var(a) + np.var(b) > 0:
            found.update(put(f"pooled/{pair_name(pair)}", welch(a, b, study.level)))
    return found


def paired_tests(study, one):
    """The listeners' own means, paired."""
    cells = group_by(one.models, lambda r: r["participant:condition"])
    people = unique(r["participant"] for r in one.models)
    found = {}
    for a, b in itertools.combinations(one.conditions, 2):
        both = [p for p in people if (p, a) in cells and (p, b) in cells]
        x = np.array([np.mean(cells[p, a]) - np.mean(cells[p, b]) for p in both])
        if len(x) > 1 and x.std() > 0:
            test = t_test(x.mean(), x.std(ddof=1) / math.sqrt(len(x)), len(x) - 1, study.level)
            found.update(put(f"paired/{pair_name((a, b))}", test))
    return found


def d_primes(study, one):
    """Of yes/no scales: d' and criterion with the log-linear correction."""
    by = group_by(one.rows, lambda r: r["condition"])
    if len({r["rating"] for r in one.rows}) != 2 or "human" not in by:
        return {}
    yes = max(r["rating"] for r in one.rows)
    z = {c: stats.norm.ppf((x.count(yes) + 0.5) / (len(x) + 1)) for c, x in by.items()}
    found = {}
    for c in (c for c in one.conditions if c != "human"):
        at = f"dprime/{pair_name(('human', c))}"
        found.update(put(at, {"dPrime": z["human"] - z[c], "criterion": -(z["human"] + z[c]) / 2}))
    return found
