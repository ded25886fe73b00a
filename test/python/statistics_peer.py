"""Compares stages/src/statistics with SciPy, statsmodels and plain NumPy on random tables.

usage: statistics_peer.py [TABLES [SEED]]

Needs numpy, scipy and statsmodels, and test/dist. Tables go as JSON to test/dist/statistics/statistics-main.js,
whose answer must agree to a relative 1e-9. What no library has is done another way here: the cluster-robust
Mantel-Haenszel variance by the derivative of the estimate with respect to the weight of each cluster, taken by a complex
step. Exit 1 if anything differs.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from scipy import stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

MAIN = Path(__file__).parents[1] / "dist" / "statistics" / "statistics-main.js"
WIDTH = 0.0025
TOLERANCE = 1e-9


def trials(rng, n, rate):
    return {"k": int(rng.binomial(n, rate)), "n": int(n)}


def pairs(rng, count, least, most):
    """Groups of unequal size and rate, some clusters without one of them."""
    found = []
    for _ in range(count):
        rate = rng.beta(2, 4)
        sizes = np.minimum(most, least + rng.geometric(0.1, 2)) * (rng.random(2) > 0.2 if least == 0 else 1)
        found.append({"first": trials(rng, sizes[0], rate * 0.8), "second": trials(rng, sizes[1], rate)})
    return found


def make(rng):
    n1, n2 = rng.integers(20, 2000, 2)
    total = int(rng.integers(500, 10**6))
    x, y = (int(v) for v in rng.integers(1, total // 3, 2))
    vocabulary = [f"w{i}" for i in range(30)]
    words = {side: {w: int(c) for w, c in zip(vocabulary, rng.poisson(rng.exponential(40, 30)))} for side in ("first", "second")}
    words["background"] = {w: 1 + words["first"][w] + words["second"][w] + int(rng.integers(500)) for w in vocabulary}
    samples = {side: rng.normal(mean, 0.05, rng.integers(5, 400)).clip(0, 0.999).round(3).tolist()
               for side, mean in (("first", 0.24), ("second", 0.25))}
    bins = {side: np.bincount(np.floor(np.array(v) / WIDTH + 1e-9).astype(int), minlength=400).tolist() for side, v in samples.items()}
    clusters = pairs(rng, int(rng.integers(5, 60)), 0, 60)
    rows = [dict(pair, cluster=f"c{rng.integers(12)}", stratum=f"s{rng.integers(4)}") for pair in pairs(rng, 60, 0, 40)]
    return {
        "pair": {"first": trials(rng, n1, rng.beta(1, 3)), "second": trials(rng, n2, rng.beta(1, 3))},
        "pValues": (rng.random(rng.integers(1, 40)) ** 3).tolist(),
        "words": dict(words, alpha0=float(rng.uniform(1, 1000))),
        "cooccurrence": {"both": int(rng.integers(0, min(x, y) + 1)), "x": x, "y": y, "total": total},
        "samples": samples, "bins": bins, "width": WIDTH,
        "counts": rng.zipf(1.6, rng.integers(2, 300)).astype(float).clip(max=1e6).tolist(),
        "clusters": clusters, "strata": pairs(rng, int(rng.integers(2, 9)), 40, 300), "rows": rows,
        "probability": float(10 ** rng.uniform(-8, -0.01)), "t": float(rng.normal() * 3), "degrees": float(10 ** rng.uniform(-0.3, 4)),
    }  # fmt: skip


def columns(pairs_):
    return np.array([[p["first"]["k"], p["first"]["n"], p["second"]["k"], p["second"]["n"]] for p in pairs_], dtype=float)


def robust(clusters):
    """Proportion of the first group by OLS, log ratio by Poisson regression: both with statsmodels' cluster covariance."""
    y, group, label = [], [], []
    for at, (k1, n1, k2, n2) in enumerate(columns(clusters).astype(int)):
        y += [1] * k1 + [0] * (n1 - k1) + [1] * k2 + [0] * (n2 - k2)
        group += [1] * n1 + [0] * n2
        label += [at] * (n1 + n2)
    y, group, label = (np.array(v) for v in (y, group, label))
    one = group == 1
    share = sm.OLS(y[one], np.ones(one.sum())).fit(cov_type="cluster", cov_kwds={"groups": label[one]})
    ratio = sm.GLM(y, sm.add_constant(group), family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": label}, tol=1e-14, maxiter=200)  # fmt: skip
    # statsmodels' second factor, (N-1)/(N-k), which we leave out.
    factor = (len(y) - 1) / (len(y) - 2)
    return share.params[0], share.cov_params()[0, 0], ratio.params[1], ratio.bse[1] / np.sqrt(factor)


def log_mantel(rows, weights):
    r = s = 0
    for stratum in sorted({row["stratum"] for row in rows}):
        at = [i for i, row in enumerate(rows) if row["stratum"] == stratum]
        k1, n1, k2, n2 = (columns([rows[i] for i in at]) * weights[at, None]).sum(0)
        if n1 == 0 or n2 == 0:
            continue
        r, s = r + k1 * n2 / (n1 + n2), s + k2 * n1 / (n1 + n2)
    return np.log(r / s)


def cluster_mantel(rows):
    names = np.array([row["cluster"] for row in rows])
    both = {s for s in {row["stratum"] for row in rows}
            if all(columns([row for row in rows if row["stratum"] == s]).sum(0)[[1, 3]] > 0)}  # fmt: skip
    counted = {row["cluster"] for row in rows if row["stratum"] in both and row["first"]["n"] + row["second"]["n"] > 0}
    z = np.array([log_mantel(rows, np.where(names == c, 1 + 1e-30j, 1)).imag / 1e-30 for c in sorted(counted)])
    return log_mantel(rows, np.ones(len(rows))), np.sqrt(len(z) / (len(z) - 1) * (z**2).sum()), z


def binned(bins):
    f1, f2 = (np.array(bins[side]) / np.sum(bins[side]) for side in ("first", "second"))
    return f1, f2, np.concatenate([[0], np.cumsum(f1)]), np.concatenate([[0], np.cumsum(f2)])


def expect(table):
    """Name of a number of ours (path by dots) and the same of the peers."""
    (k1, n1, k2, n2), = columns([table["pair"]])
    yield from zip(("wilson.low", "wilson.high"), stats.binomtest(int(k1), int(n1)).proportion_ci(method="wilson"))
    newcombe = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    yield from zip(("newcombe.low", "newcombe.high"), newcombe)
    ratio = confint_proportions_2indep(k1, n1, k2, n2, method="log-adjusted", compare="ratio")
    yield from zip(("rateRatio.low", "rateRatio.high"), ratio)
    for at, q in enumerate(multipletests(table["pValues"], method="fdr_bh")[1]):
        yield f"benjaminiHochberg.{at}", q

    words, names = table["words"], list(table["words"]["background"])
    yi, yj, bg = (np.array([words[side].get(w, 0) for w in names], float) for side in ("first", "second", "background"))
    a0, alpha = words["alpha0"], words["alpha0"] * bg / bg.sum()
    delta = np.log((yi + alpha) / (yi.sum() + a0 - yi - alpha)) - np.log((yj + alpha) / (yj.sum() + a0 - yj - alpha))
    for w, d, z in zip(names, delta, delta / np.sqrt(1 / (yi + alpha) + 1 / (yj + alpha))):
        yield f"logOdds.{w}.delta", d
        yield f"logOdds.{w}.z", z

    c = table["cooccurrence"]
    cells = np.array([[c["both"], c["x"] - c["both"]], [c["y"] - c["both"], c["total"] - c["x"] - c["y"] + c["both"]]]) + 0.5
    two, p = Table2x2(cells, shift_zeros=False), cells / cells.sum()
    pmi = np.log(p[0, 0] / p[0].sum() / p[:, 0].sum())
    yield from {"association.logOddsRatio": two.log_oddsratio, "association.standardError": two.log_oddsratio_se,
                "association.pmi": pmi, "association.npmi": -pmi / np.log(p[0, 0])}.items()  # fmt: skip

    a, b = (np.array(table["samples"][side]) for side in ("first", "second"))
    ks = stats.ks_2samp(a, b, method="asymp").statistic
    yield "ks", ks
    yield "ksP", stats.kstwobign.sf(ks * np.sqrt(len(a) * len(b) / (len(a) + len(b))))
    yield "wasserstein", stats.wasserstein_distance(a, b)
    yield "auc", stats.mannwhitneyu(a, b).statistic / len(a) / len(b)
    f1, f2, c1, c2 = binned(table["bins"])
    middles = (np.arange(len(f1)) + 0.5) * WIDTH
    yield "ksBinned.distance", np.abs(c1 - c2).max()
    yield "wassersteinBinned.distance", stats.wasserstein_distance(middles, middles, f1, f2)
    ranks1, ranks2 = (np.repeat(middles, table["bins"][side]) for side in ("first", "second"))
    yield "aucBinned.auc", stats.mannwhitneyu(ranks1, ranks2).statistic / len(a) / len(b)
    yield "jensenShannon", jensenshannon(f1, f2, base=2) ** 2

    x = np.array(table["counts"])
    gini = np.abs(x[:, None] - x[None]).mean() / x.mean() / 2
    yield from {"gini": gini, "giniCorrected": gini * len(x) / (len(x) - 1), "hhi": ((x / x.sum()) ** 2).sum(),
                "entropy": stats.entropy(x), "top3": np.sort(x)[-3:].sum() / x.sum()}.items()  # fmt: skip

    share, variance, log_ratio, error = robust(table["clusters"])
    yield "clusterProportion.proportion", share
    yield "clusterProportion.variance", variance
    yield "clusterRateRatio.ratio", np.exp(log_ratio)
    yield "clusterRateRatio.standardError", error

    k1, n1, k2, n2 = columns(table["strata"]).T
    pooled = StratifiedTable([[[a, b - a], [c, d - c]] for a, b, c, d in zip(k1, n1, k2, n2)]).riskratio_pooled
    n = n1 + n2
    spread = ((n1 * n2 * (k1 + k2) - k1 * k2 * n) / n**2).sum() / ((k1 * n2 / n).sum() * (k2 * n1 / n).sum())
    yield "mantelHaenszel.ratio", pooled
    yield "mantelHaenszel.standardError", np.sqrt(spread)
    log_ratio, error, z = cluster_mantel(table["rows"])
    degrees = max(1, (z**2).sum() ** 2 / (z**4).sum() - 1)
    yield "clusterMantelHaenszel.ratio", np.exp(log_ratio)
    yield "clusterMantelHaenszel.standardError", error
    yield "clusterMantelHaenszel.low", np.exp(log_ratio - stats.t.ppf(0.975, degrees) * error)
    yield "clusterMantelHaenszel.p", 2 * stats.t.sf(abs(log_ratio) / error, degrees)

    yield "normalCdf", stats.norm.cdf(table["t"])
    yield "normalQuantile", stats.norm.ppf(table["probability"])
    yield "studentP", 2 * stats.t.sf(abs(table["t"]), table["degrees"])
    yield "studentQuantile", stats.t.isf(table["probability"] / 2, table["degrees"])


def within(ours):
    """The stated bounds of the binned numbers hold for the unbinned ones."""
    ks, auc, shift = ours["ksBinned"], ours["aucBinned"], ours["wassersteinBinned"]
    return (
        ks["distance"] - 1e-12 <= ours["ks"] <= ks["distance"] + ks["excess"] + 1e-12
        and abs(auc["auc"] - ours["auc"]) <= auc["error"] + 1e-12
        and abs(shift["distance"] - ours["wasserstein"]) <= shift["error"] + 1e-12
    )


def main(count=50, seed=1):
    rng = np.random.default_rng(int(seed))
    tables = [make(rng) for _ in range(int(count))]
    answer = subprocess.run(["node", str(MAIN)], input=json.dumps(tables), capture_output=True, text=True, check=True).stdout
    worst, wrong, compared = {}, 0, 0
    for number, (table, ours) in enumerate(zip(tables, json.loads(answer), strict=True)):
        if not within(ours):
            wrong += 1
            print(f"table {number}: a binned number is outside its bound")
        for name, expected in expect(table):
            value = ours
            for part in name.split("."):
                value = value[int(part)] if isinstance(value, list) else value[part]
            difference = abs(value - expected) / max(abs(expected), 1e-6)
            compared += 1
            kind = re.sub(r"\.w?\d+", "", name)
            worst[kind] = max(worst.get(kind, 0), difference)
            if not difference <= TOLERANCE:
                wrong += 1
                print(f"table {number}: {name} is {value}, expected {expected}")
    for kind, difference in worst.items():
        print(f"{kind:40s} {difference:.1e}")
    print(f"{len(tables)} tables, {compared} numbers, {wrong} wrong")
    sys.exit(1 if wrong or compared == 0 else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
