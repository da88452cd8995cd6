/** Path of the page where a participant withdraws; for this browser's session (`here=1`). */
export function withdrawPathOf(slug: string, language: string): string {
  return `/s/${encodeURIComponent(slug)}/withdraw?lang=${encodeURIComponent(language)}&here=1`;
}
