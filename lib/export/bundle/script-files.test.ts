import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { BUNDLE_SCRIPTS, bundleScript } from "./script-files";

it("packs every module that a script of the bundle takes from its own folder", () => {
  const own = new Set(readdirSync(import.meta.dirname).filter((name) => name.endsWith(".py")));
  const taken = BUNDLE_SCRIPTS.filter((name) => name.endsWith(".py")).flatMap((name) =>
    [...bundleScript(name).matchAll(/^\s*(?:from|import) (\w+)/gm)].map(
      ([, module]) => `${module}.py`,
    ),
  );
  const needed = taken.filter((name) => own.has(name));
  expect(needed).toContain("mixed_models.py");
  expect(needed).toContain("distributions.py");
  for (const name of needed) expect(BUNDLE_SCRIPTS).toContain(name);
});
