/** Integrated loudness (BS.1770-4) that clips are brought to, in LUFS. */
export const TARGET_LUFS = -18;
/** True peak that no clip passes, in dBTP. */
export const CEILING_DBTP = -1;
/** Constant bit rate of clips, in kbit/s. */
export const CLIP_BITRATE = 192 as const;
