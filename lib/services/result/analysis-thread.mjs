// The thread's first file: Node itself cannot read TypeScript, so the reader of it comes first.
import { fileURLToPath } from "node:url";

process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL("../../../tsconfig.json", import.meta.url));
const { register } = await import("tsx/esm/api");
register();
await import("./analysis-thread.ts");
