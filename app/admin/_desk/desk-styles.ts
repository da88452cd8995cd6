import fields from "./desk-fields.module.css";
import frame from "./desk-frame.module.css";
import parts from "./desk-parts.module.css";

/** The desk's class names: frame, panels and tables, single parts, and the fields of forms. */
const styles: Record<string, string> = { ...frame, ...parts, ...fields };

export default styles;
