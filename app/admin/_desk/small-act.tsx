import { ActForm } from "@/app/admin/_desk/act-form";

interface Props {
  /** Address of the act. */
  action: string;
  method?: "POST" | "DELETE";
  /** What changes, as the address takes it. */
  fixed?: Record<string, unknown>;
  submit: string;
  look?: "primary" | "secondary" | "danger";
  /** Asked before it is done: a question, and what will happen. */
  ask?: readonly [question: string, happens: string];
}

/** One act in the head of a page or in a row: a small button without fields. */
export function SmallAct({
  action,
  method = "POST",
  fixed,
  submit,
  look = "secondary",
  ask,
}: Props) {
  return (
    <ActForm
      action={action}
      method={method}
      submit={submit}
      look={look}
      small
      {...(fixed ? { fixed } : {})}
      {...(ask ? { confirm: { title: ask[0], text: ask[1] } } : {})}
    />
  );
}
