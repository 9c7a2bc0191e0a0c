/** Reads a session from a browser's cookie, and writes the cookie that keeps one. */
import type { SessionCookie } from './surface.ts';

export type Site = { readonly publicUrl: string | null };

/**
 * Over TLS the name itself binds the cookie (RFC 6265bis, 4.1.3.2): a browser takes `__Host-` from
 * this very host over HTTPS only, so neither a neighbouring name nor a stranger on plain HTTP can
 * put a session of theirs into it. A browser refuses that name over plain HTTP.
 */
const names = { secure: '__Host-countersign', plain: 'countersign_session' } as const;
/** A token is 43 URL-safe characters: nothing in it needs to be escaped, or is trimmed. */
const shapes = { secure: shapeOf(names.secure), plain: shapeOf(names.plain) };

/** Over TLS the plain name is not read: that is the cookie which others can write. */
export function sessionTokenIn(cookies: string | undefined, site: Site): string | null {
  return shapes[kindOf(site)].exec(cookies ?? '')?.[1] ?? null;
}

/** The value of `Set-Cookie`; null ends what the browser has. */
export function sessionCookieOf(session: SessionCookie | null, site: Site): string {
  const { token, lifeSeconds } = session ?? { token: '', lifeSeconds: 0 };
  const kind = kindOf(site);
  const secure = kind === 'secure' ? '; Secure' : '';
  return `${names[kind]}=${token}; Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

function kindOf({ publicUrl }: Site): keyof typeof names {
  return publicUrl?.startsWith('https:') === true ? 'secure' : 'plain';
}

function shapeOf(name: string): RegExp {
  return new RegExp(`(?:^|;)\\s*${name}=([A-Za-z0-9_-]{43})\\s*(?=;|$)`);
}
