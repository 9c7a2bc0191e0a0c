import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAesVault, fixedKeys } from '../../../src/adapters/vault/aes-vault.ts';
import { findMailboxes } from '../../../src/db/aliases.ts';
import { at } from '../../../src/db/columns.ts';
import type { Mailbox, Mailer, Verified } from '../../../src/ports/mailer.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { type CreateAliasInput, createAlias } from '../../../src/usecases/create-alias.ts';
import { editAlias } from '../../../src/usecases/edit-alias.ts';
import { findAlias } from '../../../src/usecases/find-alias.ts';
import { listAliases } from '../../../src/usecases/list-aliases.ts';
import { toMailbox } from '../../../src/usecases/mailbox.ts';
import { verifyAlias } from '../../../src/usecases/verify-alias.ts';
import { outboundWith } from '../../support/outbound.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let stranger: Caller;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  stranger = await store.caller('Stranger');
});
afterAll(() => store.close());

const vault = createAesVault(fixedKeys(Buffer.alloc(32, 1)));
const auth = { type: 'password', username: 'ada', password: 'correct horse' } as const;
const smtp = { host: 'mail.example.com', port: 465, security: 'tls', auth } as const;

function create(change: Partial<CreateAliasInput> = {}) {
  const input = { address: 'Ada@Example.com', displayName: 'Ada', smtp, ...change };
  return createAlias({ ...store, vault })(caller, input);
}

/** A mail server that answers as it is told, and remembers who asked. */
function mailerSaying(verified: Verified, meanwhile = () => Promise.resolve()) {
  const asked: Mailbox[] = [];
  const verify: Mailer['verify'] = async (mailbox) => {
    asked.push(mailbox);
    await meanwhile();
    return verified;
  };
  return { asked, mailer: { verify } as Mailer };
}

