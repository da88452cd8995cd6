"""The mixed models of a study, in numpy alone.

No package for Python fits crossed random effects with Satterthwaite's degrees of freedom, or an
ordinal model with crossed random effects. Both are written out here with their exact gradients.
"""
import json
import math
import re

import numpy as np

FLOOR = 1e-4  # a random effect's size below this is zero


TERM = re.compile(r'\((?:1|0 \+ dummy\(condition, ("(?:[^"\\]|\\.)*")\)) \| ([^)]+)\)')


def variance_names(formula):
    """The random terms of a formula in lme4's notation. -> {column of the rows: name of a variance}

    With (0 + dummy(condition, "A") | stimulus) the stimuli of each condition have a variance of their
    own; then there is {condition: name} instead of a name.
    """
    found = {}
    for condition, group in TERM.findall(formula):
        if not condition:
            found[group] = group
            continue
        column = "participant:condition" if group == "participant" else group
        condition = json.loads(condition)
        found.setdefault((column, "by condition"), {})[condition] = f"{column} in {condition}"
    return found


class Design:
    """Fixed effects in treatment coding, and the levels of each random intercept as columns of Z."""

    def __init__(self, rows, formula, order):
        self.levels = [c for c in order if any(r["condition"] == c for r in rows)]
        self.y = np.array([r["rating"] for r in rows])
        self.x = np.array([[1.0 if c == self.levels[0] or r["condition"] == c else 0.0 for c in self.levels] for r in rows])
        place, names = {}, {}  # column of Z by level, number of each variance
        term, columns = [], []
        for column, name in variance_names(formula).items():
            key = column if isinstance(name, str) else column[0]
            columns.append([])
            for r in rows:
                level = (column, r[key])
                if level not in place:
                    own = name if isinstance(name, str) else name[r["condition"]]
                    place[level] = len(place)
                    term.append(names.setdefault(own, len(names)))
                columns[-1].append(place[level])
        self.terms, self.width = list(names), len(place)
        self.term = np.array(term)  # variance of each column of Z
        self.at = np.array(columns).T  # columns of Z that hold 1, by rating

    def zt(self, values):
        """Z' v for one vector, or for each column of a matrix."""
        if values.ndim == 2:
            return np.column_stack([self.zt(column) for column in values.T])
        return sum(np.bincount(column, values, self.width) for column in self.at.T)

    def zwz(self, weights):
        """Z' W Z."""
        flat = np.zeros(self.width**2)
        for a in self.at.T:
            for b in self.at.T:
                flat += np.bincount(a * self.width + b, weights, self.width**2)
        return flat.reshape(self.width, self.width)

    def by_term(self, values):
        return np.bincount(self.term, values, len(self.terms))


def minimise(f, start, free):
    """A minimum of f over the free parameters, by damped Newton steps. f gives value and gradient."""
    at = start.copy()
    value, gradient = f(at)
    for _ in range(100):
        curvature = hessian_of(f, at, free)
        values, vectors = np.linalg.eigh(curvature)
        values = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
        move = np.zeros(len(at))
        move[free] = vectors @ ((vectors.T @ gradient[free]) / values)
        move /= max(1.0, np.abs(move).max() / 2)
        size = 1.0
        while size > 1e-9:
            next_value, next_gradient = f(at - size * move)
            if next_value <= value + 1e-12 * abs(value):
                break
            size /= 2
        else:
            break
        at, value, gradient = at - size * move, next_value, next_gradient
        if np.abs(size * move).max() < 1e-9:
            break
    return at


def hessian_of(f, at, free, step=1e-5):
    """Second derivatives: central differences of exact gradients."""
    rows = []
    for i in free:
        e = np.zeros(len(at))
        e[i] = step * max(1.0, abs(at[i]))
        rows.append((f(at + e)[1][free] - f(at - e)[1][free]) / (2 * e[i]))
    rows = np.array(rows).reshape(len(free), len(free))
    return (rows + rows.T) / 2


def settled(f, start, sizes):
    """A minimum where sizes of random effects that vanish are exactly zero. -> parameters, free ones"""
    every = np.arange(len(start))
    at = minimise(f, start, every)
    at[sizes] = np.abs(at[sizes])
    free = np.array([i for i in every if i not in sizes or at[i] >= FLOOR], int)
    at[np.setdiff1d(every, free)] = 0.0
    if len(free) < len(start):
        at = minimise(f, at, free)
        at[sizes] = np.abs(at[sizes])
    return at, free


