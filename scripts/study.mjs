#!/usr/bin/env node
// Starts the TypeScript command line (scripts/cli.ts) through tsx, from whatever folder it is called in.
import { fileURLToPath } from "node:url";

process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL("../tsconfig.json", import.meta.url));
const { register } = await import("tsx/esm/api");
register();
const { main } = await import("./cli.ts");
await main(process.argv);
