/**
 * The place where a seed becomes a world: who writes to whom, within which limits, and how
 * ill-fated.
 */
import type { Step } from '../../src/domain/campaign/campaign.ts';
import type { Weekday } from '../../src/domain/schedule/window.ts';
import type { EngineSettings } from '../../src/engine/deps.ts';
import { crashPoints } from './crash-points.ts';
import type { FaultPlan } from './faults.ts';
import { pointFaults } from './faults.ts';
import type { MailPlan } from './mail-world.ts';
import { unrenderable } from './plain-renderer.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';

export type AliasPlan = {
  readonly id: string;
  readonly address: string;
  readonly dailyCap: number;
  readonly minGapSeconds: number;
  readonly signature: string | null;
};

export type LeadPlan = {
  readonly id: string;
  readonly email: string | null;
  readonly data: Readonly<Record<string, string>>;
};

export type CampaignPlan = {
  readonly id: string;
  readonly datasetId: string;
  readonly leads: readonly LeadPlan[];
  readonly steps: readonly Step[];
  readonly aliasIds: readonly string[];
  readonly dailyLimit: number;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly minIntervalSeconds: number;
  readonly timezone: string;
  readonly sendDays: readonly Weekday[];
  readonly approvalMode: 'optional' | 'required';
  readonly useLeadTimezone: boolean;
  readonly startDate: number | null;
  readonly unreviewedLaunchPolicy: 'launch_default' | 'hold' | 'cancel';
};

export type AccountPlan = {
  readonly id: string;
  readonly personId: string;
  readonly profileId: string;
  readonly templateIds: readonly string[];
  readonly domainDailyCap: number | null;
  readonly aliases: readonly AliasPlan[];
  readonly campaigns: readonly CampaignPlan[];
};

export type Plan = {
  readonly seed: number;
  readonly days: number;
  readonly startReal: number;
  readonly startEngine: number;
  readonly rate: number;
  readonly accounts: readonly AccountPlan[];
  readonly workers: number;
  readonly settings: EngineSettings;
  readonly faults: FaultPlan;
  readonly mail: MailPlan;
  /** How often one process goes on where it was, instead of another one. */
  readonly stickiness: number;
  /** Of one operation: that a person acts, that the world shakes. */
  readonly actProbability: number;
  readonly shakeProbability: number;
  readonly reviewProbability: number;
};

const dayMs = 86_400_000;
const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Zones with what befalls them, and instants around it. */
const occasions: readonly (readonly [zone: string, at: string])[] = [
  ['Europe/Vienna', '2026-03-29T01:00:00Z'],
  ['Europe/Vienna', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Asia/Kathmandu', '2026-12-31T18:15:00Z'],
  ['Pacific/Kiritimati', '2026-06-15T10:00:00Z'],
];
const otherZones = ['UTC', 'Europe/London', 'America/Los_Angeles', 'Asia/Tokyo'] as const;
const windows = [
  ['09:00:00', '17:00:00'],
  ['08:30:00', '20:00:00'],
  ['00:00:00', '23:59:59'],
  ['00:00:00', '03:00:00'],
  ['01:30:00', '02:30:00'],
  ['01:00:00', '12:00:00'],
] as const;
const domains = ['one.example', 'two.example', 'three.example', 'four.example'] as const;

type Ids = () => string;

export function planOf(seed: number, days?: number): Plan {
  const chance = seeded(seed, 'plan');
  let made = 0;
  const id: Ids = () => {
    made += 1;
    return `00000000-0000-4000-8000-${made.toString(16).padStart(12, '0')}`;
  };
  const [zone, at] = chance.pick(occasions);
  const startEngine = Date.parse(at) - chance.between(0, 3 * dayMs);
  const temper = chance.below(10);
  const connectionsMax = chance.between(1, 4);
  return {
    seed,
    days: days ?? chance.between(2, 4),
    startReal: Date.parse('2026-01-05T00:00:00Z') + chance.below(dayMs),
    startEngine,
    rate: chance.pick([1, 1, 1, 1, 60]),
    accounts: Array.from({ length: chance.pick([1, 1, 1, 2, 3]) }, () =>
      accountOf(chance, id, { zone, startEngine }),
    ),
    workers: chance.between(1, 3),
    settings: {
      claimMax: chance.pick([2, 5, 20, 200]),
      connectionsMax,
      roundsMax: 1,
      handfulMax: chance.between(1, Math.min(2, connectionsMax)),
    },
    faults: faultsOf(seed, { chance, temper }),
    mail: mailOf(chance, temper),
    stickiness: chance.pick([0, 0.5, 0.9, 0.98]),
    actProbability: chance.pick([0.002, 0.008, 0.025]),
    shakeProbability: temper === 0 ? 0 : chance.pick([0.0005, 0.002, 0.006]),
    reviewProbability: chance.pick([0.1, 0.5, 0.9]),
  };
}

/** The seeds take aim at the crash points in turn, and at each in every way. */
function faultsOf(
  seed: number,
  { chance, temper }: { readonly chance: Seeded; readonly temper: number },
): FaultPlan {
  const label = crashPoints[seed % crashPoints.length];
  const kind = pointFaults[Math.floor(seed / crashPoints.length) % pointFaults.length];
  const after = chance.pick([0, 0, 0, 1, 2, 3, 5, 8, 13]);
  const slow = chance.happens(0.08);
  const noAim = temper === 0 || label === undefined || kind === undefined;
  return {
    probability: temper < 2 ? 0 : slow ? 0.06 : chance.pick([0.002, 0.005, 0.01, 0.02]),
    kinds: slow ? ['late'] : pointFaults,
    aims: noAim ? [] : [{ label, kind, after }],
    faultsMax: slow ? 80 : chance.between(2, 30),
  };
}

function mailOf(chance: Seeded, temper: number): MailPlan {
  const likely = temper === 0 ? 0 : chance.pick([0, 0.5, 1, 3]);
  return {
    refusedForNow: 0.06 * likely,
    refused: 0.01 * likely,
    noSuchRecipient: 0.02 * likely,
    unreachable: 0.05 * likely,
    unknown: 0.03 * likely,
    throws: 0.02 * likely,
    slow: chance.pick([0, 0.05, 0.4]),
  };
}

type At = { readonly zone: string; readonly startEngine: number };

function accountOf(chance: Seeded, id: Ids, at: At): AccountPlan {
  const crowd = chance.happens(0.04);
  const aliases = Array.from({ length: chance.between(1, 3) }, (_, index) => ({
    id: id(),
    address: `box${index}@us${index}.example`,
    dailyCap: crowd ? 20 : chance.pick([1, 2, 3, 5, 12, 50]),
    minGapSeconds: chance.pick([0, 0, 30, 300, 900]),
    signature: chance.happens(0.3) ? `Box ${index}` : null,
  }));
  const base = {
    id: id(),
    personId: id(),
    profileId: id(),
    templateIds: [id(), id()],
    domainDailyCap: !crowd && chance.happens(0.2) ? chance.between(1, 4) : null,
    aliases,
  };
  const people = peopleOf(chance, crowd ? 40 : chance.between(3, 9));
  const campaigns = Array.from({ length: chance.pick([1, 1, 2, 3]) }, () =>
    campaignOf(chance, id, { ...at, account: base, people }),
  );
  return { ...base, campaigns };
}

/**
 * Addresses are shared by the datasets of one account, now and then twice in one, now and then
 * none.
 */
function peopleOf(chance: Seeded, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `lead${index}@${chance.pick(domains)}`);
}

