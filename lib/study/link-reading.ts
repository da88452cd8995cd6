/**
 * What a study link says. Links reach people damaged: by mail programs, by hand, by recruiters whose
 * placeholders were never filled. This is the one place that reads them, for pages and server, for
 * starts, returns and codes alike.
 */

/** Parameters of the address that are ours and say nothing about recruitment. */
const OWN = new Set(["lang", "lab", "here"]);
const MOST = 20;
const LONGEST_NAME = 60;
const LONGEST_VALUE = 200;

/** What survey platforms leave in a link that they did not fill. */
const PLACEHOLDER = /^(\{.*\}|\$\{.*\}|%.*%|\[.*\]|<.*>|undefined|null|none|nan|unknown|n\/a)$/i;

/**
 * The parameters of a link's query with the usual damage repaired: a second question mark or an
 * escaped ampersand where an ampersand was meant, blanks around names and values.
 * @param search search part of the address, with or without its question mark
 */
export function linkQuery(search: string): URLSearchParams {
  const joined = search
    .replace(/^\?+/, "")
    .replace(/&amp;|%26amp%3B/gi, "&")
    .replace(/(\?|%3F)(?=[\w.-]+(=|%3D))/gi, "&")
    .replace(/&([\w.-]+)%3D/gi, "&$1=");
  const repaired = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(joined))
    repaired.append(name.trim(), value.trim());
  return repaired;
}

/**
 * The recruitment parameters of a link (PROLIFIC_PID, workerId, …) as far as they are of a sensible
 * size: at most 20, names up to 60 letters, values up to 200.
 */
export function recruitmentOf(query: URLSearchParams): Record<string, string> {
  const fitting = [...query].filter(
    ([name, value]) =>
      name !== "" && !OWN.has(name) && name.length <= LONGEST_NAME && value.length <= LONGEST_VALUE,
  );
  return Object.fromEntries(fitting.slice(0, MOST));
}

/** Whether the link is that of a lab's shared computer (`?lab=1`). */
export function isLab(query: URLSearchParams): boolean {
  return query.get("lab") === "1";
}

/** A parameter by its name, whatever its case; "" where it did not come. */
export function parameterOf(recruitment: Readonly<Record<string, string>>, name: string): string {
  const exact = recruitment[name];
  if (exact !== undefined) return exact.trim();
  const wanted = name.toLowerCase();
  const found = Object.keys(recruitment).find((key) => key.trim().toLowerCase() === wanted);
  return found === undefined ? "" : recruitment[found]!.trim();
}

/** What a link says about who comes. */
export interface PersonRead {
  /** The parameter that names the person, by the study's own spelling, and the value; null for none. */
  id: { parameter: string; value: string } | null;
  /** A parameter that should name a person holds a placeholder that nobody filled. */
  unfilled: boolean;
}

/**
 * Who a link names: the first of the study's parameters with a value. A placeholder names nobody.
 * @param idParameters names of the parameters that name a person, the first one given counts
 */
export function personOf(
  idParameters: readonly string[],
  recruitment: Readonly<Record<string, string>>,
): PersonRead {
  const given = idParameters
    .map((parameter) => ({
      parameter,
      value: parameterOf(recruitment, parameter).normalize("NFC"),
    }))
    .filter(({ value }) => value !== "");
  const id = given.find(({ value }) => !PLACEHOLDER.test(value)) ?? null;
  return { id, unfilled: id === null && given.length > 0 };
}
