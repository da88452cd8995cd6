import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One call of the desk's interface. */
export interface DeskCall {
  method: string;
  /** Address with stand-ins for the variable parts. */
  path: string;
  /** Where it is written. */
  file: string;
}

/** What anybody signed in may do beside reading: their own account. */
const OWN_ACCOUNT = "/api/desk/account/";
/** Needs no sign-in: the secret in the link is the proof. */
const OPEN = "/api/desk/link";

/** Every call of the desk's interface, read from the route files, so that none can be forgotten. */
export function deskCalls(): DeskCall[] {
  return filesNamed("app/api/desk", "route.ts").flatMap((file) => {
    const methods = readFileSync(file, "utf8").matchAll(
      /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/g,
    );
    return [...methods].map((match) => ({
      method: match[1]!,
      path: addressOf(file, "/route.ts"),
      file,
    }));
  });
}

/** True for calls that only an admin may make: everything that is no reading and no own account. */
export function isAdminAct({ method, path }: DeskCall): boolean {
  return method !== "GET" && path !== OPEN && !path.startsWith(OWN_ACCOUNT);
}

/** True for calls that need a sign-in. */
export function needsSignIn({ path }: DeskCall): boolean {
  return path !== OPEN;
}

/**
 * Addresses of the desk's pages, and whether only admins may see them.
 * @param known values for variable parts, by name; others get a stand-in that names nothing
 */
export function deskPages(known: Record<string, string> = {}): { path: string; admins: boolean }[] {
  const folders = ["app/admin/(desk)", "app/admin/(preview)"];
  return folders
    .flatMap((folder) => filesNamed(folder, "page.tsx"))
    .map((file) => ({
      path: addressOf(file, "/page.tsx", known),
      admins: file.includes("/(admins)/"),
    }));
}

function filesNamed(folder: string, name: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesNamed(path, name);
    return entry.name === name ? [path] : [];
  });
}

/** `app/admin/(desk)/sets/[set]/page.tsx` → `/admin/sets/set-none`. */
function addressOf(file: string, ending: string, known: Record<string, string> = {}): string {
  const parts = file.slice("app".length, -ending.length).split("/");
  return parts
    .filter((part) => !/^\(.*\)$/.test(part))
    .map((part) => part.replace(/^\[(.*)\]$/, (_, name: string) => known[name] ?? `${name}-none`))
    .join("/");
}
