import type { ComponentProps } from "react";
import clipStyles from "@/app/admin/_desk/desk-clips.module.css";

/** A drawing that is wider than a phone's window: there it keeps its size, scrolls, and says so. */
export function Slide({
  label,
  ...content
}: { label: string } & Pick<ComponentProps<"section">, "children" | "dangerouslySetInnerHTML">) {
  return (
    <>
      <section
        className={clipStyles.drawing}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        {...content}
      />
      <p className={clipStyles.slide}>Wider than this window: slide it sideways.</p>
    </>
  );
}
