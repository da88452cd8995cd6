"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Whether an element has come into the window yet: what it shows need not be fetched before.
 * @param near pixels around the window that count as inside
 */
export function useSeen(place: RefObject<Element | null>, near = 0): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: `${near}px` },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen, place, near]);
  return seen;
}