class Reml:
    """Linear mixed model by REML. sizes = standard deviations of the terms over the residual one."""

    def __init__(self, design, distributions, level):
        d = self.design = design
        self.t, self.level = distributions.t, level
        self.n, self.p = d.x.shape
        self.zz, self.zx, self.zy = d.zwz(np.ones(self.n)), d.zt(d.x), d.zt(d.y)
        self.xx, self.xy, self.yy = d.x.T @ d.x, d.x.T @ d.y, d.y @ d.y
        k = len(d.terms)
        self.sizes, free = settled(self.profiled, np.full(k, 0.6), np.arange(k))
        now = self.parts(self.sizes)
        self.beta, self.sigma = now["beta"], math.sqrt(now["rss"] / (self.n - self.p))
        self.covariance = now["c"] * self.sigma**2
        at, moving = np.append(self.sizes, self.sigma), np.append(free, k)
        self.parameter_covariance = 2 * np.linalg.inv(hessian_of(self.deviance, at, moving))
        of_term = [now["zvx"][d.term == t] for t in free]
        grow = [2 * self.sizes[t] * now["c"] @ (v.T @ v) @ now["c"] * self.sigma**2 for t, v in zip(free, of_term)]
        self.jacobian = [*grow, 2 * self.sigma * now["c"]]

    def parts(self, sizes):
        """What a deviance is made of. With V = I + Z S^2 Z' and H = I + S Z'Z S: log|V| = log|H|."""
        s = sizes[self.design.term]
        h = s[:, None] * self.zz * s + np.eye(len(s))
        k = s[:, None] * np.linalg.inv(h) * s
        zvx = self.zx - self.zz @ (k @ self.zx)
        xvx = self.xx - self.zx.T @ k @ self.zx
        c = np.linalg.inv(xvx)
        beta = c @ (self.xy - self.zx.T @ (k @ self.zy))
        zpy = self.zy - self.zz @ (k @ self.zy) - zvx @ beta
        zpz = np.diag(self.zz) - np.einsum("ij,ji->i", self.zz @ k, self.zz) - np.einsum("ij,ij->i", zvx @ c, zvx)
        return {
            "determinants": np.linalg.slogdet(h)[1] + np.linalg.slogdet(xvx)[1],
            "rss": self.yy - self.zy @ k @ self.zy - beta @ xvx @ beta,
            "beta": beta, "c": c, "zvx": zvx,
            "trace": self.design.by_term(zpz), "pull": self.design.by_term(zpy**2),
        }

    def profiled(self, sizes):
        now, free = self.parts(sizes), self.n - self.p
        value = now["determinants"] + free * (1 + math.log(2 * math.pi * now["rss"] / free))
        return value, 2 * sizes * (now["trace"] - free / now["rss"] * now["pull"])

    def deviance(self, at):
        sizes, sigma = at[:-1], at[-1]
        now, free = self.parts(sizes), self.n - self.p
        value = now["determinants"] + free * math.log(2 * math.pi * sigma**2) + now["rss"] / sigma**2
        slope = 2 * sizes * (now["trace"] - now["pull"] / sigma**2)
        return value, np.append(slope, 2 * free / sigma - 2 * now["rss"] / sigma**3)

    def df(self, l):
        """Satterthwaite's degrees of freedom of a contrast."""
        g = np.array([l @ j @ l for j in self.jacobian])
        return 2 * (l @ self.covariance @ l) ** 2 / (g @ self.parameter_covariance @ g)

    def contrast(self, l):
        estimate, se, df = l @ self.beta, math.sqrt(l @ self.covariance @ l), self.df(l)
        half = self.t.ppf((1 + self.level) / 2, df) * se
        p = 2 * self.t.sf(abs(estimate / se), df)
        return {"estimate": estimate, "se": se, "df": df, "p": p, "low": estimate - half, "high": estimate + half}

    def cells(self, values):
        """Weights of condition means as weights of treatment-coded effects."""
        l = np.array(values, float)
        l[0] = sum(values)
        return l

    def difference(self, pair):
        return self.contrast(self.cells([float(c == pair[0]) - float(c == pair[1]) for c in self.design.levels]))

    def omnibus(self):
        u = self.xx.copy()  # Doolittle: the rows by which lmerTest tests a factor
        for i in range(self.p):
            for r in range(i + 1, self.p):
                u[r] -= u[r, i] / u[i, i] * u[i]
        rows = u[1:] / np.diag(u)[1:, None]
        values, vectors = np.linalg.eigh(rows @ self.covariance @ rows.T)
        ls = vectors.T @ rows
        f = np.mean([(l @ self.beta) ** 2 / v for l, v in zip(ls, values)])
        dfs = np.array([self.df(l) for l in ls])
        q = len(dfs)
        e = (dfs[dfs > 2] / (dfs[dfs > 2] - 2)).sum()
        df2 = dfs[0] if np.allclose(dfs, dfs[0], atol=1e-8) else 2 * e / (e - q) if e > q else 2
        return f, q, df2

    def components(self):
        sizes = {n: (t * self.sigma) ** 2 for n, t in zip(self.design.terms, self.sizes)}
        return {**sizes, "residual": self.sigma**2}


