/** What a training run was started with. */
interface RunOptions {
  corpus: string;
  model: string;
  preset: string;
  seed: number;
  /** Options that were given, in the order of the name; one left out stays as the preset has it. */
  given: Record<string, string | number | undefined>;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Name of a run's folder: corpus, model, preset and seed, then every setting that was given. So the
 * same command goes on with its run, and another command never meets a run that is not its own.
 */
export function runName({ corpus, model, preset, seed, given }: RunOptions): string {
  const settings = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${kebab(name)}-${value}`);
  const last = corpus.split(/[\\/]/).filter(Boolean).at(-1);
  return [last, model, preset, seed, ...settings].join("-");
}
