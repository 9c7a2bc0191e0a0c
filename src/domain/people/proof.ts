/** Decides what it takes to prove an address, and how much system mail may leave. */
import type { Instant } from '../schedule/instant.ts';

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Long enough for a mail that is greylisted once. */
export const codeLifeMs = 30 * minuteMs;
/** Wrong codes before another one must be asked for. */
export const codeTriesMax = 5;
/** That one person may ask for, in an hour. */
export const codesPerHourMax = 5;
/** That one account may have mailed, in an hour. */
export const invitationMailsPerHourMax = 60;
/** Of one kind to one address in an hour, whoever asked; the others wait in the outbox. */
export const mailsToAddressPerHourMax = 10;

/** That a mail has left, or never did, is known for so long. */
export const systemMailKeptMs = 24 * hourMs;

export const codeLength = 8;
/** Crockford's base 32: nothing that is read for something else. 40 bits, for five tries. */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As it was drawn, however it was typed: in small letters, with blanks, an O for a zero. */
export function normaliseCode(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** In two halves, to be read out. */
export function codeInWords(code: string): string {
  return `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;
}

export type Proof = {
  readonly email: string | null;
  readonly emailProvedAt: Instant | null;
};

/** An address that is not proved is its account's alone: its person comes to no other. */
export function isProved({ email, emailProvedAt }: Proof): boolean {
  return email !== null && emailProvedAt !== null;
}
