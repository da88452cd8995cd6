#!/usr/bin/env node
// `npm start`: installs what is missing, prepares database and demo, builds, serves site and worker.
import { ensureBuilt } from "./setup/build.mjs";
import { stopChildren, stopGroups } from "./setup/children.mjs";
import { ensureInstalled } from "./setup/install.mjs";
import { keepDatabase } from "./setup/keep-database.mjs";
import { dataFolder, say } from "./setup/place.mjs";
import { freePort } from "./setup/ports.mjs";
import { onlyOnce, prepare } from "./setup/running.mjs";
import { firstAnswer, logEnd, logFile, spawnWorker, startSite } from "./setup/serve.mjs";
import { endSilent, keepRunning, Restarts } from "./setup/supervise.mjs";

const state = { stopping: false, turn: undefined, admin: undefined, children: {} };
const isStopping = () => state.stopping;

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

function sayNow(text) {
  say(`${new Date().toLocaleTimeString()}  ${text}`);
}

/** Keeps one of our programs running; its log goes on where a start before left it. */
function keep(program, startProgram, restarts) {
  return keepRunning({
    isStopping,
    start: (again) => {
      const child = startProgram(again ? "a" : "w");
      noteChild(program, child);
      return child;
    },
    onEnd: (reason, wait) => {
      const count = restarts.add(program, reason);
      const log = logFile(program);
      sayNow(
        `The ${program} stopped (${reason}): start ${count + 1} in ${wait / 1000} s, see ${log}`,
      );
    },
  });
}

/** What a later start must end where this process is killed. */
function noteChild(program, child) {
  state.children[program] = child.pid;
  state.turn.update({ children: state.children });
}

/** Keeps the embedded database running; at another port site and worker must find it anew. */
function keepEmbedded(restarts) {
  return keepDatabase({
    isStopping,
    onStarted: (moved) => {
      sayNow(
        `The database had stopped: start ${restarts.add("database", "had stopped") + 1} is done`,
      );
      if (moved) stopGroups(Object.values(state.children));
    },
    onFailed: (reason, wait) =>
      sayNow(`The database does not start, next try in ${wait / 1000} s: ${reason}`),
  });
}

/** The first start of the site is waited for: one that fails ends it all, with the reason. */
async function firstSite(port, env, page) {
  const site = startSite(port, env);
  noteChild("site", site);
  const status = await firstAnswer(page, site);
  if (status >= 500) throw new Error(`${page} answered ${status}:\n${logEnd("site")}`);
  return site;
}

async function serve(prepared) {
  const wanted = Number(process.env.PORT || 3000);
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken: using ${port}.`);
  const env = { ...process.env, PORT: String(port) };
  const address = `http://localhost:${port}`;
  const page = address + (prepared.demo.slug ? `/s/${prepared.demo.slug}` : "/admin");
  const first = await firstSite(port, env, page);
  state.turn.update({ address });
  const restarts = new Restarts(state.turn);
  sayReady(address, prepared);
  await Promise.all([
    keep("site", (mode) => (mode === "w" ? first : startSite(port, env, mode)), restarts),
    keep("worker", (mode) => spawnWorker(env, mode), restarts),
    prepared.embedded ? keepEmbedded(restarts) : undefined,
    endSilent({
      address: `${address}/api/health/live`,
      pid: () => state.children.site,
      isStopping,
    }),
  ]);
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
