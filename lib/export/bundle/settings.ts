import { csvHeader, csvLine } from "@/lib/export/csv";
import type { StudyAnalysis, StudyAnalysisInput } from "@/lib/stats/study-analysis";

/** One line of `analysis/settings.csv`: names come as often as they have values. */
interface Setting {
  name: string;
  value: string;
}

/** `analysis/settings.csv` of a bundle. */
export function settingsCsv(input: StudyAnalysisInput, analysis: StudyAnalysis): string {
  const lines = scriptSettings(input, analysis).map(({ name, value }) => csvLine([name, value]));
  return csvHeader(["name", "value"]) + lines.join("");
}

/**
 * What the bundle's scripts have to know beside the data: the plan, the order of conditions, and
 * the model that each part could be fitted with.
 */
function scriptSettings(input: StudyAnalysisInput, analysis: StudyAnalysis): Setting[] {
  const { plan, anchors = [] } = input.options;
  const { report, variants } = analysis;
  const settings: Setting[] = [];
  const set = (name: string, ...values: (string | number)[]) => {
    for (const value of values) settings.push({ name, value: String(value) });
  };
  set("alpha", plan?.alpha ?? 0.05);
  if (plan?.equivalenceMargin) set("margin", plan.equivalenceMargin);
  set("condition", ...(report?.conditions ?? []));
  set("anchor", ...anchors);
  set("dimension", ...(report?.dimensions.map(({ dimension }) => dimension) ?? []));
  set("rule", ...input.rules);
  if (plan && plan.contrasts.length > 0) set("declared", "yes");
  const tests = variants[0]?.tests ?? [];
  const pairs = [...new Set(tests.map(({ first, second }) => JSON.stringify([first, second])))];
  for (const pair of pairs) {
    const [first, second] = JSON.parse(pair) as [string, string];
    set("planned first", first);
    set("planned second", second);
  }
  set("planned dimension", ...new Set(tests.map(({ dimension }) => dimension)));
  for (const one of report?.dimensions ?? []) {
    const { dimension, crossed, beside, ordinal, sensitivity } = one;
    if (crossed.kind === "result") set(`formula ${dimension}`, crossed.formula);
    // Power and the ordinal model's degrees of freedom come from the analysis with pooled variances.
    const pooled = [crossed, beside].find(
      (fit) => fit.kind === "result" && fit.variances === "pooled",
    );
    if (pooled?.kind === "result") set(`pooled formula ${dimension}`, pooled.formula);
    if (beside.kind === "result") set(`beside formula ${dimension}`, beside.formula);
    if (sensitivity.kind === "result") set(`difference ${dimension}`, sensitivity.difference);
    if (ordinal.kind === "result") {
      set(`ordinal ${dimension}`, ordinal.formula);
      set(`reference ${dimension}`, ordinal.reference);
    }
    for (const { anchor, formula } of one.anchors) {
      if (formula) set(`gap ${anchor} ${dimension}`, formula);
    }
  }
  for (const { name, formulas } of variants) {
    for (const [dimension, formula] of Object.entries(formulas))
      set(`formula ${dimension} variant ${name}`, formula);
  }
  return settings;
}
