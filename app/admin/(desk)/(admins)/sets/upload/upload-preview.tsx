"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Notice, Table } from "@/app/admin/_desk/parts";
import { isMidi, type LocalUpload } from "@/app/admin/(desk)/(admins)/sets/upload/read-upload";
import type { PreviewedRow } from "@/lib/stimuli/clip-archive";

/** Rows that are listed; more would only slow the page down. */
const SHOWN = 200;

/** What will be made of the files, row by row, with what is wrong. */
export function UploadPreviewPanel(props: {
  busy: boolean;
  message: string;
  upload: LocalUpload | null;
}) {
  const { busy, message, upload } = props;
  return (
    <section className={frameStyles.panel} aria-live="polite">
      <h2>What will be made</h2>
      {busy ? <p>Reading the files…</p> : null}
      {message ? <Notice tone="bad">{message}</Notice> : null}
      {!busy && !message && !upload ? (
        <p className={fieldStyles.hint}>
          Choose a zip: every row is checked before anything is sent.
        </p>
      ) : null}
      {upload ? <Rows upload={upload} /> : null}
    </section>
  );
}

function Rows({ upload }: { upload: LocalUpload }) {
  const { rows, problems, unused } = upload.preview;
  const conditions = [...new Set(rows.map(({ condition }) => condition))];
  return (
    <>
      <p>
        <strong>{rows.length}</strong> clips of <strong>{conditions.length}</strong> conditions:{" "}
        {conditions.slice(0, 12).join(", ")}
      </p>
      {problems.length > 0 ? (
        <Notice tone="bad">
          <strong>{problems.length} rows must be put right first:</strong>
          <ul className={frameStyles.list}>
            {problems.slice(0, SHOWN).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <p>Every row has its file. Silence and damaged sound are looked for by the worker.</p>
      )}
      {unused.length > 0 ? (
        <Notice tone="warn">
          {unused.length} files of the zip are in no row: {unused.slice(0, 5).join(", ")}
          {unused.length > 5 ? " …" : ""}
        </Notice>
      ) : null}
      <RowTable upload={upload} rows={rows.slice(0, SHOWN)} />
    </>
  );
}

function RowTable({ upload, rows }: { upload: LocalUpload; rows: PreviewedRow[] }) {
  const { playing, play } = useLocalPlayer(upload.files);
  return (
    <Table
      caption="Rows of the table"
      rows={rows}
      rowKey={(row) => String(row.line)}
      columns={[
        { key: "file", head: "File", cell: (row) => row.file },
        { key: "condition", head: "Condition", cell: (row) => row.condition },
        { key: "item", head: "Item", cell: (row) => row.item },
        { key: "role", head: "Role", cell: (row) => row.role },
        {
          key: "play",
          head: "Listen",
          cell: (row) => {
            const bytes = upload.files.get(row.file);
            if (!bytes || isMidi(bytes)) return "–";
            return (
              <Button
                look="secondary"
                className={frameStyles.small ?? ""}
                aria-label={`Play ${row.file}`}
                onClick={() => play(row.file)}
              >
                {playing === row.file ? "Stop" : "Play"}
              </Button>
            );
          },
        },
      ]}
    />
  );
}

function useLocalPlayer(files: ReadonlyMap<string, Uint8Array>) {
  const [playing, setPlaying] = useState<string | null>(null);
  const audio = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => audio.current?.pause(), []);
  const play = (file: string) => {
    audio.current?.pause();
    if (playing === file) return setPlaying(null);
    const url = URL.createObjectURL(new Blob([new Uint8Array(files.get(file)!)]));
    const element = new Audio(url);
    const end = () => {
      URL.revokeObjectURL(url);
      setPlaying((now) => (now === file ? null : now));
    };
    element.addEventListener("ended", end);
    element.addEventListener("error", end);
    audio.current = element;
    setPlaying(file);
    void element.play().catch(end);
  };
  return { playing, play };
}
