/** Reads the two settings of the operator's own mailbox, and opens it. */
import { createOutbound } from '../adapters/outbound/outbound.ts';
import { everyHost } from '../adapters/outbound/permitted.ts';
import { createSmtpPost, type PostSettings } from '../adapters/smtp/smtp-post.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { SmtpServer } from '../ports/mailer.ts';
import type { Post } from '../ports/post.ts';

const portBySecurity = { tls: 465, starttls: 587, none: 25 } as const;

/** Null for what is no such URL. Without TLS only to this machine itself. */
export function systemServerOf(text: string): SmtpServer | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const { hostname: host, username, password } = url;
  if (!['smtp:', 'smtps:'].includes(url.protocol) || host === '') return null;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return null;
  const plain = isThisMachine(host) ? 'none' : 'starttls';
  const security = url.protocol === 'smtps:' ? 'tls' : plain;
  const port = url.port === '' ? portBySecurity[security] : Number(url.port);
  const auth = authOf(username, password);
  return auth === undefined ? null : { host, port, security, auth };
}

/** Undefined where a percent sign stands for nothing. */
function authOf(username: string, password: string): SmtpServer['auth'] | undefined {
  if (username === '') return null;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** `ada@example.com`, or `Countersign <ada@example.com>`. Null for anything else. */
export function systemSenderOf(text: string): Post['from'] | null {
  const named = /^([^<>\r\n]*)<([^<>]+)>$/.exec(text.trim());
  const address = normaliseAddress(named?.[2] ?? text);
  const name = named?.[1]?.trim().replaceAll('"', '') ?? '';
  return address === null ? null : { address, displayName: name === '' ? 'Countersign' : name };
}

export function openPost(settings: PostSettings | null): Post | null {
  if (settings === null) return null;
  return createSmtpPost(settings, createOutbound({ privateHosts: everyHost }));
}
