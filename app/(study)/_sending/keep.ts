import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { SavedListening } from "@/app/(study)/_player/listening";
import type { TrialRequest } from "@/lib/study/participant-requests";

/** Ratings on their way to the server: kept until it has confirmed them. */
export interface Outgoing {
  slug: string;
  trial: string;
  body: TrialRequest;
}

/** What was chosen and heard on a trial's page before Next: survives a reload. */
export interface Draft {
  slug: string;
  trial: string;
  choices: Record<string, number>;
  /** Client key of each rating, drawn once. */
  keys: Record<string, string>;
  comment: string;
  listening: SavedListening;
}

interface Tables extends DBSchema {
  outbox: { key: [string, string]; value: Outgoing };
  drafts: { key: [string, string]; value: Draft };
}
type Table = "outbox" | "drafts";

const memory = { outbox: new Map<string, Outgoing>(), drafts: new Map<string, Draft>() };
let database: Promise<IDBPDatabase<Tables> | null> | undefined;

/** Some browsers never answer when storage is opened: then the memory must do. */
const OPEN_LIMIT_MS = 5000;

function open(): Promise<IDBPDatabase<Tables> | null> {
  database ??= Promise.race([opened(), givenUp()]);
  return database;
}

function givenUp(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), OPEN_LIMIT_MS));
}

function opened(): Promise<IDBPDatabase<Tables> | null> {
  return openDB<Tables>("listening-study", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: ["slug", "trial"] });
      db.createObjectStore("drafts", { keyPath: ["slug", "trial"] });
    },
    // A later version of the site waits for this page to let go of the old one.
    blocking: () => void database?.then((db) => db?.close()),
  }).catch(() => null);
}

const memoryKey = (slug: string, trial: string) => `${slug}\n${trial}`;

async function put<T extends Table>(table: T, value: Tables[T]["value"]): Promise<void> {
  memory[table].set(memoryKey(value.slug, value.trial), value as never);
  await (await open())?.put(table, value).catch(() => undefined);
}

async function remove(table: Table, slug: string, trial: string): Promise<void> {
  memory[table].delete(memoryKey(slug, trial));
  await (await open())?.delete(table, [slug, trial]).catch(() => undefined);
}

/** Keeps ratings until they are confirmed; in memory too, should the browser refuse storage. */
export const keepOutgoing = (outgoing: Outgoing) => put("outbox", outgoing);

/** Forgets ratings that the server has confirmed or refused. */
export const dropOutgoing = (slug: string, trial: string) => remove("outbox", slug, trial);

/** Ratings not yet confirmed, as far as this page alone knows (usable while it is being closed). */
export function outgoingInMemory(slug: string): Outgoing[] {
  return [...memory.outbox.values()].filter((entry) => entry.slug === slug);
}

async function list<T extends Table>(table: T, slug: string): Promise<Tables[T]["value"][]> {
  const stored = (await (await open())?.getAll(table).catch(() => [])) ?? [];
  const all = new Map(stored.map((entry) => [memoryKey(entry.slug, entry.trial), entry]));
  for (const [key, entry] of memory[table]) all.set(key, entry);
  return [...all.values()].filter((entry) => entry.slug === slug);
}

/** All ratings of a study not yet confirmed, also those left by an earlier page. */
export const listOutgoing = (slug: string): Promise<Outgoing[]> => list("outbox", slug);

/** Forgets all that this browser keeps of a study: after a withdrawal, or for the next person. */
export async function forgetStudy(slug: string): Promise<void> {
  for (const table of ["outbox", "drafts"] as const) {
    for (const { trial } of await list(table, slug)) await remove(table, slug, trial);
  }
}

/** Keeps what was chosen and heard so far. */
export const keepDraft = (draft: Draft) => put("drafts", draft);

/** Forgets the draft of a trial. */
export const dropDraft = (slug: string, trial: string) => remove("drafts", slug, trial);

/** The draft of a trial, or null. */
export async function findDraft(slug: string, trial: string): Promise<Draft | null> {
  const stored = await (await open())?.get("drafts", [slug, trial]).catch(() => undefined);
  return stored ?? memory.drafts.get(memoryKey(slug, trial)) ?? null;
}
