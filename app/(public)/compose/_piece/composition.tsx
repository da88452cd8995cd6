"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { noteAt } from "@/lib/compose/edit";
import { type History, pushHistory, redo, startHistory, undo } from "@/lib/compose/history";
import { newPiece, type Piece, type PieceNote } from "@/lib/compose/piece";
import { hasSavedPieces, keepPiece, newPieceId, savedPieces } from "./saved-pieces";

/** A change of the piece; null where it is refused. */
export type Change = (piece: Piece) => Piece | null;

/** The piece under work, with everything that several parts of the page need. */
export interface Composition {
  piece: Piece;
  /** False until the piece of the last visit, or of the link, is there. */
  ready: boolean;
  /** Changes the piece as one step that can be undone. @returns false where it is refused */
  change: (change: Change) => boolean;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** Turns to another piece; the one before stays saved on this device. */
  open: (piece: Piece, id?: string) => void;
  /** Step where the next note is written. */
  caret: number;
  setCaret: (step: number) => void;
  /** The note under the caret. */
  current: PieceNote | undefined;
  /** Length of the next note in steps. */
  length: number;
  setLength: (steps: number) => void;
  /** Says something to the person until the next change. */
  notice: string | null;
  setNotice: (notice: string | null) => void;
}

const Context = createContext<Composition | null>(null);

/** The piece under work. */
export function useComposition(): Composition {
  const composition = useContext(Context);
  if (!composition) throw new Error("expected a composition around this part");
  return composition;
}

/** The history of the piece, kept where several changes in one moment follow each other. */
function usePieceHistory() {
  const [history, setHistory] = useState(() => startHistory(newPiece()));
  const latest = useRef(history);
  const set = useCallback((next: typeof history) => {
    latest.current = next;
    setHistory(next);
  }, []);
  return { history, latest, set };
}

interface LastPiece {
  latest: { readonly current: History<Piece> };
  open: Composition["open"];
  setId: (id: string) => void;
}

/** Fetches what opens files and links. */
const fetchReaders = () =>
  void Promise.all([
    import("@/lib/compose/read-shared"),
    import("@/lib/compose/midi-melody"),
  ]).catch(() => {});

/** At the person's first act everything else is fetched too: the page then works with the network off. */
function useReaders(): void {
  useEffect(() => {
    const acts = ["pointerdown", "keydown"] as const;
    for (const act of acts) window.addEventListener(act, fetchReaders, { once: true });
    return () => {
      for (const act of acts) window.removeEventListener(act, fetchReaders);
    };
  }, []);
}

/** Opens the piece of the last visit, unless the person has begun to write before it is read. */
function useLastPiece({ latest, open, setId }: LastPiece): void {
  useEffect(() => {
    let left = false;
    const begin = async () => {
      if (!hasSavedPieces()) return open(newPiece());
      const [last] = await savedPieces().catch(() => []);
      if (left) return;
      if (latest.current.past.length > 0) setId(newPieceId());
      else open(last?.piece ?? newPiece(), last?.id);
    };
    void begin();
    return () => {
      left = true;
    };
  }, [latest, open, setId]);
}

/** Gives the page its piece: that of the last visit until another is opened. */
export function CompositionProvider({ children }: { children: ReactNode }) {
  const { history, latest, set } = usePieceHistory();
  const [id, setId] = useState("");
  const [caret, setCaret] = useState(0);
  const [length, setLength] = useState(4);
  const [notice, setNotice] = useState<string | null>(null);

  const open = useCallback(
    (piece: Piece, savedId?: string) => {
      const id = savedId ?? newPieceId();
      if (!savedId && piece.notes.length > 0) keepPiece(id, piece);
      set(startHistory(piece));
      setId(id);
      setCaret(0);
      setNotice(null);
    },
    [set],
  );
  useLastPiece({ latest, open, setId });
  useReaders();

  const piece = history.present;
  const touched = history.past.length > 0 || history.future.length > 0;
  // Together with what is shown: whoever closes the page has lost nothing that they saw.
  useLayoutEffect(() => {
    if (id && touched) keepPiece(id, piece);
  }, [id, touched, piece]);

  const change = useCallback(
    (how: Change) => {
      const next = how(latest.current.present);
      if (next) set(pushHistory(latest.current, next));
      setNotice(null);
      return next !== null;
    },
    [latest, set],
  );

  const value = useMemo<Composition>(
    () => ({
      piece,
      ready: id !== "",
      change,
      undo: history.past.length > 0 ? () => set(undo(latest.current)) : null,
      redo: history.future.length > 0 ? () => set(redo(latest.current)) : null,
      open,
      caret,
      setCaret,
      current: noteAt(piece, caret),
      length,
      setLength,
      notice,
      setNotice,
    }),
    [piece, id, change, history, set, latest, open, caret, length, notice],
  );
  return <Context value={value}>{children}</Context>;
}
