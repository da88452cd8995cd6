"use client";

import { useHeadingFocus } from "@/app/(study)/_flow/heading-focus";

/** A page's heading; it takes the focus when the page changes. */
export function StudyPageHead({ page, title }: { page: string; title: string }) {
  const heading = useHeadingFocus(page);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}