describe('an alias', () => {
  it('shows its servers but never a password', async () => {
    const imap = { host: 'imap.example.com', port: 143, security: 'none', auth: null } as const;
    const created = valueFrom(await create({ imap, replyTo: 'team@example.com', dailyCap: 9 }));
    const shownAuth = { type: 'password', username: 'ada', hasPassword: true };
    expect(created).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      address: 'ada@example.com',
      displayName: 'Ada',
      provider: 'smtp',
      smtp: { host: 'mail.example.com', port: 465, security: 'tls', auth: shownAuth },
      imap,
      dailyCap: 9,
      minGapSeconds: 0,
      replyTo: 'team@example.com',
      signature: null,
      version: 1,
      verifiedAt: null,
      pausedAt: null,
      pausedReason: null,
      createdAt: start,
      updatedAt: start,
    });
    expect(valueFrom(await findAlias(store)(caller, { aliasId: created.id }))).toEqual(created);
    const stored = await store.db
      .selectFrom('alias')
      .selectAll()
      .where('id', '=', created.id)
      .execute();
    expect(JSON.stringify(stored)).not.toContain(auth.password);
    expect(stored[0]?.secret?.includes(auth.password)).toBe(false);
  });

  it('becomes a mailbox with its password, for the vault that sealed it alone', async () => {
    const { id } = valueFrom(await create());
    const [row] = await findMailboxes(store.db, caller.accountId, [id, 'no id', stranger.userId]);
    if (row === undefined) throw new Error('the alias is there');
    expect(toMailbox(vault, row)).toEqual({
      aliasId: id,
      provider: 'smtp',
      smtp: {
        host: 'mail.example.com',
        port: 465,
        security: 'tls',
        auth: { username: 'ada', password: 'correct horse' },
      },
    });
    expect(() => toMailbox(createAesVault(fixedKeys(Buffer.alloc(32, 2))), row)).toThrow();
  });

  it('opens no password that was copied from the row of another', async () => {
    const mine = valueFrom(await create());
    const theirs = valueFrom(await create({ address: 'other@example.com' }));
    const rows = await findMailboxes(store.db, caller.accountId, [mine.id, theirs.id]);
    const [one, other] = rows;
    if (one === undefined || other === undefined) throw new Error('there are two');
    for (const [to, from] of [
      [one, other],
      [other, one],
    ] as const) {
      const { secret } = from;
      await store.db.updateTable('alias').set({ secret }).where('id', '=', to.alias.id).execute();
    }
    const swapped = await findMailboxes(store.db, caller.accountId, [mine.id, theirs.id]);
    for (const row of swapped) {
      expect(() => toMailbox(vault, row)).toThrow(
        'This secret was changed, or was sealed for another row; enter it again.',
      );
    }
    const { asked, mailer } = mailerSaying({ ok: true });
    const verified = await verifyAlias({ ...store, vault, mailer })(caller, { aliasId: mine.id });
    expect(valueFrom(verified).smtp).toEqual({
      ok: false,
      error: 'The stored password cannot be opened with the key of this server. Enter it again.',
    });
    expect(asked).toEqual([]);
  });

  it('without a password needs none to be opened', async () => {
    const open = { host: 'localhost', port: 25, security: 'none' } as const;
    const { id } = valueFrom(await create({ smtp: open }));
    const [row] = await findMailboxes(store.db, caller.accountId, [id]);
    if (row === undefined) throw new Error('the alias is there');
    expect(row.secret).toBeNull();
    expect(toMailbox(vault, row).smtp).toEqual({ ...open, auth: null });
  });

  it('that is a sandbox is verified at once and needs no server', async () => {
    const created = valueFrom(await create({ provider: 'sandbox', smtp: null }));
    expect([created.smtp, created.verifiedAt]).toEqual([null, start]);
  });

  it('is refused with every fault', async () => {
    const failure = failureFrom(
      await create({
        address: 'nobody',
        displayName: 'Ada\r\nBcc: everybody@example.com',
        replyTo: 'nor this',
        smtp: null,
        imap: { host: 'imap.example.com', port: 993, security: 'tls', auth: { type: 'oauth2' } },
      }),
    );
    expect(failure.faults).toEqual([
      {
        path: ['imap', 'auth', 'type'],
        message: 'must be password: signing in by OAuth is not offered here',
        type: 'any.only',
      },
      { path: ['address'], message: 'must be an e-mail address', type: 'string.email' },
      { path: ['reply_to'], message: 'must be an e-mail address', type: 'string.email' },
      { path: ['display_name'], message: 'must be a single line', type: 'string.line' },
      {
        path: ['smtp'],
        message: 'is required unless the provider is sandbox',
        type: 'any.required',
      },
    ]);
  });

  it('is not there for another account', async () => {
    const { id: aliasId } = valueFrom(await create());
    const { asked, mailer } = mailerSaying({ ok: true });
    const verified = await verifyAlias({ ...store, vault, mailer })(stranger, { aliasId });
    expect(failureFrom(verified).code).toBe('NOT_FOUND');
    expect(asked).toEqual([]);
    const found = await findAlias(store)(stranger, { aliasId });
    expect(failureFrom(found).code).toBe('NOT_FOUND');
    const page = await listAliases(store)(stranger, { cursor: null, limit: 50 });
    expect(valueFrom(page).items).toEqual([]);
    expect(await findMailboxes(store.db, stranger.accountId, [aliasId])).toEqual([]);
  });
});

describe('the mail servers of an alias', () => {
  const open = { port: 25, security: 'none' } as const;
  const message =
    'leads to a private, loopback or reserved address; whoever operates this server can permit ' +
    'it in COUNTERSIGN_PRIVATE_HOSTS';

  it.each(['10.0.0.1', '169.254.169.254', '0xa9fea9fe', '::ffff:10.0.0.1', '[fd00::1]'])(
    'are refused at %s, where the operator permits this machine alone',
    async (host) => {
      const refused = await create({ smtp: { ...open, host }, imap: { ...open, host } });
      expect(failureFrom(refused).faults).toEqual([
        { path: ['smtp', 'host'], message, type: 'string.host' },
        { path: ['imap', 'host'], message, type: 'string.host' },
      ]);
      const { id: aliasId } = valueFrom(await create());
      const edited = await editAlias({ ...store, vault })(caller, {
        aliasId,
        smtp: { ...open, host, auth: null },
      });
      expect(failureFrom(edited).faults).toEqual([
        { path: ['smtp', 'host'], message, type: 'string.host' },
      ]);
    },
  );

  it('are refused where they are no hosts', async () => {
    for (const host of ['mail example', '127.0.0.1:25', 'a..b', 'https://mail.example.com']) {
      const { faults } = failureFrom(await create({ smtp: { ...open, host } }));
      expect(faults).toEqual([
        {
          path: ['smtp', 'host'],
          message: 'is not the name or the address of a host',
          type: 'string.host',
        },
      ]);
    }
  });

  it('are loopback where the operator permits it, and stay what they are in an edit', async () => {
    const smtp = { ...open, host: '127.0.0.1' };
    const { id: aliasId } = valueFrom(await create({ smtp }));
    const outbound = outboundWith('none', () => Promise.resolve([]));
    const deps = { ...store, vault, outbound };
    const other = { aliasId, displayName: 'Ada B.' };
    expect(valueFrom(await editAlias(deps)(caller, other)).displayName).toBe('Ada B.');
    const again = { aliasId, smtp: { ...smtp, auth: null } };
    expect(failureFrom(await editAlias(deps)(caller, again)).faults?.length).toBe(1);
  });
});

