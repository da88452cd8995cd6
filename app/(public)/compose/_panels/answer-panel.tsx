"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import type { ShippedModel } from "@/app/(public)/compose/shipped-models";
import { MOST_BARS, musicBars } from "@/lib/compose/piece";
import { lastModelTurn } from "@/lib/compose/turns";
import { Alternatives } from "./alternatives";
import { type Networks, useNetworks } from "./networks";
import styles from "./panels.module.css";
import type { ModelState } from "./use-models";

const LENGTHS = [1, 2, 4, 8];

/** Everything about the networks: which one, how bold, how long, and its last answer. */
export function AnswerPanel() {
  const t = useTranslations("compose.answer");
  const { piece } = useComposition();
  const networks = useNetworks();
  const { model, state, busy, ready } = networks;
  if (!model) return <p>{t("none")}</p>;
  const last = lastModelTurn(piece);
  return (
    <div className={styles.stack}>
      <ModelChoice {...networks} />
      <Dials {...networks} />
      <div className={styles.row}>
        {ready ? <AnswerButton /> : <LoadButton model={model} busy={busy} onLoad={networks.load} />}
        {last < 0 ? null : <Alternatives turn={last} />}
      </div>
      <Progress state={state} onCancel={networks.cancel} />
      <Readiness />
    </div>
  );
}

function AnswerButton() {
  const t = useTranslations("compose.answer");
  const { piece } = useComposition();
  const { bars, busy, answer } = useNetworks();
  const from = musicBars(piece.notes);
  const until = Math.min(MOST_BARS, from + bars);
  return (
    <Button disabled={busy || from === 0 || until === from} onClick={answer} data-answer>
      {from === 0 ? t("needsNotes") : t("answer", { from: from + 1, until })}
    </Button>
  );
}

function Readiness() {
  const t = useTranslations("compose.answer");
  const { busy, ready, milliseconds } = useNetworks();
  const said = ready && !busy;
  return (
    <p
      className={styles.hint}
      role="status"
      data-model-state={busy ? "busy" : ready ? "ready" : "none"}
    >
      {said ? t("ready") : ""}
      {said && milliseconds !== null
        ? ` ${t("took", { seconds: (milliseconds / 1000).toFixed(1) })}`
        : ""}
    </p>
  );
}

function ModelChoice({ models, sha256, setSha256, loaded, busy }: Networks) {
  const t = useTranslations("compose.answer");
  const size = useSize();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t("model")}</label>
      <select
        id={id}
        value={sha256}
        disabled={busy}
        onChange={(event) => setSha256(event.target.value)}
        data-model
      >
        {models.map((known) => (
          <option key={known.sha256} value={known.sha256}>
            {known.model} · {loaded.has(known.sha256) ? t("loaded") : size(known.bytes)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Dials({ temperature, setTemperature, bars, setBars, seed, setSeed }: Networks) {
  const t = useTranslations("compose.answer");
  const format = useFormatter();
  const id = useId();
  return (
    <div className={styles.row}>
      <div className={styles.field}>
        <label htmlFor={`${id}t`}>
          {t("temperature")}{" "}
          <output>{format.number(temperature, { minimumFractionDigits: 2 })}</output>
        </label>
        <input
          id={`${id}t`}
          type="range"
          min={0}
          max={1.5}
          step={0.05}
          value={temperature}
          onChange={(event) => setTemperature(Number(event.target.value))}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}b`}>{t("length")}</label>
        <select
          id={`${id}b`}
          value={bars}
          onChange={(event) => setBars(Number(event.target.value))}
        >
          {LENGTHS.map((count) => (
            <option key={count} value={count}>
              {t("bars", { count })}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}s`}>{t("seed")}</label>
        <input
          id={`${id}s`}
          type="number"
          inputMode="numeric"
          min={0}
          max={999999}
          placeholder={t("anySeed")}
          value={seed ?? ""}
          onChange={(event) => setSeed(seedOf(event.target.value))}
          data-seed
        />
      </div>
    </div>
  );
}

function seedOf(text: string): number | null {
  const value = Number.parseInt(text, 10);
  return Number.isInteger(value) && value >= 0 ? Math.min(999_999, value) : null;
}

function LoadButton(props: { model: ShippedModel; busy: boolean; onLoad: () => void }) {
  const t = useTranslations("compose.answer");
  const size = useSize();
  const { model, busy, onLoad } = props;
  return (
    <Button disabled={busy} onClick={onLoad} data-load>
      {t("load", { model: model.model, size: size(model.bytes) })}
    </Button>
  );
}

function useSize() {
  const t = useTranslations("compose.answer");
  return (bytes: number) => t("megabytes", { size: (bytes / 1_000_000).toFixed(1) });
}

function Progress({ state, onCancel }: { state: ModelState; onCancel: () => void }) {
  const t = useTranslations("compose.answer");
  if (state.kind === "idle") return null;
  const label = state.kind === "loading" ? t("loading") : t("writing");
  return (
    <div className={styles.progress}>
      <progress max={1} value={state.share} aria-label={label} />
      <span>{label}</span>
      {state.kind === "writing" ? (
        <Button look="quiet" onClick={onCancel}>
          {t("stop")}
        </Button>
      ) : null}
    </div>
  );
}
