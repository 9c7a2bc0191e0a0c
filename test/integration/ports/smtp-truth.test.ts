/** The place where what the mailer answered is laid beside what a misbehaving server really got. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { HandOver } from '../../../src/ports/mailer.ts';
import { handOver } from '../../support/hand-over.ts';
import { loopbackOutbound } from '../../support/outbound.ts';
import type { SinkLogLine } from '../../support/smtp-sink-log.ts';

const connectionsMax = 8;
const messages = 2_000;

async function startSinkProcess(log: string): Promise<{ child: ChildProcess; port: number }> {
  const flags = ['--drop-after-data', '0.05', '--drop-before-data', '0.05', '--seed', '7'];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/smtp-sink.ts', '--log', log, ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(String(line)) as { port: number };
  return { child, port };
}

/** Every tenth to an address that is refused or put off. */
function recipientOf(index: number): string {
  if (index % 20 === 3) return `refuse-5xx.${index}@lead.example`;
  return index % 20 === 13 ? `defer.${index}@lead.example` : `lead-${index}@lead.example`;
}

async function handOverAll(port: number): Promise<Map<string, HandOver['outcome']>> {
  const mailer = createSmtpMailer({ outbound: loopbackOutbound, connectionsMax });
  const smtp = { host: '127.0.0.1', port, security: 'none', auth: null } as const;
  const mailbox = { aliasId: 'alias-1', provider: 'smtp', smtp } as const;
  const outcomes = new Map<string, HandOver['outcome']>();
  let next = 0;
  const carry = async (): Promise<void> => {
    while (next < messages) {
      const index = next++;
      const messageId = `<${index}@sender.example>`;
      const bytes = Buffer.from(`Message-ID: ${messageId}\r\n\r\nHello.\r\n`);
      const to = recipientOf(index);
      const from = 'a@sender.example';
      const answer = await handOver(mailer, mailbox, { messageId, from, to, bytes });
      outcomes.set(messageId, answer.outcome);
    }
  };
  await Promise.all(Array.from({ length: connectionsMax }, carry));
  await mailer.close();
  return outcomes;
}

test('accepted arrived, refused and unreached did not, and nothing arrived twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sink-'));
  const log = join(folder, 'sink.log');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { child, port } = await startSinkProcess(log);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const outcomes = await handOverAll(port);
  child.kill('SIGTERM');
  await once(child, 'exit');
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');

  const arrived = lines.map((line) => JSON.parse(line) as SinkLogLine);
  const told = new Map(arrived.map((line) => [line.messageId, line.told]));
  expect(told.size).toBe(arrived.length);
  expect(outcomes.size).toBe(messages);
  const tally: Record<string, number> = {};
  for (const [messageId, outcome] of outcomes) {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    if (outcome === 'accepted') expect(told.get(messageId)).toBe('250');
    else if (outcome === 'unknown') expect(told.get(messageId)).toBe('none');
    else expect(told.has(messageId)).toBe(false);
  }
  expect(tally['refused']).toBe(messages / 10);
  expect(tally['unknown']).toBeGreaterThan(0);
  expect(tally['unknown']).toBe(arrived.filter((line) => line.told === 'none').length);
});
