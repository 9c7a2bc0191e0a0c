#!/usr/bin/env node
/** The place where `npm start` begins, on a fresh clone as on the hundredth day. */

import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
ensureInstalled();
ensureBuilt();

// In this very process, so that a signal sent to it reaches the program and nothing in between.
await import('../dist/main/main.js');
