import { plainSql } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import type { FileKind } from "@/lib/stimuli/manifest";

/** The bytes of one file of a stimulus, and the digest that names them. @throws InputError where there is none */
export async function stimulusFile(
  setId: string,
  stimulusId: string,
  kind: FileKind,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const sql = await plainSql();
  const [row] = await sql<{ bytes: Uint8Array; sha256: string }[]>`
    select b.bytes, b.sha256 from stimulus_files f join blobs b on b.sha256 = f.sha256
    where f.set_id = ${setId} and f.stimulus_id = ${stimulusId} and f.kind = ${kind}`;
  if (!row)
    throw new InputError(`stimulus ${stimulusId} of set ${setId} has no ${kind} file`, {
      code: "not found",
    });
  return row;
}
