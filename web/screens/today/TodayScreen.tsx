/** The place where a day begins: what waits for a person, what leaves and when, what is held. */

import { useQuery } from '@tanstack/react-query';
import { useSignedIn } from '../../api/session.ts';
import { type Today, todayQuery } from '../../api/today.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { timeOfDay } from '../../words/time.ts';
import { viewerZone, zoneName } from '../../words/zone.ts';
import { HeldPart } from './HeldPart.tsx';
import { LeavesPart } from './LeavesPart.tsx';
import { Totals } from './Totals.tsx';
import { WaitsPart } from './WaitsPart.tsx';

export function TodayScreen() {
  const { accountId } = useSignedIn();
  const { data: today, error, refetch } = useQuery(todayQuery(accountId));
  const retry = () => {
    refetch().catch(() => undefined);
  };
  return (
    <Page title="Today" note={today === undefined ? ' ' : <AsOf today={today} />}>
      {error === null ? null : (
        <TroubleNotice
          title={today === undefined ? 'Today cannot be shown' : 'This is no longer up to date'}
          trouble={troubleIn(error)}
          onRetry={retry}
        />
      )}
      {today === undefined ? (
        error === null && <Waiting what="today" rows={6} />
      ) : (
        <Parts today={today} />
      )}
    </Page>
  );
}

function Parts({ today }: { readonly today: Today }) {
  return (
    <>
      <EngineNotice engine={today.engine} />
      <Totals totals={today.totals} />
      <WaitsPart waits={today.waits} now={today.as_of} />
      <LeavesPart today={today} />
      <HeldPart held={today.held} now={today.as_of} />
    </>
  );
}

function AsOf({ today }: { readonly today: Today }) {
  const zone = viewerZone();
  return (
    <>
      As of {timeOfDay(today.as_of, zone)} on your clock ({zoneName(zone)})
    </>
  );
}

function EngineNotice({ engine }: { readonly engine: Today['engine'] }) {
  if (engine.fenced) {
    return (
      <Notice tone="stop" title="Sending is fenced: nothing leaves">
        <p>{engine.fenced_because ?? 'The engine does not say why.'}</p>
        <p>
          Everything else works. On the server, <code>npm start -- fence</code> lists the leads that
          may have been written to already, and <code>npm start -- fence accept</code> lets sending
          go on.
        </p>
      </Notice>
    );
  }
  if (engine.workers_alive > 0) return null;
  return (
    <Notice tone="wait" title="No worker is running: nothing leaves until one does">
      <p>
        What is due is kept, and goes out in its window once a process with the role{' '}
        <code>all</code> or <code>work</code> is started.
      </p>
    </Notice>
  );
}
