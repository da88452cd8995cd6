import type { ArchitectureEntry } from "@/lib/models/architecture-artifact";
import type { LayerSummary } from "@/lib/models/layer-table";
import { textTable } from "@/scripts/text-table";

function row(layer: LayerSummary): Record<string, string | number | null> {
  return {
    layer: layer.name,
    type: layer.type,
    kernel: layer.kernel === null ? "" : String(layer.kernel),
    stride: layer.stride === null ? "" : String(layer.stride),
    padding: layer.padding ?? "",
    output: layer.output.join(" × "),
    parameters: layer.parameters,
    local: layer.local ? "local" : "",
    operations: layer.operations,
    reads: layer.inputs.join(", "),
  };
}

/** One model's layers for the terminal, with its totals. */
export function layerTableText(entry: ArchitectureEntry) {
  const { model, classes, parameters, operations, layers } = entry;
  const total = `${model}, ${classes} classes: ${parameters.toLocaleString("en-GB")} parameters, ${(operations / 1e6).toFixed(1)} million operations a window\n`;
  return textTable(layers.map(row)) + total;
}
