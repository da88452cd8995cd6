"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/models/models.module.css";

const STEPS = 16;
const TAPS = 4;
const POSITIONS = STEPS - TAPS + 1;
const STARTS = Array.from({ length: POSITIONS }, (_, at) => at);
const PLACES = Array.from({ length: STEPS }, (_, step) => step);
const CELL = 36;
const HEIGHT = 160;
/** Channels in, and filters, that the count of weights is told for. */
const [CHANNELS, FILTERS] = [38, 16];

/** Heights (0..1) of a kernel's taps: fixed, different from position to position. */
const taps = (position: number) =>
  Array.from(
    { length: TAPS },
    (_, tap) => 0.25 + 0.75 * Math.abs(Math.sin(1.9 * position + 1.3 * tap + 0.4)),
  );

/** Local convolution beside the shared one: the kernel at the position chosen, and all the others. */
export function KernelPicture() {
  const t = useTranslations("models.kernels");
  const format = useFormatter();
  const [local, setLocal] = useState(true);
  const [position, setPosition] = useState(3);
  const kernels = local ? POSITIONS : 1;
  const weights = kernels * (TAPS * CHANNELS * FILTERS + FILTERS);
  return (
    <div className={styles.kernels}>
      <fieldset className={styles.choices}>
        <legend>{t("which")}</legend>
        {[true, false].map((one) => (
          <label key={String(one)}>
            <input
              type="radio"
              name="kernels"
              checked={local === one}
              onChange={() => setLocal(one)}
            />
            {t(one ? "local" : "shared")}
          </label>
        ))}
      </fieldset>
      <label className={styles.slider}>
        {t("position", { number: position + 1, of: POSITIONS })}
        <input
          type="range"
          min={0}
          max={POSITIONS - 1}
          value={position}
          onChange={(event) => setPosition(Number(event.target.value))}
        />
      </label>
      <Picture local={local} position={position} name={t("picture")} />
      <p aria-live="polite">
        {t(local ? "localSays" : "sharedSays", {
          kernels,
          weights: format.number(weights),
          channels: CHANNELS,
          filters: FILTERS,
        })}
      </p>
    </div>
  );
}

function Picture({ local, position, name }: { local: boolean; position: number; name: string }) {
  const width = STEPS * CELL;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={name} className={styles.picture}>
      {STARTS.map((at) => (
        <Kernel key={at} at={at} local={local} chosen={at === position} />
      ))}
      {PLACES.map((step) => {
        const covered = step >= position && step < position + TAPS;
        return (
          <rect
            key={step}
            className={covered ? styles.covered : styles.cell}
            x={step * CELL + 2}
            y={120}
            width={CELL - 4}
            height={CELL - 4}
            rx={4}
          />
        );
      })}
      <path
        className={styles.link}
        d={`M${position * CELL} 118L${(position + 1.5) * CELL} 70L${(position + 3) * CELL} 70L${(position + TAPS) * CELL} 118z`}
      />
    </svg>
  );
}

function Kernel({ at, local, chosen }: { at: number; local: boolean; chosen: boolean }) {
  const bar = CELL / TAPS - 2;
  const left = (at + TAPS / 2 - 0.5) * CELL;
  return (
    <g className={chosen ? styles.chosenKernel : styles.kernel}>
      <rect x={left} y={8} width={CELL - 2} height={58} rx={4} />
      {taps(local ? at : 0).map((size, tap) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
          key={tap}
          className={styles.tap}
          x={left + 2 + tap * (bar + 1)}
          y={64 - 52 * size}
          width={bar}
          height={52 * size}
        />
      ))}
    </g>
  );
}
