import { type Piece, parsePiece } from "@/lib/compose/piece";

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

function readable(entry: unknown): SavedPiece[] {
  try {
    const { id, changedAt, piece } = entry as SavedPiece;
    if (typeof id !== "string" || typeof changedAt !== "number") return [];
    return [{ id, changedAt, piece: parsePiece(piece) }];
  } catch {
    return [];
  }
}

/** The pieces kept in this browser, the last changed one first; those that cannot be read are left out. */
export function savedPieces(): SavedPiece[] {
  try {
    const list: unknown = JSON.parse(storage()?.getItem(KEY) ?? "[]");
    const pieces = Array.isArray(list) ? list.flatMap(readable) : [];
    return pieces.sort((a, b) => b.changedAt - a.changedAt);
  } catch {
    return [];
  }
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
  const others = savedPieces().filter((saved) => saved.id !== id);
  return write([{ id, changedAt: Date.now(), piece }, ...others]);
}

/** Forgets a piece. */
export function forgetPiece(id: string): void {
  write(savedPieces().filter((saved) => saved.id !== id));
}

/** A name for a new piece on this device. */
export function newPieceId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
