import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertKey } from '../../../src/db/keys.ts';
import { thingHash } from '../../../src/domain/audit.ts';
import { acceptFence } from '../../../src/usecases/accept-fence.ts';
import { bootstrap } from '../../../src/usecases/bootstrap.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createTemplate } from '../../../src/usecases/create-template.ts';
import { editTemplate } from '../../../src/usecases/edit-template.ts';
import { launchCampaign } from '../../../src/usecases/launch-campaign.ts';
import type { ListAuditInput } from '../../../src/usecases/list-audit.ts';
import { listAudit } from '../../../src/usecases/list-audit.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { resetApprovals, unapproveStep } from '../../../src/usecases/withdraw-approvals.ts';
import { approve, leadId, personalSteps } from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { start } from '../../support/store.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let me: Caller;
beforeEach(async () => {
  world = await makeWorld();
  me = { ...world.me, requestId: 'request-7' };
});
afterEach(() => world.close());

function trail() {
  return world.db.selectFrom('audit').selectAll().orderBy('at').orderBy('id').execute();
}

async function actions(): Promise<readonly string[]> {
  return (await trail()).map(({ action }) => action);
}

const words = { name: 'Hello', subject: 'Hello', body: 'Hello.' };

describe('the audit trail', () => {
  test('tells who did what to which thing, by hashes and names of fields', async () => {
    const before = valueFrom(await createTemplate(world.usecases)(me, words));
    const edit = { templateId: before.id, body: 'Goodbye.' };
    const after = valueFrom(await editTemplate(world.usecases)(me, edit));
    const common = {
      account_id: me.accountId,
      at: start,
      real_at: world.now.real,
      actor: me.userId,
      request_id: 'request-7',
      target_kind: 'template',
      target_id: before.id,
    };
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(await trail()).toEqual([
      {
        ...common,
        id,
        action: 'template.create',
        before_hash: null,
        after_hash: thingHash(before),
        detail: { changed: [] },
      },
      {
        ...common,
        id,
        action: 'template.edit',
        before_hash: thingHash(before),
        after_hash: thingHash(after),
        detail: { changed: ['body', 'version'] },
      },
    ]);
  });

  test('holds nothing of what it tells of', async () => {
    await createTemplate(world.usecases)(me, { ...words, body: 'The password is hunter2.' });
    await suppress(world.usecases)(me, { email: 'never@example.com', reason: 'asked' });
    const text = JSON.stringify(await trail());
    expect(await actions()).toEqual(['template.create', 'suppression.create']);
    expect(text).not.toMatch(/hunter2|never@example/);
  });

  test('has no line for a refusal, nor for what changes nothing', async () => {
    const { id: templateId } = valueFrom(await createTemplate(world.usecases)(me, words));
    await editTemplate(world.usecases)(me, { templateId, body: words.body });
    failureFrom(await editTemplate(world.usecases)(me, { templateId, body: '{{' }));
    const campaignId = await makeCampaign(world, { campaign: personalSteps(0) });
    await launch(world, campaignId);
    failureFrom(await launchCampaign(world.usecases)(me, { campaignId }));
    const campaignLeadId = await leadId(world, campaignId);
    const judged = { campaignId, campaignLeadId };
    await unapproveStep(world.usecases)(me, { ...judged, step: 1 });
    await resetApprovals(world.usecases)(me, { ...judged, steps: null });
    const made = ['dataset.create', 'template.create', 'alias.create', 'campaign.create'];
    const expected = ['template.create', ...made, 'campaign.launch'].sort();
    expect([...(await actions())].sort()).toEqual(expected);
  });

  test('has one line for the same words approved twice', async () => {
    const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaignId = await makeCampaign(world, { campaign });
    await launch(world, campaignId);
    valueFrom(await pauseCampaign(world.usecases)(me, { campaignId }));
    const campaignLeadId = await leadId(world, campaignId);
    const lead = { campaignId, campaignLeadId };
    for (let time = 0; time < 2; time++) valueFrom(await approve(world, lead));
    for (let time = 0; time < 2; time++) {
      valueFrom(await unapproveStep(world.usecases)(me, { ...lead, step: 1 }));
    }
    const judged = (await trail()).filter(({ target_kind }) => target_kind === 'campaign_lead');
    expect(judged.map(({ action, detail }) => [action, detail])).toEqual([
      ['campaign_lead.approve', { changed: ['approvals', 'gateId'] }],
      ['campaign_lead.unapprove', { changed: ['approvals'] }],
    ]);
    expect(judged[1]?.before_hash).toBe(judged[0]?.after_hash);
  });

  test('is not written where the act is not', async () => {
    const broken = sql`alter table template_version add check (body <> 'Goodbye.')`;
    await broken.execute(world.db);
    const { id: templateId } = valueFrom(await createTemplate(world.usecases)(me, words));
    const edit = { templateId, body: 'Goodbye.' };
    await expect(editTemplate(world.usecases)(me, edit)).rejects.toThrow('check constraint');
    expect(await actions()).toEqual(['template.create']);
  });

  test('tells every account what an operator did to all of them', async () => {
    const other = await world.caller('Other');
    expect(await acceptFence(world.usecases)({ systemIdentifier: null })).toEqual({ epoch: null });
    expect(await trail()).toEqual([]);
    await sql`update engine set fenced_at = now(), fence_reason = 'It was restored.'`.execute(
      world.db,
    );
    expect(await acceptFence(world.usecases)({ systemIdentifier: null })).toEqual({ epoch: 2 });
    const told = (await trail()).map((row) => [row.account_id, row.actor, row.action]);
    expect(told).toEqual(
      [me.accountId, other.accountId].map((id) => [id, 'operator', 'engine.accept_fence']),
    );
    for (const { detail } of await trail()) {
      expect(detail).toEqual({
        changed: ['epoch', 'fence_reason', 'fenced_at', 'stopped_cleanly'],
      });
    }
  });

  test('begins with the first account there is', async () => {
    await sql`delete from api_key`.execute(world.db);
    expect(valueFrom(await bootstrap(world.usecases)(`cs_live_${'a'.repeat(43)}`))).toEqual({
      created: true,
    });
    valueFrom(await bootstrap(world.usecases)(`cs_live_${'b'.repeat(43)}`));
    const [row, ...others] = await trail();
    expect([row?.action, row?.actor, row?.target_id]).toEqual([
      'account.bootstrap',
      'operator',
      row?.account_id,
    ]);
    expect(others).toEqual([]);
  });
});

