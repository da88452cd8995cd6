/**
 * A drawing that is made once for each data object, as long as that object lives: committed files are
 * read once and stay the same object until they change.
 */
export function drawnOnce<Data extends object, Drawing>(
  draw: (data: Data) => Drawing,
): (data: Data) => Drawing {
  const made = new WeakMap<Data, Drawing>();
  return (data) => {
    const before = made.get(data);
    if (before !== undefined) return before;
    const drawing = draw(data);
    made.set(data, drawing);
    return drawing;
  };
}
