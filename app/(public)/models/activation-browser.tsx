"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import shared from "@/app/(public)/models/models.module.css";
import styles from "@/app/(public)/models/outputs.module.css";

/** What is told of one output. */
export interface BrowsedOutput {
  output: number;
  name: string;
  /** Address and size of its picture. */
  picture: { src: string; width: number; height: number };
  models: {
    model: string;
    logit: number;
    objective: number;
    /** Best corpus window; null where not measured. */
    best: number | null;
    separation: number;
  }[];
}

/** All outputs of Figure 10 as a grid; the one chosen stands large above it, with its numbers. */
export function ActivationBrowser({ outputs }: { outputs: readonly BrowsedOutput[] }) {
  const t = useTranslations("models.activation");
  const [at, setAt] = useState(0);
  const chosen = outputs[at];
  if (!chosen) return null;
  const name = (one: BrowsedOutput) => t("output", { number: one.output, name: one.name });
  const move = (by: number) => setAt((at + by + outputs.length) % outputs.length);
  return (
    <div>
      <div className={styles.chosen}>
        <div className={styles.row}>
          <Button look="secondary" onClick={() => move(-1)}>
            {t("previous")}
          </Button>
          <h3 aria-live="polite">{name(chosen)}</h3>
          <Button look="secondary" onClick={() => move(1)}>
            {t("next")}
          </Button>
        </div>
        {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
        <img {...chosen.picture} loading="lazy" alt={t("alt", { name: name(chosen) })} />
        <Numbers chosen={chosen} />
      </div>
      <ul className={styles.outputs}>
        {outputs.map((one, index) => (
          <li key={one.output}>
            <button type="button" aria-pressed={index === at} onClick={() => setAt(index)}>
              {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
              <img {...one.picture} loading="lazy" alt="" />
              <span>{name(one)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Numbers({ chosen }: { chosen: BrowsedOutput }) {
  const t = useTranslations("models.activation");
  const format = useFormatter();
  const digits = (value: number, count: number) =>
    format.number(value, { minimumFractionDigits: count, maximumFractionDigits: count });
  return (
    <ul className={shared.numbers}>
      {chosen.models.map(({ model, logit, objective, best, separation }) => (
        <li key={model}>
          {t("numbers", {
            model,
            logit: digits(logit, 2),
            objective: digits(objective, 2),
            best: best === null ? "–" : digits(best, 2),
            separation: digits(separation, 3),
          })}
        </li>
      ))}
    </ul>
  );
}
