#!/usr/bin/env node
// `npm start`: installs what is missing, prepares database and demo, builds, serves site and worker.
import { ensureBuilt } from "./setup/build.mjs";
import { stopChildren } from "./setup/children.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { dataFolder, pause, say } from "./setup/place.mjs";
import { freePort } from "./setup/ports.mjs";
import { onlyOnce, prepare, RESTART_MS } from "./setup/running.mjs";
import { firstAnswer, logEnd, logFile, spawnWorker, startSite } from "./setup/serve.mjs";

const state = { stopping: false, turn: undefined, admin: undefined };

async function end(code) {
  if (state.stopping) return;
  state.stopping = true;
  await stopChildren();
  state.turn?.release();
  process.exit(code);
}

function sayAdmin() {
  if (!state.admin) return;
  say(`  First sign-in:  ${state.admin.email}   password: ${state.admin.password}`);
  say("                  (shown this once; change it there after signing in)");
  state.admin = undefined;
}

function sayReady(address, { demo, embedded }) {
  say();
  if (demo.slug) say(`  Listen:         ${address}/s/${demo.slug}`);
  else say(`  No demo study:  ${demo.missing}`);
  say(`  Desk (admin):   ${address}/admin`);
  sayAdmin();
  say(`  Data:           ${embedded ? dataFolder() : `DATABASE_URL, and ${dataFolder()}`}`);
  say(`  Logs:           ${logFile("site")}, ${logFile("worker")}`);
  say("  Stop:           Ctrl-C");
  if (embedded) say("                  (the database goes on; to stop it too: npx study db stop)");
  say();
}

/** Keeps a worker running: one that ends by itself is started again, ever more slowly. */
async function keepWorker(env, onStart) {
  let wait = RESTART_MS;
  for (let mode = "w"; !state.stopping; mode = "a") {
    const began = Date.now();
    const worker = spawnWorker(env, mode);
    onStart(worker.pid);
    await worker.ended;
    if (state.stopping) return;
    wait = Date.now() - began > 60_000 ? RESTART_MS : Math.min(wait * 2, 60_000);
    say(`The worker ended; it is started again in ${wait / 1000} s (see ${logFile("worker")}).`);
    await pause(wait);
  }
}

async function serve(prepared) {
  const wanted = Number(process.env.PORT || 3000);
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken: using ${port}.`);
  const env = { ...process.env, PORT: String(port) };
  const address = `http://localhost:${port}`;
  const site = startSite(port, env);
  state.turn.update({ children: { site: site.pid } });
  const page = prepared.demo.slug ? `/s/${prepared.demo.slug}` : "/admin";
  const status = await firstAnswer(address + page, site);
  if (status >= 500) throw new Error(`${address}${page} answered ${status}:\n${logEnd("site")}`);
  state.turn.update({ address, children: { site: site.pid } });
  keepWorker(env, (worker) => state.turn.update({ children: { site: site.pid, worker } }));
  sayReady(address, prepared);
  const { code } = await site.ended;
  if (!state.stopping) throw new Error(`the site ended with exit code ${code}:\n${logEnd("site")}`);
}

async function start() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Error(`expected Node 20 or newer, got ${process.version}`);
  state.turn = await onlyOnce();
  if (!state.turn) return;
  if (!(await ensureInstalled()))
    throw new Error("the packages could not be installed (see above)");
  const remember = (admin) => {
    state.admin = admin ?? undefined;
  };
  const [prepared] = await Promise.all([prepare(remember), ensureBuilt()]);
  await serve(prepared);
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(name, () => {
    if (!state.stopping) say("\nStopping …");
    end(name === "SIGINT" ? 130 : 143);
  });
}

try {
  await start();
} catch (error) {
  if (!state.stopping) {
    process.stderr.write(`\nnpm start: ${error.message}\n`);
    sayAdmin();
    await end(1);
  }
}
