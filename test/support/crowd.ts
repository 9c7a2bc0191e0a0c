/**
 * The place where people do what people do while the workers work: pause, stop, suppress,
 * approve.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/lib/random.ts';
import type { Envelope } from '../../src/ports/mailer.ts';
import { pauseCampaign } from '../../src/usecases/pause-campaign.ts';
import { resumeCampaign } from '../../src/usecases/resume-campaign.ts';
import { stopLead } from '../../src/usecases/stop-lead.ts';
import { suppress } from '../../src/usecases/suppress.ts';
import { unapproveStep } from '../../src/usecases/withdraw-approvals.ts';
import { approve } from './drive.ts';
import type { World } from './world.ts';

export type Person = { readonly id: string; readonly campaignId: string; readonly email: string };

export type Crowd = {
  /** So many at a time, until that is enough; then what any of them was thrown. */
  readonly busy: (hands: number, enough: () => boolean) => Promise<readonly unknown[]>;
  /** What the mail server was given that somebody had been told would not be sent. */
  readonly broken: readonly string[];
  /** To be asked by the mail server, about every message. */
  readonly watch: (envelope: Envelope) => void;
};

type Acts = {
  readonly world: World;
  readonly random: Random;
  readonly people: readonly Person[];
  readonly campaignIds: readonly string[];
  /** Who may not be written to any more, because somebody was told so. */
  readonly barred: { readonly campaigns: Set<string>; readonly addresses: Set<string> };
};

/** On a machine that has other things to do, less is done. */
const patienceMs = 4_000;

/** By how often people do it. */
const habits = [pauseAWhile, stopOne, suppressOne, withdraw, ...Array<Act>(6).fill(approveOne)];
type Act = (acts: Acts) => Promise<unknown>;

export function createCrowd(of: Omit<Acts, 'barred'>): Crowd {
  const barred = { campaigns: new Set<string>(), addresses: new Set<string>() };
  const acts: Acts = { ...of, barred };
  const campaignOf = new Map(of.people.map((person) => [person.email, person.campaignId]));
  const broken: string[] = [];
  return {
    broken,
    watch: ({ to }) => {
      if (barred.addresses.has(to)) broken.push(`${to} was written to after the stop`);
      if (barred.campaigns.has(campaignOf.get(to) ?? '')) broken.push(`${to} was paused`);
    },
    busy: async (hands, enough) => {
      const until = performance.now() + patienceMs;
      const thrown: unknown[] = [];
      const work = async (): Promise<void> => {
        while (!enough() && performance.now() < until) {
          try {
            await habits[of.random.below(habits.length)]?.(acts);
          } catch (error) {
            thrown.push(error);
          }
          await sleep(of.random.below(20));
        }
      };
      await Promise.all(Array.from({ length: hands }, work));
      return thrown;
    },
  };
}

function anybody({ people, random }: Acts): Person {
  const person = people[random.below(people.length)];
  if (person === undefined) throw new Error('there is nobody');
  return person;
}

async function pauseAWhile({ world, random, campaignIds, barred }: Acts): Promise<void> {
  const campaignId = campaignIds[random.below(campaignIds.length)] ?? '';
  const paused = await pauseCampaign(world.usecases)(world.me, { campaignId });
  if (!paused.ok) return;
  if (paused.value.campaign.status === 'paused') barred.campaigns.add(campaignId);
  await sleep(random.below(60));
  barred.campaigns.delete(campaignId);
  await resumeCampaign(world.usecases)(world.me, { campaignId });
}

async function suppressOne(acts: Acts): Promise<void> {
  const { world, barred } = acts;
  const { email } = anybody(acts);
  const told = await suppress(world.usecases)(world.me, { email, reason: 'asked us to' });
  if (told.ok && told.value.inFlight === 0) barred.addresses.add(email);
}

async function stopOne(acts: Acts): Promise<void> {
  const { world, barred } = acts;
  const { id: campaignLeadId, campaignId, email } = anybody(acts);
  const told = await stopLead(world.usecases)(world.me, { campaignId, campaignLeadId });
  if (told.ok && told.value.inFlight === 0) barred.addresses.add(email);
}

async function approveOne(acts: Acts): Promise<void> {
  const { id: campaignLeadId, campaignId } = anybody(acts);
  const body = `Words ${acts.random.below(3)}.`;
  await approve(acts.world, { campaignId, campaignLeadId, body });
}

async function withdraw(acts: Acts): Promise<void> {
  const { id: campaignLeadId, campaignId } = anybody(acts);
  const of = { campaignId, campaignLeadId, step: 1 };
  await unapproveStep(acts.world.usecases)(acts.world.me, of);
}
