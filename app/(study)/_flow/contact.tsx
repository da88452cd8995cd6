const MAIL_ADDRESS = /[^\s@,;:()<>]+@[^\s@,;:()<>]+\.[^\s@,;:()<>.]+/;

/** Whom to ask, as the study gives it; the first mail address in it can be pressed. */
export function Contact({ contact }: { contact: string }) {
  const address = MAIL_ADDRESS.exec(contact)?.[0];
  if (!address) return contact;
  const [before, ...after] = contact.split(address);
  return (
    <>
      {before}
      <a href={`mailto:${address}`}>{address}</a>
      {after.join(address)}
    </>
  );
}
