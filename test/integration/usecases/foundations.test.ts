import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createConnectedAccount,
  editConnectedAccount,
} from '../../../src/usecases/connected-accounts.ts';
import { createSenderProfile } from '../../../src/usecases/create-sender-profile.ts';
import {
  deleteConnectedAccount,
  deleteSenderProfile,
  deleteTemplate,
} from '../../../src/usecases/delete-unused.ts';
import { editSenderProfile } from '../../../src/usecases/edit-sender-profile.ts';
import { editTemplate } from '../../../src/usecases/edit-template.ts';
import { importSuppressions } from '../../../src/usecases/import-suppressions.ts';
import { listSuppressions } from '../../../src/usecases/list-suppressions.ts';
import { listTemplateVersions } from '../../../src/usecases/list-template-versions.ts';
import { previewTemplate } from '../../../src/usecases/preview-template.ts';
import { releaseSuppression } from '../../../src/usecases/release-suppression.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { enrolOnly, leap, makeTemplate, minute, standings } from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

describe('a template', () => {
  const templateSteps = (templateId: string) => {
    const variants = [{ label: 'A', type: 'TEMPLATE' as const, templateId }];
    return { steps: [{ step: 1, variants }] };
  };

  it('is shown as it would leave: for data, or for a lead, with all that follows', async () => {
    const templateId = await makeTemplate(world, 'Hi {{ first_name }} of {{ company }}.');
    const aliasId = await makeAlias(world, { signature: 'Yours' });
    const show = (input: object) =>
      previewTemplate(world.usecases)(world.me, { templateId, ...input });
    const bare = valueFrom(await show({ data: { first_name: '<Ada>' }, aliasId }));
    expect(bare.missing).toEqual(['company']);
    expect(bare.bodies.text).toBe(`Hi <Ada> of .\n\n${bare.footer.text}\n`);
    expect(bare.footer.text).toMatch(/^Yours\n\nIf you would rather not hear from me again/);
    expect(bare.bodies.html).toContain('Hi &lt;Ada&gt; of .');
    expect(bare.bodies.html).toContain(bare.footer.html);
    await makeCampaign(world, { leads: 1 });
    const { id: leadId } = await world.db.selectFrom('lead').select('id').executeTakeFirstOrThrow();
    expect(valueFrom(await show({ leadId })).bodies.text).toMatch(/^Hi Lead0 of \./);
    const paths = async (input: object) =>
      failureFrom(await show(input)).faults?.map(({ path }) => path);
    expect(await paths({ leadId, data: {} })).toEqual([['data']]);
    expect(await paths({ leadId: templateId })).toEqual([['lead_id']]);
    expect(await paths({ aliasId: templateId })).toEqual([['alias_id']]);
    const stranger = await world.caller('Stranger');
    const theirs = await previewTemplate(world.usecases)(stranger, { templateId, leadId });
    expect(failureFrom(theirs).code).toBe('NOT_FOUND');
  });

  it('has had its texts, newest first, in pages', async () => {
    const templateId = await makeTemplate(world, 'One.');
    for (const body of ['Two.', 'Three.']) {
      valueFrom(await editTemplate(world.usecases)(world.me, { templateId, body }));
    }
    valueFrom(await editTemplate(world.usecases)(world.me, { templateId, name: 'Other' }));
    const list = async (cursor: string | null) =>
      valueFrom(
        await listTemplateVersions(world.usecases)(world.me, { templateId, cursor, limit: 2 }),
      );
    const first = await list(null);
    expect(first.items.map(({ version, body }) => [version, body])).toEqual([
      [3, 'Three.'],
      [2, 'Two.'],
    ]);
    const second = await list(first.nextCursor);
    expect(second.items.map(({ body }) => body)).toEqual(['One.']);
    expect(second.nextCursor).toBe(null);
  });

  it('is kept as long as a campaign runs by it, whatever it is a draft of', async () => {
    const templateId = await makeTemplate(world, 'One.');
    const remove = () => deleteTemplate(world.usecases)(world.me, templateId);
    const campaignId = await makeCampaign(world, { leads: 2, campaign: templateSteps(templateId) });
    await launch(world, campaignId);
    expect(failureFrom(await remove())).toEqual({
      code: 'TEMPLATE_IN_USE',
      message: 'One running campaign needs this template: cancel them first, or let them complete.',
    });
    await makeCampaign(world, { leads: 2, campaign: templateSteps(templateId) });
    await leap(world, 5 * minute);
    expect(valueFrom(await remove())).toEqual({ id: templateId });
    expect(await world.db.selectFrom('template_version').selectAll().execute()).not.toContainEqual(
      expect.objectContaining({ template_id: templateId }),
    );
  });
});

