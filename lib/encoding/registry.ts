import type { Encoding, EncodingId } from "@/lib/encoding/encoding";
import { melody } from "@/lib/encoding/melody";
import { polyphony } from "@/lib/encoding/polyphony";

/** Every encoding by its id; total by type. */
export const ENCODINGS: Record<EncodingId, Encoding> = { melody, polyphony };
