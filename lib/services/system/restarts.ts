import fs from "node:fs";
import { z } from "zod";
import { dataPath } from "@/lib/shared/env";

/** How often a program was started again, why last, and when (ISO 8601). */
const restartSchema = z.object({ count: z.number().int(), reason: z.string(), at: z.string() });

const turnSchema = z.object({
  restarts: z.partialRecord(z.enum(["site", "worker", "database"]), restartSchema).default({}),
});

/**
 * What `npm start` had to start again on this machine since it was called, by program; null where
 * the site runs without it. It writes them into `site.json` of the data folder.
 * @throws Error where that file is damaged
 */
export function restarts(): z.infer<typeof turnSchema>["restarts"] | null {
  const file = dataPath("site.json");
  if (!fs.existsSync(file)) return null;
  return turnSchema.parse(JSON.parse(fs.readFileSync(file, "utf8"))).restarts;
}
