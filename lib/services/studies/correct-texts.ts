import { eq } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { database } from "@/lib/services/database";
import { type Actor, recordAct } from "@/lib/services/record-act";
import { digests } from "@/lib/services/studies/create-study";
import { currentVersion, findStudy, type VersionRow } from "@/lib/services/studies/find-study";
import { freezeVersion } from "@/lib/services/studies/launch-study";
import { canonicalJson } from "@/lib/shared/canonical-json";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { parseConfiguration, structureOf } from "@/lib/study/configuration";

/** A correction of a launched study's words. */
export interface Correction {
  /** The whole configuration with the new words. */
  configuration: unknown;
  /** Whether the words could change how people rate. */
  change: "cosmetic" | "substantive";
  /** Why. */
  note: string;
}

/**
 * Makes version n + 1 of a launched study with other words; sessions that have begun keep theirs,
 * slots and quota carry on, and results are shown by version.
 * @throws InputError where more than words would change: that needs a duplicate study
 */
export async function correctTexts(
  slug: string,
  correction: Correction,
  actor: Actor,
): Promise<VersionRow> {
  const configuration = parseConfiguration(correction.configuration);
  const db = await database();
  return db.transaction(async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    if (!study!.launchedAt) throw new InputError(`${slug} is a draft: edit it as a whole`);
    const current = await currentVersion(tx, study!);
    if (
      canonicalJson(structureOf(configuration)) !==
      canonicalJson(structureOf(current.configuration))
    ) {
      throw new InputError(
        `expected a change of words only; to change more of ${slug}, duplicate it`,
      );
    }
    const stored = digests(configuration);
    if (stored.configurationSha256 === current.configurationSha256) {
      throw new InputError("expected at least one changed word");
    }
    const { change, note } = correction;
    const number = current.number + 1;
    const row = {
      id: newId("studyVersion"),
      studyId: id,
      number,
      change,
      note,
      ...stored,
      createdBy: actor.id,
    };
    await tx.insert(studyVersions).values(row);
    await freezeVersion(tx, row, configuration);
    const after = { number, change, note, configuration: stored.configurationSha256 };
    const before = { number: current.number, configuration: current.configurationSha256 };
    await recordAct(
      actor,
      { act: "study.correct", objectKind: "study", objectId: id, before, after },
      tx,
    );
    const [version] = await tx.select().from(studyVersions).where(eq(studyVersions.id, row.id));
    return version!;
  });
}
