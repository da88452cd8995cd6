/** A class name in letters that the bundled typeface has: it lacks the sharp sign. */
export const plainName = (name: string) => name.replaceAll("♯", "#");
