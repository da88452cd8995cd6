import { config } from "zod";

// zod tries whether it may compile code when a schema is made; the site's policy forbids it, and
// browsers report the try. Imported before anything that makes a schema.
if (typeof window !== "undefined") config({ jitless: true });
