/** The place where "who am I", and how one comes in, have their wire shapes. */
import { z } from 'zod';
import { passwordLengthMax, passwordLengthMin } from '../../domain/people/password.ts';
import { id, idInput } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { permission, right, role } from '../shared/permission.ts';

const emailLengthMax = 254;
const nameLengthMax = 100;
const tokenLengthMax = 100;

/** In a request: read generously, judged by the use case. */
export const emailInput = z.string().min(1).max(emailLengthMax);
export const nameInput = z.string().trim().min(1).max(nameLengthMax);
export const tokenInput = z.string().min(1).max(tokenLengthMax);
const passwordInput = z.string().min(1).max(passwordLengthMax);
export const newPasswordInput = z
  .string()
  .min(1)
  .max(passwordLengthMax)
  .meta({
    description: `At least ${passwordLengthMin} characters.`,
  });

/** The role is null for a key, which is no member of the accounts it reaches. */
export const ownAccount = z
  .object({ account_id: id, name: z.string(), role: role.nullable(), created_at: instant })
  .meta({ id: 'OwnAccount' });

export const identity = z
  .object({
    kind: z.enum(['key', 'session']),
    user: z
      .object({
        user_id: id,
        name: z.string(),
        email: z.string().nullable(),
        email_proved_at: instant.nullable().meta({
          description: 'Null: the address is not proved, and its person belongs to one account.',
        }),
      })
      .nullable(),
    session_id: id.nullable(),
    account_id: id.nullable().meta({
      description: 'Null until the session has chosen one of accounts: POST /auth/account.',
    }),
    role: role.nullable(),
    permissions: z.array(permission),
    rights: z.array(right),
    accounts: z.array(ownAccount),
    mails_codes: z.boolean().meta({
      description: 'Whether this server sends codes that prove an address; else ask its operator.',
    }),
    csrf_token: z.string().nullable().meta({
      description: 'To be sent as X-CSRF-Token with every change that a cookie speaks for.',
    }),
  })
  .meta({ id: 'Identity' });

export const setupState = z.object({ needed: z.boolean() }).meta({ id: 'SetupState' });

export const setUpRequest = z
  .strictObject({
    token: tokenInput,
    name: nameInput,
    email: emailInput,
    password: newPasswordInput,
    account_name: nameInput.nullish(),
  })
  .meta({ id: 'SetUpRequest' });

export const signInRequest = z
  .strictObject({
    email: emailInput,
    password: passwordInput,
    account_id: idInput.nullish().meta({
      description: 'Where to go on. Without it, and with several accounts, one is chosen after.',
    }),
    invitation: tokenInput.nullish().meta({
      description: 'The token of a link: join by it, as whoever one is here already.',
    }),
  })
  .meta({ id: 'SignInRequest' });

export const emailCodeSent = z
  .object({ email: z.string(), expires_at: instant })
  .meta({ id: 'EmailCodeSent' });

const codeLengthMax = 40;

export const proveEmailRequest = z
  .strictObject({ code: z.string().min(1).max(codeLengthMax) })
  .meta({ id: 'ProveEmailRequest' });

export const signedOut = z
  .object({ session_id: id, signed_out: z.literal(true) })
  .meta({ id: 'SignedOut' });

/** A person has so few that they are given out as a whole. */
export const sessions = z
  .object({
    items: z.array(
      z.object({
        session_id: id,
        account_id: id.nullable(),
        is_current: z.boolean(),
        user_agent: z.string().nullable(),
        place: z.string(),
        created_at: instant,
        last_seen_at: instant,
        expires_at: instant,
      }),
    ),
  })
  .meta({ id: 'Sessions' });

export const sessionEnded = z.object({ ended: z.literal(true) }).meta({ id: 'SessionEnded' });

export const changePasswordRequest = z
  .strictObject({ current_password: passwordInput, new_password: newPasswordInput })
  .meta({ id: 'ChangePasswordRequest' });

export const passwordChanged = z
  .object({ user_id: id, ended_sessions: z.int() })
  .meta({ id: 'PasswordChanged' });

export const switchAccountRequest = z
  .strictObject({ account_id: idInput })
  .meta({ id: 'SwitchAccountRequest' });

export const resetPasswordRequest = z
  .strictObject({ token: tokenInput, password: newPasswordInput })
  .meta({ id: 'ResetPasswordRequest' });

/** The address to sign in by, with the new password. */
export const passwordReset = z
  .object({ user_id: id, email: z.string() })
  .meta({ id: 'PasswordReset' });
