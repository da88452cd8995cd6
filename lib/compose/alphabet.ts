/** What the page needs of the models' alphabet, whose folder pages do not import. */
export { HIGHEST_PITCH, LOWEST_PITCH, textFromEvents } from "@/lib/encoding/melody";
