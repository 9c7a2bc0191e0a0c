/**
 * The place where it is judged whether the parts of a campaign go together.
 *
 * Only what the request alone shows; what other rows must say (a template that is gone, a mailbox
 * that was never verified) is for preflight. Paths are in the words of the wire.
 */
import type { FieldFault } from '../failure.ts';
import { isTimeZone } from '../schedule/zone.ts';
import type { Step, Variant } from './campaign.ts';
import type { CampaignContent } from './new-campaign.ts';

export const stepNumberMax = 32;
export const variantsMax = 26;

export function campaignFaults(campaign: CampaignContent): readonly FieldFault[] {
  return [
    ...senderFaults(campaign),
    ...scheduleFaults(campaign),
    ...orderFaults(campaign.steps),
    ...campaign.steps.flatMap((step, index) => [
      ...fitFaults(campaign, step, ['steps', index]),
      ...variantFaults(step, ['steps', index]),
    ]),
  ];
}

type Path = FieldFault['path'];

function fault(path: Path, message: string, type: string): FieldFault {
  return { path, message, type };
}

function senderFaults(campaign: CampaignContent): readonly FieldFault[] {
  const { type, aliasIds, connectedAccountId } = campaign;
  const faults: FieldFault[] = [];
  if (type !== 'linkedin' && (aliasIds === null || aliasIds.length === 0)) {
    const message = `must name at least one alias for a campaign of type ${type}`;
    faults.push(fault(['alias_ids'], message, 'any.required'));
  }
  if (type !== 'email' && connectedAccountId === null) {
    const message = `is required for a campaign of type ${type}`;
    faults.push(fault(['connected_account_id'], message, 'any.required'));
  }
  return faults;
}

function scheduleFaults(campaign: CampaignContent): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  if (campaign.launchType === 'scheduled' && campaign.startDate === null) {
    faults.push(fault(['start_date'], 'is required for a scheduled launch', 'any.required'));
  }
  // Times of day are `HH:MM:SS`: as texts they sort as they do on the clock.
  if (campaign.windowStart >= campaign.windowEnd) {
    const message = 'must be later than sending_window_start';
    faults.push(fault(['sending_window_end'], message, 'any.order'));
  }
  if (!isTimeZone(campaign.timezone)) {
    faults.push(fault(['timezone'], 'must be an IANA time zone name', 'string.timezone'));
  }
  if (campaign.sendDays.length === 0) {
    faults.push(fault(['send_days'], 'must name at least one day', 'array.min'));
  }
  campaign.sendDays.forEach((day, index) => {
    if (campaign.sendDays.indexOf(day) === index) return;
    faults.push(fault(['send_days', index], 'must not name a day twice', 'array.unique'));
  });
  return faults;
}

function orderFaults(steps: readonly Step[]): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step.step > before.step) return;
    const message = `must be greater than ${before.step}, the step before it`;
    faults.push(fault(['steps', index, 'step'], message, 'number.ascending'));
  });
  return faults;
}

function fitFaults({ type }: CampaignContent, step: Step, path: Path): readonly FieldFault[] {
  if (type === 'mixed' || step.channel === type) return [];
  return [fault([...path, 'channel'], `must be ${type} in a campaign of type ${type}`, 'any.only')];
}

function variantFaults(step: Step, at: Path): readonly FieldFault[] {
  const { variants } = step;
  const path = [...at, 'variants'];
  const faults: FieldFault[] = [];
  if (variants.length === 0 && !speaksForItself(step)) {
    const message = 'must contain at least 1 variant, or a message_template on a LinkedIn step';
    faults.push(fault(path, message, 'array.min'));
  }
  if (variants.length > variantsMax) {
    faults.push(fault(path, `must contain at most ${variantsMax} variants`, 'array.max'));
  }
  if (variants.length > 0 && variants.every((variant) => variant.weight === 0)) {
    faults.push(fault(path, 'must give at least one variant a weight above 0', 'array.weight'));
  }
  variants.forEach((variant, index) => {
    faults.push(...oneVariantFaults(step, variant, { path: [...path, index], index }));
  });
  return faults;
}

function oneVariantFaults(
  step: Step,
  variant: Variant,
  at: { readonly path: Path; readonly index: number },
): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  if (step.variants.findIndex((other) => other.label === variant.label) < at.index) {
    const message = `must be unique in the step; "${variant.label}" is taken`;
    faults.push(fault([...at.path, 'label'], message, 'array.unique'));
  }
  if (variant.type === 'TEMPLATE' && step.channel === 'email' && variant.templateId === null) {
    const message = 'is required for a TEMPLATE variant of an email step';
    faults.push(fault([...at.path, 'template_id'], message, 'any.required'));
  }
  return faults;
}

/** A LinkedIn step may carry its text itself; it then needs no variants. */
function speaksForItself(step: Step): boolean {
  return step.channel === 'linkedin' && step.messageTemplate !== null;
}
