import { z } from "zod";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { LOUDNESS_CHOICES } from "./clip-table";
import { setNameSchema } from "./set-request";

/** Key of the job that makes a stimulus set of uploaded clips. */
export const SET_FROM_UPLOAD_JOB = "set-from-upload";

/** The longest table that is taken, in characters. */
const TABLE_LENGTH = 1_000_000;

/** What staff decide about the clips that they upload. */
export const uploadChoicesSchema = z.strictObject({
  name: setNameSchema,
  /** The text of the CSV table. */
  table: z.string().min(1, "expected a table").max(TABLE_LENGTH),
  loudness: z.enum(LOUDNESS_CHOICES),
  /** For MIDI files. */
  instrument: z.enum(INSTRUMENT_IDS),
});

/** What the job that makes a set of uploaded clips is asked for. */
export const uploadRequestSchema = uploadChoicesSchema.extend({
  /** The stored archive. */
  uploadId: z.string().max(60),
});

/** What the job that makes a set of uploaded clips is asked for. */
export type UploadRequest = z.infer<typeof uploadRequestSchema>;
