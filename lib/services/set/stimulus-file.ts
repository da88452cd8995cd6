import { and, eq } from "drizzle-orm";
import { blobs, stimulusFiles } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import type { FileKind } from "@/lib/stimuli/manifest";

/** The bytes of one file of a stimulus, and the digest that names them. @throws InputError where there is none */
export async function stimulusFile(
  setId: string,
  stimulusId: string,
  kind: FileKind,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const db = await database();
  const [row] = await db
    .select({ bytes: blobs.bytes, sha256: blobs.sha256 })
    .from(stimulusFiles)
    .innerJoin(blobs, eq(blobs.sha256, stimulusFiles.sha256))
    .where(
      and(
        eq(stimulusFiles.setId, setId),
        eq(stimulusFiles.stimulusId, stimulusId),
        eq(stimulusFiles.kind, kind),
      ),
    );
  if (!row)
    throw new InputError(`stimulus ${stimulusId} of set ${setId} has no ${kind} file`, {
      code: "not found",
    });
  return row;
}
