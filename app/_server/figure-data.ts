import { committedJson } from "@/app/_server/committed-json";
import { ACTIVATION_FILE, activationSchema } from "@/lib/figures/activation-data";
import { CONFIDENCE_FILE, confidenceSchema } from "@/lib/figures/confidence-data";

/** Data of Figure 9, or null. */
export const figure9 = () => committedJson(`artifacts/${CONFIDENCE_FILE}`, confidenceSchema);

/** Data of Figure 10, or null. */
export const figure10 = () => committedJson(`artifacts/${ACTIVATION_FILE}`, activationSchema);
