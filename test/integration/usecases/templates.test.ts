import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failed, ok } from '../../../src/lib/result.ts';
import type { Renderer } from '../../../src/ports/renderer.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createTemplate } from '../../../src/usecases/create-template.ts';
import { editTemplate } from '../../../src/usecases/edit-template.ts';
import { findTemplate } from '../../../src/usecases/find-template.ts';
import { listTemplates } from '../../../src/usecases/list-templates.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let stranger: Caller;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  stranger = await store.caller('Stranger');
});
afterAll(() => store.close());

/** A language of names in braces, in which an open brace alone is a fault. */
const renderer: Pick<Renderer, 'inspect'> = {
  inspect: async ({ template: { subject, body } }) => {
    const faults = Object.entries({ subject, body }).flatMap(([field, text]) =>
      /\{[^}]*$/.test(text)
        ? [{ field: field as 'subject' | 'body', message: 'never closed' }]
        : [],
    );
    if (faults.length > 0) return failed(faults);
    const names = `${subject} ${body}`.matchAll(/\{(\w+)\}/g);
    return ok({ variables: [...new Set([...names].map(([, name]) => name ?? ''))] });
  },
};

const refusing: Pick<Renderer, 'inspect'> = {
  inspect: async () => failed([{ field: 'body', message: 'never closed' }]),
};

const hurried: Pick<Renderer, 'inspect'> = {
  inspect: async () => failed([{ field: 'body', message: 'too much is waiting', again: true }]),
};

/** While the renderer is asked, somebody else edits: so many times. */
function editsBefore(
  inspect: Renderer['inspect'],
  times: number,
  other: Parameters<ReturnType<typeof editTemplate>>[1],
) {
  let edits = 0;
  const interrupted: Pick<Renderer, 'inspect'> = {
    inspect: async (input) => {
      edits += 1;
      const subject = other.subject ?? `Hello ${edits}`;
      if (edits <= times) await editTemplate(deps())(caller, { ...other, subject });
      return inspect(input);
    },
  };
  return { ...deps(), renderer: interrupted as Renderer };
}

function deps() {
  return { ...store, renderer: renderer as Renderer };
}

function create(change: { readonly body?: string; readonly subject?: string } = {}) {
  const input = { name: 'Intro', subject: 'Hi {first_name}', body: 'From {city}, {first_name}' };
  return createTemplate(deps())(caller, { ...input, ...change });
}

describe('a template', () => {
  it('is kept with its first version and the variables it names', async () => {
    store.now.engine = start;
    const created = valueFrom(await create());
    expect(created).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      name: 'Intro',
      version: 1,
      subject: 'Hi {first_name}',
      body: 'From {city}, {first_name}',
      bodyFormat: 'text',
      variables: ['first_name', 'city'],
      createdAt: start,
      updatedAt: start,
    });
    expect(valueFrom(await findTemplate(store)(caller, { templateId: created.id }))).toEqual(
      created,
    );
  });

  it('is refused where its language cannot be read, at the field', async () => {
    const failure = failureFrom(await create({ subject: '{a', body: '{b' }));
    expect(failure.faults).toEqual([
      { path: ['subject'], message: 'never closed', type: 'string.template' },
      { path: ['body'], message: 'never closed', type: 'string.template' },
    ]);
  });

  it('is not there for another account, to be read or to be edited', async () => {
    const { id: templateId } = valueFrom(await create());
    const found = await findTemplate(store)(stranger, { templateId });
    const edited = await editTemplate(deps())(stranger, { templateId, body: 'mine now' });
    expect([failureFrom(found).code, failureFrom(edited).code]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    const page = await listTemplates(store)(stranger, { cursor: null, limit: 50 });
    expect(valueFrom(page).items).toEqual([]);
    expect(valueFrom(await findTemplate(store)(caller, { templateId })).version).toBe(1);
  });
});

