import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from "react";
import styles from "@/app/_components/button.module.css";

interface Look {
  /** primary = the one thing to do; secondary = also possible; danger = erases; quiet = text. */
  look?: "primary" | "secondary" | "danger" | "quiet";
  /** Takes the whole width. */
  wide?: boolean;
}

/** A button of the site, at least 44 px high. */
export function Button({
  look = "primary",
  wide = false,
  className = "",
  type = "button",
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type={type} className={classes(look, wide, className)} {...rest} />;
}

/** A link that looks like a button. */
export function ButtonLink({
  look = "primary",
  wide = false,
  className = "",
  children,
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a className={classes(look, wide, className)} {...rest}>
      {children}
    </a>
  );
}

function classes(look: NonNullable<Look["look"]>, wide: boolean, more: string): string {
  return [styles.button, styles[look], wide ? styles.wide : "", more].filter(Boolean).join(" ");
}
