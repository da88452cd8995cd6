import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { invariant } from "@/lib/shared/invariant";

/**
 * The full path of a bundled font file (Inter, SIL Open Font License 1.1), whether the code runs
 * from the source or from a built site in the project's folder.
 */
export function fontFile(
  name: "Inter-Regular.ttf" | "Inter-SemiBold.ttf" | "Inter-latin.woff2",
): string {
  const folders = [
    join(/*turbopackIgnore: true*/ process.cwd(), "lib/figures/fonts"),
    join(/*turbopackIgnore: true*/ dirname(fileURLToPath(import.meta.url)), "fonts"),
  ];
  const found = folders
    .map((folder) => join(/*turbopackIgnore: true*/ folder, name))
    .find((path) => existsSync(path));
  invariant(found, `figure fonts: expected ${name} in one of ${folders.join(", ")}`);
  return found;
}
