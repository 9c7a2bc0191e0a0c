/** The place where it is said how plain text looks as HTML. */
import { expect, test } from 'vitest';

import { htmlOfText } from './html-of-text.ts';

test.each([
  ['lines and paragraphs', 'Hi Ada,\n\nyes.\nNo.\n', '<p>Hi Ada,</p>\n<p>yes.<br>\nNo.</p>\n'],
  ['characters that mean something', `<b> & "'`, '<p>&lt;b&gt; &amp; &#34;&#39;</p>\n'],
  ['nothing', '', '<p></p>\n'],
  [
    'a link',
    'See https://x.example/?a=1&b=2 now',
    '<p>See <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a> now</p>\n',
  ],
  [
    'a link at the end of a sentence',
    '(http://x.example).',
    '<p>(<a href="http://x.example">http://x.example</a>).</p>\n',
  ],
  [
    'a link with brackets of its own',
    'http://x.example/Go_(game), yes',
    '<p><a href="http://x.example/Go_(game)">http://x.example/Go_(game)</a>, yes</p>\n',
  ],
  [
    'a link that would break out of its attribute',
    'http://x.example/"onclick="x',
    '<p><a href="http://x.example/">http://x.example/</a>&#34;onclick=&#34;x</p>\n',
  ],
  ['no other scheme', 'javascript://x.example', '<p>javascript://x.example</p>\n'],
])('%s', (_name, text, html) => {
  expect(htmlOfText(text)).toBe(html);
});
