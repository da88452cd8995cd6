"""Recomputes every number of the results page from the data in this folder, and compares.

Run it in the bundle's own folder:  python3 analysis/analysis.py
Needs Python 3.9 with numpy. Distributions are scipy's where it is installed, else those of
distributions.py.

Read in this order: study_data.py (which ratings count), describing.py, model_tests.py (with the fits
of mixed_models.py), sample_size.py, rank_tests.py, agreement.py.
"""
import csv
import itertools
import math
import sys

import agreement
import describing
import model_tests
import rank_tests
import sample_size
from study_data import Study, pair_name, read_table

# Agreement to four digits; intervals by resampling depend on the random draws.
TOLERANCE = {"exact": 5e-5, "resampled": 0.05}


def of_dimension(study, dimension):
    """Every analysis of one dimension. -> {name: value}"""
    analyses = (
        describing.conditions, describing.stimuli, describing.pooled_tests, describing.paired_tests,
        describing.d_primes, model_tests.crossed, model_tests.beside, model_tests.ordinal,
        model_tests.anchors, sample_size.power, rank_tests.friedman, rank_tests.signed_ranks,
        agreement.iccs, agreement.alpha, agreement.retest,
    )
    one = study.dimension(dimension)
    found = {}
    for analysis in analyses:
        found.update({f"{dimension}/{name}": value for name, value in analysis(study, one).items()})
    return found


def of_variants(study):
    """The planned tests again for each other set of sessions."""
    found = {}
    for name, rows in study.variants():
        models = study.models_of(rows)
        at = f"variant/{name}"
        found[f"{at}/participants"] = len({r["participant"] for r in models})
        found[f"{at}/ratings"] = len(models)
        formulas = {d: study.formula(f"{d} variant {name}") for d in study.dimensions}
        found.update(model_tests.planned(study, rows, at, formulas))
    return found


def everything(study):
    """All numbers of the results page by name."""
    found = {
        "study/ratings": len(study.main),
        "study/participants": len({r["participant"] for r in study.main}),
        "study/stimuli": len({r["stimulus"] for r in study.main}),
    }
    for dimension in study.dimensions:
        found.update(of_dimension(study, dimension))
    if study.settings.get("declared"):
        formulas = {d: study.formula(d) for d in study.dimensions}
        found.update(model_tests.planned(study, study.main, "planned", formulas))
    found.update(of_variants(study))
    for pair in itertools.combinations(study.dimensions, 2):
        between = agreement.between_dimensions(study, pair)
        found.update({f"correlation/{pair_name(pair)}/{name}": v for name, v in between.items()})
    return found


def compare(expected, found):
    """Prints each number beside the page's. -> rows for a table, {kind: [equal, all]}"""
    rows, count = [], {kind: [0, 0] for kind in TOLERANCE}
    for row in expected:
        name, kind, page = row["name"], row["kind"], float(row["value"])
        here = float(found.get(name, math.nan))
        equal = abs(here - page) <= TOLERANCE[kind] * max(1, abs(page))
        count[kind][0] += equal
        count[kind][1] += 1
        rows.append([name, page, here, kind])
        remarks = [*([] if equal else ["DIFFERENT"]), *([] if kind == "exact" else ["(resampled)"])]
        print(f"{name:<78} {page:12.4f} {here:12.4f} {' '.join(remarks)}")
    return rows, count


def main():
    rows, count = compare(read_table("analysis/numbers.csv"), everything(Study()))
    with open("analysis/numbers-from-Python.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["name", "page", "here", "kind"], *rows])
    (exact, all_exact), (near, resampled) = count["exact"], count["resampled"]
    print(f"{exact} of {all_exact} exact numbers equal to 4 digits; "
          f"{near} of {resampled} resampled ones within 0.05")
    sys.exit(0 if exact == all_exact else 1)


if __name__ == "__main__":
    main()
