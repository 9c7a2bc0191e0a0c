/** The place where it is listed what use cases may be given; each asks only for what it uses. */
import type { Db } from '../db/database.ts';
import type { AddressLists } from '../ports/address-lists.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Credentials } from '../ports/credentials.ts';
import type { Links } from '../ports/links.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Post } from '../ports/post.ts';
import type { Renderer } from '../ports/renderer.ts';
import type { Vault } from '../ports/vault.ts';
import type { Writer } from '../ports/writer.ts';

export type DbDep = { readonly db: Db };
export type ClockDep = { readonly clock: Clock };
export type ChanceDep = { readonly chance: Chance };
export type CredentialsDep = { readonly credentials: Credentials };
export type LinksDep = { readonly links: Links };
export type MailerDep = { readonly mailer: Mailer };
export type OutboundDep = { readonly outbound: Outbound };
export type RendererDep = { readonly renderer: Renderer };
export type WriterDep = { readonly writer: Writer };
export type AddressListsDep = { readonly addressLists: AddressLists };
export type VaultDep = { readonly vault: Vault };
/** The engine epoch this process began with, and why it was fenced then; null: it was not. */
export type WireRightDep = { readonly engineEpoch: number; readonly fencedBecause: string | null };
/** Names the request where it may come twice, for what cannot be written in one transaction. */
export type RequestKeyDep = { readonly requestKey?: string };
/** Null: the operator has configured no mailbox for system mail. */
export type PostDep = { readonly post: Post | null };
/** Tests and the bench run on loopback; an operator's public address decides what may be real. */
export type PublicUrlDep = { readonly publicUrl: string | null };

export type Deps = DbDep &
  ClockDep &
  ChanceDep &
  LinksDep &
  MailerDep &
  OutboundDep &
  RendererDep &
  WriterDep &
  VaultDep &
  CredentialsDep &
  AddressListsDep &
  PublicUrlDep &
  WireRightDep &
  RequestKeyDep &
  PostDep;

/** What is needed where people come in. */
export type PeopleDeps = DbDep & ClockDep & ChanceDep & CredentialsDep;
