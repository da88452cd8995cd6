import type { Piece, PieceNote } from "@/lib/compose/piece";
import { authorOf } from "@/lib/compose/turns";
import styles from "./roll.module.css";
import { ROW_PX, STEP_PX, topOf } from "./scale";

interface Props {
  piece: Piece;
  note: PieceNote;
  current: boolean;
}

/**
 * One note. Who wrote it shows in colour and in form: the person's are full, a network's are framed
 * and striped, a network's note that the person changed is full with a stripe at its start; a locked
 * one carries a lock.
 */
export function RollNote({ piece, note, current }: Props) {
  const { model, changedFrom } = authorOf(piece, note);
  const [x, y] = [note.start * STEP_PX, topOf(note.pitch)];
  const width = note.duration * STEP_PX - 1;
  const by = model ? "model" : changedFrom ? "changed" : "person";
  return (
    <g
      className={`${styles.note} ${current ? styles.current : ""}`}
      data-by={by}
      data-note={note.start}
      data-locked={note.locked}
    >
      <rect x={x + 0.5} y={y + 0.5} width={width} height={ROW_PX - 1} rx={3} />
      {by === "person" ? null : (
        <path className={styles.stripes} d={stripes(x + 3, y, by === "changed" ? 4 : width - 4)} />
      )}
      {note.locked ? <Lock x={x + width - 9} y={y + 2} /> : null}
    </g>
  );
}

function stripes(x: number, y: number, width: number): string {
  const count = Math.max(1, Math.floor(width / 5));
  return Array.from({ length: count }, (_, i) => `M${x + i * 5} ${y + ROW_PX - 2}l4 -8`).join("");
}

function Lock({ x, y }: { x: number; y: number }) {
  return (
    <path
      className={styles.lock}
      d={`M${x} ${y + 3.5}h8v5h-8zM${x + 1.5} ${y + 3.5}v-1a2.5 2.5 0 0 1 5 0v1`}
    />
  );
}
