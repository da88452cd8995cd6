import frame from "./desk-frame.module.css";
import parts from "./desk-parts.module.css";

/** The desk's class names: frame, panels, tables and forms first, single parts after them. */
const styles: Record<string, string> = { ...frame, ...parts };

export default styles;
