/** The place where it is said what is due and does not leave, why, and until when. */

import type { Held } from '../../api/today.ts';
import { countOf, untilInWords } from '../../words/time.ts';
import { viewerZone, zoneName } from '../../words/zone.ts';

type HeldPartProps = { readonly held: readonly Held[]; readonly now: string };

export function HeldPart({ held, now }: HeldPartProps) {
  const zone = viewerZone();
  return (
    <section className="part" id="held" tabIndex={-1} aria-labelledby="held-title">
      <div className="part-head">
        <h2 id="held-title">Held, and why</h2>
        {held.length === 0 ? null : <p>Times on your clock, {zoneName(zone)}</p>}
      </div>
      {held.length === 0 ? (
        <p className="panel empty">Nothing is held: what is due leaves as planned.</p>
      ) : (
        <ul className="panel rows">
          {held.map((hold) => (
            <li key={`${hold.campaign_id} ${hold.check} ${hold.reason}`}>
              <div className="row-split">
                <h3>{hold.campaign_name}</h3>
                <span className="strong">{countOf(hold.count, 'lead')}</span>
              </div>
              <div className="row-split">
                <p>{hold.reason}</p>
                <p className="faint">
                  {hold.until === null
                    ? 'until something is changed'
                    : untilInWords(hold.until, { now, zone })}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
