/**
 * The place where an operator lists, makes and revokes API keys without one: whoever may read the
 * database's files may do all of it anyway, and here it stands on the audit trail.
 */
import { createChance } from '../../adapters/clock/chance.ts';
import { createDatabaseClock } from '../../adapters/clock/database-clock.ts';
import { createScryptCredentials } from '../../adapters/credentials/scrypt-credentials.ts';
import type { Asked } from '../../cli/command-line.ts';
import { createKeyRequest } from '../../contract/campaigns/api-key.ts';
import { findEngine, readClock } from '../../db/engine.ts';
import { findHomeOfKey, listAllKeys, listOwnedAccounts } from '../../db/operator.ts';
import { permissions } from '../../domain/permission.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import { isUuid } from '../../lib/uuid.ts';
import type { Caller } from '../../usecases/caller.ts';
import { createKey, revokeKey } from '../../usecases/keys.ts';
import { operator } from '../../usecases/write-audit.ts';
import type { Config } from '../config.ts';
import { type OpenDatabase, openDatabase } from '../open-database.ts';

type KeysAsked = Extract<Asked, { readonly command: 'keys list' | 'keys create' | 'keys revoke' }>;
/** What is printed: a value for programs, lines for people. */
type Answer = { readonly json: unknown; readonly lines: readonly string[] };
type Refusal = { readonly code: 1 | 2; readonly message: string };

export async function keys(config: Config, asked: KeysAsked): Promise<number> {
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  try {
    const answer = await answerTo(opened.value, asked);
    if (!answer.ok) {
      console.error(answer.failure.message);
      return answer.failure.code;
    }
    if (asked.json) console.log(JSON.stringify(answer.value.json));
    else for (const line of answer.value.lines) console.log(line);
    return 0;
  } finally {
    await opened.value.close();
  }
}

async function answerTo(open: OpenDatabase, asked: KeysAsked): Promise<Result<Answer, Refusal>> {
  if ((await findEngine(open.db)) === null) {
    return refuse(1, 'This database was never started: npm start, and ask again.');
  }
  switch (asked.command) {
    case 'keys list':
      return list(open, asked.account);
    case 'keys create':
      return create(open, asked);
    case 'keys revoke':
      return revoke(open, asked.id);
  }
}

function refuse(code: Refusal['code'], message: string): Result<never, Refusal> {
  return failed({ code, message });
}

async function list(
  { db }: OpenDatabase,
  account: string | null,
): Promise<Result<Answer, Refusal>> {
  if (account !== null && !isUuid(account)) return refuse(2, 'An account is named by its id.');
  const found = await listAllKeys(db, account);
  const instantOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const json = found.map(({ created_at, last_used_at, ...key }) => ({
    ...key,
    created_at: instantOf(created_at),
    last_used_at: instantOf(last_used_at),
  }));
  const lines = json.map(
    (key) =>
      `${key.id}  ${key.key_prefix}…  account ${key.account_id}  made ${key.created_at}  ` +
      `last used ${key.last_used_at ?? 'never'}  ${key.permissions.join(',')}  ${key.name}`,
  );
  return ok({ json, lines: lines.length === 0 ? ['There is no key.'] : lines });
}

type Create = Extract<KeysAsked, { readonly command: 'keys create' }>;

async function create(open: OpenDatabase, asked: Create): Promise<Result<Answer, Refusal>> {
  const parsed = createKeyRequest.safeParse({
    name: asked.name,
    permissions: asked.permissions ?? permissions,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = issue?.path[0] === 'permissions' ? '--permissions' : '--name';
    const may = what === '--permissions' ? ` There are: ${permissions.join(', ')}.` : '';
    return refuse(2, `${what} does not fit: ${issue?.message}.${may}`);
  }
  const owner = await chooseOwner(open, asked.account);
  if (!owner.ok) return owner;
  const deps = { ...depsOf(open), credentials: createScryptCredentials() };
  const made = await createKey(deps)(owner.value, { ...parsed.data, accountIds: null });
  if (!made.ok) return refuse(1, made.failure.message);
  const { apiKey, key } = made.value;
  const json = { id: apiKey.id, account_id: apiKey.accountId, name: apiKey.name, key };
  return ok({ json, lines: [key, `It is shown this once. Its id is ${apiKey.id}.`] });
}

async function chooseOwner(
  { db }: OpenDatabase,
  account: string | null,
): Promise<Result<Caller, Refusal>> {
  const accounts = await listOwnedAccounts(db);
  const [only] = accounts;
  if (only === undefined) {
    return refuse(1, 'There is no account yet: open the set-up link that npm start prints.');
  }
  const named = accounts.find(({ account_id: id }) => id === account);
  const chosen = account === null && accounts.length === 1 ? only : named;
  if (chosen === undefined) {
    const ids = accounts.map(({ account_id: id, name }) => `  ${id}  ${name}`).join('\n');
    return refuse(2, `Name one of these accounts with --account:\n${ids}`);
  }
  if (chosen.person_id === null) return refuse(1, 'That account has no owner.');
  return ok(asOperator(chosen.account_id, chosen.person_id));
}

async function revoke(open: OpenDatabase, keyId: string): Promise<Result<Answer, Refusal>> {
  const home = isUuid(keyId) ? await findHomeOfKey(open.db, keyId) : null;
  if (home === null) return refuse(1, 'There is no such live key: see keys list.');
  const revoked = await revokeKey(depsOf(open))(asOperator(home, keyId), { keyId });
  if (!revoked.ok) return refuse(1, revoked.failure.message);
  return ok({ json: { id: keyId, revoked: true }, lines: ['Revoked.'] });
}

function depsOf({ db }: OpenDatabase) {
  return { db, chance: createChance(), clock: createDatabaseClock(() => readClock(db)) };
}

/** Acts with an owner's rights, and is called what it is on the trail. */
function asOperator(accountId: string, userId: string): Caller {
  return {
    accountId,
    actor: operator,
    userId,
    keyId: null,
    sessionId: null,
    role: 'owner',
    requestId: null,
    accounts: null,
    permissions: new Set(permissions),
  };
}
