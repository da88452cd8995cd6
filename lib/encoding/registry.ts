import type { Encoding, EncodingId } from "@/lib/encoding/encoding";
import { melody } from "@/lib/encoding/melody";

/** Every encoding by its id; total by type. */
export const ENCODINGS: Record<EncodingId, Encoding> = { melody, polyphony: melody };