describe('an edit', () => {
  it('of the text makes the next version and keeps the one before', async () => {
    store.now.engine = start;
    const created = valueFrom(await create());
    store.now.engine = start + 1000;
    const edited = valueFrom(
      await editTemplate(deps())(caller, { templateId: created.id, body: 'In {town}' }),
    );
    expect(edited).toEqual({
      ...created,
      version: 2,
      body: 'In {town}',
      variables: ['first_name', 'town'],
      updatedAt: start + 1000,
    });
    expect(valueFrom(await findTemplate(store)(caller, { templateId: created.id }))).toEqual(
      edited,
    );
    expect(await versionsOf(created.id)).toEqual([
      { version: 1, body: 'From {city}, {first_name}', created_at: start },
      { version: 2, body: 'In {town}', created_at: start + 1000 },
    ]);
  });

  it('of the name alone makes no version, so that no approval becomes stale', async () => {
    const created = valueFrom(await create());
    const edited = valueFrom(
      await editTemplate(deps())(caller, { templateId: created.id, name: 'Intro, second try' }),
    );
    expect([edited.name, edited.version]).toEqual(['Intro, second try', 1]);
  });

  it('that changes nothing is no edit', async () => {
    store.now.engine = start;
    const created = valueFrom(await create());
    store.now.engine = start + 1000;
    const same = { templateId: created.id, name: created.name, body: created.body };
    expect(valueFrom(await editTemplate(deps())(caller, same))).toEqual(created);
  });

  it('that cannot be read leaves everything as it was', async () => {
    const created = valueFrom(await create());
    const failure = failureFrom(
      await editTemplate(deps())(caller, { templateId: created.id, name: 'X', body: '{' }),
    );
    expect(failure.faults?.map((fault) => fault.path)).toEqual([['body']]);
    expect(valueFrom(await findTemplate(store)(caller, { templateId: created.id }))).toEqual(
      created,
    );
  });

  it('of the name alone asks nothing of a language that has become stricter since', async () => {
    const created = valueFrom(await create());
    const stricter = { ...deps(), renderer: refusing as Renderer };
    const input = { templateId: created.id, name: 'Renamed' };
    const edited = valueFrom(await editTemplate(stricter)(caller, input));
    expect([edited.name, edited.variables]).toEqual(['Renamed', created.variables]);
  });

  it('beside which somebody writes the text is judged again, by what it comes to', async () => {
    const created = valueFrom(await create());
    const { id: templateId } = created;
    const other = { templateId, subject: 'For {town}' };
    const inspectWith = editsBefore(renderer.inspect, 1, other);
    const input = { templateId, body: 'In {county}' };
    const edited = valueFrom(await editTemplate(inspectWith)(caller, input));
    expect([edited.subject, edited.body, edited.variables, edited.version]).toEqual([
      'For {town}',
      'In {county}',
      ['town', 'county'],
      3,
    ]);
  });

  it('is told to begin anew where somebody writes the text each time', async () => {
    const { id: templateId } = valueFrom(await create());
    const always = editsBefore(renderer.inspect, 100, { templateId });
    const failure = failureFrom(
      await editTemplate(always)(caller, { templateId, body: 'In {county}' }),
    );
    expect(failure.code).toBe('PRECONDITION_FAILED');
  });

  it('for which there is no time is told to come again, and writes nothing', async () => {
    const created = valueFrom(await create());
    const input = { templateId: created.id, body: 'In {county}' };
    const busy = { ...deps(), renderer: hurried as Renderer };
    const failure = failureFrom(await editTemplate(busy)(caller, input));
    expect([failure.code, failure.retryAfterSeconds]).toEqual(['BUSY', 5]);
    const found = await findTemplate(store)(caller, { templateId: created.id });
    expect(valueFrom(found)).toEqual(created);
  });

  it('and another at once both count', async () => {
    const { id: templateId } = valueFrom(await create());
    await Promise.all(
      ['one', 'two', 'three'].map((body) => editTemplate(deps())(caller, { templateId, body })),
    );
    const versions = await versionsOf(templateId);
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });
});

function versionsOf(templateId: string) {
  return store.db
    .selectFrom('template_version')
    .select(['version', 'body', 'created_at'])
    .where('template_id', '=', templateId)
    .orderBy('version')
    .execute();
}
