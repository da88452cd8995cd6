/** Path of the page where a participant withdraws; without a secret, for this browser's session. */
export function withdrawPathOf(slug: string, language: string): string {
  return `/s/${encodeURIComponent(slug)}/withdraw?lang=${encodeURIComponent(language)}`;
}
