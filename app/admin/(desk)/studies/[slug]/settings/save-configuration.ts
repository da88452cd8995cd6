/**
 * Sends a change of a study's configuration.
 * @returns why it was refused, or "" where it was stored
 */
export async function saveConfiguration(slug: string, change: object): Promise<string> {
  try {
    const response = await fetch(`/api/desk/studies/${slug}/configuration`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(change),
    });
    if (response.ok) return "";
    const body = (await response.json().catch(() => null)) as { message?: string } | null;
    return body?.message ?? `the server answered ${response.status}`;
  } catch {
    return "the server cannot be reached: check the connection and try again";
  }
}
