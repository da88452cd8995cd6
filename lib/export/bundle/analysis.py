"""Recomputes every number of the results page from the data in this folder, and compares.

Run it in the bundle's own folder:  python3 analysis/analysis.py
Needs Python 3.9 with numpy. Distributions and tests are scipy's where it is installed, else those of
distributions.py; the mixed models are in mixed_models.py.
"""
import csv
import glob
import itertools
import math
import sys

import numpy as np
from mixed_models import Design, Ordinal, Reml

try:
    from scipy import stats
except ImportError:
    import distributions as stats


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


ratings = read(glob.glob("data/*ratings_data.csv")[0])
sessions = read(glob.glob("data/*sessions_data.csv")[0])
settings = read("analysis/settings.csv")
expected = read("analysis/numbers.csv")
found = {}


def setting(name):
    return [row["value"] for row in settings if row["name"] == name]


def add(at, **values):
    for name, value in values.items():
        found[f"{at}/{name}"] = float(value)


def pair_name(pair):
    return f"{pair[0]} - {pair[1]}"


def unique(values):
    return list(dict.fromkeys(values))


alpha = float(setting("alpha")[0])
level = 1 - alpha
margin = float(setting("margin")[0]) if setting("margin") else None
conditions, anchors = setting("condition"), setting("anchor")
dimensions, rules = setting("dimension"), setting("rule")
rng = np.random.default_rng(1)

# --- which ratings count ------------------------------------------------------------------------
for row in ratings:
    row["rating"], row["position"] = float(row["rating"]), int(row["position"])
    row["run"] = (row["condition"], row.get("factor_run", ""))
    row["participant:condition"] = (row["participant"], row["condition"])
ratings = [r for r in ratings if r["trial_kind"] in ("main", "repeat") and r["condition"] in conditions]
for s in sessions:
    s["rules"] = {rule for i, rule in enumerate(rules) if s[f"rule_{i + 1}"] == "TRUE"}
    s["complete"], s["excluded"] = s["complete"] == "TRUE", s["excluded"] == "TRUE"
variants = {"as planned": lambda s: s["complete"] and not s["excluded"]}
for rule in rules:
    variants[f"only the rule: {rule}"] = lambda s, rule=rule: s["complete"] and rule not in s["rules"]
if len(rules) > 1:
    variants["all declared rules"] = lambda s: s["complete"] and not s["rules"]
variants["nobody excluded"] = lambda s: s["complete"]
variants["all ratings given, unfinished sessions too"] = lambda s: True


def kept(which):
    ids = {s["session"] for s in sessions if which(s)}
    return [r for r in ratings if r["session"] in ids]


def first_of(rows):
    seen, first = set(), []
    for r in sorted((r for r in rows if r["trial_kind"] == "main"), key=lambda r: r["position"]):
        key = (r["participant"], r["stimulus"], r["dimension"])
        if key not in seen:
            seen.add(key)
            first.append(r)
    return first


planned = kept(variants["as planned"])
main = first_of(planned)
repeats = [r for r in planned if r["trial_kind"] == "repeat"]


def models_of(rows):
    return [r for r in rows if r["condition"] not in anchors]


# --- other analyses ------------------------------------------------------------------------------
def holm(ps):
    order = np.argsort(ps, kind="stable"); out = np.empty(len(ps)); top = 0
    for place, i in enumerate(order):
        top = max(top, min(1, (len(ps) - place) * ps[i])); out[i] = top
    return out


def krippendorff(units):
    units = [u for u in units if len(u) > 1]; values = sorted(set(itertools.chain(*units)))
    counts = np.array([[u.count(v) for v in values] for u in units], float); n = counts.sum(0)
    c = np.cumsum(n); between = lambda i, j: c[max(i, j)] - c[min(i, j)] + n[min(i, j)] - (n[i] + n[j]) / 2
    d = np.array([[between(i, j) ** 2 for j in range(len(values))] for i in range(len(values))])
    observed = sum(u @ d @ u / (u.sum() - 1) for u in counts)
    return 1 - (n.sum() - 1) * observed / (n @ d @ n)


