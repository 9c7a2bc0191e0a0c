/**
 * The place where a recipient is shown a page: whole by itself, without a script, in the light and
 * the dark, for any browser and any reader of screens.
 */
import { createHash } from 'node:crypto';

const style = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:#fff;color:#1a1a1a}
main{max-width:32rem;margin:0 auto;padding:3rem 1.25rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
p{margin:0 0 1.5rem;overflow-wrap:anywhere}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border:0;
border-radius:.375rem;background:#1f4e8c;color:#fff;cursor:pointer}
button:focus-visible{outline:.1875rem solid #1f4e8c;outline-offset:.1875rem}
@media (prefers-color-scheme:dark){body{background:#161616;color:#f0f0f0}
button{background:#8fb8f0;color:#101010}button:focus-visible{outline-color:#8fb8f0}}
`;

/** Its own style, its own form, and nothing else; it is shown in no frame and kept nowhere. */
export const recipientPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    // Its empty icon: without one a browser asks for one.
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
} as const;

type Said = { readonly title: string; readonly words: string; readonly form?: string };

export function askingPage(email: string): string {
  return page({
    title: 'Unsubscribe',
    words: `No more mail from this sender to <strong>${masked(email)}</strong>?`,
    // The field is what a mail program sends by itself (RFC 8058).
    form:
      '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">' +
      '<button type="submit">Unsubscribe</button></form>',
  });
}

export function donePage(email: string): string {
  const words = `This sender writes no more to <strong>${masked(email)}</strong>. You can close this page.`;
  return page({ title: 'You are unsubscribed', words });
}

export const testPage = page({
  title: 'A link to try out',
  words: 'This mail was sent to try it out: there is nothing to unsubscribe from.',
});

export const unknownPage = page({
  title: 'This link is not known here',
  words:
    'It may have been cut off on its way: try it again from the mail itself, whole. ' +
    'Or answer the mail, and say that you want no more of it.',
});

/** Whoever the mail was forwarded to learns no more of an address than they can see in it. */
function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const first = at > 1 ? email.slice(0, 1) : '';
  return escaped(`${first}***${email.slice(at)}`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page({ title, words, form = '' }: Said): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${words}</p>
${form}
</main>
</body>
</html>
`;
}