describe('a verification', () => {
  it('signs in with the password and writes down when it worked', async () => {
    const { id: aliasId } = valueFrom(await create());
    const { asked, mailer } = mailerSaying({ ok: true });
    store.now.engine = start + 5000;
    const verified = await verifyAlias({ ...store, vault, mailer })(caller, { aliasId });
    expect(valueFrom(verified)).toEqual({
      aliasId,
      smtp: { ok: true, error: null },
      imap: null,
      verifiedAt: start + 5000,
    });
    expect(asked.map((mailbox) => mailbox.smtp?.auth?.password)).toEqual(['correct horse']);
    const alias = valueFrom(await findAlias(store)(caller, { aliasId }));
    expect([alias.verifiedAt, alias.version]).toEqual([start + 5000, 1]);
  });

  it('that fails says why and verifies nothing', async () => {
    const { id: aliasId } = valueFrom(await create());
    const { mailer } = mailerSaying({ ok: false, error: '535 go away' });
    const verified = await verifyAlias({ ...store, vault, mailer })(caller, { aliasId });
    expect(valueFrom(verified)).toEqual({
      aliasId,
      smtp: { ok: false, error: '535 go away' },
      imap: null,
      verifiedAt: null,
    });
  });

  it('of an alias that was edited meanwhile counts for nothing', async () => {
    const { id: aliasId } = valueFrom(await create());
    const { mailer } = mailerSaying({ ok: true }, async () => {
      await store.db.updateTable('alias').set({ version: 2 }).where('id', '=', aliasId).execute();
    });
    const verified = await verifyAlias({ ...store, vault, mailer })(caller, { aliasId });
    expect(valueFrom(verified).verifiedAt).toBeNull();
  });

  it('asks for the password again where the key was changed', async () => {
    const { id: aliasId } = valueFrom(await create());
    const { asked, mailer } = mailerSaying({ ok: true });
    const otherVault = createAesVault(fixedKeys(Buffer.alloc(32, 2)));
    const deps = { ...store, vault: otherVault, mailer };
    expect(valueFrom(await verifyAlias(deps)(caller, { aliasId })).smtp).toEqual({
      ok: false,
      error: 'The stored password cannot be opened with the key of this server. Enter it again.',
    });
    expect(asked).toEqual([]);
  });

  it('claims nothing of a server for replies', async () => {
    const imap = { host: 'imap.example.com', port: 993, security: 'tls', auth } as const;
    const { id: aliasId } = valueFrom(await create({ imap }));
    const { mailer } = mailerSaying({ ok: true });
    const verified = valueFrom(await verifyAlias({ ...store, vault, mailer })(caller, { aliasId }));
    expect(verified.imap?.ok).toBe(false);
  });
});

describe('a database whose clock ever ran fast', () => {
  it('takes mailboxes that can reach nobody, and no other', async () => {
    await store.db
      .insertInto('engine')
      .values({
        id: 1,
        epoch: 1,
        stopped_cleanly: true,
        anchor_real: at(start),
        anchor_engine: at(start),
        rate: 60,
        ever_fast: true,
      })
      .execute();
    const near = { host: '127.0.0.1', port: 25, security: 'none' } as const;
    expect(failureFrom(await create())).toEqual({
      code: 'MAILBOX_NOT_ALLOWED',
      message:
        'The clock of this database has run fast: it may only hold sandbox mailboxes and mail ' +
        'servers on this machine. Start a new database for real mailboxes.',
    });
    const farImap = await create({ smtp: near, imap: smtp });
    expect(failureFrom(farImap).code).toBe('MAILBOX_NOT_ALLOWED');
    expect(valueFrom(await create({ smtp: near })).smtp?.host).toBe('127.0.0.1');
    expect(valueFrom(await create({ provider: 'sandbox', smtp: null })).provider).toBe('sandbox');
  });
});
