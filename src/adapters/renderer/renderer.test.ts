/** The place where it is said what a template may do, what it may not, and what becomes of it. */
import { describe, expect, test } from 'vitest';

import type { TemplateText } from '../../ports/renderer.ts';
import { createRenderer } from './renderer.ts';

const renderer = createRenderer();
const asker = 'an account';

function inspect(template: TemplateText) {
  return renderer.inspect({ asker, template });
}

async function render(template: TemplateText, data: Readonly<Record<string, unknown>>) {
  const [result] = await renderer.render({ asker, template, rows: [data] });
  if (result === undefined) throw new Error('a row has no result');
  return result;
}

function text(body: string, subject = 'Hello'): TemplateText {
  return { subject, body, bodyFormat: 'text' };
}

function html(body: string): TemplateText {
  return { subject: 'Hello', body, bodyFormat: 'html' };
}

async function bodyOf(body: string, data: Readonly<Record<string, unknown>> = {}) {
  const rendered = await render(text(body), data);
  return rendered.ok ? rendered.value.text : rendered.failure.message;
}

describe('a template', () => {
  test('names its variables in the order of their first use', async () => {
    const template = text(
      'Hi {{ first_name }},{% if title %} {{ company.name }}{% endif %}' +
        '{% for item in items %}{{ item }}{% endfor %}' +
        '{% assign x = city %}{{ x }}{{ company.name }}',
      'For {{ company.name }}',
    );
    expect(await inspect(template)).toEqual({
      ok: true,
      value: { variables: ['company.name', 'first_name', 'title', 'items', 'city'] },
    });
  });

  test('that is wrong in both fields is told both', async () => {
    expect(await inspect(text('{% if %}', '{{ x'))).toEqual({
      ok: false,
      failure: [
        { field: 'subject', message: 'output "{{ x" not closed, line:1, col:1' },
        { field: 'body', message: 'invalid value expression: "", line:1, col:6' },
      ],
    });
  });

  test.each([
    ['{% include "x" %}', 'tag "include" not found'],
    ['{% render "x" %}', 'tag "render" not found'],
    ['{% raw %}x{% endraw %}', 'tag "raw" not found'],
    ['{% comment %}x{% endcomment %}', 'tag "comment" not found'],
    ['{% capture x %}x{% endcapture %}', 'tag "capture" not found'],
    ['{{ x | sample }}', 'undefined filter: sample'],
    ['{{ x | raw }}', 'undefined filter: raw'],
    ['{{ x | sha256 }}', 'undefined filter: sha256'],
    ['{{ x | nonsense }}', 'undefined filter: nonsense'],
  ])('may not use %s', async (body, message) => {
    const inspected = await inspect(text(body));
    expect(inspected.ok ? '' : inspected.failure[0]?.message).toBe(`${message}, line:1, col:1`);
  });

  test('may not be longer than 50,000 characters', async () => {
    const longest = 'x'.repeat(50_000);
    expect((await inspect(text(longest))).ok).toBe(true);
    expect(await inspect(text(`${longest}x`))).toEqual({
      ok: false,
      failure: [{ field: 'body', message: 'must not be longer than 50000 characters' }],
    });
  });

  test('may not hold more than 1,000 variables and tags', async () => {
    expect((await inspect(text('{{ a }}'.repeat(1_000)))).ok).toBe(true);
    expect(await inspect(text('{{ a }}'.repeat(1_001)))).toEqual({
      ok: false,
      failure: [{ field: 'body', message: 'must not hold more than 1000 variables and tags' }],
    });
  });

  test.each([
    ['{% for i in (1..100000000) %}x{% endfor %}', 'memory alloc limit exceeded, line:1, col:1'],
    ['{{ "now" | date: "%Y" }}', 'date: "now" is not known here, line:1, col:1'],
  ])('that asks for too much fails in words: %s', async (body, message) => {
    expect(await render(text(body), {})).toEqual({
      ok: false,
      failure: { field: 'body', message },
    });
  });
});

describe('a value', () => {
  test('that is missing is empty and told, once and by its name', async () => {
    const template = text('{{ a }}{{ b.c }}{{ a | upcase }}{{ d | default: "x" }}', 'x {{ e }}');
    const rendered = await render(template, { b: {}, d: '' });
    expect(rendered).toEqual({
      ok: true,
      value: { subject: 'x', text: 'x', html: '<p>x</p>\n', missing: ['e', 'a', 'b.c'] },
    });
  });

  test.each([[''], ['  '], [null]])('of %j is missing too', async (value) => {
    const rendered = await render(text('Hi {{ a }},{% if true %}{{ a }}{% endif %}'), {
      a: value,
    });
    expect(rendered.ok && rendered.value.missing).toEqual(['a']);
  });

  test('that only a condition asks for is not missing', async () => {
    const rendered = await render(text('{% if a %}{{ a }}{% else %}-{% endif %}'), {});
    expect(rendered.ok && [rendered.value.text, rendered.value.missing]).toEqual(['-', []]);
  });

  test('is plain data: nothing of its prototype is reached', async () => {
    const template = '[{{ constructor }}{{ a.constructor.name }}{{ a.__proto__ }}{{ toString }}]';
    expect(await bodyOf(template, { a: {} })).toBe('[]');
    expect(await bodyOf(`{% if true %}${template}{% endif %}`, { a: {} })).toBe('[]');
  });

  test('that looks like a template stays what it is', async () => {
    expect(await bodyOf('Hi {{ a }}', { a: '{{ b }}', b: 'no' })).toBe('Hi {{ b }}');
  });

  test('is escaped in HTML, once, however the author writes it', async () => {
    const rendered = await render(html('<p>{{ a }}|{{ a | escape }}|{{ a | upcase }}</p>'), {
      a: '<b>&',
    });
    expect(rendered.ok && rendered.value).toEqual({
      subject: 'Hello',
      text: '<b>&|<b>&|<B>&',
      html: '<p>&lt;b&gt;&amp;|&lt;b&gt;&amp;|&lt;B&gt;&amp;</p>',
      missing: [],
    });
  });

  test('written as a date is written in UTC', async () => {
    expect(
      await bodyOf('{{ a | date: "%Y-%m-%d %H:%M" }}', { a: '2026-03-29T23:30:00-02:00' }),
    ).toBe('2026-03-30 01:30');
  });
});

describe('a subject', () => {
  test.each(['a\r\nBcc: eve@x.example', 'a\nBcc: eve@x.example', 'a\u2028Bcc: eve@x.example'])(
    'is one line, whatever is put into it: %j',
    async (value) => {
      const rendered = await render(text('x', '{{ a }}\r\n'), { a: value });
      expect(rendered.ok && rendered.value.subject).toBe('a Bcc: eve@x.example');
      expect(renderer.plain({ subject: value, body: '' }).subject).toBe('a Bcc: eve@x.example');
    },
  );

  test('that comes out longer than 998 characters is a fault', async () => {
    const rendered = await render(text('x', '{{ a }}'), { a: 'x'.repeat(999) });
    expect(rendered).toEqual({
      ok: false,
      failure: { field: 'subject', message: 'came out longer than 998 characters' },
    });
  });
});

describe('what a person approved', () => {
  test('knows no template language', () => {
    const content = { subject: '{{ a }}', body: 'Hi {{ first_name }} {% if %}\r\n' };
    expect(renderer.plain(content)).toEqual({
      subject: '{{ a }}',
      text: 'Hi {{ first_name }} {% if %}\n',
      html: '<p>Hi {{ first_name }} {% if %}</p>\n',
      missing: [],
    });
  });
});
