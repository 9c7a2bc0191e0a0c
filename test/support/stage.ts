/** The place where a tenant comes into any state that a route may find it in, over HTTP. */

import { bearer, type HttpWorld, type Tenant } from './http.ts';

type Made = Readonly<Record<string, string>>;

export type Stage = {
  readonly http: HttpWorld;
  readonly tenant: Tenant;
  /** With the tenant's key; throws what is refused. */
  readonly post: (path: string, payload?: object) => Promise<Made>;
  readonly list: (path: string) => Promise<readonly Made[]>;
  /** A word that nothing else on this stage has. */
  readonly unique: (word: string) => string;
  readonly dataset: () => Promise<string>;
  readonly template: () => Promise<string>;
  readonly alias: () => Promise<string>;
  readonly profile: () => Promise<string>;
  /** A campaign of two leads, written down and not begun. */
  readonly draft: (overrides?: object) => Promise<string>;
  /** One whose first message is out, and whose second waits for its turn. */
  readonly active: () => Promise<string>;
  readonly paused: () => Promise<string>;
  /** One whose every lead has words that wait for a verdict. */
  readonly gated: () => Promise<WaitingLead>;
  /** The first lead of one whose message was refused for good. */
  readonly failed: () => Promise<WaitingLead>;
  /** One whose first message may be out, or not. */
  readonly uncertain: () => Promise<{ readonly campaign_id: string; readonly send_id: string }>;
};

export type WaitingLead = {
  readonly campaign_id: string;
  readonly campaign_lead_id: string;
  readonly workflow_instance_id: string;
  readonly lead_id: string;
};

export function createStage(http: HttpWorld, tenant: Tenant): Stage {
  let count = 0;
  const unique = (word: string): string => {
    count += 1;
    return `${word}${count}`;
  };
  const headers = bearer(tenant.key);

  async function post(path: string, payload?: object): Promise<Made> {
    const request = { method: 'POST', url: `/api/v1${path}`, headers } as const;
    const response = await http.send(payload === undefined ? request : { ...request, payload });
    if (response.statusCode >= 300) throw new Error(`${path} answered ${response.body}`);
    return response.json();
  }

  async function list(path: string): Promise<readonly Made[]> {
    const response = await http.send({ url: `/api/v1${path}`, headers });
    if (response.statusCode !== 200) throw new Error(`${path} answered ${response.body}`);
    return response.json<{ items: readonly Made[] }>().items;
  }

  const idOf = async (path: string, payload: object, name: string): Promise<string> =>
    `${(await post(path, payload))[name]}`;

  const dataset = () => {
    const rows = ['Ada', 'Grace'].map((first_name) => ({
      email: `${unique('lead')}@example.com`,
      first_name,
    }));
    return idOf('/datasets', { name: 'Spring', rows }, 'dataset_id');
  };
  const template = () => {
    const words = { subject: 'Hello {{ first_name }}', body: 'Hello {{ first_name }}.' };
    return idOf('/templates', { name: 'Hello', ...words }, 'template_id');
  };
  const alias = () => {
    const address = `${unique('me')}@example.org`;
    return idOf('/aliases', { address, display_name: 'Me', provider: 'sandbox' }, 'alias_id');
  };
  const profile = () => idOf('/sender-profiles', { profile_name: unique('Me') }, 'id');

  async function draft(overrides: object = {}): Promise<string> {
    const variants = [{ label: 'A', type: 'TEMPLATE', template_id: await template() }];
    const campaign = {
      name: 'Spring',
      dataset_id: await dataset(),
      alias_ids: [await alias()],
      steps: [{ step: 1, variants }],
      ...overrides,
    };
    return idOf('/campaigns', campaign, 'campaign_id');
  }

  async function launched(overrides?: object): Promise<string> {
    const campaignId = await draft(overrides);
    await post(`/campaigns/${campaignId}/launch`);
    await http.world.settle();
    return campaignId;
  }

  async function paused(): Promise<string> {
    const campaignId = await launched();
    await post(`/campaigns/${campaignId}/pause`);
    return campaignId;
  }

  async function gated(): Promise<WaitingLead> {
    const steps = [{ step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' }] }];
    const campaign_id = await launched({ approval_mode: 'required', steps });
    const [lead] = await list(`/campaigns/${campaign_id}/leads?pending_approval=true`);
    if (lead === undefined) throw new Error('no lead waits for a verdict');
    return { campaign_id, ...lead } as WaitingLead;
  }

  async function failed(): Promise<WaitingLead> {
    const { world } = http;
    const { answer } = world;
    world.answer = () => ({
      outcome: 'refused',
      permanent: true,
      recipient: false,
      response: '554 not from here',
    });
    const campaign_id = await launched();
    world.answer = answer;
    const [lead] = await list(`/campaigns/${campaign_id}/leads?status=failed`);
    if (lead === undefined) throw new Error('no lead has failed');
    const { campaign_lead_id } = lead;
    return { campaign_id, campaign_lead_id } as WaitingLead;
  }

  async function uncertain() {
    const { world } = http;
    const { answer } = world;
    world.answer = () => ({ outcome: 'unknown', response: 'the line was lost' });
    const campaign_id = await launched();
    world.answer = answer;
    const [send] = await list(`/campaigns/${campaign_id}/sends`);
    if (send?.['state'] !== 'unknown') throw new Error('the hand-over is not uncertain');
    return { campaign_id, send_id: `${send['send_id']}` };
  }

  const things = { dataset, template, alias, profile };
  const campaigns = { draft, active: () => launched(), paused, gated, failed, uncertain };
  return { http, tenant, post, list, unique, ...things, ...campaigns };
}
