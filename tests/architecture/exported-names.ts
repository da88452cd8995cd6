import type { SourceFile } from "./source-tree";

/** Files whose exports Next calls by name. */
const NEXTS_FILES = /(^|\/)(page|layout|route|error|not-found|loading)\.tsx?$|^pages\/|^proxy\.ts$/;

/** What Next looks for in them. */
const NEXTS_NAMES = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  ...["config", "dynamic", "generateMetadata", "generateStaticParams", "metadata", "viewport"],
]);

/** The names that a file declares and exports itself; re-exports stand for what is elsewhere. */
export function exportedNames({ path, parsed }: SourceFile): string[] {
  return parsed.module.staticExports
    .flatMap((statement) => statement.entries)
    .filter((entry) => !entry.moduleRequest && entry.exportName.kind === "Name")
    .map((entry) => entry.exportName.name!)
    .filter((name) => !(NEXTS_NAMES.has(name) && NEXTS_FILES.test(path)));
}

/** Names that more than one file exports, each with its files. */
export function sharedNames(files: readonly SourceFile[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const file of files) {
    for (const name of exportedNames(file)) {
      places.set(name, (places.get(name) ?? new Set()).add(file.path));
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `${name}: ${[...paths].join(", ")}`);
}
