#!/bin/sh
# The power of a two-sided t test is 1 - F(t) + F(-t) with F the noncentral t. People expect a power
# that rises to 1 with the difference. In scipy 1.17.1 F(-t) is NaN for some differences and 0 for
# others beside them: with 18 degrees of freedom the power is NaN at some shifts between 8 and 40
# (effects that a search for the smallest detectable difference passes), and 1 at the next.
# scipy 1.10.1 gave numbers there. Seen on 2026-12-01 with Python 3.11.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6 scipy==1.17.1
"$folder/env/bin/python" - <<'PYTHON'
import sys
import warnings

import scipy
from scipy import stats

warnings.simplefilter("ignore")
df = 18
t = stats.t.ppf(0.975, df)
shifts = [8 + i / 2 for i in range(65)]
power = {d: stats.nct.sf(t, df, d) + stats.nct.cdf(-t, df, d) for d in shifts}
lost = [d for d, p in power.items() if p != p]
print(f"scipy {scipy.__version__}: power with {df} degrees of freedom")
for d in shifts[:6] + lost[:6]:
    print(f"  shift {d:5.1f}: {power[d]}")
print(f"NaN at {len(lost)} of {len(shifts)} shifts")
sys.exit(0 if lost else "changed: no NaN any more")
PYTHON
