/** The place where programs get a key into the account, and lose it. */

import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiKey, keysQuery, revokeKey } from '../../api/keys.ts';
import { listed } from '../../api/listing.ts';
import { useSignedIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Listing } from '../../ui/Listing.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { dateOf } from '../../words/time.ts';
import { viewerZone } from '../../words/zone.ts';
import { MakeKey } from './MakeKey.tsx';

export function KeysScreen() {
  return (
    <Page
      title="API keys"
      lead="A key lets a program act for this account, until somebody revokes it."
    >
      <MakeKey />
      <Keys />
    </Page>
  );
}

function Keys() {
  const { accountId } = useSignedIn();
  const queries = useQueryClient();
  const keys = useInfiniteQuery(keysQuery(accountId));
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(queries, key.id),
    onSettled: () => setDoomed(null),
  });
  return (
    <section className="part" aria-labelledby="keys-title">
      <div className="part-head">
        <h2 id="keys-title">Keys of this account</h2>
      </div>
      <div className="stack">
        {revoke.error === null ? null : (
          <TroubleNotice title="The key was not revoked" trouble={troubleIn(revoke.error)} />
        )}
        {revoke.data?.is_live_elsewhere === true ? (
          <Notice tone="wait" title="The key acts here no more, and still does elsewhere">
            <p>It was made in another account; there it can be revoked for good.</p>
          </Notice>
        ) : null}
        <div>
          <Listing {...listed(keys)} what="keys" empty="No program has a key to this account.">
            {(key) => <Row key={key.id} apiKey={key} onRevoke={() => setDoomed(key)} />}
          </Listing>
        </div>
      </div>
      {doomed === null ? null : (
        <Dialog title={`Revoke ${doomed.name}?`} onClose={() => setDoomed(null)}>
          <p>
            Whatever uses <code>{doomed.key_prefix}…</code> is refused at once, and a key cannot be
            brought back.
          </p>
          <div className="actions">
            <Button
              className="danger"
              onClick={() => revoke.mutate(doomed)}
              loading={revoke.isPending}
            >
              Revoke it
            </Button>
            <Button variant="default" onClick={() => setDoomed(null)}>
              Cancel
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

type RowProps = { readonly apiKey: ApiKey; readonly onRevoke: () => void };

function Row({ apiKey, onRevoke }: RowProps) {
  const { last_used_at: lastUsedAt } = apiKey;
  const zone = viewerZone();
  const used = lastUsedAt === null ? 'never used' : `last used ${dateOf(lastUsedAt, zone)}`;
  return (
    <li className="row-split row-act">
      <div>
        <p>
          <span className="strong">{apiKey.name}</span> <code>{apiKey.key_prefix}…</code>
        </p>
        <p className="faint">
          Made {dateOf(apiKey.created_at, zone)}, {used} · {apiKey.permissions.join(', ')}
        </p>
      </div>
      <Button variant="default" onClick={onRevoke} aria-label={`Revoke ${apiKey.name}`}>
        Revoke
      </Button>
    </li>
  );
}