def icc(table):
    n, k = table.shape; grand = table.mean()
    b = k * ((table.mean(1) - grand) ** 2).sum() / (n - 1); j = n * ((table.mean(0) - grand) ** 2).sum() / (k - 1)
    e = ((table - table.mean(1, keepdims=True) - table.mean(0) + grand) ** 2).sum() / ((n - 1) * (k - 1))
    one = (b - e) / (b + (k - 1) * e + k * (j - e) / n); fj = j / e; up = (1 + level) / 2
    inner = n * (1 + (k - 1) * one) - k * one
    v = (k - 1) * (n - 1) * (k * one * fj + inner) ** 2 / ((n - 1) * k**2 * one**2 * fj**2 + inner**2)
    high, low = stats.f.ppf(up, n - 1, v), stats.f.ppf(up, v, n - 1); rest = k * j + (k * n - k - n) * e
    lo, hi = n * (b - high * e) / (high * rest + n * b), n * (low * b - e) / (rest + n * low * b)
    up_k = lambda r: k * r / (1 + r * (k - 1))
    return {"value": one, "low": lo, "high": hi}, {"value": (b - e) / (b + (j - e) / n), "low": up_k(lo), "high": up_k(hi)}


def precision(M, L, K, k, lm, c, e):
    msc, mslm = e + L * k / K * c, e + k * lm; total = msc + mslm - e
    df = total**2 / (msc**2 / (M * (K - 1)) + mslm**2 / ((L - 1) * (M - 1)) + e**2 / max(1, M * (L * k - K - L + 1)))
    se = math.sqrt(2 / (L * k) * total)
    return se, df, stats.t.ppf(1 - alpha / 2, df) * se


def power_of(design, gap):
    se, df, _ = precision(**design); t = stats.t.ppf(1 - alpha / 2, df); ncp = abs(gap) / se
    return stats.nct.sf(t, df, ncp) + stats.nct.cdf(-t, df, ncp)


def smallest(low, high, enough):
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


def wilcoxon(d):
    d = np.round(d, 9); zeros = int((d == 0).sum()); d = d[d != 0]
    if len(d) == 0:
        return {"p": 1.0}
    ranks = stats.rankdata(np.abs(d)); plus = ranks[d > 0].sum(); n = len(d)
    if n <= 25 and len(set(np.abs(d))) == n:
        p = stats.wilcoxon(d, method="exact").pvalue
    else:
        ties = sum(c**3 - c for c in np.unique(np.abs(d), return_counts=True)[1])
        sd = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48); centre = plus - n * (n + 1) / 4
        p = min(1, 2 * stats.norm.sf(abs((centre - np.sign(centre) * 0.5) / sd)))
    return {"wPlus": plus, "zeros": zeros, "p": p}


def t_test(estimate, se, df):
    half = stats.t.ppf((1 + level) / 2, df) * se
    return {"estimate": estimate, "p": 2 * stats.t.sf(abs(estimate / se), df), "low": estimate - half, "high": estimate + half}


def resampled(groups, statistic):
    draws = [statistic([groups[i] for i in rng.integers(0, len(groups), len(groups))]) for _ in range(1000)]
    return {"low": np.nanquantile(draws, alpha / 2), "high": np.nanquantile(draws, 1 - alpha / 2)}


def group_by(rows, key, value=lambda r: r["rating"]):
    groups = {}
    for r in rows:
        groups.setdefault(key(r), []).append(value(r))
    return groups


def correlation(pairs):
    a = np.array(pairs)
    return np.corrcoef(a[:, 0], a[:, 1])[0, 1] if len(a) > 2 and a.std(0).min() > 1e-6 else math.nan


fits = {}


