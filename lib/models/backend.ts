import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { testBackend } from "@/lib/models/self-test";
import { currentEnv } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";

/** Compute backends, in the order in which they are tried. */
export const BACKENDS = ["tensorflow-gpu", "webgpu", "tensorflow", "wasm", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** What was chosen, and why; printed at the start of every run. */
export interface ChosenBackend {
  backend: Backend;
  reason: string;
  /** Why each better one was passed over. */
  passedOver: { backend: Backend; reason: string }[];
}

const require = createRequire(import.meta.url);

// Without this TensorFlow.js greets on stderr and warns of every kernel registered twice.
tf.enableProdMode();

type Attempt = () => Promise<void>;

function loadNative(packageName: string): void {
  const folder = path.dirname(require.resolve(`${packageName}/package.json`));
  // Asked first, because a failed load leaves its kernels registered.
  if (!fs.existsSync(path.join(folder, "lib/napi-v8/tfjs_binding.node"))) {
    throw new Error(`${packageName} is not built (npm run native)`);
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  require(packageName);
}

/** Files that appear on Linux when there is a graphics card; without one Dawn only complains. */
function graphicsCardListed(): boolean {
  if (process.platform !== "linux") return true;
  const cards = fs.existsSync("/dev/dri") ? fs.readdirSync("/dev/dri") : [];
  const nodes = ["/dev/nvidiactl", "/dev/dxg"].some((node) => fs.existsSync(node));
  return nodes || cards.some((name) => name.startsWith("renderD"));
}

async function activate(name: string): Promise<void> {
  // `setBackend` falls back to another backend without a word: what is active is asked afterwards.
  const accepted = await tf.setBackend(name);
  await tf.ready();
  if (!accepted || tf.getBackend() !== name) {
    throw new Error(`TensorFlow.js has no working "${name}" backend`);
  }
}

interface NativeBinding {
  binding?: { device_list?: () => unknown };
  isUsingGpuDevice?: boolean;
}

const ATTEMPTS: Record<Backend, Attempt> = {
  "tensorflow-gpu": async () => {
    loadNative("@tensorflow/tfjs-node-gpu");
    await activate("tensorflow");
    if (!(tf.backend() as unknown as NativeBinding).isUsingGpuDevice) {
      throw new Error("TensorFlow lists no GPU");
    }
  },
  webgpu: async () => {
    if (!graphicsCardListed()) throw new Error("the system lists no graphics card");
    const { create, globals } = (await import("webgpu")) as unknown as {
      create: (flags: string[]) => GPU;
      globals: Record<string, unknown>;
    };
    const gpu = create([]);
    const adapter = await gpu.requestAdapter();
    const info = adapter?.info as { isFallbackAdapter?: boolean; description?: string } | undefined;
    const software = /llvmpipe|lavapipe|swiftshader/i.test(info?.description ?? "");
    if (!adapter || info?.isFallbackAdapter || software)
      throw new Error("no graphics card is offered");
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, "navigator", {
      value: { gpu },
      configurable: true,
      writable: true,
    });
    require("@tensorflow/tfjs-backend-webgpu");
    await activate("webgpu");
  },
  tensorflow: async () => {
    loadNative("@tensorflow/tfjs-node");
    await activate("tensorflow");
  },
  wasm: async () => {
    const wasm = require("@tensorflow/tfjs-backend-wasm") as {
      setWasmPaths(folder: string): void;
    };
    const main = require.resolve("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${path.dirname(main)}/`);
    await activate("wasm");
  },
  cpu: () => activate("cpu"),
};

type GPU = { requestAdapter(): Promise<{ info?: unknown } | null> };

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0]!.slice(0, 160);
}

/**
 * Tries backends in order, each with a self-test of its gradients against the cpu backend, and
 * keeps the first that passes. `wanted` (or `STUDY_BACKEND`) forces one.
 * @throws InputError when the wanted backend is unknown or does not work
 */
export async function chooseBackend(wanted = currentEnv().STUDY_BACKEND): Promise<ChosenBackend> {
  if (wanted && !(BACKENDS as readonly string[]).includes(wanted)) {
    throw new InputError(`backend: expected one of ${BACKENDS.join(", ")}, got "${wanted}"`);
  }
  const passedOver: ChosenBackend["passedOver"] = [];
  for (const backend of wanted ? [wanted as Backend] : BACKENDS) {
    try {
      await ATTEMPTS[backend]();
      const difference = await testBackend();
      const reason = `${wanted ? "asked for" : "first that works"}; self-test differs from cpu by ${difference.toExponential(1)}`;
      return { backend, reason, passedOver };
    } catch (error) {
      passedOver.push({ backend, reason: firstLine(error) });
    }
  }
  const reasons = passedOver.map((p) => `${p.backend}: ${p.reason}`).join("; ");
  throw new InputError(`backend: expected one that works, got none (${reasons})`);
}
