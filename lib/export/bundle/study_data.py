"""The tables of the bundle, and which ratings count."""
import csv
import glob
from types import SimpleNamespace


def read_table(path):
    """A CSV file as one dictionary a line. Every cell stays text: ids may look like numbers."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pair_name(pair):
    return f"{pair[0]} - {pair[1]}"


def unique(values):
    """Distinct values in order of first appearance."""
    return list(dict.fromkeys(values))


def group_by(rows, key, value=lambda row: row["rating"]):
    """Lists of values by key, in order of first appearance."""
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(value(row))
    return groups


class Study:
    """Settings, ratings and sessions of a study, in the bundle's folder."""

    def __init__(self):
        self.settings = group_by(read_table("analysis/settings.csv"), lambda s: s["name"], lambda s: s["value"])
        listed = lambda name: self.settings.get(name, [])
        self.conditions, self.condition_anchors = listed("condition"), listed("anchor")
        self.dimensions, self.rules = listed("dimension"), listed("rule")
        self.alpha = float(listed("alpha")[0])
        self.level = 1 - self.alpha
        self.margin = float(listed("margin")[0]) if listed("margin") else None
        self.planned_pairs = list(zip(listed("planned first"), listed("planned second")))
        self.planned_dimensions = listed("planned dimension")
        self.sessions = [self.session(row) for row in read_table(glob.glob("data/*sessions_data.csv")[0])]
        self.ratings = [
            self.rating(row)
            for row in read_table(glob.glob("data/*ratings_data.csv")[0])
            if row["trial_kind"] in ("main", "repeat") and row["condition"] in self.conditions
        ]
        planned = self.kept(lambda s: s["complete"] and not s["excluded"])
        self.main = first_presentations(planned)
        self.repeats = [row for row in planned if row["trial_kind"] == "repeat"]

    def setting(self, name):
        """The value of a setting that comes once; None where it does not."""
        return self.settings.get(name, [None])[0]

    def formula(self, name):
        """The formula that the page's model was fitted with; None where there was no fit."""
        return self.setting(f"formula {name}")

    @staticmethod
    def rating(row):
        return {
            **row,
            "rating": float(row["rating"]),
            "position": int(row["position"]),
            "run": (row["condition"], row.get("factor_run", "")),
            "participant:condition": (row["participant"], row["condition"]),
            "participant:item": (row["participant"], row.get("item", "")),
        }

    def session(self, row):
        return {
            "session": row["session"],
            "complete": row["complete"] == "TRUE",
            "excluded": row["excluded"] == "TRUE",
            "rules": {rule for i, rule in enumerate(self.rules) if row[f"rule_{i + 1}"] == "TRUE"},
        }

    def kept(self, counts):
        """Ratings of the sessions that count."""
        ids = {s["session"] for s in self.sessions if counts(s)}
        return [row for row in self.ratings if row["session"] in ids]

    def variants(self):
        """Each set of sessions that could count: its name and its first presentations."""
        choices = [("as planned", lambda s: s["complete"] and not s["excluded"])]
        for rule in self.rules:
            choices.append((f"only the rule: {rule}", lambda s, rule=rule: s["complete"] and rule not in s["rules"]))
        if len(self.rules) > 1:
            choices.append(("all declared rules", lambda s: s["complete"] and not s["rules"]))
        choices.append(("nobody excluded", lambda s: s["complete"]))
        choices.append(("all ratings given, unfinished sessions too", lambda s: True))
        return [(name, first_presentations(self.kept(counts))) for name, counts in choices]

    def models_of(self, rows):
        """Ratings of models, without anchors."""
        return [row for row in rows if row["condition"] not in self.condition_anchors]

    def dimension(self, name):
        """The ratings of one dimension: rows (all), models, the models' names, repeats."""
        rows = [row for row in self.main if row["dimension"] == name]
        models = self.models_of(rows)
        heard = {row["condition"] for row in models}
        return SimpleNamespace(
            name=name, rows=rows, models=models,
            conditions=[c for c in self.conditions if c in heard],
            repeats=[row for row in self.repeats if row["dimension"] == name],
        )


def first_presentations(rows):
    """The first rating of each participant, stimulus and dimension in main trials."""
    first = {}
    for row in sorted((r for r in rows if r["trial_kind"] == "main"), key=lambda r: r["position"]):
        first.setdefault((row["participant"], row["stimulus"], row["dimension"]), row)
    return list(first.values())
