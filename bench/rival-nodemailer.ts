/**
 * The place where the rival runs: nodemailer's own pool, composing text and HTML, and nothing
 * else.
 */
import { createTransport } from 'nodemailer';
import { closedHtml, closedText, subjectText, unsubscribeLink } from './words.ts';

const [port = 0, mails = 0, maxConnections = 0] = process.argv.slice(2).map(Number);
const transport = createTransport({
  pool: true,
  host: '127.0.0.1',
  port,
  secure: false,
  ignoreTLS: true,
  maxConnections,
  maxMessages: Number.POSITIVE_INFINITY,
});
let next = 0;
const lane = async (): Promise<void> => {
  for (let n = next++; n < mails; n = next++) {
    const name = `Lead${n % 25}`;
    const company = `Company ${n}`;
    const link = unsubscribeLink(n);
    const words = { name, company, link };
    await transport.sendMail({
      from: { name: 'Ada Sender', address: 'sender0@ours.example' },
      to: { name, address: `lead${n}@c.example` },
      subject: subjectText(name),
      text: closedText(words),
      html: closedHtml(words),
      headers: {
        'List-Unsubscribe': `<${link}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }
};
await Promise.all(Array.from({ length: maxConnections * 2 }, lane));
transport.close();
