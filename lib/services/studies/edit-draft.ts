import { eq } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { database } from "@/lib/services/database";
import { type Actor, recordAct } from "@/lib/services/record-act";
import { digests } from "@/lib/services/studies/create-study";
import { currentVersion, findStudy } from "@/lib/services/studies/find-study";
import { InputError } from "@/lib/shared/invariant";
import { parseConfiguration } from "@/lib/study/configuration";

/**
 * Replaces the configuration of a draft study.
 * @param configuration checked here
 * @throws InputError where it is wrong, or the study is launched
 */
export async function editDraft(slug: string, configuration: unknown, actor: Actor): Promise<void> {
  const checked = parseConfiguration(configuration);
  const db = await database();
  await db.transaction(async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    if (study!.status !== "draft") {
      throw new InputError(
        `${slug} is ${study!.status}: correct its words, or duplicate it to change more`,
      );
    }
    const version = await currentVersion(tx, study!);
    const stored = digests(checked);
    await tx.update(studyVersions).set(stored).where(eq(studyVersions.id, version.id));
    await recordAct(
      actor,
      {
        act: "study.edit",
        objectKind: "study",
        objectId: id,
        before: { configuration: version.configurationSha256 },
        after: { configuration: stored.configurationSha256 },
      },
      tx,
    );
  });
}
