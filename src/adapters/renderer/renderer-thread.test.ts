/** Shows what becomes of templates that take too long or too much, and of those beside them. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { TemplateText } from '../../ports/renderer.ts';
import { waitingPerAskerMax } from './render-desk.ts';
import { createRenderer } from './renderer.ts';
import { createTemplateReader } from './template-reader.ts';

/** However busy the machine is: a call that is given back has a test of its own. */
const renderer = createRenderer({ callMsMax: 60_000 });
afterAll(() => renderer.close());

/** Far longer than the limit, and short of memory: only a clock can tell. */
const forever =
  '{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}' +
  `${'{% if i == j %}{% endif %}'.repeat(40)}{% endfor %}{% endfor %}{% endfor %}`;

let templates = 0;
/** Another text each time: what took too long is remembered. */
function slowTemplate(begin = '{{ n }}'): TemplateText {
  templates += 1;
  const body = `${begin}{% if slow %}${forever}{% endif %}${templates}`;
  return { subject: 'Hello', body, bodyFormat: 'text' };
}

const tooLong = {
  ok: false,
  failure: { field: 'body', message: 'took longer than 1 s to fill in; make it simpler' },
};

describe('a row that takes too long', () => {
  test('fails in words, and the rows before and after it are filled in', async () => {
    const template = slowTemplate();
    const rows = [{ n: 'one ' }, { n: 'two ', slow: true }, { n: 'three ' }];
    const [first, second, third] = await renderer.render({ asker: 'a', template, rows });
    expect(second).toEqual(tooLong);
    expect([first, third].map((row) => row?.ok === true && row.value.text)).toEqual([
      `one ${templates}`,
      `three ${templates}`,
    ]);
  });

  test('fails alone until its template did so three times: then the template is refused', async () => {
    const limits = { answerMsMax: 100, callMsMax: 60_000 };
    const patient = createRenderer(limits);
    const rows = Array.from({ length: 30 }, () => ({ slow: true }));
    const results = await patient.render({ asker: 'b', template: slowTemplate(), rows });
    await patient.close();
    const message = 'took longer than 0.1 s to fill in; make it simpler';
    const tooLongHere = { ok: false, failure: { field: 'body', message } };
    const refused = {
      ok: false,
      failure: {
        field: 'body',
        message: 'took too long 3 times in the last 10 minutes; make it simpler',
      },
    };
    expect(results).toEqual(rows.map((_row, at) => (at < 3 ? tooLongHere : refused)));
  });

  test('leaves the thread of the server to others meanwhile', async () => {
    const order: string[] = [];
    const slow = renderer
      .render({ asker: 'c', template: slowTemplate(), rows: [{ slow: true }] })
      .then(() => order.push('slow'));
    // Neither needs the render thread: a timer, and a template that was read before.
    for (let ticks = 0; ticks < 10; ticks++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push('tick');
    }
    await slow;
    expect(order).toEqual([...Array.from({ length: 10 }, () => 'tick'), 'slow']);
  });

  test('holds up another account by itself, not by all that wait behind it', async () => {
    const order: string[] = [];
    const slow = [1, 2].map((n) =>
      renderer
        .render({ asker: 'd', template: slowTemplate(), rows: [{ slow: true }] })
        .then(() => order.push(`slow ${n}`)),
    );
    const complex = { ...slowTemplate(), body: '{% if n %}{{ n }}{% endif %}' };
    const quick = renderer
      .render({ asker: 'e', template: complex, rows: [{ n: 1 }] })
      .then(() => order.push('quick'));
    await Promise.all([...slow, quick]);
    expect(order.indexOf('quick')).toBeLessThan(order.indexOf('slow 2'));
  });
});

describe('a template that takes too long to be read', () => {
  test('is refused in words, and the next is read', async () => {
    const impatient = createRenderer({ answerMsMax: 0 });
    const body = '{{ a }} '.repeat(900);
    const template = { subject: 'x', body, bodyFormat: 'text' as const };
    const { failure } = (await impatient.inspect({ asker: 'a', template })) as {
      readonly failure: readonly object[];
    };
    expect(failure.at(-1)).toEqual({
      field: 'body',
      message: 'took longer than 0 s to read; make it simpler',
    });
    await impatient.close();
  });
});

