/** The place where the routes of people meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { formatInstant } from '../../contract/shared/instant.ts';
import type { Failure } from '../../domain/failure.ts';
import { ok, type Result } from '../../lib/result.ts';
import {
  acceptInvitation,
  joinAccount,
  lookAtInvitation,
} from '../../usecases/accept-invitation.ts';
import type { Arrival, SignedIn } from '../../usecases/begin-session.ts';
import type { Caller } from '../../usecases/caller.ts';
import { changePassword } from '../../usecases/change-password.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findIdentity, type Identity } from '../../usecases/find-identity.ts';
import { proveEmail, sendEmailCode } from '../../usecases/prove-email.ts';
import { resetPassword } from '../../usecases/reset-password.ts';
import { endSession, listSessions, switchAccount } from '../../usecases/sessions.ts';
import { isSetupNeeded, setUp } from '../../usecases/set-up.ts';
import { signIn, signOut } from '../../usecases/sign-in.ts';
import { type Answer, answer, type Client, type Handlers } from '../shell/surface.ts';
import { presentFoundInvitation, presentIdentity, presentSessions } from './present-people.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function ofSignIn(deps: Deps) {
  return {
    getSetup: async () => answer(await isSetupNeeded(deps)(), (needed) => ({ needed })),
    setUp: async ({ client, body }) =>
      answerSignedIn(
        deps,
        await setUp(deps)({
          token: body.token,
          name: body.name,
          email: body.email,
          password: body.password,
          accountName: body.account_name ?? null,
          arrival: arrivalOf(client),
        }),
      ),
    signIn: async ({ client, body }) =>
      answerSignedIn(
        deps,
        await signIn(deps)({
          email: body.email,
          password: body.password,
          accountId: body.account_id ?? null,
          invitation: body.invitation ?? null,
          arrival: arrivalOf(client),
        }),
      ),
    lookAtInvitation: async ({ body }) =>
      answer(await lookAtInvitation(deps)(body), presentFoundInvitation),
    acceptInvitation: async ({ client, body }) =>
      answerSignedIn(
        deps,
        await acceptInvitation(deps)({
          token: body.token,
          name: body.name ?? null,
          password: body.password,
          arrival: arrivalOf(client),
        }),
      ),
    resetPassword: async ({ client, body }) =>
      answer(
        await resetPassword(deps)({ ...body, requestId: client.requestId }),
        ({ personId, email }) => ({ user_id: personId, email }),
      ),
    signOut: async ({ caller }) => {
      const ended = await signOut(deps)(caller);
      if (!ended.ok) return ended;
      const body = { session_id: ended.value.sessionId, signed_out: true as const };
      return ok({ body, session: null });
    },
  } satisfies Partial<Table>;
}

export function ofOneself(deps: Deps) {
  return {
    getIdentity: async ({ caller, client }) =>
      answer(await findIdentity(deps)(caller), presentIdentity(client.csrfToken)),
    listSessions: async ({ caller }) => answer(await listSessions(deps)(caller), presentSessions),
    endSession: async ({ caller, params }) =>
      answer(await endSession(deps)(caller, { sessionId: params.session_id }), () => ({
        ended: true as const,
      })),
    changePassword: async ({ caller, body }) =>
      answer(
        await changePassword(deps)(caller, {
          currentPassword: body.current_password,
          newPassword: body.new_password,
        }),
        ({ endedSessions }) => ({ user_id: caller.userId, ended_sessions: endedSessions }),
      ),
    sendEmailCode: async ({ caller }) =>
      answer(await sendEmailCode(deps)(caller), ({ email, expiresAt }) => ({
        email,
        expires_at: formatInstant(expiresAt),
      })),
    proveEmail: async ({ caller, client, body }) => {
      const proved = await proveEmail(deps)(caller, body);
      return answerMoved(deps, client, proved.ok ? ok(caller) : proved);
    },
    switchAccount: async ({ caller, client, body }) =>
      answerMoved(deps, client, await switchAccount(deps)(caller, { accountId: body.account_id })),
    joinAccount: async ({ caller, client, body }) =>
      answerMoved(deps, client, await joinAccount(deps)(caller, body)),
  } satisfies Partial<Table>;
}

function arrivalOf({ address, userAgent, requestId }: Client): Arrival {
  return { address: address(), userAgent, requestId };
}

/** Who they are now, and the session for their browser to keep. */
async function answerSignedIn(
  deps: Deps,
  result: Result<SignedIn, Failure>,
): Promise<Result<Answer<ReturnType<ReturnType<typeof presentIdentity>>>, Failure>> {
  if (!result.ok) return result;
  const { caller, token, csrfToken, lifeSeconds } = result.value;
  const found: Result<Identity, never> = await findIdentity(deps)(caller);
  if (!found.ok) return found;
  const body = presentIdentity(csrfToken)(found.value);
  return ok({ body, session: { token, lifeSeconds } });
}

/** Who they are in the account they go on in. */
async function answerMoved(deps: Deps, client: Client, moved: Result<Caller, Failure>) {
  if (!moved.ok) return moved;
  return answer(await findIdentity(deps)(moved.value), presentIdentity(client.csrfToken));
}
