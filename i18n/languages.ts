/** The languages of the site: one per file in `messages/`, listed when the site is built. */
export const languages: readonly string[] = (process.env.SITE_LANGUAGES ?? "en,zh").split(",");

/** The language used when nothing else is asked for. */
export const defaultLanguage = "en";

/** The request header by which `proxy.ts` tells the pages which language was asked for. */
export const languageHeader = "x-site-language";

const rightToLeft = new Set(["ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"]);

/** The direction in which a language is written. */
export function direction(language: string): "ltr" | "rtl" {
  return rightToLeft.has(language.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** A language's own name, for example "中文" for `zh`. */
export function nameOf(language: string): string {
  const names = new Intl.DisplayNames([language], { type: "language" });
  const name = names.of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** The language of the site that fits a tag such as "zh-Hans-CN", or null. */
export function fitting(tag: string): string | null {
  const wanted = tag.trim().toLowerCase();
  const exact = languages.find((language) => language.toLowerCase() === wanted);
  const base = wanted.split("-")[0];
  return exact ?? languages.find((language) => language.toLowerCase() === base) ?? null;
}

/**
 * Chooses the language of a page.
 * @param asked the value of `?lang=`, if there is one
 * @param accepted the Accept-Language header
 * @returns the asked one, else the first accepted one that the site has, else English
 */
export function chooseLanguage(asked: string | null, accepted: string | null): string {
  const explicit = asked ? fitting(asked) : null;
  if (explicit) return explicit;
  for (const tag of byWeight(accepted ?? "")) {
    const match = fitting(tag);
    if (match) return match;
  }
  return defaultLanguage;
}

function byWeight(header: string): string[] {
  const entries = header.split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().split(";");
    const weight = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  const usable = entries.filter(({ tag, weight }) => tag !== "" && weight > 0);
  return usable.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}