def logistic(x):
    return 0.5 * (1 + np.tanh(x / 2))


class Ordinal:
    """Cumulative logit with crossed random intercepts: a joint Laplace approximation.

    Of one rating between the thresholds a and b (less its eta): log p = log(F(a) - F(b)). With the
    logistic F its slope in eta is F(a) + F(b) - 1, and the curvature -(f(a) + f(b)).
    """

    def __init__(self, design):
        self.d = design
        values = np.unique(design.y)
        self.y = np.searchsorted(values, design.y)
        self.cuts, self.x = len(values) - 1, design.x[:, 1:]
        self.u = np.zeros(design.width)
        shares = np.cumsum(np.bincount(self.y))[:-1] / len(self.y)
        b, k = self.x.shape[1], len(design.terms)
        start = np.concatenate([np.log(shares / (1 - shares)), np.zeros(b), np.full(k, 0.6)])
        sizes = np.arange(self.cuts + b, self.cuts + b + k)
        at, free = settled(self.loss, start, sizes)
        self.log_lik = -self.loss(at)[0]
        covariance = np.linalg.inv(hessian_of(self.loss, at, free))
        effects = slice(self.cuts, self.cuts + b)
        self.beta = np.append(0, at[effects])
        self.covariance = np.zeros((b + 1, b + 1))
        self.covariance[1:, 1:] = covariance[effects, effects]

    def loss(self, at):
        """Negative Laplace log-likelihood and its gradient."""
        cuts, beta, sizes = np.split(at, [self.cuts, self.cuts + self.x.shape[1]])
        if np.any(np.diff(cuts) <= 0):
            return math.inf, np.zeros(len(at))
        tau = np.concatenate([[-np.inf], cuts, [np.inf]])
        upper, lower = tau[self.y + 1], tau[self.y]
        fixed, s = self.x @ beta, sizes[self.d.term]
        value, eta, zwz, inverse, logdet = self.mode(upper, lower, fixed, s)
        fa, fb = logistic(upper - eta), logistic(lower - eta)
        da, db = fa * (1 - fa), fb * (1 - fb)
        slope, weight = fa + fb - 1, da + db
        ta, tb = da * (1 - 2 * fa), db * (1 - 2 * fb)  # how the weights move with the thresholds
        lifted = inverse * s[:, None] * s
        leverage = sum(lifted[a, b] for a in self.d.at.T for b in self.d.at.T)
        c = -0.5 * leverage * (ta + tb)
        back = (s * (inverse @ (s * self.d.zt(c))))[self.d.at].sum(1)
        gap = 1 / np.expm1(np.minimum(upper - lower, 700))
        up = -(1 - fa + gap) + 0.5 * leverage * ta + back * da
        down = fb + gap + 0.5 * leverage * tb + back * db
        at_cut = np.bincount(self.y + 1, up, self.cuts + 2) + np.bincount(self.y, down, self.cuts + 2)
        in_eta = -slope + c - weight * back
        v = inverse @ (s * self.d.zt(c))
        own = self.u * self.d.zt(in_eta) + v * self.d.zt(slope) + np.einsum("ij,ji->i", inverse, s[:, None] * zwz)
        return value + logdet / 2, np.concatenate([at_cut[1:-1], self.x.T @ in_eta, self.d.by_term(own)])

    def mode(self, upper, lower, fixed, s):
        """The random effects' mode by Newton steps, and the curvature there."""
        u = self.u
        eta_of = lambda u: fixed + (s * u)[self.d.at].sum(1)
        value = self.joint(upper, lower, eta_of(u), u)
        for _ in range(100):
            eta = eta_of(u)
            fa, fb = logistic(upper - eta), logistic(lower - eta)
            zwz = self.d.zwz(fa * (1 - fa) + fb * (1 - fb))
            h = np.eye(len(u)) + s[:, None] * zwz * s
            step = np.linalg.solve(h, u - s * self.d.zt(fa + fb - 1))
            if np.abs(step).max() < 1e-12:
                break
            size = 1.0
            while size > 1e-6:
                next_value = self.joint(upper, lower, eta_of(u - size * step), u - size * step)
                if next_value <= value + 1e-12 * abs(value):
                    break
                size /= 2
            u, value = u - size * step, next_value
        self.u = u
        return value, eta_of(u), zwz, np.linalg.inv(h), np.linalg.slogdet(h)[1]

    def joint(self, upper, lower, eta, u):
        """log p = log F(a) + log(1 - F(b)) + log(1 - exp(b - a)): no digits are lost in the tails."""
        a, b = upper - eta, lower - eta
        log_p = -np.logaddexp(0, -a) - np.logaddexp(0, b) + np.log(-np.expm1(lower - upper))
        return -log_p.sum() + u @ u / 2
