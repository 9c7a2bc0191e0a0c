/** The place where it is said what a suppression is: an address or a domain nobody writes to. */
import { domainOf, normaliseAddress } from '../lead/address.ts';
import type { Instant } from '../schedule/instant.ts';
import type { StopReason } from './ledger.ts';

/** Why nobody is kept from writing there any more, and who said so. */
export type Release = { readonly at: Instant; readonly reason: string; readonly by: string };

/** Exactly one of `email` and `domain` is there. */
export type Suppression = {
  readonly id: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly domain: string | null;
  readonly reason: string;
  readonly note: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** Null: it is in force. */
  readonly released: Release | null;
};

/** A domain of an address: `Example.com`, `@example.com`. Null where it cannot be one. */
export function normaliseDomain(text: string): string | null {
  const address = normaliseAddress(`x@${text.trim().replace(/^@/, '')}`);
  return address === null ? null : domainOf(address);
}

/** Why a running lead stops: the reason is free text, but a complaint is told apart. */
export function stopReasonOf(reason: string): StopReason {
  return /^compla(int|ined)/i.test(reason.trim()) ? 'COMPLAINED' : 'SUPPRESSED';
}

/** Of one import: a transaction that others wait for, who would write to one of them. */
export const suppressionsPerRequestMax = 1_000;
