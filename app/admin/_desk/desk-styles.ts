import clips from "./desk-clips.module.css";
import fields from "./desk-fields.module.css";
import frame from "./desk-frame.module.css";
import parts from "./desk-parts.module.css";
import tables from "./desk-tables.module.css";

/** The desk's class names: frame and panels, tables and marks, clips and figures, parts, fields. */
const styles: Record<string, string> = { ...frame, ...tables, ...clips, ...parts, ...fields };

export default styles;