describe('a row that takes too much memory', () => {
  test('fails in words, and the rows beside it are filled in', async () => {
    const small = createRenderer({ heapMbMax: 12 });
    const assigned = Array.from({ length: 8 }, (_, n) => `{% assign a${n} = big | split: " " %}`);
    const body = `{% if big %}${assigned.join('')}{% endif %}{{ n }}`;
    const template = { subject: 'x', body, bodyFormat: 'text' as const };
    const big = 'ab1 '.repeat(25_000);
    const rows = [{ n: 1 }, { n: 2, big }, { n: 3 }];
    const results = await small.render({ asker: 'a', template, rows });
    expect(results.map((row) => (row.ok ? row.value.text : row.failure))).toEqual([
      '1',
      { field: 'body', message: 'needed too much memory to fill in; make it simpler' },
      '3',
    ]);
    await small.close();
  });

  test('or is nested too deeply never reaches the thread', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`);
    const template = {
      subject: 'x',
      body: '{% if n %}{{ n }}{% endif %}',
      bodyFormat: 'text' as const,
    };
    const [row] = await renderer.render({ asker: 'a', template, rows: [{ n: 1, deep }] });
    expect(row).toEqual({
      ok: false,
      failure: { field: 'body', message: 'is given a value nested deeper than 100 levels' },
    });
  });
});

test('whoever has too much waiting is told to come again, and nobody else', async () => {
  const known = { subject: 'x', body: 'x', bodyFormat: 'text' as const };
  await renderer.inspect({ asker: 'f', template: known });
  const begun = Array.from({ length: waitingPerAskerMax + 2 }, (_, n) => {
    const template = { subject: 'x', body: `{{ a${n} }}`, bodyFormat: 'text' as const };
    return renderer.inspect({ asker: 'f', template });
  });
  const other = { subject: 'x', body: '{{ other }}', bodyFormat: 'text' as const };
  const beside = await renderer.inspect({ asker: 'g', template: other });
  const refused = (await Promise.all(begun)).filter((result) => !result.ok);
  expect([beside.ok, refused]).toEqual([
    true,
    [
      {
        ok: false,
        failure: [
          {
            field: 'body',
            message:
              'could not be filled in now, for too much is waiting; try again in a few seconds',
            again: true,
          },
        ],
      },
    ],
  ]);
});

test('what is not begun after the time of a call is given back, to be asked again', async () => {
  const none = createRenderer({ callMsMax: -1 });
  const template = { subject: 'x', body: '{% if a %}{% endif %}', bodyFormat: 'text' as const };
  const [row] = await none.render({ asker: 'a', template, rows: [{}] });
  expect(row?.ok === false && row.failure.again).toBe(true);
  await none.close();
});

test('the thread begins anew after a time without work', async () => {
  const brief = createRenderer({ idleMsMax: 1 });
  const read = (name: string) =>
    brief.inspect({ asker: 'a', template: { subject: name, body: 'x', bodyFormat: 'text' } });
  expect((await read('{{ a }}')).ok).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await read('{{ b }}')).ok).toBe(true);
  await brief.close();
});

describe('what is filled in by the server’s thread', () => {
  const output = fc
    .record({
      name: fc.constantFrom('a', 'b', 'c.d', 'none'),
      filter: fc.constantFrom(
        '',
        ' | upcase',
        ' | strip',
        ' | default: "you & I"',
        ' | capitalize',
      ),
    })
    .map(({ name, filter }) => `{{ ${name}${filter} }}`);
  const words = fc.constantFrom(
    'Hi ',
    '<b>x</b>',
    '\r\n',
    '<p>',
    ' & ',
    '<br>',
    'https://x.example',
  );
  const link = output.map((target) => `<a href="${target}">${target}</a>`);
  const body = fc
    .array(fc.oneof(output, words, link), { maxLength: 8 })
    .map((pieces) => pieces.join(''));
  const value = fc.oneof(
    fc.constantFrom('', ' ', '  x', '<i>&"', 'Ada', 'mailto:x', '#', 'x'.repeat(25_000)),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 2 }),
  );
  const row = fc.record(
    { a: value, b: value, c: fc.oneof(value, fc.record({ d: value })) },
    { requiredKeys: [] },
  );

  test.each(['text', 'html'] as const)(
    'of %s is what the render thread makes of it',
    async (bodyFormat) => {
      const reader = createTemplateReader();
      await fc.assert(
        fc.asyncProperty(
          body,
          output,
          fc.array(row, { maxLength: 4 }),
          async (text, subject, rows) => {
            const template = { subject, body: text, bodyFormat };
            const results = await renderer.render({ asker: 'h', template, rows });
            expect(results).toEqual(rows.map((data) => reader.fill(template, data)));
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
