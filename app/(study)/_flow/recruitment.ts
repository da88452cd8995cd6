/** Parameters of the address that are ours and say nothing about recruitment. */
const OWN = new Set(["lang", "lab"]);

/**
 * The recruitment parameters of a study link (PROLIFIC_PID, workerId, …) as the server takes them:
 * at most 20, names up to 60 letters, values up to 200.
 */
export function sentRecruitment(query: string): Record<string, string> {
  const all = [...new URLSearchParams(query)].filter(([name]) => name !== "" && !OWN.has(name));
  const fitting = all.filter(([name, value]) => name.length <= 60 && value.length <= 200);
  return Object.fromEntries(fitting.slice(0, 20));
}

/** Whether the link is that of a lab's shared computer (`?lab=1`). */
export function isLab(query: string): boolean {
  return new URLSearchParams(query).get("lab") === "1";
}
