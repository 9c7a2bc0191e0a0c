/** The place where a test makes, over HTTP, what a campaign stands on. */

import type { HttpWorld, Tenant } from './http.ts';
import { bearer } from './http.ts';

export type Road = {
  readonly datasetId: string;
  readonly templateId: string;
  readonly aliasId: string;
  readonly senderProfileId: string;
  readonly campaignId: string;
};

type Made = Readonly<Record<string, string>>;

/** A dataset of two rows, a template, a verified sandbox alias, a profile, and a draft campaign. */
export async function makeRoad(world: HttpWorld, tenant: Tenant): Promise<Road> {
  const post = async (path: string, payload: object): Promise<Made> => {
    const request = { method: 'POST', url: `/api/v1${path}`, payload } as const;
    const response = await world.send({ ...request, headers: bearer(tenant.key) });
    if (response.statusCode >= 300) throw new Error(`${path} answered ${response.body}`);
    return response.json();
  };
  const rows = [
    { email: 'ada@example.com', first_name: 'Ada' },
    { email: 'grace@example.com', first_name: 'Grace' },
  ];
  const dataset = await post('/datasets', { name: 'Spring', rows });
  const words = { subject: 'Hello {{ first_name }}', body: 'Hello {{ first_name }}.' };
  const template = await post('/templates', { name: 'Hello', ...words });
  const mailbox = { address: 'me@example.org', display_name: 'Me', provider: 'sandbox' };
  const alias = await post('/aliases', mailbox);
  await post(`/aliases/${alias['alias_id']}/verify`, {});
  const profile = await post('/sender-profiles', { profile_name: 'Me', is_default: true });
  const campaign = await post('/campaigns/', {
    ...leastCampaign(`${dataset['dataset_id']}`, `${template['template_id']}`),
    alias_ids: [alias['alias_id']],
  });
  return {
    datasetId: `${dataset['dataset_id']}`,
    templateId: `${template['template_id']}`,
    aliasId: `${alias['alias_id']}`,
    senderProfileId: `${profile['id']}`,
    campaignId: `${campaign['campaign_id']}`,
  };
}

export function leastCampaign(datasetId: string, templateId: string) {
  const variants = [{ label: 'A', type: 'TEMPLATE', template_id: templateId }];
  return { name: 'Spring', dataset_id: datasetId, steps: [{ step: 1, variants }] };
}