function leadOf(chance: Seeded, id: Ids, email: string): LeadPlan {
  const invalid = chance.happens(0.06);
  const zone = chance.happens(0.5) ? { timezone: chance.pick(otherZones) } : {};
  const first = chance.happens(0.03) ? unrenderable : (email.split('@')[0] ?? '');
  const data = { email: invalid ? 'nobody' : email, first_name: first, ...zone };
  return { id: id(), email: invalid ? null : email, data };
}

function campaignOf(
  chance: Seeded,
  id: Ids,
  of: At & {
    readonly account: Omit<AccountPlan, 'campaigns'>;
    readonly people: readonly string[];
  },
): CampaignPlan {
  const { account, people } = of;
  const [windowStart, windowEnd] = chance.pick(windows);
  const boxes = account.aliases.map((alias) => alias.id);
  const leads = people.filter(() => chance.happens(0.8)).map((email) => leadOf(chance, id, email));
  const again = leads[0];
  if (again?.email !== undefined && again.email !== null && chance.happens(0.3)) {
    leads.push(leadOf(chance, id, again.email));
  }
  return {
    id: id(),
    datasetId: id(),
    leads: leads.length > 0 ? leads : [leadOf(chance, id, people[0] ?? 'a@one.example')],
    steps: stepsOf(chance, account, people.length > 10 ? [1] : [1, 1, 2, 2, 3, 4]),
    aliasIds: boxes.filter((_, index) => index === 0 || chance.happens(0.6)),
    dailyLimit: people.length > 10 ? 15 : chance.pick([1, 2, 3, 5, 20]),
    windowStart,
    windowEnd,
    minIntervalSeconds: chance.pick([0, 0, 20, 60, 600]),
    timezone: chance.happens(0.7) ? of.zone : chance.pick(otherZones),
    sendDays: chance.happens(0.6)
      ? weekdays
      : weekdays.filter((day) => day === 'wed' || chance.happens(0.7)),
    approvalMode: chance.pick(['optional', 'required']),
    useLeadTimezone: chance.happens(0.25),
    startDate: chance.happens(0.25) ? of.startEngine + chance.between(1, 40) * 3_600_000 : null,
    unreviewedLaunchPolicy: chance.pick(['launch_default', 'launch_default', 'hold']),
  };
}

function stepsOf(
  chance: Seeded,
  account: Omit<AccountPlan, 'campaigns'>,
  lengths: readonly number[],
): readonly Step[] {
  const personal = chance.happens(0.4);
  return Array.from({ length: chance.pick(lengths) }, (_, index) => {
    const byModel = personal && chance.happens(0.7);
    const variant = (label: string) => ({
      label,
      weight: 1,
      type: byModel ? ('PERSONALIZATION' as const) : ('TEMPLATE' as const),
      templateId: byModel ? null : chance.pick(account.templateIds),
      senderProfileId: byModel && chance.happens(0.5) ? account.profileId : null,
    });
    return {
      step: index + 1,
      delayDays: index === 0 ? 0 : chance.between(0, 2),
      channel: 'email' as const,
      variants: chance.happens(0.3) ? [variant('A'), variant('B')] : [variant('A')],
      aiPersonalizationEnabled: byModel,
      trackClicks: false,
      actionType: null,
      messageTemplate: null,
      approvalRequired: chance.pick([null, null, null, true, false]),
    };
  });
}
