import { invariant } from "@/lib/shared/invariant";

const SHARE_STEPS = 65_535;
const SIGNED_STEPS = 127;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Whole numbers of 0..65535 as base64, two bytes each, the lower one first. */
export function packWhole(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    invariant(
      Number.isInteger(value) && value >= 0 && value <= SHARE_STEPS,
      `packed number: expected a whole number from 0 to ${SHARE_STEPS}, got ${value}`,
    );
    bytes[2 * i] = value & 255;
    bytes[2 * i + 1] = value >> 8;
  }
  return toBase64(bytes);
}

/** What `packWhole` packed. */
export function unpackWhole(text: string): Uint16Array {
  const bytes = fromBase64(text);
  return Uint16Array.from(
    { length: bytes.length / 2 },
    (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8),
  );
}

/** Shares (0..1) as base64, in steps of 1/65535. */
export function packShares(values: ArrayLike<number>): string {
  return packWhole(Array.from(values, (value) => Math.round(value * SHARE_STEPS)));
}

/** What `packShares` packed. */
export function unpackShares(text: string): Float64Array {
  return Float64Array.from(unpackWhole(text), (value) => value / SHARE_STEPS);
}

/** Numbers of either sign as base64, a byte each: 127 stands for `scale`, the greatest size. */
export interface PackedSigned {
  scale: number;
  values: string;
}

/** Packs numbers of either sign in steps of 1/127 of the greatest size. */
export function packSigned(values: ArrayLike<number>): PackedSigned {
  let scale = 0;
  for (let i = 0; i < values.length; i++) scale = Math.max(scale, Math.abs(values[i]!));
  invariant(Number.isFinite(scale), `packed numbers: expected finite numbers, got ${scale}`);
  const part = (value: number) => (scale === 0 ? 0 : Math.round((value / scale) * SIGNED_STEPS));
  return { scale, values: toBase64(Uint8Array.from(values, (value) => part(value) & 255)) };
}

/** What `packSigned` packed. */
export function unpackSigned({ scale, values }: PackedSigned): Float64Array {
  const bytes = fromBase64(values);
  return Float64Array.from(
    bytes,
    (byte) => ((byte > 127 ? byte - 256 : byte) / SIGNED_STEPS) * scale,
  );
}