describe('a sender profile', () => {
  const create = async (input: object = {}) =>
    valueFrom(await createSenderProfile(world.usecases)(world.me, { profileName: 'Me', ...input }));
  const edit = async (senderProfileId: string, input: object) =>
    valueFrom(await editSenderProfile(world.usecases)(world.me, { senderProfileId, ...input }));

  it('is another version with other data, and not with another name', async () => {
    const { id } = await create();
    expect((await edit(id, { profileName: 'I', description: 'Note' })).version).toBe(1);
    expect((await edit(id, { senderData: { role: 'Engineer' } })).version).toBe(2);
    expect((await edit(id, { senderData: { role: 'Engineer' } })).version).toBe(2);
  });

  it('is the default alone, also when two become it at once', async () => {
    const [one, two, three] = [await create(), await create(), await create()];
    expect([one.isDefault, two.isDefault]).toEqual([true, false]);
    await Promise.all([edit(two.id, { isDefault: true }), edit(three.id, { isDefault: true })]);
    const rows = await world.db
      .selectFrom('sender_profile')
      .select('id')
      .where('is_default', '=', true)
      .execute();
    expect(rows).toHaveLength(1);
    expect([two.id, three.id]).toContain(rows[0]?.id);
  });

  it('is kept by whatever is written as it: by its name, or as the default', async () => {
    const [fallback, named, other] = [await create(), await create(), await create()];
    const personal = (senderProfileId: string | null) => ({
      steps: [
        { step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' as const, senderProfileId }] },
      ],
    });
    await enrolOnly(world, await makeCampaign(world, { campaign: personal(named.id) }));
    const remove = (id: string) => deleteSenderProfile(world.usecases)(world.me, id);
    expect(failureFrom(await remove(named.id)).code).toBe('SENDER_PROFILE_IN_USE');
    expect(valueFrom(await remove(other.id))).toEqual({ id: other.id });
    await enrolOnly(world, await makeCampaign(world, { campaign: personal(null) }));
    expect(failureFrom(await remove(fallback.id)).code).toBe('SENDER_PROFILE_IN_USE');
  });
});

describe('a connected account', () => {
  const create = (input: object = {}) =>
    createConnectedAccount(world.usecases)(world.me, { name: 'Ada', ...input });

  it('has a cap for each thing one does with it, given or ours', async () => {
    const made = valueFrom(await create({ dailyCaps: { message: 3 } }));
    expect(made.dailyCaps).toEqual({
      connection_request: 20,
      message: 3,
      inmail: 10,
      profile_view: 80,
      post_engagement: 30,
    });
    const edited = valueFrom(
      await editConnectedAccount(world.usecases)(world.me, {
        connectedAccountId: made.id,
        dailyCaps: { inmail: 0 },
        profileUrl: 'https://www.linkedin.com/in/ada',
      }),
    );
    expect([edited.dailyCaps.message, edited.dailyCaps.inmail, edited.version]).toEqual([3, 0, 2]);
  });

  it.each(['javascript:alert(1)', 'http://a.example', 'https://a@b.example', 'https://', 'x'])(
    'is not shown under %s',
    async (profileUrl) => {
      const { faults } = failureFrom(await create({ profileUrl }));
      expect(faults?.map(({ path }) => path)).toEqual([['profile_url']]);
    },
  );

  it('is kept as long as a campaign runs by it', async () => {
    const { id } = valueFrom(await create());
    const remove = () => deleteConnectedAccount(world.usecases)(world.me, id);
    await makeCampaign(world, { campaign: { connectedAccountId: id } });
    await world.db.updateTable('campaign').set({ status: 'paused' }).execute();
    expect(failureFrom(await remove()).code).toBe('CONNECTED_ACCOUNT_IN_USE');
    await world.db.updateTable('campaign').set({ status: 'completed' }).execute();
    expect(valueFrom(await remove())).toEqual({ id });
  });
});

describe('suppressions', () => {
  const list = async (filter: object = {}) => {
    const all = { cursor: null, limit: 50, q: null, reason: null, active: true };
    const page = await listSuppressions(world.usecases)(world.me, { ...all, ...filter });
    return valueFrom(page).items.map(({ email, domain }) => email ?? domain);
  };

  it('come many at once, each answered for itself, and stop what is running', async () => {
    const campaignId = await makeCampaign(world, { leads: ['a@one.example', 'b@two.example'] });
    await enrolOnly(world, campaignId);
    const items = [
      { email: 'A@one.example', reason: 'asked' },
      { email: 'a@one.example', reason: 'asked' },
      { email: 'nobody', reason: 'asked' },
      { domain: 'three.example', reason: 'complained' },
    ];
    const done = valueFrom(await importSuppressions(world.usecases)(world.me, { items }));
    expect(done.items.map(({ result }) => result)).toEqual([
      'created',
      'already_suppressed',
      'refused',
      'created',
    ]);
    expect(done.items[1]?.suppressionId).toBe(done.items[0]?.suppressionId);
    expect([done.items[2]?.message, done.stoppedLeads]).toEqual([
      'email must be an e-mail address',
      1,
    ]);
    expect((await standings(world, campaignId))[0]).toBe('suppressed at 1: SUPPRESSED');
    const [line] = await world.db
      .selectFrom('audit')
      .select('target_id')
      .where('action', '=', 'suppression.import')
      .execute();
    expect(line?.target_id).toBe(done.importId);
  });

  it('are found by part of an address, by reason, and by whether they hold', async () => {
    const put = async (email: string, reason: string) =>
      valueFrom(await suppress(world.usecases)(world.me, { email, reason }));
    await put('ada@one.example', 'asked');
    await put('bob@two.example', 'bounced');
    const { id } = await put('cyd_@two.example', 'asked');
    expect(await list({ q: 'TWO.' })).toEqual(['cyd_@two.example', 'bob@two.example']);
    expect(await list({ q: '_' })).toEqual(['cyd_@two.example']);
    expect(await list({ reason: 'asked' })).toEqual(['cyd_@two.example', 'ada@one.example']);
    const release = { suppressionId: id, reason: 'asked again' };
    valueFrom(await releaseSuppression(world.usecases)(world.me, release));
    expect(await list({ reason: 'asked' })).toEqual(['ada@one.example']);
    expect(await list({ active: false })).toEqual(['cyd_@two.example']);
  });

  it('that are released are kept, start nobody by themselves, and may be made anew', async () => {
    const email = 'a@one.example';
    const campaignId = await makeCampaign(world, { leads: [email, 'b@two.example'] });
    await enrolOnly(world, campaignId);
    const put = () => suppress(world.usecases)(world.me, { email, reason: 'asked' });
    const { id } = valueFrom(await put());
    const release = (reason: string) =>
      releaseSuppression(world.usecases)(world.me, { suppressionId: id, reason });
    const both = await Promise.all([release('One'), release('Two')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = both.find(({ ok }) => !ok);
    expect(refused === undefined ? '' : failureFrom(refused).code).toBe('ALREADY_RELEASED');
    await leap(world, 10 * minute);
    expect(world.handed.map(({ to }) => to)).toEqual(['b@two.example']);
    expect((await standings(world, campaignId))[0]).toBe('suppressed at 1: SUPPRESSED');
    expect(valueFrom(await put()).id).not.toBe(id);
  });
});
