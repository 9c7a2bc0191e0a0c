/** The place where what campaigns stand on is put into the words of the campaigns surface. */
import type { z } from 'zod';
import type { account } from '../../contract/campaigns/account.ts';
import type { alias, aliasVerification, testSent } from '../../contract/campaigns/alias.ts';
import type { connectedAccount } from '../../contract/campaigns/connected-account.ts';
import type { dataset, datasetRow } from '../../contract/campaigns/dataset.ts';
import type { senderProfile } from '../../contract/campaigns/sender-profile.ts';
import type {
  suppressed,
  suppression,
  suppressionsImported,
} from '../../contract/campaigns/suppression.ts';
import type {
  template,
  templatePreview,
  templateVersion,
} from '../../contract/campaigns/template.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { SenderProfile } from '../../domain/draft/sender-profile.ts';
import type { Template, TemplateVersion } from '../../domain/draft/template.ts';
import type { Dataset, DatasetRow } from '../../domain/lead/dataset.ts';
import type { Alias, ShownServer } from '../../domain/send/alias.ts';
import type { ConnectedAccount } from '../../domain/send/connected-account.ts';
import { defaultUnsubscribeLine } from '../../domain/send/footer.ts';
import type { Suppression } from '../../domain/send/suppression.ts';
import type { ShownSettings } from '../../usecases/account-settings.ts';
import type { Imported } from '../../usecases/import-suppressions.ts';
import type { Preview } from '../../usecases/preview-template.ts';
import type { TestSent } from '../../usecases/send-test.ts';
import type { Suppressed } from '../../usecases/suppress.ts';
import type { AliasVerification } from '../../usecases/verify-alias.ts';

export function presentDataset(given: Dataset): z.input<typeof dataset> {
  return {
    dataset_id: given.id,
    account_id: given.accountId,
    name: given.name,
    row_count: given.rowCount,
    columns: [...given.columns],
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}

export function presentRow(row: DatasetRow): z.input<typeof datasetRow> {
  return { lead_id: row.leadId, row_index: row.rowIndex, email: row.email, data: row.data };
}

export function presentTemplate(given: Template): z.input<typeof template> {
  return {
    template_id: given.id,
    account_id: given.accountId,
    name: given.name,
    version: given.version,
    subject: given.subject,
    body: given.body,
    body_format: given.bodyFormat,
    variables: [...given.variables],
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}

export function presentSenderProfile(given: SenderProfile): z.input<typeof senderProfile> {
  return {
    id: given.id,
    account_id: given.accountId,
    profile_name: given.profileName,
    sender_data: given.senderData,
    description: given.description,
    is_default: given.isDefault,
    version: given.version,
    usage_count: given.usageCount,
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}

export function presentSettings(given: ShownSettings): z.input<typeof account> {
  return {
    account_id: given.id,
    name: given.name,
    postal_address: given.postalAddress,
    footer_text: given.footerText,
    unsubscribe_line: given.unsubscribeLine,
    default_unsubscribe_line: defaultUnsubscribeLine,
    version: given.version,
    footer: { body_text: given.footer.text, body_html: given.footer.html },
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}

export function presentAlias(given: Alias): z.input<typeof alias> {
  return {
    alias_id: given.id,
    account_id: given.accountId,
    address: given.address,
    display_name: given.displayName,
    provider: given.provider,
    smtp: presentServer(given.smtp),
    imap: presentServer(given.imap),
    version: given.version,
    daily_cap: given.dailyCap,
    min_gap_seconds: given.minGapSeconds,
    reply_to: given.replyTo,
    signature: given.signature,
    verified_at: formatInstantOrNull(given.verifiedAt),
    paused_at: formatInstantOrNull(given.pausedAt),
    paused_reason: given.pausedReason,
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}

function presentServer(server: ShownServer | null): z.input<typeof alias>['smtp'] {
  if (server === null) return null;
  const { host, port, security, auth } = server;
  if (auth === null) return { host, port, security, auth };
  const { type, username, hasPassword } = auth;
  return { host, port, security, auth: { type, username, has_password: hasPassword } };
}

export function presentVerification(
  verification: AliasVerification,
): z.input<typeof aliasVerification> {
  return {
    alias_id: verification.aliasId,
    smtp: verification.smtp,
    imap: verification.imap,
    verified_at: formatInstantOrNull(verification.verifiedAt),
  };
}

export function presentSuppression(given: Suppression): z.input<typeof suppression> {
  return {
    suppression_id: given.id,
    account_id: given.accountId,
    email: given.email,
    domain: given.domain,
    reason: given.reason,
    note: given.note,
    created_by: given.createdBy,
    released_at: formatInstantOrNull(given.released?.at ?? null),
    released_reason: given.released?.reason ?? null,
    released_by: given.released?.by ?? null,
    created_at: formatInstant(given.createdAt),
    // A suppression is made and released; nothing in between changes it.
    updated_at: formatInstant(given.released?.at ?? given.createdAt),
  };
}

export function presentSuppressed(given: Suppressed): z.input<typeof suppressed> {
  return {
    ...presentSuppression(given),
    stopped_leads: given.stoppedLeads,
    in_flight: given.inFlight,
  };
}

export function presentImported(given: Imported): z.input<typeof suppressionsImported> {
  return {
    import_id: given.importId,
    items: given.items.map(({ result, suppressionId, message }) => ({
      result,
      suppression_id: suppressionId,
      message,
    })),
    created: given.items.filter(({ result }) => result === 'created').length,
    stopped_leads: given.stoppedLeads,
    in_flight: given.inFlight,
  };
}

export function presentPreview(given: Preview): z.input<typeof templatePreview> {
  const { subject, bodies, footer, missing } = given;
  return {
    subject,
    body_text: bodies.text,
    body_html: bodies.html,
    missing: [...missing],
    footer: { body_text: footer.text, body_html: footer.html },
  };
}

export function presentTemplateVersion(given: TemplateVersion): z.input<typeof templateVersion> {
  return {
    template_id: given.templateId,
    version: given.version,
    subject: given.subject,
    body: given.body,
    body_format: given.bodyFormat,
    variables: [...given.variables],
    created_at: formatInstant(given.createdAt),
  };
}

export function presentTestSent(given: TestSent): z.input<typeof testSent> {
  return {
    alias_id: given.aliasId,
    to: given.to,
    outcome: given.outcome,
    smtp_response: given.smtpResponse,
    message_id: given.messageId,
  };
}

export function presentConnectedAccount(given: ConnectedAccount): z.input<typeof connectedAccount> {
  return {
    connected_account_id: given.id,
    account_id: given.accountId,
    name: given.name,
    profile_url: given.profileUrl,
    provider: given.provider,
    daily_caps: given.dailyCaps,
    version: given.version,
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
  };
}
