#!/usr/bin/env node
// `npm run verify`: what must be right before a commit, in a minute or two: lint, types, unused code,
// unit tests.
import { lint, types, unitTests, unusedCode } from "./setup/checks.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { say } from "./setup/place.mjs";
import { lastLine, sum } from "./setup/test-counts.mjs";

if (!(await ensureInstalled())) process.exit(1);
const counts = [];
for (const check of [lint, types, unusedCode, unitTests]) counts.push(await check());
const total = sum(counts);
say(`\n${lastLine(total)}`);
process.exit(total.failed === 0 ? 0 : 1);
