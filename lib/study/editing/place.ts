import { z } from "zod";
import { configurationSchema } from "@/lib/study/configuration";

/** A step into a nested value: the name of a field or the place in a list. */
function stepsOf(place: string): string[] {
  return place === "" ? [] : place.split(".");
}

/**
 * The value at a place of a configuration, `trials.models.0.perParticipant` for example.
 * @returns undefined where there is none
 */
export function valueAt(whole: unknown, place: string): unknown {
  return stepsOf(place).reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === "object" ? Reflect.get(value, step) : undefined,
    whole,
  );
}

/** A copy with another value at a place; what lies beside the way is shared, not copied. */
export function withValueAt<T>(whole: T, place: string, value: unknown): T {
  const [step, ...rest] = stepsOf(place);
  if (step === undefined) return value as T;
  const inner = withValueAt(valueAt(whole, step), rest.join("."), value);
  if (Array.isArray(whole))
    return whole.map((one, index) => (String(index) === step ? inner : one)) as T;
  return { ...whole, [step]: inner };
}

/** What a field may hold, read from the configuration's own schema. */
export interface PlaceLimits {
  min: number | undefined;
  max: number | undefined;
  maxLength: number | undefined;
  /** An empty field is a value: null. */
  nullable: boolean;
}

/**
 * The limits that the schema sets at a place, so that no form repeats them.
 * @throws Error for a place that the schema does not know
 */
export function limitsAt(place: string): PlaceLimits {
  const { schema, nullable } = plain(
    stepsOf(place).reduce(inner, configurationSchema as z.ZodType),
  );
  const number = schema instanceof z.ZodNumber ? schema : null;
  const text = schema instanceof z.ZodString ? schema : null;
  return {
    min: finite(number?.minValue),
    max: finite(number?.maxValue),
    maxLength: text?.maxLength ?? undefined,
    nullable,
  };
}

function finite(limit: number | null | undefined): number | undefined {
  return limit === null || limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER
    ? undefined
    : limit;
}

function plain(schema: z.ZodType): { schema: z.ZodType; nullable: boolean } {
  if (!(schema instanceof z.ZodNullable)) return { schema, nullable: false };
  return { schema: schema.unwrap() as z.ZodType, nullable: true };
}

function inner(outer: z.ZodType, step: string): z.ZodType {
  const found = members(plain(outer).schema, step);
  if (!found) throw new Error(`expected a place of the configuration, got …${step}`);
  return found;
}

function members(schema: z.ZodType, step: string): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType>)[step];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  if (!(schema instanceof z.ZodUnion)) return undefined;
  // A field of one kind only: `stop.width` stands in one member of the union.
  return (schema.options as z.ZodType[])
    .map((option) => members(option, step))
    .find((one) => one !== undefined);
}
