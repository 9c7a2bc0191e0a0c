/** The place where a session is read from a browser's cookie, and put into it. */
import type { SessionCookie } from './surface.ts';

const name = 'countersign_session';
/** A token is 43 URL-safe characters: nothing in it needs to be escaped, or is trimmed. */
const shape = new RegExp(`(?:^|;)\\s*${name}=([A-Za-z0-9_-]{43})\\s*(?=;|$)`);

export function sessionTokenIn(cookies: string | undefined): string | null {
  return shape.exec(cookies ?? '')?.[1] ?? null;
}

/** The value of `Set-Cookie`; null ends what the browser has. */
export function sessionCookieOf(
  session: SessionCookie | null,
  { publicUrl }: { readonly publicUrl: string | null },
): string {
  const { token, lifeSeconds } = session ?? { token: '', lifeSeconds: 0 };
  // Plain HTTP, as on one's own machine: a browser would not send a secure one back.
  const secure = publicUrl?.startsWith('https:') === true ? '; Secure' : '';
  return `${name}=${token}; Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
