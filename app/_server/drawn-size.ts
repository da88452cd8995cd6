/** Width and height that a drawing of ours states in its outermost element, pixels. */
export function drawnSize(svg: string): { width: number; height: number } {
  const [, width, height] = /width="([\d.]+)(?:px)?" height="([\d.]+)(?:px)?"/.exec(svg) ?? [];
  if (!width || !height)
    throw new Error(`expected a drawing with width and height, got ${svg.slice(0, 80)}`);
  return { width: Number(width), height: Number(height) };
}
