import type { RegisterCommands } from "@/scripts/commands/index";
import { print, withDatabase } from "@/scripts/with-database";

/** `study audit`: recomputes a study's design from its data. */
export const registerAudit: RegisterCommands = (program) => {
  program
    .command("audit <study>")
    .description("recompute orders, balance and completeness of a study from its data")
    .option("--json", "print JSON")
    .action((slug: string, options: { json?: boolean }) =>
      withDatabase(() => run(slug, options.json)),
    );
};

async function run(slug: string, json: boolean | undefined): Promise<void> {
  const { auditStudy } = await import("@/lib/services/study/audit-study");
  const audit = await auditStudy(slug);
  const { orders, neighbours, items, exposure, ratings } = audit;
  print(json, audit, () =>
    [
      `${slug}: ${audit.ok ? "every rule holds" : "NOT in order"}`,
      `orders that follow from the seed: ${orders.checked - orders.different.length} of ${orders.checked}`,
      `forbidden neighbours: ${neighbours.forbidden}`,
      `smallest distance of two stimuli of one item: ${items.smallestDistance ?? "-"} (more than ${items.asked} asked)`,
      ...exposure.counted.map(
        (one) => `presented (${one.name}): ${one.least} to ${one.most} times`,
      ),
      `moments out of balance: ${exposure.violations} of ${exposure.moments}; returned slots waiting: ${exposure.returnedWaiting}`,
      `ratings: ${ratings.stored}; doubled ${ratings.doubled}, incomplete trials ${ratings.incomplete}, unfinished ${ratings.unfinished}, skipped ${ratings.skipped}`,
      "",
    ].join("\n"),
  );
  if (!audit.ok) process.exitCode = 1;
}
