import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { type ArchitecturePart, architectureParts } from "@/lib/figures/architecture-parts";
import { architecturesView } from "@/lib/figures/training-data";

const { architectures } = architecturesView.parse(
  JSON.parse(fs.readFileSync("artifacts/architectures.json", "utf8")),
);
const melody = architectures.filter(({ encoding }) => encoding === "melody");
const partsOf = (model: string) => architectureParts(melody.find((one) => one.model === model)!);

const weights = (part: ArchitecturePart): number =>
  part.kind === "layer"
    ? part.layer.parameters
    : part.times *
      [...part.layers, ...(part.shortcut ? [part.shortcut] : [])].reduce(
        (sum, { parameters }) => sum + parameters,
        0,
      );

describe("drawn architectures", () => {
  it.each(architectures.map((one) => [`${one.model} ${one.encoding}`, one] as const))(
    "of %s lose no parameter",
    (_, architecture) => {
      const sum = architectureParts(architecture).reduce((total, part) => total + weights(part), 0);
      expect(sum).toBe(architecture.parameters);
    },
  );

  it("mark the local layers of a, b, c and naive", () => {
    const local = (model: string) =>
      partsOf(model).flatMap((part) =>
        part.kind === "layer" && part.layer.kernel && part.layer.kind !== "pool"
          ? [part.layer.kind]
          : [],
      );
    expect(local("CNN_a")).toEqual(["local", "local", "local"]);
    expect(local("CNN_b")).toEqual(["local", "shared", "shared"]);
    expect(local("CNN_c")).toEqual(["shared", "shared", "local"]);
    expect(local("CNN_Naive")).toEqual(["shared", "shared", "shared"]);
  });

  it("gather the nine residual blocks", () => {
    for (const model of ["resNet20_Naive", "resNet20_LocalConv"]) {
      const blocks = partsOf(model).filter((part) => part.kind === "blocks");
      expect(blocks.map(({ times }) => times)).toEqual([3, 1, 2, 1, 2]);
      expect(blocks.map(({ shortcut }) => shortcut !== null)).toEqual([
        false,
        true,
        false,
        true,
        false,
      ]);
      expect(blocks.every(({ layers }) => layers.length === 2)).toBe(true);
    }
  });
});
