/** A text this browser remembers for the site, or null; null too where storage is refused. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Lets this browser remember a text, or forget it (null). Where storage is refused, nothing. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // The page works without; the setting then lasts as long as the page.
  }
}
