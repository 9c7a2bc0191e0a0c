/** The place where it is decided which prompt a draft is written with. */
import type { Campaign } from '../campaign/campaign.ts';

export const defaultPrompt = [
  'Write a short, plain first-person e-mail to the person described by the data below.',
  'Use only facts found in the data. Make one clear point and ask one question.',
  'No flattery, no invented numbers, no attachments, no links, at most 120 words.',
].join(' ');

/** The campaign's prompt wins over the sender profile's, which wins over the default. */
export function resolvedPrompt(
  campaign: Pick<Campaign, 'systemPrompt'>,
  sender: Readonly<Record<string, unknown>>,
): string {
  if (campaign.systemPrompt !== null) return campaign.systemPrompt;
  const custom = sender.custom_prompt;
  return typeof custom === 'string' && custom.trim() !== '' ? custom : defaultPrompt;
}
