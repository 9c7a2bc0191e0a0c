import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EveryRoute,
  everyRoute,
  judgesPerson,
  named,
  type Sample,
  statusesOf,
  tokenFor,
} from '../../support/every-route.ts';
import { type Document, fuzzedCalls } from '../../support/fuzz-calls.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { samples } from '../../support/samples.ts';
import { createStage, type Stage } from '../../support/stage.ts';

/** `npm run prove -- fuzz` asks for many more, of a server that listens. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 40);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

let http: HttpWorld;
let owner: Tenant;
let stage: Stage;
let ids: readonly string[];
let document: Document;

beforeAll(async () => {
  http = await createHttpWorld();
  owner = await http.tenant('Owner');
  stage = createStage(http, owner);
  const others = createStage(http, await http.tenant('Stranger'));
  ids = [await stage.dataset(), await stage.template(), await stage.alias(), await others.draft()];
  document = (await http.app.inject('/openapi.json')).json<Document>();
});
afterAll(() => http.close());

async function samplesOf(route: EveryRoute): Promise<readonly Sample[]> {
  const make = samples[route.name];
  if (make === undefined) throw new Error(`no sample of ${route.name}: add one to samples.ts`);
  return [await make(stage), await make(stage)];
}

describe('whatever it is sent', () => {
  it.each(named(everyRoute))('%s answers as it says it does', async (_, route) => {
    const allowed = statusesOf(route);
    const ground = { document, ids, samples: await samplesOf(route) };
    const property = fc.asyncProperty(fuzzedCalls(route, ground), async (call) => {
      http.log.length = 0;
      const { url, headers, payload } = call;
      // Too many tries are forgotten after a while; a session that was ended is another one's.
      if (judgesPerson(route)) http.world.now.real += 3_600_000;
      const token = await tokenFor(http, route, owner);
      const own = token === null ? {} : bearer(token);
      const request = { method: route.method, url, headers: { ...headers, ...own } };
      const answered = await http.send(payload === null ? request : { ...request, payload });
      expect(http.log.filter(({ level }) => level === 'error')).toEqual([]);
      expect([...allowed], answered.body).toContain(answered.statusCode);
    });
    await fc.assert(property, { numRuns: runs, seed });
  });
});
