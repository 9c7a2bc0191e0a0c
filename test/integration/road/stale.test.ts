import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { editSettings } from '../../../src/usecases/account-settings.ts';
import { createSenderProfile } from '../../../src/usecases/create-sender-profile.ts';
import { editTemplate } from '../../../src/usecases/edit-template.ts';
import {
  approve,
  day,
  hour,
  interrupted,
  leadId,
  leap,
  ledger,
  makeTemplate,
  minute,
  openGate,
  parsed,
  setValue,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let templateId: string;
let senderProfileId: string;
let aliasId: string;
beforeEach(async () => {
  world = await makeWorld();
  templateId = await makeTemplate(world, 'Say hello.');
  const profile = { profileName: 'Ada', senderData: { voice: 'plain' }, isDefault: false };
  senderProfileId = valueFrom(await createSenderProfile(world.usecases)(world.me, profile)).id;
  aliasId = await makeAlias(world, { signature: 'Yours, Ada' });
});
afterEach(() => world.close());

/** Due in two days; its draft is written and, where it must be, at its gate after one. */
async function campaignOf(approvalMode: 'optional' | 'required'): Promise<string> {
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const, templateId, senderProfileId }];
  const steps = [{ step: 1, delayDays: 2, variants }];
  const campaign = { steps, approvalMode, aliasIds: [aliasId] };
  const campaignId = await makeCampaign(world, { leads: 1, campaign });
  await launch(world, campaignId);
  await leap(world, day);
  return campaignId;
}

const approved = { subject: 'As approved', body: 'Read and found good.' };

const changes: Readonly<Record<string, (campaignLeadId: string) => Promise<unknown>>> = {
  'its template': () =>
    editTemplate(world.usecases)(world.me, { templateId, body: 'Say goodbye.' }),
  'the lead’s data': (campaignLeadId) => setValue(world, campaignLeadId, { first_name: 'Grace' }),
  'its sender profile': () =>
    sql`update sender_profile set version = version + 1, sender_data = '{"voice":"loud"}'`.execute(
      world.db,
    ),
  'the signature of its mailbox': () =>
    sql`update alias set signature = 'Bye' where id = ${aliasId}`.execute(world.db),
  'the footer of its account': () =>
    editSettings(world.usecases)(world.me, { postalAddress: '1 Main St, Ourtown' }),
  'the prompt': () =>
    sql`update campaign set system_prompt = ${'Another prompt. '.repeat(10)}`.execute(world.db),
};

describe.each(['required', 'optional'] as const)('an approval where it is %s', (mode) => {
  test.each(Object.keys(changes))(
    'is stale once %s was changed: the gate opens again with old and new',
    async (what) => {
      const campaignId = await campaignOf(mode);
      const campaignLeadId = await leadId(world, campaignId);
      const entry = valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
      await changes[what]?.(campaignLeadId);
      await leap(world, 5 * day);
      expect(world.handed).toEqual([]);
      const gate = await openGate(world, campaignLeadId);
      expect(gate?.stale_approval_id).toBe(entry.entry?.id);
      expect(gate?.subject).toBe(what === 'the lead’s data' ? 'For Grace' : 'For Lead0');
      const [history] = await world.db.selectFrom('approval').selectAll().execute();
      expect([history?.body, history?.withdrawn_reason, history?.withdrawn_by]).toEqual([
        approved.body,
        'stale',
        'engine',
      ]);
      valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
      await leap(world, hour);
      expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
      expect((await parsed(world.handed[0])).subject).toBe(approved.subject);
    },
  );

  test('leaves as it is when nothing was changed', async () => {
    const campaignId = await campaignOf(mode);
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
    await leap(world, 2 * day);
    expect(await parsed(world.handed[0])).toEqual({
      subject: approved.subject,
      text: `${approved.body}\n\nYours, Ada`,
    });
  });
});

describe('what a reviewer was not shown', () => {
  test('does not leave, though the mailbox was changed between the claim and the wire', async () => {
    const campaignId = await campaignOf('required');
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
    await leap(world, day - 1);
    world.now.engine += 1;
    const between = interrupted(world, async () => changes['the signature of its mailbox']?.(''));
    await world.settle(between);
    await leap(world, hour);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    expect((await openGate(world, campaignLeadId))?.step).toBe(1);
  });
});

describe('a draft that went stale before anybody saw it', () => {
  test('is written anew and not sent, where no approval is needed', async () => {
    const campaignId = await campaignOf('optional');
    await setValue(world, await leadId(world, campaignId), { first_name: 'Grace' });
    await leap(world, 2 * day);
    expect((await parsed(world.handed[0])).subject).toBe('For Grace');
  });
});

describe('words approved for a step that is a template', () => {
  async function templateCampaign(): Promise<string> {
    const steps = [
      { step: 1, delayDays: 2, variants: [{ label: 'A', type: 'TEMPLATE' as const, templateId }] },
    ];
    const campaign = { steps, aliasIds: [aliasId] };
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launch(world, campaignId);
    return campaignId;
  }

  test('leave instead of the template; the other leads get the template', async () => {
    const campaignId = await templateCampaign();
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
    await leap(world, 3 * day);
    expect(await Promise.all(world.handed.map(async (mail) => (await parsed(mail)).text))).toEqual([
      `${approved.body}\n\nYours, Ada`,
      'Say hello.\n\nYours, Ada',
    ]);
  });

  test('wait for a person once they are stale, and never give way to the template by themselves', async () => {
    const campaignId = await templateCampaign();
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
    await changes['its template']?.('');
    await leap(world, 5 * day);
    expect(world.handed).toHaveLength(1);
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...approved }));
    await leap(world, minute);
    expect((await parsed(world.handed[1])).subject).toBe(approved.subject);
  });
});
