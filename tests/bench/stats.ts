// `npm run bench:stats`: the models on 45 participants × 30 stimuli and on 1,000 × 300 (beside-r.ts puts R beside
// them), and the export of 1,000,000 ratings.
import { exportStream } from "@/lib/services/export/export-stream";
import { crossedAnalysis } from "@/lib/stats/crossed";
import { ordinalAnalysis } from "@/lib/stats/ordinal";
import { modelRatings } from "@/tests/factories/model-ratings";
import { largeRatings } from "./large-ratings";
import { largeStudy, PER_PARTICIPANT } from "./large-study";

const wanted = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(wanted) || wanted < 0) {
  throw new Error(`expected a number of ratings, got ${process.argv[2]}`);
}
benchModels();
if (wanted > 0) await benchExport(wanted);

function benchModels(): void {
  const { rows, incomplete } = modelRatings();
  measure("closed form", () => crossedAnalysis(rows));
  measure("REML (1 s wanted)", () => crossedAnalysis(incomplete));
  measure("ordinal mixed model (2 s wanted)", () => ordinalAnalysis(incomplete));
  const large = largeRatings();
  measure("REML, 30,000 ratings", () => crossedAnalysis(large), 1);
  measure("REML, a variance a condition", () => crossedAnalysis(large, 0.95, "by condition"), 1);
  measure("ordinal mixed model, 30,000 ratings (10 s wanted)", () => ordinalAnalysis(large), 1);
}

/** Wall clock and processor time: on a busy machine only the latter tells of the code. */
function measure(name: string, work: () => unknown, runs = 3): void {
  const times = Array.from({ length: runs }, () => {
    const [before, used] = [performance.now(), process.cpuUsage().user];
    work();
    const wall = (performance.now() - before) / 1000;
    return `${wall.toFixed(2)} s (${((process.cpuUsage().user - used) / 1e6).toFixed(2)} s processor)`;
  });
  process.stdout.write(`${name}: ${times.join(", ")}\n`);
}

async function benchExport(ratings: number): Promise<void> {
  const { database, participants } = await largeStudy(ratings);
  try {
    await database.plain`analyze`;
    for (const level of ["private", "shared"] as const) {
      await measureExport(level, participants * PER_PARTICIPANT);
    }
  } finally {
    await database.drop();
  }
}

async function measureExport(level: "private" | "shared", rows: number): Promise<void> {
  const idle = process.memoryUsage.rss();
  let most = idle;
  let bytes = 0;
  const [before, used] = [performance.now(), process.cpuUsage()];
  for await (const piece of await exportStream("bench", {
    format: "csv",
    freeText: false,
    level,
  })) {
    bytes += piece.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(used);
  const rate = Math.round(rows / seconds).toLocaleString("en-GB");
  process.stdout.write(
    `export, ${level}: ${rate} rows a second (50,000 wanted; ${((user + system) / 1e6).toFixed(1)} s processor for ${rows.toLocaleString("en-GB")}), ` +
      `${(bytes / 1e6).toFixed(0)} MB, ${((most - idle) / 1e6).toFixed(0)} MB above idle (100 wanted)\n`,
  );
}
