// The parts of verovio 6.3 that we use; the package ships no types.
declare module "verovio/wasm" {
  /** Instantiates the WebAssembly module, which is inlined in the package. */
  export default function createVerovioModule(): Promise<VerovioWasm>;
  /** The instantiated module, for the toolkit alone. */
  export interface VerovioWasm {
    readonly HEAPU8: Uint8Array;
  }
}

declare module "verovio/esm" {
  import type { VerovioWasm } from "verovio/wasm";

  /** A moment of the score, in ms and quarters, with the ids that begin and end there. */
  export interface VerovioTime {
    tstamp: number;
    qstamp: number;
    on?: string[];
    off?: string[];
  }

  export const LOG_OFF: number;
  /** Sets what is written to the console. */
  export function enableLog(level: number, module: VerovioWasm): void;

  export class VerovioToolkit {
    constructor(module: VerovioWasm);
    setOptions(options: Record<string, unknown>): void;
    loadData(data: string): boolean;
    getPageCount(): number;
    renderToSVG(page: number, xmlDeclaration?: boolean): string;
    renderToTimemap(options?: Record<string, unknown>): VerovioTime[];
    renderToMIDI(): string;
    getLog(): string;
    getVersion(): string;
  }
}
