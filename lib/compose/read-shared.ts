import { Inflate, strFromU8 } from "fflate";
import type { Piece } from "@/lib/compose/piece";
import { parsePiece } from "@/lib/compose/piece-schema";
import { HASH_PREFIX } from "@/lib/compose/share";
import { InputError } from "@/lib/shared/invariant";

/** A piece of the longest kind is a tenth of this; more is no piece. */
const MOST_BYTES = 2_000_000;

/** @throws InputError when the text is no piece */
export function readPieceFile(text: string): Piece {
  if (text.length > MOST_BYTES) throw new InputError("piece file: expected at most 2 MB");
  return parsePiece(parsedJson(text));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError("piece: expected JSON, got other text", { cause });
  }
}

/**
 * The piece in a link's hash; null when the hash holds none.
 * @throws InputError when it holds one that is damaged
 */
export function readPieceHash(hash: string): Piece | null {
  if (!hash.startsWith(HASH_PREFIX)) return null;
  const text = hash.slice(HASH_PREFIX.length).replaceAll("-", "+").replaceAll("_", "/");
  return parsePiece(parsedJson(strFromU8(inflated(bytesOf(text)))));
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new InputError("link: expected a whole link, got a damaged one", { cause });
  }
}

/** Decompresses, and stops at more than a piece can be: a short link may unfold to gigabytes. */
function inflated(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((part) => {
    size += part.length;
    if (size > MOST_BYTES) throw new InputError("link: expected a piece, got more than 2 MB");
    parts.push(part);
  });
  try {
    for (let at = 0; at < bytes.length; at += 1024) {
      stream.push(bytes.subarray(at, at + 1024), at + 1024 >= bytes.length);
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError("link: expected a whole link, got a damaged one", { cause });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
