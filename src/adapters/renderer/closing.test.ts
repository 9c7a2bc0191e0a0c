import { describe, expect, it } from 'vitest';
import type { ClosingInput } from '../../ports/renderer.ts';
import { closing } from './closing.ts';

const link = 'https://outreach.example.com/u/token';
const words = { text: 'Hello.\n', html: '<p>Hello.</p>\n' };
const none = { postalAddress: null, footerText: null, unsubscribeLine: null };
const all: ClosingInput = {
  signature: 'Ada <Engines>',
  footer: {
    postalAddress: '1 Main St\nOurtown',
    footerText: 'Engines & Sons',
    unsubscribeLine: 'No more? {Say "so"}.',
  },
};

describe('what stands below the words', () => {
  it('of a text are signature, footer, address and the way out, in this order', () => {
    expect(closing(all)(words, link).text).toBe(
      'Hello.\n\nAda <Engines>\n\nEngines & Sons\n\n1 Main St\nOurtown\n\n' +
        `No more? Say "so" <${link}>.\n`,
    );
  });

  it('of a page are the same, escaped', () => {
    const { html } = closing(all)(words, link);
    expect(html).toBe(
      '<p>Hello.</p>\n\n<br>\n<p>Ada &lt;Engines&gt;</p>\n' +
        '<div style="font-size:12px;line-height:1.5;color:#666666">\n' +
        '<p>Engines &amp; Sons</p>\n<p>1 Main St<br>\nOurtown</p>\n' +
        `<p>No more? <a href="${link}" style="color:#666666">Say &#34;so&#34;</a>.</p>\n</div>\n`,
    );
  });

  it('is the line we suggest where an account has said nothing', () => {
    const { text, html } = closing({ signature: null, footer: none })(words, link);
    expect(text).toBe(
      `Hello.\n\nIf you would rather not hear from me again, unsubscribe here <${link}>.\n`,
    );
    expect(html).toContain(`<a href="${link}" style="color:#666666">unsubscribe here</a>.</p>`);
    expect(html).not.toContain('<br>');
  });

  it('stands inside of a page that is whole', () => {
    const html = '<html><body><p>Hello.</p></body></html>';
    const close = closing({ signature: null, footer: none });
    expect(close({ ...words, html }, link).html).toMatch(/<\/div>\n<\/body><\/html>$/);
    const loud = close({ ...words, html: html.toUpperCase() }, link).html;
    expect(loud).toMatch(/<\/div>\n<\/BODY><\/HTML>$/);
  });

  it('leaves out what says nothing', () => {
    const footer = { ...none, postalAddress: ' \n ', footerText: '' };
    const { text } = closing({ signature: '\n', footer })(words, link);
    expect(text.split('\n\n')).toHaveLength(2);
  });

  it('is bound by no link that is handed in', () => {
    const { html } = closing({ signature: null, footer: none })(words, '"><b>');
    expect(html).not.toContain('"><b>');
  });
});