def fitted(rows, formula, order):
    key = (formula, tuple(order), tuple(id(r) for r in rows))
    if key not in fits:
        fits[key] = Reml(Design(rows, formula, order), stats, level)
    return fits[key]


def planned_tests(rows, at, formula_of):
    tests = []
    for dim in setting("planned dimension"):
        own = models_of([r for r in rows if r["dimension"] == dim]); formula = formula_of(dim)
        there = {r["condition"] for r in own}
        for pair in zip(setting("planned first"), setting("planned second")):
            if formula and there.issuperset(pair):
                tests.append((f"{at}/{dim}/{pair_name(pair)}", fitted(own, formula[0], conditions).difference(pair)))
    for (name, t), h in zip(tests, holm([t["p"] for _, t in tests])):
        add(name, **t, holm=h)
        if margin is not None:
            above, below = stats.t.sf((t["estimate"] + margin) / t["se"], t["df"]), stats.t.cdf((t["estimate"] - margin) / t["se"], t["df"])
            add(name, equivalence=max(above, below))


# --- one dimension -------------------------------------------------------------------------------
def analyse(dim):
    at = lambda *parts: "/".join([dim, *parts])
    d = [r for r in main if r["dimension"] == dim]; m = models_of(d)
    own = [c for c in conditions if any(r["condition"] == c for r in m)]; pairs = list(itertools.combinations(own, 2))
    by = group_by(d, lambda r: r["condition"])
    for c, x in by.items():
        add(at("describe", c), n=len(x), mean=np.mean(x), sd=np.std(x, ddof=1), median=np.median(x))
    for s, x in group_by(d, lambda r: r["stimulus"]).items():
        add(at("stimulus", s), n=len(x), mean=np.mean(x))
        if len(x) > 1:
            add(at("stimulus", s), sd=np.std(x, ddof=1))
    if len(own) > 1:
        f = stats.f_oneway(*[by[c] for c in own]); add(at("pooled/omnibus"), f=f.statistic, df2=len(m) - len(own), p=f.pvalue)
    means = {k: np.mean(v) for k, v in group_by(m, lambda r: r["participant:condition"]).items()}
    people = unique(r["participant"] for r in m)
    for p in pairs:
        a, b = np.array(by[p[0]]), np.array(by[p[1]]); va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        add(at("pooled", pair_name(p)), **t_test(a.mean() - b.mean(), math.sqrt(va + vb), (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))))
        x = np.array([means[q, p[0]] - means[q, p[1]] for q in people if (q, p[0]) in means and (q, p[1]) in means])
        if len(x) > 1 and x.std() > 0:
            add(at("paired", pair_name(p)), **t_test(x.mean(), x.std(ddof=1) / math.sqrt(len(x)), len(x) - 1))
    if formula := setting(f"formula {dim}"):
        fit = fitted(m, formula[0], own); f, df1, df2 = fit.omnibus(); add(at("crossed/omnibus"), f=f, df2=df2, p=stats.f.sf(f, df1, df2))
        for c in own:
            t = fit.contrast(fit.cells([float(o == c) for o in own])); add(at("crossed", c), **{k: t[k] for k in ("estimate", "se", "low", "high")})
        tests = [fit.difference(p) for p in pairs]
        for p, t, h in zip(pairs, tests, holm([t["p"] for t in tests])):
            add(at("crossed", pair_name(p)), **t, holm=h)
        v = fit.components(); add(at("crossed/variance"), **v)
        M = len(own); K = max(2, math.floor(len({r["stimulus"] for r in m}) / M + 0.5)); L = len(people)
        k = min(K, max(1, math.floor(10 * len(m) / (L * M) + 0.5) / 10))
        design = dict(M=M, L=L, K=K, k=k, lm=v.get("participant:condition", 0), c=v.get("stimulus", 0) + v.get("run", 0), e=v["residual"])
        gap = float(setting(f"difference {dim}")[0]); se, _, half = precision(**design); high = 4 * se
        while power_of(design, high) < 0.8:
            high *= 2
        add(at("power"), difference=gap, power=power_of(design, gap), halfWidth=half,
            detectable=crossing(lambda x: power_of(design, x) - 0.8, 1e-9, high),
            floor=stats.t.ppf(1 - alpha / 2, M * (K - 1)) * math.sqrt(2 * design["c"] / K))
        needed = smallest(2, 100000, lambda n: power_of({**design, "L": n}, gap) >= 0.8)
        pieces = smallest(2 if k == K else max(2, math.ceil(k)), 2000, lambda n: power_of({**design, "K": n, "k": n if k == K else k}, gap) >= 0.8)
        add(at("power"), **{n: x for n, x in (("participants", needed), ("stimuli", pieces)) if x is not None})
    if formula := setting(f"ordinal {dim}"):
        reference = setting(f"reference {dim}")[0]; order = [reference] + [c for c in own if c != reference]
        fit = Ordinal(Design(m, formula[0], order)); add(at("ordinal"), logLik=fit.log_lik)
        for p in pairs:
            l = np.array([float((c == p[0]) - (c == p[1])) for c in order]); estimate, se = l @ fit.beta, math.sqrt(l @ fit.covariance @ l)
            add(at("ordinal", pair_name(p)), estimate=estimate, se=se, p=2 * stats.norm.sf(abs(estimate / se)))
    cells = group_by(m, lambda r: r["participant:condition"]); full = [q for q in people if all((q, c) in cells for c in own)]
    if len(full) > 1 and len(own) > 1:
        equal = all(len({len(cells[q, c]) for c in own}) == 1 for q in full)
        score = np.round([[(sum if equal else np.mean)(cells[q, c]) for c in own] for q in full], 9); n, kk = score.shape
        ranks = np.array([stats.rankdata(row) for row in score])
        ties = sum(t**3 - t for row in score for t in np.unique(row, return_counts=True)[1])
        scale = n * kk * (kk + 1) - ties / (kk - 1)
        if scale > 1e-9:
            x = 12 * ((ranks.sum(0) - n * (kk + 1) / 2) ** 2).sum() / scale; fi = (n - 1) * x / (n * (kk - 1) - x)
            add(at("ranks/friedman"), chiSquare=x, p=stats.chi2.sf(x, kk - 1), w=x / (n * (kk - 1)), imanDavenportF=fi, imanDavenportP=stats.f.sf(fi, kk - 1, (n - 1) * (kk - 1)))
        tests = [wilcoxon(score[:, own.index(a)] - score[:, own.index(b)]) for a, b in pairs]
        for p, t, h in zip(pairs, tests, holm([t["p"] for t in tests])):
            add(at("ranks", pair_name(p)), **t, holm=h)
    given = {(r["stimulus"], r["participant"]): r["rating"] for r in m}; stimuli = unique(r["stimulus"] for r in m)
    judges = [q for q in people if all((s, q) in given for s in stimuli)]
    if len(judges) > 1:
        one, many = icc(np.array([[given[s, q] for q in judges] for s in stimuli])); add(at("ICC(2,1)"), **one); add(at("ICC(2,k)"), **many)
    units = list(group_by(m, lambda r: r["stimulus"]).values()); add(at("alpha"), value=krippendorff(units), **resampled(units, krippendorff))
    earlier = {(r["participant"], r["stimulus"]): r["rating"] for r in d}
    again = [(r["participant"], earlier[r["participant"], r["stimulus"]], r["rating"]) for r in repeats if r["dimension"] == dim and (r["participant"], r["stimulus"]) in earlier]
    if again:
        shift = np.array([b - a for _, a, b in again]); groups = list(group_by(again, lambda r: r[0], lambda r: r[1:]).values())
        add(at("retest"), pairs=len(again), correlation=correlation([r[1:] for r in again]), equal=np.mean(shift == 0), measurementError=math.sqrt(np.mean(shift**2) / 2))
        add(at("retest"), **resampled(groups, lambda g: correlation(list(itertools.chain(*g)))))
    for a in [a for a in anchors if a in by]:
        add(at("anchor", a), mean=np.mean(by[a]))
        if formula := setting(f"gap {a} {dim}"):
            fit = Reml(Design(m + [r for r in d if r["condition"] == a], formula[0], own + [a]), stats, level)
            t = fit.contrast(fit.cells([-1 / len(own)] * len(own) + [1])); gap = t.pop("estimate"); add(at("anchor", a), gap=gap, **t)
        x = {q: np.mean(v) for q, v in group_by([r for r in d if r["condition"] == a], lambda r: r["participant"]).items()}
        y = {q: np.mean(v) for q, v in group_by(m, lambda r: r["participant"]).items()}; who = [q for q in x if q in y]
        add(at("anchor", a), above=sum(x[q] - y[q] > 1e-12 for q in who), participants=len(who))
    if len({r["rating"] for r in d}) == 2 and "human" in by:
        yes = max(r["rating"] for r in d); z = lambda x: stats.norm.ppf((x.count(yes) + 0.5) / (len(x) + 1))
        for c in [c for c in own if c != "human"]:
            add(at("dprime", pair_name(("human", c))), dPrime=z(by["human"]) - z(by[c]), criterion=-(z(by["human"]) + z(by[c])) / 2)


