/** Makes a link by which somebody proves their address to the operator, and chooses a password. */
import { createChance } from '../../adapters/clock/chance.ts';
import { createDatabaseClock } from '../../adapters/clock/database-clock.ts';
import { createScryptCredentials } from '../../adapters/credentials/scrypt-credentials.ts';
import type { Asked } from '../../cli/command-line.ts';
import { findEngine, readClock } from '../../db/engine.ts';
import {
  listPeopleOfAddress,
  makePasswordLink,
  type PersonOfAddress,
} from '../../usecases/reset-password.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';

type PasswordAsked = Extract<Asked, { readonly command: 'people password' }>;

export async function linkPassword(
  config: Config,
  { email, account, json }: PasswordAsked,
): Promise<number> {
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  const { db, close } = opened.value;
  try {
    if ((await findEngine(db)) === null) {
      console.error('This database was never started: npm start, and ask again.');
      return 1;
    }
    const clock = createDatabaseClock(() => readClock(db));
    const chance = createChance();
    const credentials = createScryptCredentials();
    const deps = { db, clock, chance, credentials };
    const people = await listPeopleOfAddress(deps)(email);
    const token = await makePasswordLink(deps)(email, account);
    if (token === null) {
      for (const line of unclear(people)) console.error(line);
      return 1;
    }
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const link = `${config.publicUrl ?? `http://${host}:${config.port}`}/password#${token}`;
    console.log(
      json
        ? JSON.stringify({ email, link })
        : `${link}\n(once, within a day; whoever opens it owns this address here from then on)`,
    );
    return 0;
  } finally {
    await close();
  }
}

function unclear(people: readonly PersonOfAddress[]): readonly string[] {
  if (people.length === 0) {
    return ['Nobody signs in by this e-mail address; see who does: GET /api/v1/members.'];
  }
  const whose = people.flatMap(({ name, accounts }) =>
    accounts.map((account) => `  --account ${account.id}  ${account.name}: ${name}`),
  );
  return [
    'Nobody has proved this e-mail address, and it was given to people of these accounts. Ask whom',
    'you make the link for which of them is theirs; whoever accepted for the others gets nothing:',
    ...whose,
  ];
}
