"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/app/(public)/gallery/gallery.module.css";
import { PieceCard } from "@/app/(public)/gallery/piece";

interface Picture {
  src: string;
  width: number;
  height: number;
}

/** A primer with the pieces that continue it. */
export interface GalleryItem {
  item: string;
  primer: { narrow: Picture; wide: Picture } | null;
  pieces: { stimulusId: string; condition: string; durationMs: number }[];
}

interface Props {
  setId: string;
  items: readonly GalleryItem[];
  /** Tells this task's radio buttons from another's. */
  name: string;
}

/** Choice of primer and network, the primer, and the piece chosen. */
export function Browser({ setId, items, name }: Props) {
  const t = useTranslations("gallery");
  const [itemAt, setItemAt] = useState(0);
  const [condition, setCondition] = useState(items[0]?.pieces[0]?.condition ?? "");
  const item = items[itemAt];
  if (!item) return <p>{t("none")}</p>;
  const piece = item.pieces.find((one) => one.condition === condition) ?? item.pieces[0];
  const known = (id: string) => (id === "human" || id === "scrambled" ? t(id) : id);
  return (
    <div className={styles.browser}>
      <Choice
        legend={t("choose")}
        name={`${name}-item`}
        chosen={String(itemAt)}
        options={items.map((_, index) => [String(index), t("item", { number: index + 1 })])}
        onChoose={(value) => setItemAt(Number(value))}
      />
      {item.primer ? (
        <article className={styles.primer}>
          <h3>{t("primer")}</h3>
          <p className={styles.soft}>{t("primerLead")}</p>
          <Primer {...item.primer} alt={t("primer")} />
        </article>
      ) : null}
      <Choice
        legend={t("model")}
        name={`${name}-model`}
        chosen={piece?.condition ?? ""}
        options={item.pieces.map((one) => [one.condition, known(one.condition)])}
        onChoose={setCondition}
      />
      {piece ? (
        <PieceCard
          key={piece.stimulusId}
          setId={setId}
          stimulusId={piece.stimulusId}
          title={t("wrote", { model: known(piece.condition) })}
        />
      ) : null}
    </div>
  );
}

function Primer({ narrow, wide, alt }: { narrow: Picture; wide: Picture; alt: string }) {
  const { src, ...size } = narrow;
  return (
    <picture key={wide.src}>
      <source media="(max-width: 48rem)" srcSet={src} {...size} />
      <img {...wide} alt={alt} />
    </picture>
  );
}

interface ChoiceProps {
  legend: string;
  name: string;
  chosen: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

function Choice({ legend, name, chosen, options, onChoose }: ChoiceProps) {
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {options.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
