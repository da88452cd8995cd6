import type { Piece } from "@/lib/compose/piece";

const KEY = "compose-pieces";
/** Pieces kept on the device; the oldest make room. */
const MOST_KEPT = 30;

/** A piece kept in this browser. */
export interface SavedPiece {
  id: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  piece: Piece;
}

function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** What is kept, as it stands there. */
function entries(): SavedPiece[] {
  try {
    const list: unknown = JSON.parse(storage()?.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is SavedPiece {
  const { id, changedAt } = (entry ?? {}) as Partial<SavedPiece>;
  return typeof id === "string" && typeof changedAt === "number";
}

/** Whether this browser keeps a piece. */
export const hasSavedPieces = () => entries().length > 0;

/**
 * The pieces kept in this browser, the last changed one first; those that cannot be read are left out.
 * What checks them is large, and fetched at the first call.
 */
export async function savedPieces(): Promise<SavedPiece[]> {
  const { parsePiece } = await import("@/lib/compose/piece-schema");
  const readable = (entry: SavedPiece): SavedPiece[] => {
    try {
      return [{ ...entry, piece: parsePiece(entry.piece) }];
    } catch {
      return [];
    }
  };
  return entries()
    .flatMap(readable)
    .sort((a, b) => b.changedAt - a.changedAt);
}

function write(pieces: SavedPiece[]): boolean {
  try {
    storage()?.setItem(KEY, JSON.stringify(pieces.slice(0, MOST_KEPT)));
    return storage() !== null;
  } catch {
    return false;
  }
}

/** Keeps a piece under its id. @returns false where the browser keeps nothing */
export function keepPiece(id: string, piece: Piece): boolean {
  const others = entries().filter((saved) => saved.id !== id);
  return write([{ id, changedAt: Date.now(), piece }, ...others]);
}

/** Forgets a piece. */
export function forgetPiece(id: string): void {
  write(entries().filter((saved) => saved.id !== id));
}

/** A name for a new piece on this device. */
export function newPieceId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
