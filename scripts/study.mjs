#!/usr/bin/env node
// Starts the TypeScript command line (scripts/cli.ts) through tsx, in the caller's folder.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./cli.ts");
await main(process.argv);
