/** Keeps the secret keys of a process that runs, and hands each part on to whom it is for. */
import { type LinkKeys, type LinksOptions, linkKeyOf } from '../adapters/links/sealed-links.ts';
import { type KeySource, keyIdOf, type VaultKeys } from '../adapters/vault/aes-vault.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Config } from './config.ts';
import { findSecretKeys, readChangedKeys, readSecretKeys, type SecretKeys } from './secret-key.ts';

type KeyConfig = Pick<Config, 'secretKey' | 'formerKeys' | 'dataDir'>;

/** As a start finds them, and makes one where there is none. */
export async function readKeys(config: KeyConfig): Promise<Result<SecretKeys, string>> {
  if (config.secretKey !== null) return ok(givenKeys(config, config.secretKey));
  const found = await readSecretKeys(config.dataDir);
  return found.ok ? ok(withFormer(config, found.value)) : found;
}

/** As a start would find them; null where a start would make one. */
export async function findKeys(config: KeyConfig): Promise<Result<SecretKeys | null, string>> {
  if (config.secretKey !== null) return ok(givenKeys(config, config.secretKey));
  const found = await findSecretKeys(config.dataDir);
  if (!found.ok || found.value === null) return found;
  return ok(withFormer(config, found.value));
}

function givenKeys({ formerKeys }: KeyConfig, current: Buffer): SecretKeys {
  return { current, former: formerKeys, links: [], since: null };
}

function withFormer({ formerKeys }: KeyConfig, keys: SecretKeys): SecretKeys {
  return { ...keys, former: [...keys.former, ...formerKeys] };
}

export type RunningKeys = {
  readonly read: () => SecretKeys;
  /** A look at the file, which another process may have rotated. From the environment: nothing. */
  readonly refresh: () => void;
};

export function createRunningKeys(config: KeyConfig, first: SecretKeys): RunningKeys {
  let keys = first;
  let mark = '';
  const refresh = (): void => {
    if (config.secretKey !== null) return;
    const changed = readChangedKeys(config.dataDir, mark);
    if (changed === null) return;
    keys = withFormer(config, changed.keys);
    mark = changed.mark;
  };
  return { read: () => keys, refresh };
}

/**
 * `sealedBy` is the id of the key by which, at the start, all values were sealed: while that is the
 * current one, the former keys are for links alone and open no value.
 */
export function vaultKeysOf(running: RunningKeys, sealedBy: Buffer | null): KeySource {
  const read = derivedOnce(running, ({ current, former }): VaultKeys => {
    const isDone = sealedBy?.equals(keyIdOf(current)) === true;
    return { current, former: isDone ? [] : former };
  });
  return { read, refresh: running.refresh };
}

/** Of every key there ever was: a link does not expire. */
export function linkKeysOf(running: RunningKeys): Pick<LinksOptions, 'keys' | 'refresh'> {
  const keys = derivedOnce(
    running,
    ({ current, former, links }): LinkKeys => [
      linkKeyOf(current),
      ...former.map(linkKeyOf),
      ...links,
    ],
  );
  return { keys, refresh: running.refresh };
}

/** Once for each set of keys. */
function derivedOnce<T>({ read }: RunningKeys, derive: (keys: SecretKeys) => T): () => T {
  let from = read();
  let derived = derive(from);
  return () => {
    const keys = read();
    if (keys !== from) {
      derived = derive(keys);
      from = keys;
    }
    return derived;
  };
}
