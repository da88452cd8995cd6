import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The bundle's scripts and what they need, by their names in the folder `analysis`. */
export const BUNDLE_SCRIPTS = [
  "analysis.R",
  "study_data.R",
  "describing.R",
  "model_tests.R",
  "sample_size.R",
  "rank_tests.R",
  "agreement.R",
  "analysis.py",
  "study_data.py",
  "describing.py",
  "model_tests.py",
  "mixed_models.py",
  "sample_size.py",
  "rank_tests.py",
  "agreement.py",
  "distributions.py",
  "requirements.txt",
] as const;

/** The text of a script, whether the code runs from the source or from a built site. */
export function bundleScript(name: (typeof BUNDLE_SCRIPTS)[number]): string {
  const folder = join(/*turbopackIgnore: true*/ process.cwd(), "lib/export/bundle");
  return readFileSync(join(/*turbopackIgnore: true*/ folder, name), "utf8");
}
