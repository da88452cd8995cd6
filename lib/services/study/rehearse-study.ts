import type { Actor } from "@/lib/services/act/record-act";
import { database } from "@/lib/services/database";
import { newSecret } from "@/lib/shared/ids";
import { duplicateStudy } from "./duplicate-study";
import { findStudy } from "./find-study";
import { launchStudy } from "./launch-study";
import { assertDraftValid } from "./study-draft";

/**
 * Launches a duplicate of a study in test mode, to be walked through before the real launch: its
 * sessions are marked as tests and never count as data.
 * @returns the slug of the test study
 * @throws InputError where the study cannot be launched yet, with the reasons
 */
export async function rehearseStudy(slug: string, actor: Actor): Promise<string> {
  const study = await findStudy(slug);
  await assertDraftValid(await database(), study);
  const copy = `${slug.slice(0, 50)}-test-${newSecret().slice(0, 4)}`;
  await duplicateStudy(slug, { slug: copy, name: `${study.name}, test run`, mode: "test" }, actor);
  await launchStudy(copy, actor);
  return copy;
}
