"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

let firstPage = true;

/**
 * Moves the focus to a page's heading when the page changes, so that a screen reader says where it
 * is and the keyboard starts from there. The first page of a visit keeps the browser's own focus.
 * @param page changes when the page does
 */
export function useHeadingFocus(page: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  // In the same moment as the page appears: a focus that came later would undo a Tab pressed in between.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is what counts
  useLayoutEffect(() => {
    if (!firstPage) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    firstPage = false;
  }, [page]);
  return heading;
}