# --- everything ----------------------------------------------------------------------------------
add("study", ratings=len(main), participants=len({r["participant"] for r in main}), stimuli=len({r["stimulus"] for r in main}))
for dimension in dimensions:
    analyse(dimension)
if setting("declared"):
    planned_tests(main, "planned", lambda dim: setting(f"formula {dim}"))
for name, which in variants.items():
    rows = first_of(kept(which)); own = models_of(rows)
    add(f"variant/{name}", participants=len({r["participant"] for r in own}), ratings=len(own))
    planned_tests(rows, f"variant/{name}", lambda dim: setting(f"formula {dim} variant {name}"))
for pair in itertools.combinations(dimensions, 2):
    a, b = ({(r["participant"], r["stimulus"]): r["rating"] for r in models_of(main) if r["dimension"] == dim} for dim in pair)
    both = [(key, a[key], b[key]) for key in a if key in b]; stim = group_by(both, lambda r: r[0][1], lambda r: r[1:])
    centre = {s: np.mean(v, axis=0) for s, v in stim.items()}
    within = [(q, tuple(np.array(v) - centre[s])) for (q, s), *v in both]; groups = list(group_by(within, lambda r: r[0], lambda r: r[1]).values())
    at = f"correlation/{pair_name(pair)}"
    add(at, pairs=len(both), within=correlation([v for _, v in within]), between=correlation(list(centre.values())))
    add(at, **resampled(groups, lambda g: correlation(list(itertools.chain(*g)))))

good = {"exact": 0, "resampled": 0}
total = {"exact": 0, "resampled": 0}
with open("analysis/numbers-from-Python.csv", "w", newline="", encoding="utf-8") as file:
    out = csv.writer(file)
    out.writerow(["name", "page", "here", "kind"])
    for row in expected:
        name, kind, page = row["name"], row["kind"], float(row["value"])
        here = found.get(name, math.nan)
        tolerance = 5e-5 if kind == "exact" else 0.05
        ok = abs(here - page) <= tolerance * max(1, abs(page))
        total[kind] += 1
        good[kind] += ok
        out.writerow([name, page, here, kind])
        print(f"{name:<78} {page:12.4f} {here:12.4f} {'' if ok else 'DIFFERENT'}{'' if kind == 'exact' else ' (resampled)'}")
print(f"{good['exact']} of {total['exact']} exact numbers equal to 4 digits; {good['resampled']} of {total['resampled']} resampled ones within 0.05")
sys.exit(0 if good["exact"] == total["exact"] else 1)
