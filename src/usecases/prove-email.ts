/**
 * Lets a person prove that their address is theirs: by a code that the operator's own mailbox sends
 * there. From then on the address is theirs on the whole host (decision 0046).
 */
import { findProvedPerson, lockAddress, markEmailProved } from '../db/addresses.ts';
import { type Db, inTransaction } from '../db/database.ts';
import {
  deleteEmailCode,
  giveBackCodeTry,
  takeCodeTry,
  writeEmailCode,
} from '../db/email-codes.ts';
import { findPerson, listAccountsOfPerson, lockPerson } from '../db/people.ts';
import { deleteSessionsOfPerson } from '../db/sessions.ts';
import { countMailAbout, dropUnsentMail } from '../db/system-mail.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import {
  codeAlphabet,
  codeInWords,
  codeLength,
  codeLifeMs,
  codesPerHourMax,
  codeTriesMax,
  hourMs,
  isProved,
  normaliseCode,
} from '../domain/people/proof.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, PeopleDeps, PostDep, VaultDep } from './deps.ts';
import { busy } from './slow-down.ts';
import { tooManyMails, writeSystemMail } from './system-mail.ts';
import { type AuditActor, writeAudit } from './write-audit.ts';

export type CodeSent = { readonly email: string; readonly expiresAt: number };

/** The mail is written down here and sent by a worker. */
export function sendEmailCode(deps: PeopleDeps & VaultDep & PostDep) {
  return async (caller: Caller): Promise<Result<CodeSent, Failure>> => {
    const personId = caller.userId;
    const person = await findPerson(deps.db, personId);
    assert(person !== null && person.email !== null, 'whoever signed in has an address');
    if (isProved(person)) return failed(provedAlready);
    if (deps.post === null) return failed(noSystemMail);
    const { email } = person;
    const code = deps.credentials.code({ alphabet: codeAlphabet, length: codeLength });
    const codeHash = await deps.credentials.hash(code);
    if (codeHash === null) return failed(busy);
    const now = await deps.clock.read();
    const expiresAt = now.real + codeLifeMs;
    return inTransaction(deps.db, async (tx) => {
      await lockPerson(tx, personId);
      const about = { kind: 'email_code', aboutId: personId } as const;
      const recent = await countMailAbout(tx, { ...about, since: now.real - hourMs });
      const refusal = tooManyMails(recent, { perHourMax: codesPerHourMax, real: now.real });
      if (refusal !== null) return failed(refusal);
      await dropUnsentMail(tx, personId, now.real);
      await writeEmailCode(tx, { personId, codeHash, createdAt: now.real, expiresAt });
      await writeSystemMail(tx, deps, {
        ...about,
        id: deps.chance.uuid(now.real),
        accountId: caller.accountId,
        recipient: email,
        createdAt: now.real,
        expiresAt,
        text: codeText(code),
      });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'person.send_email_code',
        kind: 'person',
        id: personId,
        before: null,
        after: { id: personId, email, expiresAt },
      });
      return ok({ email, expiresAt });
    });
  };
}

const provedAlready: Failure = {
  code: 'EMAIL_PROVED',
  message: 'Your e-mail address is proved already; there is nothing to do.',
};
const noSystemMail: Failure = {
  code: 'NO_SYSTEM_MAIL',
  message:
    'This server has no mailbox of its own to send a code from; ask whoever runs it for a link: ' +
    'countersign people password <your address>.',
};

function codeText(code: string) {
  const minutes = codeLifeMs / 60_000;
  return {
    subject: 'Your code for Countersign',
    body:
      `Your code is ${codeInWords(code)}\n\n` +
      `It proves that this e-mail address is yours. It is good for ${minutes} minutes, once.\n\n` +
      'Enter it only where you are signed in yourself, and tell it to nobody: whoever enters it is ' +
      'taken for you from then on. If you did not ask for it, do nothing.',
  };
}

export type ProveEmailInput = { readonly code: string };

export function proveEmail(deps: PeopleDeps) {
  return async (caller: Caller, input: ProveEmailInput): Promise<Result<null, Failure>> => {
    const personId = caller.userId;
    const person = await findPerson(deps.db, personId);
    assert(person !== null && person.email !== null, 'whoever signed in has an address');
    if (isProved(person)) return failed(provedAlready);
    const { email } = person;
    const now = await deps.clock.read();
    const looked = await lookAtCode(deps, { personId, code: input.code, now });
    if (!looked.ok) return looked;
    return inTransaction(deps.db, async (tx) => {
      // Of two at once the second finds no code any more.
      if (!(await deleteEmailCode(tx, personId, looked.value))) return failed(wrongCode);
      const proved = await proveAddress(tx, deps, { personId, email, now, by: caller });
      if (!proved.ok) return proved;
      await deleteSessionsOfPerson(tx, { personId, but: caller.sessionId });
      return ok(null);
    });
  };
}

type Look = { readonly personId: string; readonly code: string; readonly now: Moment };

/** The hash of the code that was right. */
async function lookAtCode(
  deps: PeopleDeps,
  { personId, code, now }: Look,
): Promise<Result<string, Failure>> {
  const try_ = { personId, real: now.real, triesMax: codeTriesMax };
  const codeHash = await takeCodeTry(deps.db, try_);
  if (codeHash === null) return failed(wrongCode);
  switch (await deps.credentials.verify(normaliseCode(code), codeHash)) {
    case 'match':
      return ok(codeHash);
    case 'mismatch':
      return failed(wrongCode);
    case 'busy':
      await giveBackCodeTry(deps.db, personId);
      return failed(busy);
  }
}

const wrongCode: Failure = invalid([
  {
    path: ['code'],
    message:
      'is not the code of the latest mail, or is too old, or was tried too often; send another',
    type: 'code.wrong',
  },
]);

export type Proving = {
  readonly personId: string;
  readonly email: string;
  readonly now: Moment;
  readonly by: Omit<AuditActor, 'accountId'>;
};

/**
 * The address is this person's from now on. It is nobody's password that changes: others of this
 * address stay unproved, and their accounts' alone.
 */
export async function proveAddress(
  tx: Db,
  { chance }: ChanceDep,
  { personId, email, now, by }: Proving,
): Promise<Result<null, Failure>> {
  await lockAddress(tx, email);
  const other = await findProvedPerson(tx, email);
  if (other?.id === personId) return ok(null);
  if (other !== null) return failed(takenMeanwhile);
  await markEmailProved(tx, personId, now.real);
  for (const { id: accountId } of await listAccountsOfPerson(tx, personId)) {
    await writeAudit(
      tx,
      { ...by, accountId },
      {
        chance,
        now,
        action: 'person.prove_email',
        kind: 'person',
        id: personId,
        before: { id: personId, emailProvedAt: null },
        after: { id: personId, emailProvedAt: now.real },
      },
    );
  }
  return ok(null);
}

const takenMeanwhile: Failure = {
  code: 'EMAIL_TAKEN',
  message:
    'This e-mail address is proved here by another person already. If that is you, sign in with ' +
    'the password of that one, and accept the invitation as them.',
};
