/** The place where members, invitations and accounts have their wire shapes. */
import { z } from 'zod';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { role } from '../shared/permission.ts';
import { emailInput, nameInput, newPasswordInput, ownAccount, tokenInput } from './identity.ts';

export const listMembersQuery = z.strictObject(pageQuery);

/**
 * The id is the person's. Without an address they came with the bootstrap key, and cannot sign in.
 */
export const member = z
  .object({
    member_id: id,
    name: z.string(),
    email: z.string().nullable(),
    email_proved_at: instant.nullable().meta({
      description: 'Null: nobody has shown yet that the address is theirs; call them unproved.',
    }),
    role,
    is_you: z.boolean(),
    created_at: instant,
  })
  .meta({ id: 'Member' });
export const memberPage = pageOf(member).meta({ id: 'MemberPage' });

export const changeMemberRequest = z.strictObject({ role }).meta({ id: 'ChangeMemberRequest' });

export const memberRemoved = z
  .object({
    member_id: id,
    removed: z.literal(true),
    keys_left: z.int().meta({
      description:
        'API keys they made that reached this account; from now on they do not, so make new ones.',
    }),
  })
  .meta({ id: 'MemberRemoved' });

export const createInvitationRequest = z
  .strictObject({ email: emailInput, role })
  .meta({ id: 'CreateInvitationRequest' });

export const listInvitationsQuery = z.strictObject(pageQuery);

const invitationFields = {
  invitation_id: id,
  email: z.string(),
  role,
  invited_by: id,
  is_mailed: z.boolean().meta({
    description: 'The link went to the address by mail, and to nobody else.',
  }),
  created_at: instant,
  expires_at: instant,
};

export const invitation = z.object(invitationFields).meta({ id: 'Invitation' });
export const invitationPage = pageOf(invitation).meta({ id: 'InvitationPage' });

export const createdInvitation = z
  .object({
    ...invitationFields,
    token: z.string().nullable().meta({ description: 'Null where the link is mailed.' }),
    link: z
      .string()
      .nullable()
      .meta({
        description:
          'Shown once, to be passed on; below this server where it has no public URL. ' +
          'Null where it is mailed to the address, and to nobody else.',
      }),
  })
  .meta({ id: 'CreatedInvitation' });

export const invitationWithdrawn = z
  .object({ invitation_id: id, withdrawn: z.literal(true) })
  .meta({ id: 'InvitationWithdrawn' });

export const invitationTokenRequest = z
  .strictObject({ token: tokenInput })
  .meta({ id: 'InvitationTokenRequest' });

/** What whoever has the link may know before they accept. */
export const foundInvitation = z
  .object({
    email: z.string(),
    role,
    account_name: z.string(),
    is_mailed: z.boolean().meta({
      description: 'Accepting proves the address: the link was mailed there, and nowhere else.',
    }),
    expires_at: instant,
  })
  .meta({ id: 'FoundInvitation' });

export const acceptInvitationRequest = z
  .strictObject({ token: tokenInput, name: nameInput.nullish(), password: newPasswordInput })
  .meta({ id: 'AcceptInvitationRequest' });

export const ownAccounts = z.object({ items: z.array(ownAccount) }).meta({ id: 'OwnAccounts' });

export const accountRequest = z.strictObject({ name: nameInput }).meta({ id: 'AccountRequest' });
