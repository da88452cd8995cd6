"""Power of the crossed design from the variances found, and how many listeners and clips it takes."""
import math

import numpy as np
from distributions import own, stats
from model_tests import fitted


def power(study, one):
    """What this study could find: smallest detectable difference, and numbers for 80 % power."""
    formula = study.setting(f"pooled formula {one.name}")
    difference = study.setting(f"difference {one.name}")
    if not (formula and difference):
        return {}
    design = design_of(one, fitted(study, one.models, formula, one.conditions).components())
    gap, alpha = float(difference), study.alpha
    se, _, half = precision(**design, alpha=alpha)
    high = 4 * se
    while power_of(design, high, alpha) < 0.8:
        high *= 2
    floor = stats.t.ppf(1 - alpha / 2, design["M"] * (design["K"] - 1)) * math.sqrt(2 * design["c"] / design["K"])
    values = {
        "difference": gap, "power": power_of(design, gap, alpha), "halfWidth": half, "floor": floor,
        "detectable": crossing(lambda x: power_of(design, x, alpha) - 0.8, 1e-9, high),
        "participants": needed_participants(design, gap, alpha),
        "stimuli": needed_stimuli(design, gap, alpha),
    }
    return {f"power/{name}": value for name, value in values.items() if value is not None}


def design_of(one, variances):
    """M models, L listeners, K clips a model of which each hears k; variances lm, c and e."""
    M, L = len(one.conditions), len({r["participant"] for r in one.models})
    K = max(2, math.floor(len({r["stimulus"] for r in one.models}) / M + 0.5))
    k = min(K, max(1, math.floor(10 * len(one.models) / (L * M) + 0.5) / 10))
    clips = variances.get("stimulus", 0) + variances.get("run", 0)
    return dict(M=M, L=L, K=K, k=k, lm=variances.get("participant:condition", 0), c=clips, e=variances["residual"])


def precision(M, L, K, k, lm, c, e, alpha):
    """Standard error of a difference, its degrees of freedom, half the interval's width."""
    clips, listeners = e + L * k / K * c, e + k * lm
    total = clips + listeners - e
    rest = max(1, M * (L * k - K - L + 1))
    df = total**2 / (clips**2 / (M * (K - 1)) + listeners**2 / ((L - 1) * (M - 1)) + e**2 / rest)
    se = math.sqrt(2 / (L * k) * total)
    return se, df, stats.t.ppf(1 - alpha / 2, df) * se


def power_of(design, gap, alpha):
    se, df, _ = precision(**design, alpha=alpha)
    t, shift = stats.t.ppf(1 - alpha / 2, df), abs(gap) / se
    return noncentral("sf", t, df, shift) + noncentral("cdf", -t, df, shift)


def noncentral(tail, t, df, shift):
    """A tail of the noncentral t. Some releases of scipy give NaN far out: then our own integral."""
    value = getattr(stats.nct, tail)(t, df, shift)
    return value if np.isfinite(value) else getattr(own.nct, tail)(t, df, shift)


def needed_participants(design, gap, alpha):
    return smallest(2, 100000, lambda n: power_of({**design, "L": n}, gap, alpha) >= 0.8)


def needed_stimuli(design, gap, alpha):
    k, all_heard = design["k"], design["k"] == design["K"]
    wide = lambda n: {**design, "K": n, "k": n if all_heard else k}
    low = 2 if all_heard else max(2, math.ceil(k))
    return smallest(low, 2000, lambda n: power_of(wide(n), gap, alpha) >= 0.8)


def smallest(low, high, enough):
    """The smallest whole number that is enough; None where not even `high` is."""
    if not enough(high):
        return None
    low -= 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def crossing(rising, low, high):
    """Where a rising function is zero."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
