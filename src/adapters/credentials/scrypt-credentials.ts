/** The place where passwords become hashes by scrypt (RFC 7914), and tokens are drawn. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { slowRestMs } from '../../domain/people/slowing.ts';
import { assert } from '../../lib/assert.ts';
import type { Credentials } from '../../ports/credentials.ts';
import { type CrowdSettings, createCrowd } from './crowd.ts';
import { createTurns, type TurnSettings } from './turns.ts';

/** N = 2^ln blocks of 128 r bytes, p times over. */
export type ScryptCost = { readonly ln: number; readonly r: number; readonly p: number };

/**
 * 32 MiB and about a quarter of a second on one core: one of the settings that OWASP holds equal,
 * with the least memory, so that a small machine can let several people in at once.
 */
const usualCost: ScryptCost = { ln: 15, r: 8, p: 3 };
/**
 * Two cores are busy, a person waits for a few seconds at most, and a crowd is told to come back.
 */
const usualCrowd: CrowdSettings = { atOnceMax: 2, waitingMax: 32 };

/** Whoever is slowed waits for four others at most, a quarter of a minute. */
const usualTurns: TurnSettings = { restMs: slowRestMs, waitingMax: 4, namesMax: 10_000 };
/**
 * Salts that one look goes through: people of one address share theirs, but for two who come at the
 * same instant, and for hashes of an older cost.
 */
const saltsMax = 2;

const tokenBytes = 32;
const saltBytes = 16;
const hashBytes = 32;
/**
 * What a hash in the database may ask for at most: one that was tampered with is no way to stop
 * us.
 */
const costMax: ScryptCost = { ln: 20, r: 16, p: 16 };

/** As in the PHC string format: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding. */
const shape =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

type Kept = { readonly cost: ScryptCost; readonly salt: Buffer; readonly hash: Buffer };

export function createScryptCredentials(
  cost: ScryptCost = usualCost,
  crowdSettings: CrowdSettings = usualCrowd,
  turnSettings: TurnSettings = usualTurns,
): Credentials {
  const crowd = createCrowd(crowdSettings);
  const turns = createTurns(turnSettings);
  // Nobody's: the same work is done on it as on anybody's, and nobody knows what it is the hash of.
  const decoy: Kept = { cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };

  return {
    token: () => randomBytes(tokenBytes).toString('base64url'),
    code: ({ alphabet, length }) =>
      Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),
    hash: async (password, saltOf = null) => {
      const salt = saltOf === null ? randomBytes(saltBytes) : keptIn(saltOf).salt;
      const hash = await crowd.enter(() => derive(password, { cost, salt }));
      return hash === null ? null : textOf({ cost, salt, hash });
    },
    verify: async (password, text) => {
      const kept = text === null ? decoy : keptIn(text);
      const hash = await crowd.enter(() => derive(password, kept));
      if (hash === null) return 'busy';
      const isSame = timingSafeEqual(hash, kept.hash);
      return isSame && text !== null ? 'match' : 'mismatch';
    },
    verifyAny: async (password, { hashes, turn }) => {
      const look = () => crowd.enter(() => matchesAmong(password, { hashes, decoy }));
      const matches = turn === null ? await look() : await turns.take(turn, look);
      return matches ?? 'busy';
    },
    isOutdated: (text) => {
      const { ln, r, p } = keptIn(text).cost;
      return ln !== cost.ln || r !== cost.r || p !== cost.p;
    },
  };
}

/** One derivation for all that share a salt, and as many for nobody's as for somebody's. */
async function matchesAmong(
  password: string,
  { hashes, decoy }: { readonly hashes: readonly string[]; readonly decoy: Kept },
): Promise<readonly string[]> {
  const textsByWay = new Map<string, string[]>();
  for (const text of new Set(hashes)) {
    const way = text.slice(0, text.lastIndexOf('$'));
    textsByWay.set(way, [...(textsByWay.get(way) ?? []), text]);
  }
  if (textsByWay.size === 0) await derive(password, decoy);
  const matches: string[] = [];
  for (const texts of [...textsByWay.values()].slice(0, saltsMax)) {
    const kept = texts.map(keptIn);
    const [first = decoy] = kept;
    const hash = await derive(password, first);
    for (const [n, { hash: own }] of kept.entries()) {
      if (timingSafeEqual(hash, own)) matches.push(texts[n] ?? '');
    }
  }
  return matches;
}

function derive(
  password: string,
  { cost, salt }: { readonly cost: ScryptCost; readonly salt: Buffer },
): Promise<Buffer> {
  const N = 2 ** cost.ln;
  // Node refuses what needs more than it is told to expect; what is needed is 128 r (N + p + 2).
  const maxmem = 128 * cost.r * (N + cost.p + 2) + 1_048_576;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, { N, r: cost.r, p: cost.p, maxmem }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function textOf({ cost: { ln, r, p }, salt, hash }: Kept): string {
  const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

function keptIn(text: string): Kept {
  const [, ln, r, p, salt = '', hash = ''] = shape.exec(text) ?? [];
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const isSane = cost.ln <= costMax.ln && cost.r <= costMax.r && cost.p <= costMax.p;
  assert(isSane, 'a password hash in the database is one that we wrote');
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}
