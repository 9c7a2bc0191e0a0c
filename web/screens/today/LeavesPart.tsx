/** The place where it is shown what leaves today and when, campaign by campaign. */

import type { Leaving, Today } from '../../api/today.ts';
import { HourStrip } from '../../ui/HourStrip.tsx';
import { countOf, numberOf, timeOfDay, whenInWords } from '../../words/time.ts';
import { viewerZone, zoneName } from '../../words/zone.ts';
import { clockOn, hoursOfDay } from './day-strip.ts';
import styles from './leaves-part.module.css';

export function LeavesPart({ today }: { readonly today: Today }) {
  const { leaves, as_of: now } = today;
  return (
    <section className="part" id="leaves" tabIndex={-1} aria-labelledby="leaves-title">
      <div className="part-head">
        <h2 id="leaves-title">Leaves today</h2>
        <p>{standingOf(today)}</p>
      </div>
      {leaves.length === 0 ? (
        <p className="panel empty">
          No campaign is running. A campaign that is launched shows here what it sends today, hour
          by hour.
        </p>
      ) : (
        <ul className="panel rows">
          {leaves.map((leaving) => (
            <Campaign key={leaving.campaign_id} leaving={leaving} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the numbers rest on. */
function standingOf({ engine, leaves, leaves_truncated: isMore }: Today): string {
  if (leaves.length > 0 && (engine.fenced || engine.workers_alive === 0)) {
    return 'As it would be if sending went on.';
  }
  if (isMore) return 'At least so many: more is due than is looked ahead for.';
  return 'By limits, windows and mailboxes as they stand now.';
}

function Campaign({ leaving, now }: { readonly leaving: Leaving; readonly now: string }) {
  const hours = hoursOfDay(leaving);
  const town = zoneName(leaving.timezone);
  return (
    <li className={styles.campaign}>
      <div className={styles.words}>
        <h3>{leaving.campaign_name}</h3>
        <p className={styles.numbers}>
          <span>
            <strong>{numberOf(leaving.leaves_today)}</strong> still{' '}
            {leaving.leaves_today === 1 ? 'leaves' : 'leave'}
          </span>
          <span>
            <strong>{numberOf(leaving.sent_today)}</strong> sent
          </span>
          <span className="faint">at most {numberOf(leaving.daily_limit)} a day</span>
        </p>
        <p className="faint">{scheduleInWords(leaving, now)}</p>
      </div>
      {leaving.leaves_today === 0 ? null : (
        <div className={styles.strip}>
          <HourStrip
            hours={hours}
            now={clockOn(hours, now, leaving.timezone)}
            label={`${leaving.campaign_name} in ${town}, ${countOf(leaving.leaves_today, 'message')}`}
          />
        </div>
      )}
    </li>
  );
}

/** "Window 09:00 to 17:00 Vienna. Next in 4 minutes, last 16:40; on your clock 15:40." */
function scheduleInWords(leaving: Leaving, now: string): string {
  const { first_at: first, last_at: last, timezone: zone } = leaving;
  const opens = leaving.sending_window_start.slice(0, 5);
  const closes = leaving.sending_window_end.slice(0, 5);
  const window = `Window ${opens} to ${closes} ${zoneName(zone)}`;
  if (first === null || last === null) return `${window}. Nothing more today.`;
  const next = `Next ${whenInWords(first, { now, zone })}`;
  if (first === last) return `${window}. ${next}.`;
  const own = viewerZone();
  const isSameClock = timeOfDay(last, own) === timeOfDay(last, zone);
  const yours = isSameClock
    ? ''
    : `; on your clock ${timeOfDay(first, own)} and ${timeOfDay(last, own)}`;
  return `${window}. ${next}, last ${timeOfDay(last, zone)}${yours}.`;
}