describe('whoever reads it', () => {
  const everything = {
    cursor: null,
    limit: 100,
    action: null,
    actor: null,
    targetKind: null,
    targetId: null,
    from: null,
    to: null,
  };
  const read = async (input: Partial<ListAuditInput> = {}, caller = me) =>
    valueFrom(await listAudit(world.usecases)(caller, { ...everything, ...input }));
  const names = ['First', 'Second', 'Third'];

  beforeEach(async () => {
    for (const name of names) {
      valueFrom(await createTemplate(world.usecases)(me, { ...words, name }));
      world.now.engine += 1_000;
    }
  });

  test('sees the newest first, in pages that neither skip nor repeat', async () => {
    const all = (await read()).items;
    expect(all.map(({ at }) => at)).toEqual([start + 2_000, start + 1_000, start]);
    const first = await read({ limit: 2 });
    expect(first.items).toEqual(all.slice(0, 2));
    await createTemplate(world.usecases)(me, words);
    const second = await read({ limit: 2, cursor: first.nextCursor });
    expect(second).toEqual({ items: all.slice(2), nextCursor: null });
  });

  test('sees what was done at the same instant once', async () => {
    for (const name of names) await createTemplate(world.usecases)(me, { ...words, name });
    const whole = (await read()).items.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read({ limit: 1, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(whole);
    expect(seen).toHaveLength(6);
  });

  test('chooses by act, actor, thing and time', async () => {
    const [, second] = [...(await read()).items].reverse();
    const campaignId = await makeCampaign(world);
    const chosen = async (input: Partial<ListAuditInput>) => (await read(input)).items.length;
    expect(await chosen({})).toBe(7);
    expect(await chosen({ action: 'template.create' })).toBe(4);
    expect(await chosen({ actor: me.actor, targetKind: 'template' })).toBe(4);
    expect(await chosen({ actor: 'operator' })).toBe(0);
    expect(await chosen({ targetId: campaignId })).toBe(1);
    expect((await read({ targetId: second?.targetId ?? '' })).items).toEqual([second]);
    expect((await read({ from: start + 1_000, to: start + 2_000 })).items).toEqual([second]);
  });

  test('is told the names of people and keys, as they are today', async () => {
    const keyId = world.chance.uuid(start);
    const key = { ...me, actor: `key:${keyId}` };
    await insertKey(world.db, {
      id: keyId,
      accountId: me.accountId,
      personId: me.userId,
      name: 'A program',
      keyPrefix: 'cs_live_',
      keyHash: Buffer.alloc(32),
      permissions: [],
      createdAt: start,
    });
    await createTemplate(world.usecases)(key, words);
    await createTemplate(world.usecases)({ ...me, actor: 'operator' }, words);
    const acts = (await read()).items.map(({ actor, actorName }) => [actor, actorName]);
    expect(new Set(acts.map(String))).toEqual(
      new Set([`${me.actor},Owner`, `key:${keyId},A program`, 'operator,']),
    );
  });

  test('sees nothing of another account', async () => {
    const stranger = await world.caller('Stranger');
    expect(await read({}, stranger)).toEqual({ items: [], nextCursor: null });
    const { targetId } = (await read()).items[0] ?? { targetId: '' };
    expect(await read({ targetId }, stranger)).toEqual({ items: [], nextCursor: null });
  });
});

describe('a row of it', () => {
  test.each([
    ['update', sql`update audit set actor = 'nobody'`],
    ['update', sql`update audit set actor = 'nobody' where false`],
    ['delete', sql`delete from audit`],
    ['truncate', sql`truncate audit`],
    [
      'insert',
      sql`insert into audit select * from audit on conflict (id) do update set actor = ''`,
    ],
  ])('is never changed: %s', async (_, statement) => {
    await createTemplate(world.usecases)(me, words);
    const before = await trail();
    await expect(statement.execute(world.db)).rejects.toThrow('The audit trail only grows');
    expect(await trail()).toEqual(before);
  });
});
