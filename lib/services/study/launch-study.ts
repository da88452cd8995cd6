import { eq } from "drizzle-orm";
import { slots } from "@/db/schema/sessions";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies, studyDimensions, studyVersions } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { largestQuota } from "@/lib/study/analysis-plan";
import { parseConfiguration, type StudyConfiguration } from "@/lib/study/configuration";
import { designInputOf } from "@/lib/study/design/design-input";
import { readiness } from "@/lib/study/readiness";
import { currentVersion, findStudy, type StudyRow, type VersionRow } from "./find-study";
import { assertDraftValid } from "./study-draft";

/**
 * Launches a draft study: freezes its configuration and plan, prepares its slots and opens it.
 * @throws InputError where it is no draft, its set is not published, or the design cannot be filled
 */
export async function launchStudy(slug: string, actor: Actor): Promise<StudyRow> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    const study = await lockDraft(tx, slug);
    await assertDraftValid(tx, study);
    const version = await currentVersion(tx, study);
    const configuration = parseConfiguration(version.configuration);
    await checkReady(tx, study, configuration);
    await freezeVersion(tx, version, configuration);
    await addSlots(tx, study.id, 1, largestQuota(configuration.stop));
    const now = new Date();
    const [launched] = await tx
      .update(studies)
      .set({ status: "open", launchedAt: now })
      .where(eq(studies.id, study.id))
      .returning();
    const after = {
      status: "open",
      configuration: version.configurationSha256,
      plan: version.planSha256,
    };
    const before = { status: study.status };
    await recordAct(
      actor,
      { act: "study.launch", objectKind: "study", objectId: study.id, before, after },
      tx,
    );
    return launched!;
  });
}

async function lockDraft(tx: Database, slug: string): Promise<StudyRow> {
  const { id } = await findStudy(slug, tx);
  const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
  if (study!.status !== "draft")
    throw new InputError(`expected a draft study, ${slug} is ${study!.status}`, {
      code: "conflict",
    });
  return study!;
}

async function checkReady(
  tx: Database,
  study: StudyRow,
  configuration: StudyConfiguration,
): Promise<void> {
  const [set] = await tx.select().from(stimulusSets).where(eq(stimulusSets.id, study.setId));
  if (set!.status !== "published") {
    throw new InputError(`expected a published set, ${set!.name} is ${set!.status}`, {
      code: "conflict",
    });
  }
  const stimuli = await loadDesignStimuli(tx, study.setId);
  const { problems } = readiness(
    configuration,
    designInputOf(study.seed, configuration, stimuli),
    stimuli,
  );
  if (problems.length > 0)
    throw new InputError(`${study.slug} cannot be launched: ${problems.join("; ")}`, {
      code: "conflict",
    });
}

/** Writes the version's scales where the database looks them up, then freezes it. */
export async function freezeVersion(
  tx: Database,
  version: Pick<VersionRow, "id">,
  configuration: StudyConfiguration,
): Promise<void> {
  await tx.insert(studyDimensions).values(
    configuration.dimensions.map((dimension, index) => ({
      versionId: version.id,
      dimension: dimension.id,
      position: index + 1,
      low: dimension.low,
      high: dimension.high,
    })),
  );
  await tx
    .update(studyVersions)
    .set({ status: "frozen", frozenAt: new Date() })
    .where(eq(studyVersions.id, version.id));
}

/** Prepares the slots with numbers `from` to `to`. */
export async function addSlots(
  tx: Database,
  studyId: string,
  from: number,
  to: number,
): Promise<void> {
  const rows = Array.from({ length: to - from + 1 }, (_, i) => ({
    id: newId("slot"),
    studyId,
    number: from + i,
  }));
  for (let start = 0; start < rows.length; start += 5000) {
    await tx.insert(slots).values(rows.slice(start, start + 5000));
  }
}
