"""What the mixed models say: differences of conditions, planned tests, gaps to anchors."""
import itertools
import math

import numpy as np
from describing import put
from distributions import stats
from mixed_models import Design, Ordinal, Reml
from rank_tests import holm
from study_data import group_by, pair_name

FITS = {}


def fitted(study, rows, formula, order):
    """A linear mixed model by REML; the same rows are fitted once."""
    key = (formula, tuple(order), tuple(id(row) for row in rows))
    if key not in FITS:
        FITS[key] = Reml(Design(rows, formula, order), stats, study.level)
    return FITS[key]


def crossed(study, one):
    """Omnibus test, means, differences and variances of the crossed analysis."""
    formula = study.formula(one.name)
    if not formula:
        return {}
    fit = fitted(study, one.models, formula, one.conditions)
    f, df1, df2 = fit.omnibus()
    found = put("crossed/omnibus", {"f": f, "df2": df2, "p": stats.f.sf(f, df1, df2)})
    for condition in one.conditions:
        t = fit.contrast(fit.cells([float(c == condition) for c in one.conditions]))
        shown = {name: t[name] for name in ("estimate", "se", "low", "high")}
        found.update(put(f"crossed/{condition}", shown))
    pairs = list(itertools.combinations(one.conditions, 2))
    tests = [fit.difference(pair) for pair in pairs]
    for pair, test, adjusted in zip(pairs, tests, holm([t["p"] for t in tests])):
        found.update(put(f"crossed/{pair_name(pair)}", {**test, "holm": adjusted}))
    found.update(put("crossed/variance", fit.components()))
    return found


def beside(study, one):
    """The differences under the other model of the variances: pooled, or one for each condition."""
    formula = study.setting(f"beside formula {one.name}")
    if not formula:
        return {}
    fit = fitted(study, one.models, formula, one.conditions)
    found = {}
    for pair in itertools.combinations(one.conditions, 2):
        test = fit.difference(pair)
        found.update(put(f"beside/{pair_name(pair)}", {n: test[n] for n in ("estimate", "se", "df", "p")}))
    return found


def ordinal(study, one):
    """Differences in the cumulative logit model."""
    formula = study.setting(f"ordinal {one.name}")
    if not formula:
        return {}
    reference = study.setting(f"reference {one.name}")
    order = [reference, *(c for c in one.conditions if c != reference)]
    fit = Ordinal(Design(one.models, formula, order))
    pooled = study.setting(f"pooled formula {one.name}")
    crossed_fit = fitted(study, one.models, pooled, one.conditions) if pooled else None
    found = {"ordinal/logLik": fit.log_lik}
    for pair in itertools.combinations(one.conditions, 2):
        l = np.array([float(c == pair[0]) - float(c == pair[1]) for c in order])
        estimate, se = l @ fit.beta, math.sqrt(l @ fit.covariance @ l)
        test = {"estimate": estimate, "se": se, "p": 2 * stats.norm.sf(abs(estimate / se))}
        if crossed_fit:  # as a t with the degrees of freedom of the crossed analysis
            test["pT"] = 2 * stats.t.sf(abs(estimate / se), crossed_fit.difference(pair)["df"])
        found.update(put(f"ordinal/{pair_name(pair)}", test))
    return found


def planned(study, rows, at, formulas):
    """The plan's contrasts in its dimensions as one Holm family, with the test of equivalence."""
    tests = {}
    for dimension in study.planned_dimensions:
        own = study.models_of([r for r in rows if r["dimension"] == dimension])
        there = {r["condition"] for r in own}
        for pair in study.planned_pairs:
            if formulas[dimension] and there.issuperset(pair):
                fit = fitted(study, own, formulas[dimension], study.conditions)
                tests[f"{at}/{dimension}/{pair_name(pair)}"] = fit.difference(pair)
    found = {}
    for (name, t), adjusted in zip(tests.items(), holm([t["p"] for t in tests.values()])):
        found.update(put(name, {**t, "holm": adjusted, **equivalence(t, study.margin)}))
    return found


def equivalence(t, margin):
    """Two one-sided tests against the margin."""
    if margin is None:
        return {}
    above = stats.t.sf((t["estimate"] + margin) / t["se"], t["df"])
    below = stats.t.cdf((t["estimate"] - margin) / t["se"], t["df"])
    return {"equivalence": max(above, below)}


def anchors(study, one):
    """Each anchor: its mean, its gap to the models' mean, and who rated it above the models."""
    mean_of = lambda rows: {p: np.mean(x) for p, x in group_by(rows, lambda r: r["participant"]).items()}
    models = mean_of(one.models)
    found = {}
    for anchor in study.condition_anchors:
        rows = [r for r in one.rows if r["condition"] == anchor]
        if not rows:
            continue
        own = mean_of(rows)
        both = [p for p in own if p in models]
        found.update(put(f"anchor/{anchor}", {
            "mean": np.mean([r["rating"] for r in rows]),
            "above": sum(own[p] - models[p] > 1e-12 for p in both),
            "participants": len(both),
            **gap(study, one, anchor, rows),
        }))
    return found


def gap(study, one, anchor, rows):
    formula = study.setting(f"gap {anchor} {one.name}")
    if not formula:
        return {}
    models = one.conditions
    fit = fitted(study, one.models + rows, formula, [*models, anchor])
    test = fit.contrast(fit.cells([-1 / len(models)] * len(models) + [1]))
    return {"gap": test.pop("estimate"), **test}
