/** The place where what an account says below every mail has its wire shape. */
import { z } from 'zod';
import { defaultUnsubscribeLine, footerBounds } from '../../domain/send/footer.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';

const { postalAddressCharsMax, footerTextCharsMax, unsubscribeLineCharsMax } = footerBounds;

export const updateAccountRequest = z
  .strictObject({
    postal_address: z.string().max(postalAddressCharsMax).nullable().meta({
      description: 'Where the sender can be found by post; lines are kept.',
    }),
    footer_text: z.string().max(footerTextCharsMax).nullable(),
    unsubscribe_line: z
      .string()
      .max(unsubscribeLineCharsMax)
      .nullable()
      .meta({
        description: `One line; the words in braces carry the link. Null: ${defaultUnsubscribeLine}`,
      }),
  })
  .partial()
  .meta({ id: 'UpdateAccountRequest' });

export const account = z
  .object({
    account_id: id,
    name: z.string(),
    postal_address: z.string().nullable(),
    footer_text: z.string().nullable(),
    unsubscribe_line: z.string().nullable(),
    default_unsubscribe_line: z.string(),
    version: z.int(),
    footer: z.object({ body_text: z.string(), body_html: z.string() }).meta({
      description: 'What stands below every mail, after the signature of its alias.',
    }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Account' });
