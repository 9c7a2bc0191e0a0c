/** The place where an address is looked up in the lists of roles and domains that npm carries. */
import { createRequire } from 'node:module';
import type { Warning } from '../../domain/import/refusal.ts';
import { domainOf } from '../../domain/lead/address.ts';
import type { AddressBook, AddressLists } from '../../ports/address-lists.ts';

/** Most files name few domains many times; beyond this the memory of them is begun anew. */
const domainsRememberedMax = 50_000;

export function createNpmAddressLists(): AddressLists {
  let book: Promise<AddressBook> | null = null;
  return {
    open: () => {
      book ??= read();
      return book;
    },
  };
}

async function read(): Promise<AddressBook> {
  const [{ disposableEmailBlocklistSet }, { parse }] = await Promise.all([
    import('disposable-email-domains-js'),
    import('tldts'),
  ]);
  const require = createRequire(import.meta.url);
  const roles = new Set(require('role-based-email-addresses') as readonly string[]);
  const free = new Set(require('email-providers/all.json') as readonly string[]);
  const disposable = disposableEmailBlocklistSet();
  const known = new Map<string, readonly Warning[]>();

  function judgeDomain(domain: string): readonly Warning[] {
    const { domain: registered, isIcann } = parse(domain, { allowPrivateDomains: false });
    const names = registered === null ? [domain] : [domain, registered];
    const among = (list: ReadonlySet<string>): boolean => names.some((name) => list.has(name));
    // Some providers stand on both lists; the harder word is the one that is told.
    if (among(disposable)) return ['disposable'];
    if (among(free)) return ['free_mail'];
    return isIcann === true ? none : ['unknown_suffix'];
  }

  return {
    warningsOf: (address) => {
      const domain = domainOf(address);
      let told = known.get(domain);
      if (told === undefined) {
        if (known.size >= domainsRememberedMax) known.clear();
        told = judgeDomain(domain);
        known.set(domain, told);
      }
      // What follows a plus is the reader's own filing.
      const local = address.slice(0, address.length - domain.length - 1).replace(/\+.*$/, '');
      return roles.has(local) ? ['role', ...told] : told;
    },
  };
}

const none: readonly Warning[] = [];
