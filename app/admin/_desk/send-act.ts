/** Why the desk's interface said no, and which field of the form it is about. */
export interface FormError {
  message: string;
  /** Name of the field; null where the whole is meant. */
  field: string | null;
}

/** What came of an act: its answer, or why it was refused. */
export type Sent<A> =
  | { answer: A; refusal?: undefined }
  | { refusal: FormError; answer?: undefined };

/**
 * Sends an act to the desk's interface.
 * @param body fields sent as JSON, or a form with files
 */
export async function sendAct<A>(
  address: string,
  body: object | FormData,
  method: "POST" | "PUT" | "DELETE" | "PATCH" = "POST",
): Promise<Sent<A>> {
  const content =
    body instanceof FormData
      ? { body }
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  try {
    const response = await fetch(address, { method, ...content });
    const answer = (await response.json().catch(() => ({}))) as A & Partial<FormError>;
    if (response.ok) return { answer };
    const message = answer?.message ?? `the server answered ${response.status}`;
    return { refusal: { message, field: answer?.field ?? null } };
  } catch {
    const message = "the server cannot be reached: check the connection and try again";
    return { refusal: { message, field: null } };
  }
}
