import { linkQuery } from "@/lib/study/link-reading";
import { forgetStudy } from "./keep";
import { sendLeftovers } from "./outbox";
import { askUntilAnswered, type Call } from "./server";

/**
 * Takes a session from this browser, so that someone else can begin: what it still had to send is sent
 * first, and nothing of it is kept here.
 */
export async function leaveStudy(slug: string, onWaiting: () => void): Promise<void> {
  await sendLeftovers(slug, onWaiting).catch(() => undefined);
  const call: Call<"leave"> = { slug, name: "leave", body: {} };
  // A refusal is shown by the page that is loaded next.
  await askUntilAnswered(call, onWaiting).catch(() => undefined);
  await forgetStudy(slug);
}

/** Loads the study's page without some parameters of its address, whatever their case. */
export function reloadWithout(
  slug: string,
  parameters: readonly string[],
  also: Readonly<Record<string, string>> = {},
): void {
  const query = linkQuery(window.location.search);
  const gone = new Set(parameters.map((name) => name.toLowerCase()));
  for (const name of [...query.keys()]) if (gone.has(name.toLowerCase())) query.delete(name);
  for (const [name, value] of Object.entries(also)) query.set(name, value);
  window.location.assign(`/s/${encodeURIComponent(slug)}?${query}`);
}
