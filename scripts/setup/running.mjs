import path from "node:path";
import { isOurs, startChild, stopGroups } from "./children.mjs";
import { dataFolder, ROOT, say } from "./place.mjs";
import { takeTurn } from "./turn.mjs";

/**
 * Makes sure that the site is started once over a data folder.
 * @returns the turn, or undefined after having said where the site runs already
 */
export async function onlyOnce() {
  const { turn, holder, left } = takeTurn(path.join(dataFolder(), "site.json"), "start.mjs");
  if (holder) {
    const since = new Date(holder.startedAt).toLocaleTimeString();
    if (holder.address) say(`The site is running already (since ${since}): ${holder.address}`);
    else say(`The site is being started already (since ${since}): its window shows the links.`);
    say(`To stop it, press Ctrl-C in that window, or: kill ${holder.pid}`);
    return undefined;
  }
  const orphans = Object.values(left?.children ?? {}).filter(isOurs);
  if (orphans.length > 0) {
    say("An earlier start was killed and left programs behind: ending them …");
    await stopGroups(orphans);
  }
  return turn;
}

/**
 * Prepares database, demo and first admin in a TypeScript process of its own.
 * @param {(admin: object) => void} onAdmin gets the first admin's sign-in as soon as it is drawn
 * @returns {Promise<import("./prepared.ts").Prepared>}
 * @throws Error when the preparation failed (it has said why)
 */
export async function prepare(onAdmin) {
  const script = path.join(ROOT, "scripts", "setup", "prepare.ts");
  const child = startChild(process.execPath, ["--import", "tsx", script], {
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let prepared;
  child.on("message", (message) => {
    if ("admin" in message) onAdmin(message.admin);
    else prepared = message;
  });
  const { code } = await child.ended;
  if (code !== 0 || !prepared) throw new Error("the database could not be prepared (see above)");
  return prepared;
}
