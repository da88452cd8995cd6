"""The distributions that the analyses need: `stats` is scipy's where it is installed, else `own`.

`own` has the names of scipy.stats and needs numpy and math alone. Quantiles are found by halving, to
the last digits.
"""
import math
from types import SimpleNamespace

import numpy as np


def beta_share(x, a, b):
    """Regularised incomplete beta function: Lentz's continued fraction (Abramowitz & Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 10000):
        for top in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                    -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d, c = 1 / (1 + top * d), 1 + top / c
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) * total / a


def quantile(cdf, share, low, high):
    while cdf(high) < share:
        low, high = high, high * 2
    while low < 0 and cdf(low) > share:
        low, high = low * 2, low
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < share else (low, middle)
    return (low + high) / 2


def t_sf(x, df):
    half = beta_share(df / (df + x * x), df / 2, 0.5) / 2
    return half if x > 0 else 1 - half


def f_sf(x, df1, df2):
    return beta_share(df2 / (df2 + df1 * x), df2 / 2, df1 / 2) if x > 0 else 1.0


def norm_sf(x):
    return math.erfc(x / math.sqrt(2)) / 2


def chi2_sf(x, df):
    """1 - the lower incomplete gamma function by its series, or the upper one by its fraction."""
    a, z = df / 2, x / 2
    if z <= 0:
        return 1.0
    front = math.exp(a * math.log(z) - z - math.lgamma(a))
    if z < a + 1:
        term = total = 1 / a
        for n in range(1, 10000):
            term *= z / (a + n)
            total += term
            if term < total * 1e-16:
                break
        return 1 - front * total
    b, c = z + 1 - a, 1e300
    d = 1 / b
    total = d
    for i in range(1, 10000):
        top = -i * (i - a)
        b += 2
        d, c = 1 / (top * d + b), b + top / c
        total *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return front * total


def nct_cdf(x, df, shift):
    """P(T < x) of the noncentral t: the normal one averaged over the root of chi-square over df."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    reach = 12 / math.sqrt(2 * df)
    low, high = max(1e-12, 1 - reach), 1 + reach + 4 / df
    s = (high - low) / 2 * nodes + (high + low) / 2
    log_density = math.log(2) + df / 2 * math.log(df / 2) - math.lgamma(df / 2) + (df - 1) * np.log(s) - df * s * s / 2
    normal = np.array([1 - norm_sf(x * v - shift) for v in s])
    return float((high - low) / 2 * (weights * np.exp(log_density) * normal).sum())


def f_oneway(*groups):
    groups = [np.asarray(g, float) for g in groups]
    everything = np.concatenate(groups)
    between, within = len(groups) - 1, len(everything) - len(groups)
    rest = sum(((g - g.mean()) ** 2).sum() for g in groups)
    f = ((((everything - everything.mean()) ** 2).sum() - rest) / between) / (rest / within)
    return SimpleNamespace(statistic=f, pvalue=f_sf(f, between, within))


own = SimpleNamespace(
    t=SimpleNamespace(
        sf=t_sf, cdf=lambda x, df: t_sf(-x, df),
        ppf=lambda q, df: quantile(lambda x: t_sf(-x, df), q, -1.0, 1.0)),
    f=SimpleNamespace(sf=f_sf, ppf=lambda q, a, b: quantile(lambda x: 1 - f_sf(x, a, b), q, 0.0, 1.0)),
    chi2=SimpleNamespace(sf=chi2_sf),
    norm=SimpleNamespace(sf=norm_sf, ppf=lambda q: quantile(lambda x: norm_sf(-x), q, -1.0, 1.0)),
    nct=SimpleNamespace(cdf=nct_cdf, sf=lambda x, df, shift: 1 - nct_cdf(x, df, shift)),
    f_oneway=f_oneway,
)

try:
    from scipy import stats
except ImportError:
    stats = own
