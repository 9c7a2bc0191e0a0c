/** The place where connected accounts have their wire shapes. */
import { z } from 'zod';
import { connectedActions, defaultDailyCaps } from '../../domain/send/connected-account.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';

const capMax = 1_000;
const urlLengthMax = 500;

const capsOf = <T extends z.ZodType>(cap: T) =>
  Object.fromEntries(connectedActions.map((action) => [action, cap])) as Record<
    (typeof connectedActions)[number],
    T
  >;

const capsInput = z.strictObject(capsOf(z.int().min(0).max(capMax))).partial();

const fields = {
  name: z.string().trim().min(1).max(255),
  profile_url: z.string().max(urlLengthMax).nullable(),
  daily_caps: capsInput.meta({
    description: `What is left out stays, at first: ${JSON.stringify(defaultDailyCaps)}`,
  }),
};

export const createConnectedAccountRequest = z
  .strictObject({
    ...fields,
    profile_url: fields.profile_url.default(null),
    provider: z.literal('manual').default('manual').meta({
      description: 'A person carries out what is prepared.',
    }),
    daily_caps: fields.daily_caps.default({}),
  })
  .meta({ id: 'CreateConnectedAccountRequest' });

export const updateConnectedAccountRequest = z
  .strictObject(fields)
  .partial()
  .meta({ id: 'UpdateConnectedAccountRequest' });

export const connectedAccount = z
  .object({
    connected_account_id: id,
    account_id: id,
    name: z.string(),
    profile_url: z.string().nullable(),
    provider: z.literal('manual'),
    daily_caps: z.object(capsOf(z.int())),
    version: z.int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'ConnectedAccount' });

export const connectedAccountPage = pageOf(connectedAccount).meta({ id: 'ConnectedAccountPage' });
export const listConnectedAccountsQuery = z.strictObject({ ...pageQuery });

export const connectedAccountDeleted = z
  .object({ connected_account_id: id, deleted: z.literal(true) })
  .meta({ id: 'ConnectedAccountDeleted' });
