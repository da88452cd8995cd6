import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { recall, remember } from "@/app/(study)/_flow/browser-memory";
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

/** Some browsers never answer when storage is opened or asked: then the memory must do. */
const LIMIT_MS = 5000;
/** The page is being left: what is begun now would hold the next page's storage up. */
let leaving = false;

function open(): Promise<IDBPDatabase<Tables> | null> {
  if (leaving) return Promise.resolve(null);
  database ??= Promise.race([opened().catch(() => null), givenUp()]);
  return database;
}

function givenUp(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), LIMIT_MS));
}

// Where storage is off, the very call throws: inside an async function that is a rejection too.
async function opened(): Promise<IDBPDatabase<Tables>> {
  return openDB<Tables>("listening-study", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: ["slug", "trial"] });
      db.createObjectStore("drafts", { keyPath: ["slug", "trial"] });
    },
    // A later version of the site waits for this page to let go of the old one.
    blocking: () => void database?.then((db) => db?.close()),
  });
}

/** Asks storage for something; null where it is off, fails, or does not answer in time. */
async function stored<T>(work: (db: IDBPDatabase<Tables>) => Promise<T>): Promise<T | null> {
  const db = await open();
  if (!db) return null;
  const asked = async () => work(db);
  return Promise.race([asked().catch(() => null), givenUp()]);
}

/**
 * Lets go of storage while the page is being left: a write begun now is finished by no browser on a
 * reload, and in some it holds up the page that comes next.
 */
export function letGoOfStorage(): void {
  leaving = true;
  void database?.then((db) => db?.close());
  database = undefined;
}

/** The page is there again: storage may be used. */
export function takeUpStorage(): void {
  leaving = false;
}

const memoryKey = (slug: string, trial: string) => `${slug}\n${trial}`;

async function put<T extends Table>(table: T, value: Tables[T]["value"]): Promise<void> {
  memory[table].set(memoryKey(value.slug, value.trial), value as never);
  await stored((db) => db.put(table, value));
}

async function remove(table: Table, slug: string, trial: string): Promise<void> {
  memory[table].delete(memoryKey(slug, trial));
  await stored((db) => db.delete(table, [slug, trial]));
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
  const found = (await stored((db) => db.getAll(table))) ?? [];
  const all = new Map(found.map((entry) => [memoryKey(entry.slug, entry.trial), entry]));
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
  remember(leftName(slug), null);
}

/** Keeps what was chosen and heard so far. */
export async function keepDraft(draft: Draft): Promise<void> {
  await put("drafts", draft);
  if (!leaving && leftDraft(draft.slug, draft.trial)) remember(leftName(draft.slug), null);
}

/** Keeps a draft while the page is being left, by what is done at once. */
export function keepDraftNow(draft: Draft): void {
  memory.drafts.set(memoryKey(draft.slug, draft.trial), draft);
  remember(leftName(draft.slug), JSON.stringify(draft));
}

const leftName = (slug: string) => `left draft ${slug}`;

function leftDraft(slug: string, trial: string): Draft | null {
  try {
    const draft = JSON.parse(recall(leftName(slug)) ?? "null") as Draft | null;
    return draft?.trial === trial ? draft : null;
  } catch {
    return null;
  }
}

/** Forgets the draft of a trial. */
export async function dropDraft(slug: string, trial: string): Promise<void> {
  if (leftDraft(slug, trial)) remember(leftName(slug), null);
  await remove("drafts", slug, trial);
}

/** The draft of a trial, or null. */
export async function findDraft(slug: string, trial: string): Promise<Draft | null> {
  // What was kept while leaving is newer than what storage has.
  const left = leftDraft(slug, trial);
  if (left) return left;
  const found = await stored((db) => db.get("drafts", [slug, trial]));
  return found ?? memory.drafts.get(memoryKey(slug, trial)) ?? null;
}
