"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/app/_components/button";
import { useComposition } from "@/app/(public)/compose/_piece/composition";
import type { ShippedModel } from "@/app/(public)/compose/shipped-models";
import { MOST_BARS, musicBars } from "@/lib/compose/piece";
import { chooseAnswer, lastModelTurn } from "@/lib/compose/turns";
import styles from "./panels.module.css";
import { type HowToAnswer, type ModelState, useModels } from "./use-models";

/** The temperature chosen by the declared rule of the stimulus sets (decision 12). */
const USUAL_TEMPERATURE = 0.9;
const LENGTHS = [1, 2, 4, 8];

/** Everything about the networks: which one, how bold, how long, and its answers. */
export function AnswerPanel({ models }: { models: readonly ShippedModel[] }) {
  const t = useTranslations("compose.answer");
  const { piece } = useComposition();
  const networks = useModels();
  const first = models.find(({ model }) => model === "resNet20_LocalConv") ?? models[0];
  const [sha256, setSha256] = useState(first?.sha256 ?? "");
  const [temperature, setTemperature] = useState(USUAL_TEMPERATURE);
  const [bars, setBars] = useState(4);
  const [seed, setSeed] = useState<number | null>(null);
  const model = models.find((known) => known.sha256 === sha256);
  if (!model) return <p>{t("none")}</p>;

  const how: HowToAnswer = { model, temperature, bars, seed };
  const busy = networks.state.kind !== "idle";
  const ready = networks.loaded.has(sha256);
  const from = musicBars(piece.notes);
  const until = Math.min(MOST_BARS, from + bars);
  const last = lastModelTurn(piece);
  return (
    <div className={styles.stack}>
      <ModelChoice {...{ models, sha256, setSha256, loaded: networks.loaded, disabled: busy }} />
      <Dials {...{ temperature, setTemperature, bars, setBars, seed, setSeed }} />
      {ready ? (
        <div className={styles.row}>
          <Button
            disabled={busy || from === 0 || until === from}
            onClick={() => networks.answer(how)}
            data-answer
          >
            {from === 0 ? t("needsNotes") : t("answer", { from: from + 1, until })}
          </Button>
          {last < 0 ? null : (
            <Alternatives turn={last} busy={busy} onAsk={() => networks.alternative(last, how)} />
          )}
        </div>
      ) : (
        <div className={styles.row}>
          <LoadButton model={model} busy={busy} onLoad={() => networks.load(model)} />
        </div>
      )}
      <Progress state={networks.state} onCancel={networks.cancel} />
      <p
        className={styles.hint}
        role="status"
        data-model-state={busy ? "busy" : ready ? "ready" : "none"}
      >
        {ready && !busy ? t("ready") : ""}
        {ready && !busy && networks.milliseconds !== null
          ? ` ${t("took", { seconds: (networks.milliseconds / 1000).toFixed(1) })}`
          : ""}
      </p>
    </div>
  );
}

function ModelChoice({
  models,
  sha256,
  setSha256,
  loaded,
  disabled,
}: {
  models: readonly ShippedModel[];
  sha256: string;
  setSha256: (sha256: string) => void;
  loaded: ReadonlySet<string>;
  disabled: boolean;
}) {
  const t = useTranslations("compose.answer");
  const size = useSize();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t("model")}</label>
      <select
        id={id}
        value={sha256}
        disabled={disabled}
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

interface DialsProps {
  temperature: number;
  setTemperature: (value: number) => void;
  bars: number;
  setBars: (value: number) => void;
  seed: number | null;
  setSeed: (value: number | null) => void;
}

function Dials({ temperature, setTemperature, bars, setBars, seed, setSeed }: DialsProps) {
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

function Alternatives({ turn, busy, onAsk }: { turn: number; busy: boolean; onAsk: () => void }) {
  const t = useTranslations("compose.answer");
  const { piece, change } = useComposition();
  const asked = piece.turns[turn];
  if (asked?.kind !== "model") return null;
  const { chosen, answers } = asked;
  const choose = (index: number) => change((now) => chooseAnswer(now, turn, index));
  return (
    <>
      <Button look="secondary" disabled={busy} onClick={onAsk} data-alternative>
        {t("another")}
      </Button>
      <div className={styles.pager}>
        <Button
          look="secondary"
          aria-label={t("previous")}
          disabled={busy || chosen === 0}
          onClick={() => choose(chosen - 1)}
        >
          ‹
        </Button>
        <span data-chosen>{t("which", { number: chosen + 1, of: answers.length })}</span>
        <Button
          look="secondary"
          aria-label={t("following")}
          disabled={busy || chosen === answers.length - 1}
          onClick={() => choose(chosen + 1)}
        >
          ›
        </Button>
      </div>
    </>
  );
}
