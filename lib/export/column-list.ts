import { SESSION_STATUSES, STUDY_MODES, TRIAL_KINDS } from "@/lib/study/terms";
import type { ExportColumn } from "./columns";

const secondsBetween = (from: Date, to: Date | null): number | null =>
  to === null ? null : Math.round((to.getTime() - from.getTime()) / 1000);
const time = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** The nine columns that every ratings table of the system begins with. */
export const LEADING: ExportColumn[] = [
  {
    name: "participant",
    type: "text",
    description: "The person who rated (an id of this study)",
    of: (r) => r.participant,
  },
  {
    name: "session",
    type: "text",
    description: "The participant's run through the study",
    of: (r) => r.session,
  },
  { name: "stimulus", type: "text", description: "The clip that was rated", of: (r) => r.stimulus },
  {
    name: "item",
    type: "text",
    description: "Primer or source excerpt; the same item appears under several conditions",
    of: (r) => r.item,
  },
  {
    name: "condition",
    type: "category",
    description: "What made the clip: a model, human, scrambled, or an uploaded name",
    of: (r) => r.condition,
  },
  {
    name: "dimension",
    byDimension: true,
    type: "category",
    description: "The rating dimension",
    of: (r) => r.dimension,
  },
  {
    name: "rating",
    byDimension: true,
    type: "whole number",
    description: "The value given; 0 is a rating",
    of: (r) => r.rating,
  },
  {
    name: "trial_kind",
    type: "category",
    levels: TRIAL_KINDS,
    description: "What the presentation was for; analyses use main",
    of: (r) => r.trialKind,
  },
  {
    name: "position",
    type: "whole number",
    description: "Place of the trial in its session, from 1",
    of: (r) => r.position,
  },
];

/** Columns added later: always appended, never moved. */
export const APPENDED: ExportColumn[] = [
  { name: "study", type: "text", description: "Short name of the study", of: (r) => r.study },
  {
    name: "study_version",
    type: "whole number",
    description: "Version of the study's frozen texts and settings",
    of: (r) => r.studyVersion,
  },
  {
    name: "mode",
    type: "category",
    levels: STUDY_MODES,
    description: "Real participants, a test run, or simulated participants",
    of: (r) => r.mode,
  },
  { name: "trial", type: "text", description: "The presentation", of: (r) => r.trial },
  {
    name: "block",
    type: "whole number",
    description: "Block of the trial, between two pauses",
    of: (r) => r.block,
  },
  {
    name: "dimension_position",
    byDimension: true,
    type: "whole number",
    description: "Place of the dimension on this participant's screen, from 1",
    of: (r) => r.dimensionPosition,
  },
  {
    name: "given_at",
    byDimension: true,
    level: "private",
    type: "time",
    description: "When the rating was stored (ISO 8601, UTC)",
    of: (r) => time(r.givenAt),
  },
  {
    name: "session_status",
    type: "category",
    levels: SESSION_STATUSES,
    description: "State of the session at the time of the export",
    of: (r) => r.sessionStatus,
  },
  {
    name: "session_completed_at",
    level: "private",
    type: "time",
    description: "When the session was completed (ISO 8601, UTC); empty when it was not",
    of: (r) => time(r.sessionCompletedAt),
  },
  {
    name: "excluded",
    type: "yes/no",
    description: "The participant is excluded at the time of the export",
    of: (r) => r.exclusionReason !== null,
  },
  {
    name: "exclusion_reason",
    type: "text",
    description: "Why the participant is excluded",
    free: true,
    of: (r) => r.exclusionReason,
  },
  {
    name: "language",
    type: "category",
    description: "Language of the session",
    of: (r) => r.language,
  },
  {
    name: "listening_device",
    type: "category",
    description: "What the participant said they listened on",
    of: (r) => r.listeningDevice,
  },
  {
    name: "machine",
    type: "category",
    description: "Kind of machine: phone, tablet or desktop",
    of: (r) => r.machine,
  },
  {
    name: "participant_group",
    type: "category",
    description: "Between-participant group, where the study has them",
    of: (r) => r.participantGroup,
  },
  {
    name: "plays",
    type: "whole number",
    description: "How often the clip was played",
    of: (r) => r.plays,
  },
  { name: "seeks", type: "whole number", description: "Jumps within the clip", of: (r) => r.seeks },
  {
    name: "pauses",
    type: "whole number",
    description: "Pauses within the clip",
    of: (r) => r.pauses,
  },
  {
    name: "heard_share",
    type: "number",
    unit: "share of the clip, 0 to 1",
    description: "How much of the clip was heard (union of played ranges)",
    of: (r) => r.heardShare,
  },
  {
    name: "first_play_ms",
    type: "number",
    unit: "ms",
    description: "From the trial being shown to the first play",
    of: (r) => r.firstPlayMs,
  },
  {
    name: "hidden_ms",
    type: "number",
    unit: "ms",
    description: "Time that the tab was hidden during the trial",
    of: (r) => r.hiddenMs,
  },
  {
    name: "rated_ms",
    byDimension: true,
    type: "number",
    unit: "ms",
    description:
      "From the end of the first full playback to the last choice in this dimension (negative: before the end)",
    of: (r) => r.ratedMs,
  },
  {
    name: "late",
    type: "yes/no",
    description: "Sent later from the browser's outbox: the listening times are the client's",
    of: (r) => r.late,
  },
  {
    name: "sample_rate",
    level: "private",
    type: "number",
    unit: "Hz",
    description: "Output sample rate of the participant's browser",
    of: (r) => r.sampleRate,
  },
  {
    name: "role",
    type: "category",
    levels: ["main", "practice", "calibration", "catch"],
    description: "What the clip is for in its stimulus set",
    of: (r) => r.role,
  },
  {
    name: "given_after_s",
    level: "shared",
    byDimension: true,
    type: "whole number",
    unit: "s",
    description: "From the start of the session to the rating being stored",
    of: (r) => secondsBetween(r.startedAt, r.givenAt),
  },
  {
    name: "session_s",
    level: "shared",
    type: "whole number",
    unit: "s",
    description: "From the start of the session to its completion; empty when it was not completed",
    of: (r) => secondsBetween(r.startedAt, r.sessionCompletedAt),
  },
  {
    name: "comment",
    type: "text",
    description: "What the participant wrote about the trial",
    free: true,
    of: (r) => r.comment,
  },
];
