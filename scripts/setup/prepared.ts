/** What the preparation of a start tells the process that asked for it. */
export interface Prepared {
  /** The demo study's slug, or why there is none. */
  demo: { slug: string } | { missing: string };
  /** True with our own PostgreSQL, false with DATABASE_URL. */
  embedded: boolean;
}
