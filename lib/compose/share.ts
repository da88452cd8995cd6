import { deflateSync, strToU8 } from "fflate";
import type { Piece } from "@/lib/compose/piece";

/** What a link's hash begins with. */
export const HASH_PREFIX = "#piece=";

/** A piece as the text of a file. */
export function pieceFile(piece: Piece): string {
  return `${JSON.stringify(piece, null, 1)}\n`;
}

/** A piece as the hash of a link: compressed, and never sent to a server. */
export function pieceHash(piece: Piece): string {
  const bytes = deflateSync(strToU8(JSON.stringify(piece)), { level: 9 });
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return HASH_PREFIX + text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
