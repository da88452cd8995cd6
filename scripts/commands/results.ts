import { Option } from "commander";
import type { RegisterCommands } from "@/scripts/commands/index";
import { textTable } from "@/scripts/text-table";

/** `study results`: n, mean, SD and median per condition and dimension of one study. */
export const registerResults: RegisterCommands = (program) => {
  program
    .command("results <study>")
    .description("n, mean, SD and median per condition and dimension")
    .option("--json", "print JSON")
    .addOption(
      new Option("--ratings <which>", "ratings that count")
        .choices(["plan", "with-excluded", "all-given"])
        .default("plan"),
    )
    .action(
      async (
        slug: string,
        options: { json?: boolean; ratings: "plan" | "with-excluded" | "all-given" },
      ) => {
        const { closeDatabase } = await import("@/lib/services/database");
        try {
          const { studyResults } = await import("@/lib/services/study-results");
          const results = await studyResults(slug, options.ratings);
          if (options.json)
            return void process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
          process.stdout.write(
            `${results.study}: ${results.completed} of ${results.target} completed, `,
          );
          process.stdout.write(`${results.excluded} excluded; ratings: ${results.ratings}\n`);
          process.stdout.write(textTable(results.rows));
        } finally {
          await closeDatabase();
        }
      },
    );
};
