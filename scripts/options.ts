import { InvalidArgumentError } from "commander";

/** A parser of numbers for commander. @param whole only whole numbers are right */
export function numberOption(low: number, high: number, whole = false) {
  return (text: string): number => {
    const value = Number(text);
    const inRange = text.trim() !== "" && value >= low && value <= high;
    if (!inRange || (whole && !Number.isInteger(value))) {
      const kind = whole ? "a whole number" : "a number";
      throw new InvalidArgumentError(`expected ${kind} from ${low} to ${high}.`);
    }
    return value;
  };
}

/**
 * A parser of comma-separated lists for commander.
 * @throws InvalidArgumentError for an empty name
 */
export function listOption(text: string): string[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.some((item) => item === "")) {
    throw new InvalidArgumentError("expected names separated by commas.");
  }
  return items;
}

/** A parser of one of several words for commander. */
export function choiceOption<T extends string>(choices: readonly T[]) {
  return (text: string): T => {
    if (!(choices as readonly string[]).includes(text)) {
      throw new InvalidArgumentError(`expected one of ${choices.join(", ")}.`);
    }
    return text as T;
  };
}

/** Seeds are whole numbers that a database column and a file name can hold. */
export const seedOption = numberOption(0, 2 ** 31 - 1, true);

/** A parser of comma-separated names, each one of those known and none twice. */
export function namesOption<T extends string>(known: readonly T[]) {
  const one = choiceOption(known);
  return (text: string): T[] => [...new Set(listOption(text).map(one))];
}
