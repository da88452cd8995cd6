import path from "node:path";
import { z } from "zod";
import { InputError } from "@/lib/shared/invariant";

const port = z.coerce.number().int().min(0).max(65535);

const environmentSchema = z.object({
  /** PostgreSQL to use instead of the embedded one, postgres://user:password@host:port/name. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "expected postgres://…")
    .optional(),
  /** Folder of everything that the system stores: the embedded database, lock files, work files. */
  STUDY_DATA: z.string().min(1).default(".data"),
  /** Folder into which the worker writes a backup every night; none without it. */
  STUDY_BACKUPS: z.string().min(1).optional(),
  /** Folder with the training corpora. */
  STUDY_DATASETS: z.string().min(1).optional(),
  /** TensorFlow backend to use, and no other. */
  STUDY_BACKEND: z.string().min(1).optional(),
  /** Port of the site. */
  PORT: port.default(3000),
  /** Public address of the site, where it differs from http://localhost:PORT. */
  STUDY_PUBLIC_URL: z.url().optional(),
  /** Header in which a trusted proxy names the caller's address, x-real-ip for example; none by default. */
  STUDY_CLIENT_IP_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, "expected the name of a header")
    .optional(),
  /** Build folder of the site. */
  NEXT_DIST_DIR: z.string().min(1).default(".next"),
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
});

/** The environment variables that the system reads, checked and with their defaults. */
export type Environment = z.infer<typeof environmentSchema>;

/**
 * Checks a set of environment variables; an empty string counts as not given.
 * @throws InputError naming the first variable that is wrong
 */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.entries(variables).filter(
    ([, value]) => value !== undefined && value !== "",
  );
  const result = environmentSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const name = String(issue.path[0]);
  throw new InputError(`${name}: ${issue.message}, got ${JSON.stringify(variables[name])}`);
}

let parsed: Environment | undefined;

/**
 * The environment of this process, parsed at the first call.
 * @throws InputError naming the first variable that is wrong
 */
export function env(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}

/**
 * The environment as it is now: for what a process may change while it runs, tests above all.
 * @throws InputError naming the first variable that is wrong
 */
export function currentEnv(): Environment {
  return parseEnvironment(process.env);
}

/** Absolute path of a place below the data folder (STUDY_DATA, `.data` by default). */
export function dataPath(...parts: string[]): string {
  return path.resolve(env().STUDY_DATA, ...parts);
}
