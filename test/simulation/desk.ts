/**
 * The place where people act: by the real use cases, at any instant, on whatever is there just
 * then.
 */

import { createScryptCredentials } from '../../src/adapters/credentials/scrypt-credentials.ts';
import { inTransaction } from '../../src/db/database.ts';
import { acceptFence, findSystemIdentifier } from '../../src/db/engine.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { permissions } from '../../src/domain/permission.ts';
import type { Result } from '../../src/lib/result.ts';
import type { Chance } from '../../src/ports/clock.ts';
import type { Renderer } from '../../src/ports/renderer.ts';
import type { Caller } from '../../src/usecases/caller.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { noLists } from '../support/no-lists.ts';
import { loopbackOutbound } from '../support/outbound.ts';
import type { Kernel, Process, Task } from './kernel.ts';
import type { MailWorld } from './mail-world.ts';
import { plainLinks } from './plain-renderer.ts';
import type { AccountPlan, Plan } from './plan.ts';
import { createPlayedWriter } from './played-writer.ts';
import type { Sabotage } from './process.ts';
import { clockOf, createProcess, databaseOf } from './process.ts';
import type { Seeded } from './seeded.ts';
import type { Sessions } from './sessions.ts';

export type DeskDeps = {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly sabotage: Sabotage;
  readonly mail: MailWorld;
  readonly ids: Chance;
  readonly chance: Seeded;
  readonly renderer: Renderer;
  readonly plan: Plan;
  readonly isCalm: () => boolean;
  readonly onStart: (act: Act, asked: number) => void;
  readonly onAnswer: (answer: Answer) => void;
  readonly onError: (task: Task, error: Error) => void;
};

/** What a person was told. */
export type Answer = {
  readonly act: Act;
  readonly ok: boolean;
  readonly code: string | null;
  readonly value: unknown;
  readonly asked: number;
};

export type Scope =
  | { readonly email: string; readonly accountId: string }
  | { readonly domain: string; readonly accountId: string }
  | { readonly enrolmentId: string; readonly accountId: string }
  | { readonly enrolmentId: string; readonly step: number; readonly accountId: string }
  | { readonly campaignId: string; readonly accountId: string }
  | { readonly engine: true };

export type Act = {
  readonly name: string;
  readonly scope: Scope;
  readonly run: (deps: Deps, caller: Caller) => Promise<Result<unknown, Failure>>;
};

export type Desk = {
  readonly start: (act: Act) => void;
  readonly busy: () => number;
  readonly process: () => Process;
};

export function createDesk(deps: DeskDeps): Desk {
  let no = 0;
  let count = 0;
  let running = 0;
  let process = next();

  function next(): Process {
    no += 1;
    running = 0;
    return createProcess({ name: `desk${no}`, kind: 'desk', connectionsMax: 4, wallSkewMs: 0 });
  }

  function start(act: Act): void {
    // Whoever was crashed is up again: a person tries once more.
    if (!process.alive) process = next();
    const at = process;
    count += 1;
    const task: Task = { name: `${at.name}.${act.name}${count}`, process: at, faulted: false };
    const asked = deps.kernel.steps();
    running += 1;
    deps.onStart(act, asked);
    const end = (): void => {
      if (at === process) running -= 1;
    };
    act.run(depsOf(deps, task), callerOf(deps.plan, act.scope)).then(
      (result) => {
        end();
        const told = result.ok
          ? { ok: true, code: null, value: result.value }
          : { ok: false, code: result.failure.code, value: null };
        deps.onAnswer({ act, asked, ...told });
      },
      (error: unknown) => {
        end();
        deps.onError(task, error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  return { start, busy: () => (process.alive ? running : 0), process: () => process };
}

function depsOf(deps: DeskDeps, task: Task): Deps {
  const db = databaseOf(deps, task);
  return {
    db,
    clock: clockOf(deps, task, db),
    chance: deps.ids,
    mailer: deps.mail.mailerOf(task),
    outbound: loopbackOutbound,
    links: plainLinks,
    renderer: deps.renderer,
    writer: createPlayedWriter(deps, task),
    credentials: createScryptCredentials(),
    vault: { seal: (text) => Buffer.from(text), open: (sealed) => sealed.toString() },
    addressLists: noLists,
    post: null,
    publicUrl: null,
    engineEpoch: 1,
    fencedBecause: null,
  };
}

function callerOf(plan: Plan, scope: Scope): Caller {
  const accountId = 'engine' in scope ? plan.accounts[0]?.id : scope.accountId;
  const account = plan.accounts.find((one) => one.id === accountId) as AccountPlan;
  const actor = account.personId;
  return {
    accountId: account.id,
    actor,
    userId: actor,
    keyId: null,
    sessionId: null,
    role: 'owner',
    requestId: null,
    accounts: null,
    permissions: new Set(permissions),
  };
}

/**
 * An operator has looked and takes the responsibility: the fence falls, older instances are
 * ended.
 */
export const acceptAct: Act = {
  name: 'accept_fence',
  scope: { engine: true },
  run: async ({ db }) => {
    const systemIdentifier = await findSystemIdentifier(db);
    const epoch = await inTransaction(db, (tx) => acceptFence(tx, systemIdentifier));
    return { ok: true, value: epoch };
  },
};
