/**
 * Gradients of a local convolution of stride 1, as plain float64 loops over
 * y[b, p, f] = Σ_(tap, c) x̃[b, p + tap, c] · kernel[p, tap·C + c, f]: every product that the forward
 * sum holds sends dy times the other factor back.
 */
export interface LocalShape {
  batch: number;
  length: number;
  channels: number;
  filters: number;
  size: number;
  left: number;
  right: number;
}

/** Output positions. */
export function positionsOf(s: LocalShape): number {
  return s.length + s.left + s.right - s.size + 1;
}

/** Calls `visit` with the flat indices of x, kernel and y of every product in the sum. */
function eachProduct(s: LocalShape, visit: (x: number, kernel: number, y: number) => void): void {
  const positions = positionsOf(s);
  for (let b = 0; b < s.batch; b++) {
    for (let p = 0; p < positions; p++) {
      for (let tap = 0; tap < s.size; tap++) {
        const t = p + tap - s.left;
        if (t < 0 || t >= s.length) continue;
        for (let c = 0; c < s.channels; c++) {
          for (let f = 0; f < s.filters; f++) {
            const x = (b * s.length + t) * s.channels + c;
            const kernel = (p * s.size * s.channels + tap * s.channels + c) * s.filters + f;
            visit(x, kernel, (b * positions + p) * s.filters + f);
          }
        }
      }
    }
  }
}

/** y, and the gradients of Σ dy · y with respect to x and kernel. */
export function localLoops(
  s: LocalShape,
  x: Float64Array,
  kernel: Float64Array,
  dy: Float64Array,
): { y: Float64Array; dx: Float64Array; dKernel: Float64Array } {
  const y = new Float64Array(s.batch * positionsOf(s) * s.filters);
  const dx = new Float64Array(x.length);
  const dKernel = new Float64Array(kernel.length);
  eachProduct(s, (i, k, o) => {
    y[o]! += x[i]! * kernel[k]!;
    dx[i]! += dy[o]! * kernel[k]!;
    dKernel[k]! += dy[o]! * x[i]!;
  });
  return { y, dx, dKernel };
}
