import type { Response } from "@playwright/test";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { plainSql } from "@/tests/factories/plain-sql";
import { type Adjust, expect, finish, short, test, toFirstTrial } from "./journey";

/** Headers that may differ from answer to answer, and say nothing about the clip. */
const FREE_HEADERS = new Set(["date", "etag", "connection", "keep-alive"]);

/** The one sentence for people in which a condition's name stands. */
const QUESTION = "Could a human musician have written this?";

/** Every kind of clip: models, both anchors, catch trials and repeats. */
const everyKind: Adjust = (configuration) => {
  const base = short(configuration);
  const anchors = ["human", "scrambled"].map((condition) => ({ condition, perParticipant: 1 }));
  return {
    ...base,
    trials: { ...base.trials, anchors, catches: 2, repeatsPerModel: 1, repeatDistance: 2 },
  };
};

interface Seen {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

async function seen(response: Response): Promise<Seen | null> {
  const body = await response.body().catch(() => null);
  if (body === null) return null;
  return { path: new URL(response.url()).pathname, headers: response.headers(), body };
}

/** Everything that would tell a listener what a clip is. */
async function secretsOf(slug: string): Promise<string[]> {
  const sql = await plainSql();
  const rows = await sql`
    select distinct st.condition, st.item, st.id as stimulus, b.sha256, y.set_id, ss.name
    from studies y
    join stimulus_sets ss on ss.id = y.set_id
    join stimuli st on st.set_id = y.set_id
    join stimulus_files b on b.set_id = st.set_id and b.stimulus_id = st.id
    where y.slug = ${slug}`;
  const found = rows.flatMap((row) => [
    row.condition,
    row.item,
    row.stimulus,
    row.sha256,
    row.set_id,
  ]);
  const all = new Set([...found.map(String), ...MODEL_IDS, "scrambled", ".mp3", ".mid"]);
  return [...all];
}

test("nothing that reaches a participant tells what a clip is", async ({ page, site, study }) => {
  const slug = await study(everyKind);
  const waiting: Promise<Seen | null>[] = [];
  page.on("response", (response) => waiting.push(seen(response)));
  await toFirstTrial(page, site, slug);
  await finish(page);
  const all = (await Promise.all(waiting)).filter((answer) => answer !== null);
  const own = all.filter(({ path }) => !path.startsWith("/_next/"));
  expect(own.length).toBeGreaterThan(26);

  const secrets = await secretsOf(slug);
  expect(secrets.length).toBeGreaterThan(20);
  for (const { path, headers, body } of own) {
    // The scale's own question tells nothing about a clip; beside it the word must not stand.
    const words = body.toString("latin1").replaceAll(QUESTION, "");
    const text = `${path}\n${JSON.stringify(headers)}\n${words}`;
    const told = secrets.filter((secret) => text.includes(secret));
    expect(told, path).toEqual([]);
  }

  // Scripts and styles are everyone's, whatever they hear; even so no network is named there.
  for (const { path, body } of all.filter(({ path }) => path.startsWith("/_next/"))) {
    const told = MODEL_IDS.filter((id) => body.toString("latin1").includes(id));
    expect(told, path).toEqual([]);
  }

  const clips = own.filter(({ path }) => path.startsWith("/api/clips/"));
  expect(clips.length).toBeGreaterThanOrEqual(13);
  expect(new Set(clips.map(({ body }) => body.length)).size).toBe(1);
  const kinds = clips.map(({ headers }) =>
    JSON.stringify(
      Object.entries(headers)
        .filter(([name]) => !FREE_HEADERS.has(name))
        .sort(),
    ),
  );
  expect(new Set(kinds).size).toBe(1);
  for (const { headers, path } of clips) {
    expect(headers.etag).toBe(`"${path.split("/").at(-1)}"`);
    expect(headers).not.toHaveProperty("last-modified");
  }
});

test("nothing is loaded from elsewhere, and one cookie is set", async ({
  page,
  context,
  site,
  study,
}) => {
  const slug = await study();
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== site) foreign.push(request.url());
  });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  await toFirstTrial(page, site, slug);
  await finish(page);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
  const cookies = await context.cookies();
  expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
    [`study_${slug}`, true, "Lax"],
  ]);
});
