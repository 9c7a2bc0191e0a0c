/** The place where a day is drawn as a strip of hours: how many leave in each. */

import { countOf } from '../words/time.ts';
import styles from './hour-strip.module.css';

export type HourStripProps = {
  /** From 0 to 23, ascending, without gaps. */
  readonly hours: readonly Hour[];
  /** Where the clock stands, in hours, such as 9.5; null where it is outside the strip. */
  readonly now: number | null;
  /** What is drawn, for those who do not see it. */
  readonly label: string;
};

type Hour = { readonly hour: number; readonly count: number };

// In units of the drawing, which are pixels unless the screen is narrower.
const wideColumn = 30;
const narrowColumn = 12;
/** So many fit a phone with a number on each; more are drawn narrow, and every sixth is named. */
const wideColumnsMax = 9;
const narrowStep = 6;
const barsTop = 14;
const barsHeight = 34;
const restHeight = 1.5;
/** The lowest bar that can be told from an hour in which nothing leaves. */
const barHeightMin = 4;
const scaleHeight = 16;
const height = barsTop + barsHeight + scaleHeight;

export function HourStrip({ hours, now, label }: HourStripProps) {
  const isWide = hours.length <= wideColumnsMax;
  const column = isWide ? wideColumn : narrowColumn;
  const first = hours[0]?.hour ?? 0;
  const width = hours.length * column;
  const most = Math.max(1, ...hours.map(({ count }) => count));
  const hand = now === null ? null : (now - first) * column;
  return (
    <svg
      className={styles.strip}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${label}: ${inWords(hours)}`}
    >
      {hours.map((hour, place) => (
        <Bar key={hour.hour} {...hour} left={place * column} width={column} most={most} />
      ))}
      {hand === null ? null : (
        <line className={styles.now} x1={hand} x2={hand} y1={0} y2={barsTop + barsHeight} />
      )}
      {hours.map((hour, place) => (
        <Numbers
          key={hour.hour}
          count={isWide ? hour.count : 0}
          name={isWide || hour.hour % narrowStep === 0 ? hour.hour : null}
          middle={(place + 0.5) * column}
          top={topOf(hour.count, most)}
        />
      ))}
    </svg>
  );
}

type BarProps = Hour & {
  readonly left: number;
  readonly width: number;
  readonly most: number;
};

function Bar({ hour, count, left, width, most }: BarProps) {
  const gap = width / 12;
  const top = topOf(count, most);
  return (
    <rect
      className={count === 0 ? styles.rest : styles.bar}
      x={left + gap}
      y={top}
      width={width - 2 * gap}
      height={barsTop + barsHeight - top}
    >
      <title>{`${clock(hour)} to ${clock(hour + 1)}: ${count}`}</title>
    </rect>
  );
}

type NumbersProps = {
  /** 0 where it is not written. */
  readonly count: number;
  /** Null where it is not written. */
  readonly name: number | null;
  readonly middle: number;
  readonly top: number;
};

function Numbers({ count, name, middle, top }: NumbersProps) {
  return (
    <>
      {count === 0 ? null : (
        <text className={styles.count} x={middle} y={top - 3}>
          {count}
        </text>
      )}
      {name === null ? null : (
        <text className={styles.hour} x={middle} y={height - 3}>
          {String(name).padStart(2, '0')}
        </text>
      )}
    </>
  );
}

function topOf(count: number, most: number): number {
  const tall = barHeightMin + (count / most) * (barsHeight - barHeightMin);
  return barsTop + barsHeight - (count === 0 ? restHeight : tall);
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function inWords(hours: readonly Hour[]): string {
  const busy = hours.filter(({ count }) => count > 0);
  if (busy.length === 0) return 'none';
  return busy.map(({ hour, count }) => `${clock(hour)} ${countOf(count, 'message')}`).join(', ');
}
