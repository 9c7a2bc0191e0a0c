/** The place where it is looked at what stands on this machine: Node, folder, disk, key, port. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readBackupNote } from '../backup-note.ts';
import type { Config } from '../config.ts';
import { findKeys } from '../key-source.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

const gibibyte = 1024 ** 3;
/** A gigabyte of PostgreSQL's log of changes, and as much to grow into. */
export const freeBytesEnough = 2 * gibibyte;
/** Below this a checkpoint, or a backup of a small database, may not fit. */
export const freeBytesMin = gibibyte / 4;
const backupAgeDaysMax = 7;
const dayMs = 86_400_000;
const answerMsMax = 3_000;
const privilegedPorts = 1_024;

export async function checkHost(config: Config, now: number): Promise<readonly Finding[]> {
  return [
    checkNode(),
    await checkFolder(config),
    await checkSpace(config),
    await checkKey(config),
    checkPublicUrl(config),
    checkProxies(config),
    await checkPort(config),
    await checkBackup(config, now),
  ];
}

/** That it is new enough is asked before anything is loaded, at every start. */
function checkNode(): Finding {
  const { node } = process.versions;
  const cure = 'Install Node.js 22 or 24; every one from 20.20.2 on runs it.';
  if (Number.parseInt(node, 10) < 22) {
    return warning('node', `Node.js ${node} gets no security updates any more.`, cure);
  }
  return fine('node', `Node.js ${node}.`);
}

async function checkFolder({ dataDir }: Config): Promise<Finding> {
  const path = resolve(dataDir);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    const cure = 'npm start makes it; if yours is elsewhere, set COUNTERSIGN_DATA_DIR.';
    return warning('data folder', `${path} is not there yet.`, cure);
  }
  if (!found.isDirectory()) {
    return fault('data folder', `${path} is no folder.`, 'Set COUNTERSIGN_DATA_DIR to a folder.');
  }
  if (process.platform !== 'win32' && (found.mode & 0o022) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    const says = `${path} can be written by other users (mode ${mode}).`;
    return fault('data folder', says, `chmod go-w ${path}`);
  }
  const writable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    const says = `${path} belongs to user ${found.uid}, and cannot be written by this one.`;
    return fault('data folder', says, `Run as user ${found.uid}, or give the folder to this one.`);
  }
  return fine('data folder', `${path}, user ${found.uid}.`);
}

async function checkSpace({ dataDir }: Config): Promise<Finding> {
  const path = resolve(dataDir);
  const found = await statfs(path).catch(() => null);
  if (found === null) return fine('disk', 'Not looked at: there is no data folder yet.');
  const free = found.bavail * found.bsize;
  const says = `${(free / gibibyte).toFixed(1)} GiB free where ${path} lies.`;
  const cure = `Free some space: ${freeBytesEnough / gibibyte} GiB are enough to grow into.`;
  if (free < freeBytesMin) return fault('disk', says, cure);
  return free < freeBytesEnough ? warning('disk', says, cure) : fine('disk', says);
}

async function checkKey(config: Config): Promise<Finding> {
  const key = await findKeys(config).catch(() => null);
  if (key === null) {
    const cure = 'Run as the user the data folder belongs to, or as root.';
    return fault('secret key', 'It cannot be read by this user.', cure);
  }
  if (!key.ok)
    return fault('secret key', key.failure, 'Put it right as it says, then start again.');
  if (key.value === null) {
    const cure = 'npm start makes one; after a restore, put the original secret.key here first.';
    return warning('secret key', 'There is none yet.', cure);
  }
  const where = config.secretKey === null ? 'in the data folder' : 'in COUNTERSIGN_SECRET_KEY';
  return fine('secret key', `There is one, ${where}.`);
}

function checkPublicUrl({ publicUrl }: Config): Finding {
  const cure = 'Set COUNTERSIGN_PUBLIC_URL to the https address under which recipients reach you.';
  if (publicUrl === null) {
    return warning(
      'public URL',
      'There is none: campaigns from real mailboxes do not launch.',
      cure,
    );
  }
  const { protocol, pathname, search, hash } = new URL(publicUrl);
  if (protocol !== 'https:') {
    return warning('public URL', `${publicUrl} is not https: real mailboxes do not launch.`, cure);
  }
  if (pathname !== '/' || search !== '' || hash !== '') {
    return warning('public URL', `${publicUrl} is more than a host and a port.`, cure);
  }
  return fine('public URL', `${publicUrl}.`);
}

/** A server that other machines reach has its proxy there, or before its container. */
function checkProxies({ host, publicUrl, trustedProxies }: Config): Finding {
  const isAtHome = ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (isAtHome || publicUrl === null || trustedProxies !== 'loopback') {
    return fine('proxies', `Trusted: ${trustedProxies}.`);
  }
  return warning(
    'proxies',
    `It listens on ${host}, and trusts no proxy but one on this machine.`,
    'Name the proxy in COUNTERSIGN_TRUSTED_PROXIES, or all people count as one place.',
  );
}

/** Whoever listens there is asked who it is; where nobody does, the port is free. */
async function checkPort({ host, port, role }: Config): Promise<Finding> {
  if (role === 'work') return fine('port', 'Not looked at: this process answers no HTTP.');
  if (port === 0) return fine('port', 'Any free one.');
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const at = name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
  const answer = await healthOf(`http://${at}/healthz`);
  if (answer === 'ours') return fine('port', `An instance answers on ${at}.`);
  if (answer === 'other') {
    const cure = 'Set PORT to another one, or stop the program that has it.';
    return fault('port', `Another program listens on ${at}.`, cure);
  }
  if (port < privilegedPorts && process.geteuid?.() !== 0) {
    const cure = 'Set PORT to one from 1024 on, and put a proxy before it.';
    return warning('port', `Only root may listen on ${port} on most machines.`, cure);
  }
  return fine('port', `Nobody listens on ${at}.`);
}

async function healthOf(url: string): Promise<'ours' | 'other' | 'nobody'> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerMsMax) });
    const body: unknown = await answer.json();
    return JSON.stringify(body) === '{"status":"ok"}' ? 'ours' : 'other';
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    return code === 'ECONNREFUSED' ? 'nobody' : 'other';
  }
}

async function checkBackup({ dataDir }: Config, now: number): Promise<Finding> {
  const note = await readBackupNote(dataDir);
  const cure = 'npm start -- backup <file>, every day, to another disk: see docs/operate.md.';
  if (note === null) return warning('backup', 'None was taken from here.', cure);
  const days = (now - Date.parse(note.createdAt)) / dayMs;
  const says = `The last one is of ${note.createdAt}: ${note.file}.`;
  return days > backupAgeDaysMax ? warning('backup', says, cure) : fine('backup', says);
}
