/** The place where it is listed what goes no further until a person has decided. */

import type { ReactNode } from 'react';
import type { Waits } from '../../api/today.ts';
import { ageInWords, countOf, numberOf, timeOfDay } from '../../words/time.ts';
import { viewerZone } from '../../words/zone.ts';

const noAddress = 'A lead without an address';

type WaitsPartProps = { readonly waits: Waits; readonly now: string };

export function WaitsPart({ waits, now }: WaitsPartProps) {
  const { gates, unknown, mailboxes } = waits;
  const isNothing = gates.count + unknown.count + mailboxes.count === 0;
  return (
    <section className="part" id="waits" tabIndex={-1} aria-labelledby="waits-title">
      <div className="part-head">
        <h2 id="waits-title">Waits for you</h2>
        <p>{isNothing ? null : oldestInWords(gates, now)}</p>
      </div>
      {isNothing ? (
        <p className="panel empty">
          Nothing waits for you. Drafts to review, mailboxes that were refused and hand-overs
          without a certain answer would stand here.
        </p>
      ) : null}
      {gates.count > 0 ? <Gates gates={gates} now={now} /> : null}
      {unknown.count > 0 ? (
        <Unknowns unknown={unknown} now={now} />
      ) : (
        <span id="unknown" tabIndex={-1} />
      )}
      {mailboxes.count > 0 ? <Mailboxes mailboxes={mailboxes} /> : null}
    </section>
  );
}

function oldestInWords(gates: Waits['gates'], now: string): string | null {
  return gates.oldest_at === null
    ? null
    : `The oldest draft came ${ageInWords(gates.oldest_at, now)}`;
}

function Gates({ gates, now }: { readonly gates: Waits['gates']; readonly now: string }) {
  return (
    <Kind
      title={`${countOf(gates.count, 'draft')} to review`}
      why="Nothing of these is sent before a person has approved it, word for word."
      shown={gates.items.length}
      count={gates.count}
    >
      {gates.items.map((gate) => (
        <li key={gate.gate_id}>
          <div className="row-split">
            <span className="strong">{gate.email ?? noAddress}</span>
            <span className="faint">{ageInWords(gate.opened_at, now)}</span>
          </div>
          <div className="row-split">
            <span className={gate.subject === null ? 'faint' : undefined}>
              {gate.subject ?? 'Not written yet'}
            </span>
            <span className="actions">
              {gate.stale ? (
                <span className="tag" data-tone="wait">
                  changed since it was approved
                </span>
              ) : null}
              <span className="faint">
                {gate.campaign_name} · step {gate.step}
              </span>
            </span>
          </div>
        </li>
      ))}
    </Kind>
  );
}

function Unknowns({ unknown, now }: { readonly unknown: Waits['unknown']; readonly now: string }) {
  return (
    <Kind
      id="unknown"
      title={`${countOf(unknown.count, 'message')} nobody knows the end of`}
      why="Handed over, and no certain answer came. They are not tried again, and their leads get
        nothing more, until a person says whether they arrived."
      shown={unknown.items.length}
      count={unknown.count}
    >
      {unknown.items.map((send) => (
        <li key={send.send_id}>
          <div className="row-split">
            <span className="strong">{send.email ?? noAddress}</span>
            <span className="faint">{ageInWords(send.handed_over_at, now)}</span>
          </div>
          <div className="row-split">
            <span>Handed over at {timeOfDay(send.handed_over_at, viewerZone())} on your clock</span>
            <span className="faint">
              {send.campaign_name} · step {send.step}
            </span>
          </div>
        </li>
      ))}
    </Kind>
  );
}

function Mailboxes({ mailboxes }: { readonly mailboxes: Waits['mailboxes'] }) {
  return (
    <Kind
      title={`${countOf(mailboxes.count, 'mailbox', 'mailboxes')} that cannot send`}
      why="What would leave from these waits. Verify them again once the reason is gone."
      shown={mailboxes.items.length}
      count={mailboxes.count}
    >
      {mailboxes.items.map((mailbox) => (
        <li key={mailbox.alias_id} className="row-split">
          <span className="strong">{mailbox.address}</span>
          <span className="soft">{mailbox.reason}</span>
        </li>
      ))}
    </Kind>
  );
}

type KindProps = {
  readonly id?: string;
  readonly title: string;
  readonly why: string;
  readonly shown: number;
  readonly count: number;
  readonly children: ReactNode;
};

function Kind({ id, title, why, shown, count, children }: KindProps) {
  return (
    <section className="panel" id={id} tabIndex={id === undefined ? undefined : -1}>
      <div className="panel-head">
        <h3>{title}</h3>
        <p>{why}</p>
      </div>
      <ul className="rows">{children}</ul>
      {shown < count ? (
        <p className="panel-foot faint">
          The {shown} that have waited longest; {numberOf(count - shown)} more follow them.
        </p>
      ) : null}
    </section>
  );
}
