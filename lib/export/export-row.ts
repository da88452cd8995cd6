import type { Cell } from "./csv";

/** One rating with everything that an export can say about it: the input of every column. */
export interface ExportRow {
  participant: string;
  session: string;
  stimulus: string;
  item: string;
  condition: string;
  dimension: string;
  rating: number;
  trialKind: string;
  position: number;
  study: string;
  studyVersion: number;
  mode: string;
  trial: string;
  block: number | null;
  dimensionPosition: number | null;
  givenAt: Date;
  sessionStatus: string;
  sessionCompletedAt: Date | null;
  exclusionReason: string | null;
  language: string | null;
  listeningDevice: string | null;
  participantGroup: string | null;
  machine: string | null;
  plays: number | null;
  seeks: number | null;
  pauses: number | null;
  heardShare: number | null;
  firstPlayMs: number | null;
  hiddenMs: number | null;
  ratedMs: number | null;
  late: boolean;
  sampleRate: number | null;
  role: string;
  comment: string | null;
  factors: Record<string, Cell>;
  /** When the session began: shared exports count from here. */
  startedAt: Date;
  /** Recruitment parameters by name. */
  externalIds: Record<string, string>;
}
